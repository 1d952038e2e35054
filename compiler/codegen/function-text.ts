// The text of one function, or of a constant expression, of a core module: decoded, built as IR, printed, forgotten.

import { BodyDecoder } from "../binary/index.ts";
import type { Features } from "../base/index.ts";
import { I64, Op, type Span } from "../model/index.ts";
import type { CoreContext } from "./core-context.ts";
import { type CompileOptions, FunctionCompiler } from "./function-compiler.ts";
import { Arena } from "./ir.ts";
import { LOWERINGS } from "./lowerings.ts";
import { Printer } from "./print.ts";

/** A constant expression: statements to be run first, the variables they use, and the words of the value. */
export interface ConstantText {
  readonly statements: string;
  readonly variables: readonly string[];
  readonly words: readonly string[];
}

export class FunctionTexts {
  private readonly core: CoreContext;
  private readonly options: CompileOptions;
  private readonly decoder: BodyDecoder;
  private readonly arena = new Arena();
  /** A function that returns an i64 makes a tail call: no caller can know which place its high word will be in. */
  tailCallsPair = false;

  constructor(core: CoreContext, features: Features, options: CompileOptions) {
    this.core = core;
    this.options = options;
    this.decoder = new BodyDecoder(features);
  }

  /** The declaration of the module's own function at `position` in its code section. */
  declaration(position: number): string {
    const { valid, tree } = this.core;
    const index = valid.funcs.length - valid.def.code.length + position;
    this.arena.reset();
    const type = this.core.funcType(index);
    const f = new FunctionCompiler(this.arena, this.core, index, type, this.options);
    f.compile(this.decoder.start(valid.def.code[position]!));
    const params = f.locals
      .slice(0, type.params.length)
      .flatMap(({ low, high }) => (high < 0 ? [low] : [low, high]).map((variable) => f.variables[variable]));
    const statements = this.printer(f).statements(f.body);
    const text = `(${params.join(",")}){${declarations(f)}${statements}}`;
    const name = this.core.functionName(index);
    if (f.tailCalls && type.results[0] === I64) this.tailCallsPair = true;
    if (!f.tailCalls) return `function ${name}${text}\n`;
    tree.add("trampoline");
    return `const ${name}=trampoline(function ${name}b${text});\n`;
  }

  constant(span: Span): ConstantText {
    this.arena.reset();
    const f = new FunctionCompiler(this.arena, this.core, -1, NO_FUNCTION, this.options);
    this.decoder.start(span).run({
      instruction: (op, body) => {
        if (op !== Op["end"]) LOWERINGS[op]!(f, body);
      },
    });
    const printer = this.printer(f);
    const words = [f.integer(f.low[0]!), ...(f.high[0]! < 0 ? [] : [f.high[0]!])];
    return {
      statements: printer.statements(f.list.head),
      variables: f.variables.filter((_, i) => f.initial[i] !== undefined),
      words: words.map((word) => printer.text(word, 2)),
    };
  }

  private printer(f: FunctionCompiler): Printer {
    const key = this.options.viewKey;
    return new Printer(f.ir, {
      variable: (id) => f.variables[id]!,
      view: (memory) => `v${memory}`,
      memory: (memory) => `m${memory}`,
      fresh: (memory) => `V${memory}.${key}`,
      uses: (memory) => f.memories.has(memory),
      use: (name) => this.core.tree.add(name),
    });
  }
}

const NO_FUNCTION = { kind: "func", params: [], results: [] } as const;

/** The variables of a function body. */
function declarations(f: FunctionCompiler): string {
  const list: string[] = [];
  for (const memory of f.memories) list.push(`v${memory}=V${memory}.${f.options.viewKey}`);
  f.variables.forEach((name, i) => {
    if (f.initial[i] !== undefined) list.push(`${name}=${f.initial[i]}`);
  });
  return list.length === 0 ? "" : `let ${list.join(",")};`;
}

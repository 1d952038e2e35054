// The text of one function, or of a constant expression, of a core module: decoded, built as IR, printed, forgotten.

import { BodyDecoder } from "../binary/index.ts";
import type { Features } from "../base/index.ts";
import { I64, Op, type Span } from "../model/index.ts";
import type { CoreContext } from "./core-context.ts";
import { type CompileOptions, FunctionCompiler } from "./function-compiler.ts";
import { Arena, VIEWS } from "./ir.ts";
import { LOWERINGS } from "./lowerings.ts";
import { meterEntry } from "./meter.ts";
import { mentioned, outline } from "./outline.ts";
import { TEMPORARY } from "./builder.ts";
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
  private readonly arena: Arena;
  /** A function that returns an i64 makes a tail call: no caller can know which place its high word will be in. */
  tailCallsPair = false;

  constructor(core: CoreContext, features: Features, options: CompileOptions) {
    this.core = core;
    this.options = options;
    this.decoder = new BodyDecoder(features);
    this.arena = new Arena(options.target.operations);
  }

  /** The declaration of the module's own function at `position` in its code section. */
  declaration(position: number): string {
    const { valid } = this.core;
    const index = valid.funcs.length - valid.def.code.length + position;
    this.arena.reset();
    const type = this.core.funcType(index);
    const f = new FunctionCompiler(this.arena, this.core, index, type, this.options);
    const body = valid.def.code[position]!;
    f.compile(this.decoder.start(body));
    const params = f.locals
      .slice(0, type.params.length)
      .flatMap(({ low, high }) => (high < 0 ? [low] : [low, high]));
    const regions = this.options.optimizations.outline ? outline(f, body.end - body.start) : [];
    if (this.options.metered) meterEntry(f, body.end - body.start);
    const name = this.core.functionName(index);
    if (f.tailCalls && type.results[0] === I64) this.tailCallsPair = true;
    const parts = regions.map(
      (region) => `function ${region.name}${this.text(f, region.inputs, region.body)}\n`,
    );
    const main = this.text(f, params, f.body, regions.length === 0);
    return parts.join("") + this.main(f, name, main);
  }

  private main(f: FunctionCompiler, name: string, text: string): string {
    // In a text of its own it is about to be called: V8 compiles what stands in parentheses at once.
    if (!f.tailCalls)
      return f.index === this.core.alone
        ? `const ${name}=(function ${name}${text});\n`
        : `function ${name}${text}\n`;
    this.core.tree.add("trampoline");
    return `const ${name}=trampoline(function ${name}b${text});\n`;
  }

  /** Parameters and body, with the variables that it mentions. */
  private text(f: FunctionCompiler, params: readonly number[], body: number, whole = false): string {
    const { variables, views } = whole ? declared(f) : mentioned(f, body);
    const list = [...views].map((view) => this.copyOf(view));
    const given = new Set(params);
    for (const variable of variables)
      if (!given.has(variable)) list.push(`${f.variables[variable]}=${f.initial[variable] ?? "0"}`);
    const declarations = list.length === 0 ? "" : `let ${list.join(",")};`;
    const names = params.map((variable) => f.variables[variable]);
    const statements = this.printer(f, views).statements(body);
    return `(${names.join(",")}){${declarations}${statements}}`;
  }

  constant(span: Span): ConstantText {
    this.arena.reset();
    const f = new FunctionCompiler(this.arena, this.core, -1, NO_FUNCTION, this.options);
    this.decoder.start(span).run({
      instruction: (op, body) => {
        if (op !== Op["end"]) LOWERINGS[op]!(f, body);
      },
    });
    const printer = this.printer(f, f.views);
    const words = [f.integer(f.low[0]!), ...(f.high[0]! < 0 ? [] : [f.high[0]!])];
    return {
      statements: printer.statements(f.list.head),
      variables: f.variables.filter((_, i) => f.initial[i] !== undefined),
      words: words.map((word) => printer.text(word, 2)),
    };
  }

  /** Text that makes the copy of a view. */
  private copyOf(view: number): string {
    const memory = Math.floor(view / VIEWS.length);
    const letter = VIEWS[view % VIEWS.length]!;
    const field = this.options.target.arrays ? letter || "v" : this.options.viewKey;
    return `v${memory}${letter}=V${memory}.${field}`;
  }

  private printer(f: FunctionCompiler, views: ReadonlySet<number>): Printer {
    return new Printer(f.ir, {
      variable: (id) => f.variables[id]!,
      view: (memory, view) => `v${memory}${VIEWS[view]}`,
      temporary: TEMPORARY,
      memory: (memory) => `m${memory}`,
      reload: (memory) =>
        [...views]
          .filter((view) => Math.floor(view / VIEWS.length) === memory)
          .map((view) => `${this.copyOf(view)};`)
          .join(""),
      use: (name) => this.core.tree.add(name),
    });
  }
}

const NO_FUNCTION = { kind: "func", params: [], results: [] } as const;

/** All that a function which was not split declares. */
function declared(f: FunctionCompiler): { variables: Iterable<number>; views: ReadonlySet<number> } {
  const variables = f.variables.keys();
  return { variables: [...variables].filter((v) => f.initial[v] !== undefined), views: f.views };
}

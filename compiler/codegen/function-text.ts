// The text of one function, or of a constant expression, of a core module: decoded, built as IR, printed, forgotten.

import { BodyDecoder, numberOf } from "../binary/index.ts";
import type { Features } from "../base/index.ts";
import { I64, Op, type Span, type ValType } from "../model/index.ts";
import { analyse } from "../ranges/index.ts";
import type { CoreContext } from "./core-context.ts";
import { type CompileOptions, FunctionCompiler } from "./function-compiler.ts";
import { Arena, VIEWS } from "./ir.ts";
import { LOWERINGS } from "./lowerings.ts";
import { chooseAccesses } from "./lower-memory.ts";
import { meterEntry } from "./meter.ts";
import { outline } from "./outline.ts";
import { TEMPORARY } from "./nodes.ts";
import { Ir } from "./operations.ts";
import { type PrintNames, Printer } from "./print.ts";
import type { Target } from "./target.ts";
import { typeParameters } from "./typed-arguments.ts";
import { aimSelfCalls, deservesTwin } from "./twins.ts";

/** A constant expression: statements to be run first, the variables they use, and the words of the value. */
export interface ConstantText {
  readonly statements: string;
  readonly variables: readonly string[];
  readonly words: readonly string[];
}

/** Bytes of the largest function whose float arithmetic is primed: in larger ones the calls cost more than V8's speculation. */
const MAX_PRIMED = 2000;

export class FunctionTexts {
  private readonly core: CoreContext;
  private readonly options: CompileOptions;
  private readonly decoder: BodyDecoder;
  private readonly arena: Arena;
  /** The names of the copies of views. */
  private readonly views: readonly string[];
  /** A function that returns an i64 makes a tail call: no caller can know which place its high word will be in. */
  tailCallsPair = false;

  constructor(core: CoreContext, features: Features, options: CompileOptions) {
    this.core = core;
    this.options = options;
    this.decoder = new BodyDecoder(features);
    this.views = core.valid.memories.flatMap((_, memory) => VIEWS.map((view) => `v${memory}${view}`));
    this.arena = new Arena(options.target.operations, roomFor(core), Ir.variable, Ir.const);
  }

  get target(): Target {
    return this.options.target;
  }

  /** The declaration of the module's own function at `position` in its code section. */
  declaration(position: number): string {
    const { valid } = this.core;
    const index = valid.funcs.length - valid.def.code.length + position;
    this.arena.reset();
    const type = this.core.funcType(index);
    const f = new FunctionCompiler(this.arena, this.core, index, type, this.options);
    const body = valid.def.code[position]!;
    f.bodyStart = body.start;
    f.primes =
      this.target.primedFloats &&
      this.options.optimizations["primed-floats"] &&
      body.end - body.start <= MAX_PRIMED;
    if (this.options.optimizations.ranges) f.ranges = this.rangesOf(position, body, type.params);
    f.compile(this.decoder.start(body));
    f.dropReloads(this.options.accessors === true && chooseAccesses(f));
    const params = parametersOf(f);
    const split = this.options.optimizations.outline ? outline(f) : undefined;
    typeParameters(f);
    if (this.options.metered) meterEntry(f, body.end - body.start);
    const name = this.core.functionName(index);
    if (f.tailCalls && type.results[0] === I64) this.tailCallsPair = true;
    let text = "";
    for (const region of split?.regions ?? [])
      text += `function ${region.name}${this.code(f, region.inputs, region.body, region)}\n`;
    if (split === undefined && deservesTwin(f)) text += this.twin(f, name, params);
    return text + this.main(f, name, params, split?.main ?? declared(f));
  }

  private rangesOf(position: number, body: Span, params: readonly ValType[]): Uint8Array | undefined {
    const { all, inLoops } = this.core.valid.arithmetic;
    const [paying, repeated] = [all[position]!, inLoops[position]!];
    return analyse(this.core, this.decoder, { body, params, paying, repeated });
  }

  /** Declares the twin of a function, and lets the function call it. */
  private twin(f: FunctionCompiler, name: string, params: readonly number[]): string {
    const twin = `${name}t`;
    const text = `function ${twin}${this.code(f, params, f.body, declared(f))}\n`;
    aimSelfCalls(f, twin);
    return text;
  }

  private main(f: FunctionCompiler, name: string, params: readonly number[], mentioned: Mentioned): string {
    const [before, after] = this.surroundings(f, name);
    return before + this.code(f, params, f.body, mentioned) + after;
  }

  /** What stands before the parameters of a function, and behind its body. */
  private surroundings(f: FunctionCompiler, name: string): [before: string, after: string] {
    const keyword = this.target.hoists ? "var" : "const";
    if (f.tailCalls) {
      this.core.tree.add("trampoline");
      return [`${keyword} ${name}=trampoline(function ${name}b`, ");\n"];
    }
    // In a text of its own it is about to be called: V8 compiles what stands in parentheses at once.
    return f.index === this.core.alone
      ? [`${keyword} ${name}=(function ${name}`, ");\n"]
      : [`function ${name}`, "\n"];
  }

  /** Parameters and body, with the variables that it mentions. */
  private code(
    f: FunctionCompiler,
    params: readonly number[],
    body: number,
    { variables, views }: Mentioned,
  ): string {
    let text = `(${listed(f.variables, params)}){`;
    let separator = "let ";
    for (const view of views) {
      text += separator + this.copyOf(view);
      separator = ",";
    }
    for (const helper of f.copied ?? NO_HELPERS) {
      this.core.tree.add(helper);
      text += `${separator}${helper}_=${helper}`;
      separator = ",";
    }
    for (const variable of variables) {
      text += separator + f.variables[variable]! + (f.initial[variable] === "null" ? "=null" : "=0");
      separator = ",";
    }
    if (separator === ",") text += ";";
    return `${text}${this.printer(f, views).list(body)}}`;
  }

  constant(span: Span): ConstantText {
    // Nearly all of them are one number.
    const number = numberOf(span);
    if (number === undefined) return this.computedConstant(span);
    return { statements: "", variables: [], words: [String(number)] };
  }

  private computedConstant(span: Span): ConstantText {
    this.arena.reset();
    const f = new FunctionCompiler(this.arena, this.core, -1, NO_FUNCTION, this.options);
    this.decoder.start(span).run({
      instruction: (op, body) => {
        if (op !== Op["end"]) LOWERINGS[op]!(f, body);
      },
    });
    const printer = this.printer(f, f.views);
    const words = [f.integer(f.low[0]!), ...(f.high[0]! < 0 ? [] : [f.high[0]!])];
    const statements = printer.list(f.list.head);
    const variables = f.variables.filter((_, i) => f.initial[i] !== undefined);
    return { statements, variables, words: words.map((word) => printer.expression(word, 2)) };
  }

  /** Text that makes the copy of a view. */
  private copyOf(view: number): string {
    const memory = Math.floor(view / VIEWS.length);
    const letter = VIEWS[view % VIEWS.length]!;
    const field = this.options.target.arrays ? letter || "v" : this.options.viewKey;
    return `${this.views[view]!}=V${memory}.${field}`;
  }

  private printer(f: FunctionCompiler, views: ReadonlySet<number>): Printer {
    const reloads: string[] = f.core.valid.memories.map(() => "");
    for (const view of views) reloads[Math.floor(view / VIEWS.length)] += `${this.copyOf(view)};`;
    const names: PrintNames = {
      variables: f.variables,
      views: this.views,
      temporary: TEMPORARY,
      reloads,
      tree: this.core.tree,
    };
    return new Printer(f.ir, names);
  }
}

/** How many nodes nearly all functions of a module do with: a byte makes about one. Memory is only taken where it is used. */
function roomFor({ valid }: CoreContext): number {
  let largest = 1 << 8;
  for (const { start, end } of valid.def.code) largest = Math.max(largest, end - start);
  return Math.min(2 * largest, 1 << 16);
}

const NO_FUNCTION = { kind: "func", params: [], results: [] } as const;

const NO_HELPERS: readonly string[] = [];

/** The variables of the parameters: the first that were declared. */
function parametersOf({ locals, functionType }: FunctionCompiler): number[] {
  const variables: number[] = [];
  for (let i = 0; i < functionType.params.length; i++) {
    const { low, high } = locals[i]!;
    variables.push(low);
    if (high >= 0) variables.push(high);
  }
  return variables;
}

/** Names between commas. */
function listed(names: readonly string[], variables: readonly number[]): string {
  let text = "";
  for (let i = 0; i < variables.length; i++) text += (i > 0 ? "," : "") + names[variables[i]!]!;
  return text;
}

/** What a text has to declare. */
interface Mentioned {
  readonly variables: readonly number[];
  readonly views: ReadonlySet<number>;
}

/** All that a function which was not split declares. */
function declared({ initial, views }: FunctionCompiler): Mentioned {
  const variables: number[] = [];
  for (let v = 0; v < initial.length; v++) if (initial[v] !== undefined) variables.push(v);
  return { variables, views };
}

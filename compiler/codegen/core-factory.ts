// One core module as a factory function: imports to constants, the module's own definitions, its functions, its
// segments and start function, and the object the engine works with (ARCHITECTURE.md has the contract).

import type * as ES from "estree";
import type { Features } from "../base/index.ts";
import { numberOf } from "../binary/index.ts";
import { type DataDef, F32, F64, I32, I64, type Span, signatureOf, type ValType } from "../model/index.ts";
import type { ValidModule } from "../validate/index.ts";
import { exportedFunction } from "./boundary.ts";
import { hasAccessors } from "./accessors.ts";
import { isLazy, LazyFunctions } from "./lazy.ts";
import { CoreContext, type FunctionNames, type NameUse } from "./core-context.ts";
import {
  array,
  call,
  declare,
  element,
  finished,
  functionNamed,
  identifier,
  literal,
  make,
  member,
  object,
  returns,
  verbatim,
} from "./estree.ts";
import type { CompileOptions } from "./function-compiler.ts";
import { FunctionTexts } from "./function-text.ts";
import { statelessFunctions } from "./stateless.ts";
import { meterInstance } from "./meter.ts";

type Constant = readonly [name: string, value: ES.Expression];

/** Big modules that can grow a memory which begins with fewer pages than these do. */
const SMALL_MEMORY = 256;

/** Makes the factory functions `core<id>(I, B)` of a core module. */
export class CoreFactory {
  private readonly core: CoreContext;
  private readonly valid: ValidModule;
  private readonly tree: NameUse;
  private readonly options: CompileOptions;
  private readonly texts: FunctionTexts;
  private readonly body: ES.Statement[] = [];
  /** Where the functions are generated at their first call. */
  readonly lazy: LazyFunctions | undefined;

  constructor(
    valid: ValidModule,
    tree: NameUse,
    features: Features,
    options: CompileOptions,
    { functionNames, lazy }: { functionNames?: FunctionNames | undefined; lazy: boolean },
  ) {
    this.valid = valid;
    this.tree = tree;
    const shares = options.optimizations.stateless && !(lazy && isLazy(valid));
    const stateless = shares ? statelessFunctions(valid, features) : undefined;
    this.core = new CoreContext(valid, tree, functionNames, stateless);
    const late = lazy && isLazy(valid);
    const called = late && options.optimizations.accessors && !options.target.arrays && hasAccessors(valid);
    this.options = called ? { ...options, accessors: true } : options;
    this.texts = new FunctionTexts(this.core, features, this.options);
    if (late) this.lazy = new LazyFunctions(this.core, this.texts, this.options);
  }

  get tailCallsPair(): boolean {
    return this.texts.tailCallsPair;
  }

  get context(): CoreContext {
    return this.core;
  }

  /** The factory functions, all alike, after the constants that all instances share. */
  build(names: readonly string[]): ES.Statement[] {
    const functions = this.lazy
      ? [verbatim(`const Y=new Array(${this.valid.funcs.length});\n`)]
      : this.functions();
    this.meter();
    this.body.push(...this.imports(), ...this.definitions(), ...functions, this.references());
    this.globals();
    if (this.valid.def.elements.length > 0) this.body.push(...declare("const", [["N", array([])]]));
    // Before the segments: these may trap, and functions that are in another's table by then stay callable.
    this.body.push(...(this.lazy?.scope() ?? []));
    this.segments();
    this.body.push(...this.tableViews());
    const start = this.valid.def.startFunction;
    if (start) this.body.push(verbatim(`${this.code(start.index)}();\n`));
    this.body.push(returns(this.instance()));
    const factories = names.map((name) => functionNamed(name, ["I", "B"], this.body));
    return [...this.shared, ...(this.lazy ? [this.lazy.declaration()] : []), ...factories, ...this.stateless];
  }

  private meter(): void {
    if (!this.options.metered) return;
    this.tree.add("M").add("spent");
    this.body.push(verbatim(meterInstance(this.valid.def)));
  }

  /** Constants of the tree that belong to this module, and its stateless functions. */
  private readonly shared: ES.Statement[] = [];
  private readonly stateless: ES.Statement[] = [];

  /** An expression for a function's code. */
  private code(index: number): string {
    if (!this.lazy || !this.core.isOwn(index)) return this.core.functionName(index);
    return `(Y[${index}]||load(${index}))`;
  }

  // What comes from outside

  /** A constant for each item that the module does not define, in the order of `I`. */
  private imports(): ES.Statement[] {
    const { valid } = this;
    const constants: Constant[] = [];
    let position = 0;
    const take = (
      entities: ValidModule["funcs"] | ValidModule["globals"],
      constant: (index: number, item: ES.Expression) => Constant[],
    ) => {
      entities.forEach((entity, index) => {
        if (entity.origin.from !== "own")
          constants.push(...constant(index, element(identifier("I"), position++)));
      });
    };
    take(valid.funcs, (i, item) => [[`f${i}`, member(item, "fn")]]);
    take(valid.tables as never, (i, item) => [[`t${i}`, item]]);
    take(valid.memories as never, (i, item) => [[`m${i}`, item]]);
    take(valid.globals, (i, item) => this.globalConstants(i, item));
    take(valid.tags as never, (i, item) => [[`e${i}`, item]]);
    const dropped = valid.def.dataCount === undefined ? [] : [verbatim("B=B.slice();")];
    return [...declare("const", constants), ...dropped];
  }

  /** A shared global: its store, and the array that holds its value, or the value itself if it is constant. */
  private globalConstants(index: number, store: ES.Expression): Constant[] {
    const { type, mutable } = this.valid.globals[index]!.type;
    const field = member(identifier(`G${index}`), fieldOf(type));
    const constants: Constant[] = [[`G${index}`, store]];
    if (mutable) constants.push([`g${index}`, field]);
    else constants.push(...this.constantValue(index, type, field));
    return constants;
  }

  private constantValue(index: number, type: ValType, field: ES.Expression): Constant[] {
    const low: Constant = [`g${index}`, element(field, 0)];
    return type === I64 ? [low, [`g${index}h`, element(field, 1)]] : [low];
  }

  // The module's own tables, memories, tags and room for its globals

  private definitions(): ES.Statement[] {
    const constants: Constant[] = [];
    const { tables, memories, tags } = this.valid;
    if (this.valid.def.tables.length > 0)
      constants.push(["O", object([["left", verbatim(`${ROOM}*elements`)]])]);
    tables.forEach(({ type, origin }, i) => {
      if (origin.from !== "own") return;
      const { min, max } = type.limits;
      this.tree.add("Table").add("elements");
      constants.push([
        `t${i}`,
        make(
          "Table",
          literal(type.element),
          literal(min),
          limit(max),
          identifier("elements"),
          literal(null as never),
          identifier("O"),
        ),
      ]);
    });
    memories.forEach(({ type, origin }, i) => {
      if (origin.from !== "own") return;
      const { min, max } = type.limits;
      this.tree.add("Memory").add("pages");
      const grows = this.lazy !== undefined && this.valid.calls.growsMemory && min < SMALL_MEMORY;
      const more = grows ? [identifier("true")] : [];
      constants.push([`m${i}`, make("Memory", literal(min), limit(max), identifier("pages"), ...more)]);
    });
    tags.forEach(({ type, origin }, i) => {
      if (origin.from !== "own") return;
      this.tree.add("Tag");
      constants.push([`e${i}`, make("Tag", literal(signatureOf(type)))]);
    });
    return declare("const", [...constants, ...this.holders(), ...this.globalRoom()]);
  }

  /** `V0`, …: the objects that functions take the memories' views from. */
  private holders(): Constant[] {
    const { target, viewKey } = this.options;
    return this.valid.memories.map((_, i) => {
      const store = identifier(`m${i}`);
      const holder = target.arrays
        ? call(member(store, "arrays"))
        : call(member(store, "holder"), literal(viewKey));
      return [`V${i}`, holder];
    });
  }

  private globalRoom(): Constant[] {
    const { words, floats, references } = this.core;
    const room: Constant[] = [];
    if (words > 0) room.push(["G", make("Int32Array", literal(words))]);
    if (floats > 0) room.push(["GF", make("Float64Array", literal(floats))]);
    if (references > 0) room.push(["GR", array(new Array(references).fill(literal(null as never)))]);
    return room;
  }

  // Functions

  private functions(): ES.Statement[] {
    const imported = this.valid.funcs.length - this.valid.def.code.length;
    const own: ES.Statement[] = [];
    this.valid.def.code.forEach((_, position) => {
      const text = finished(this.texts.declaration(position));
      (this.core.stateless.has(imported + position) ? this.stateless : own).push(text);
    });
    return own;
  }

  /** `R(i)`: the reference to a function, made when it is first asked for. */
  private references(): ES.Statement {
    const own = [...this.core.escaping].filter((i) => this.core.isOwn(i)).sort((a, b) => a - b);
    const imported = this.valid.funcs.filter(({ origin }) => origin.from !== "own").length;
    if (own.length === 0) return verbatim("const R=i=>I[i],Q=[];let W;\n");
    this.tree.add("Func").add("wrapFunc");
    const types = own.map((i) => `${i}:"${signatureOf(this.core.funcType(i))}"`).join(",");
    const name = `types${this.valid.id}`;
    this.shared.push(verbatim(`const ${name}={${types}};\n`));
    const code = () => own.map((i) => `${i}:${this.core.functionName(i)}`).join(",");
    const fn = this.lazy ? `Y[i]||stubs[${name}[i]](load,i)` : `(K??={${code()}})[i]`;
    const room = own.length > FEW ? `new Array(${own.at(-1)! + 1})` : "[]";
    const made = `new Func(${fn},${name}[i],i,wrapFunc,W&&W[i])`;
    return verbatim(`const Q=${room};let K,W;function R(i){return Q[i]??=i<${imported}?I[i]:${made};}\n`);
  }

  // Globals and segments: constant expressions

  /** Compiles a constant expression: the words of its value; what must be computed before goes into the body. */
  private constantExpression(span: Span): readonly string[] {
    const { statements, variables, words } = this.texts.constant(span);
    for (const name of variables) this.temporaries.add(name);
    if (statements !== "") this.body.push(verbatim(statements));
    return words;
  }

  /** Variables that constant expressions compute with. */
  private readonly temporaries = new Set<string>();

  private globals(): void {
    const at = this.body.length;
    const { globals, def } = this.valid;
    globals.forEach(({ type, origin }, i) => {
      if (origin.from === "own") this.initialise(i, type.type, type.mutable, def.globals[origin.index]!.init);
    });
    this.body.splice(
      at,
      0,
      ...declare(
        "let",
        [...this.temporaries].map((name) => [name, literal(0)]),
      ),
    );
  }

  private initialise(index: number, type: ValType, mutable: boolean, init: Span): void {
    const [low, high] = this.constantExpression(init) as readonly [string, string?];
    const access = this.core.global(index);
    const shared = this.core.isSharedGlobal(index);
    if (shared) {
      this.tree.add("Global");
      const store = make("Global", literal(type), identifier(String(mutable)));
      this.body.push(...declare("const", [[`G${index}`, store]]));
      this.body.push(verbatim(`const g${index}${mutable ? "" : "s"}=G${index}.${fieldOf(type)};`));
    }
    const target = shared && !mutable ? `g${index}s[0]` : access.value;
    if (access.constant)
      this.body.push(verbatim(`const ${access.value}=${low}${high ? `,${access.high}=${high}` : ""};`));
    if (shared || mutable)
      this.body.push(verbatim(`${target}=${low};${high ? `${highOf(target, access.high)}=${high};` : ""}\n`));
  }

  private segments(): void {
    const { elements, data } = this.valid.def;
    if (elements.length > 0) this.elementSegments();
    for (let i = 0; i < data.length; ) i = this.dataSegments(i);
  }

  /** Writes a data segment, or the run of those that go to constant addresses of one memory; returns the number behind. */
  private dataSegments(first: number): number {
    const { data, dataCount } = this.valid.def;
    const places = placesFrom(data, first);
    const { mode, memory, at, content } = data[first]!;
    if (mode !== "active") return first + 1;
    const drops = dataCount !== undefined;
    this.tree.add("EMPTY").add("memory_init");
    if (places.length > 1) {
      this.tree.add("memory_place");
      this.body.push(verbatim(`memory_place(m${memory},B,${first},[${places}],${drops});\n`));
      return first + places.length;
    }
    const [place] = this.constantExpression(at!);
    const size = content.end - content.start;
    this.body.push(verbatim(`memory_init(m${memory},B[${first}],${place},0,${size});`));
    if (drops) this.body.push(verbatim(`B[${first}]=EMPTY;`));
    return first + 1;
  }

  private elementSegments(): void {
    const { elements } = this.valid.def;
    this.tree.add("NOTHING");
    elements.forEach((segment, i) => {
      const values = segment.mode === "declared" ? "NOTHING" : this.elementValues(i);
      this.body.push(verbatim(`N[${i}]=${values};\n`));
    });
    elements.forEach((segment, i) => {
      if (segment.mode !== "active") return;
      const [at] = this.constantExpression(segment.at!);
      this.body.push(verbatim(`t${segment.table}.init(${at},N[${i}],0,N[${i}].length);N[${i}]=NOTHING;`));
    });
  }

  private elementValues(index: number): string {
    const { items } = this.valid.def.elements[index]!;
    if (items.form === "funcs")
      return items.indices.length === 0 ? "[]" : `[${items.indices.join(",")}].map(R)`;
    return `[${items.exprs.map((span) => this.constantExpression(span)[0]).join(",")}]`;
  }

  private tableViews(): ES.Statement[] {
    const constants = [...this.core.views.values()].map(
      ({ name, table, signature }): Constant => [
        name,
        call(member(identifier(`t${table}`), "view"), literal(signature)),
      ],
    );
    return declare("const", constants);
  }

  // The instance

  private instance(): ES.Expression {
    const { tables, memories, globals, tags } = this.valid;
    const names = (list: readonly unknown[], letter: string) =>
      array(list.map((_, i) => identifier(`${letter}${i}`)));
    const entries: [string, ES.Expression][] = [["func", identifier("R")]];
    if (tables.length > 0) entries.push(["tables", names(tables, "t")]);
    if (memories.length > 0) entries.push(["memories", names(memories, "m")]);
    if (globals.some((_, i) => this.core.isSharedGlobal(i)))
      entries.push([
        "globals",
        array(globals.map((_, i) => (this.core.isSharedGlobal(i) ? identifier(`G${i}`) : literal(0)))),
      ]);
    if (tags.length > 0) entries.push(["tags", names(tags, "e")]);
    return object([...entries, ["made", identifier("Q")], ["wrappers", this.wrappers()]]);
  }

  private wrappers(): ES.Expression {
    const exported = new Set<number>();
    for (const { type, index } of this.valid.exports)
      if (type.kind === "func" && this.core.isOwn(index)) exported.add(index);
    const use = (name: string) => this.tree.add(name);
    const methods = [...exported].map((index) => {
      const text = exportedFunction(this.code(index), this.core.funcType(index), use);
      return `${index}${text}`;
    });
    return verbatim(`()=>W={${methods.join(",\n")}}`);
  }
}

/** The addresses of the active segments of one memory from the first on, as long as they are plain numbers. */
function placesFrom(data: readonly DataDef[], first: number): number[] {
  const { memory } = data[first]!;
  const places: number[] = [];
  for (let i = first; i < data.length; i++) {
    const segment = data[i]!;
    const place = segment.mode === "active" && segment.memory === memory ? numberOf(segment.at!) : undefined;
    if (place === undefined) break;
    places.push(place);
  }
  return places;
}

/** The tables of an instance may take together what so many of the largest do (`TableRoom` of the store). */
const ROOM = 5;
/** Arrays of so many elements grow in no time. */
const FEW = 16;

/** The field of a global's store that holds its value. */
const fieldOf = (type: ValType): string =>
  type === I32 || type === I64 ? "i" : type === F32 || type === F64 ? "f" : "r";

const limit = (max: number | undefined): ES.Expression =>
  max === undefined ? identifier("undefined") : literal(max);

/** Where the high word of a shared constant goes. */
const highOf = (target: string, high: string) =>
  target.endsWith("s[0]") ? target.replace("[0]", "[1]") : high;

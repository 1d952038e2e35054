// Core modules: index spaces first, then bodies for all functions, then the sections that the bodies turned out to need.

import { Writer } from "../../../compiler/base/index.ts";
import type { Feature } from "../../../compiler/base/index.ts";
import {
  type DataDef,
  type ElementDef,
  EXTERN_KINDS,
  type ExternDesc,
  type ExternKind,
  type ExportDef,
  funcTypeOf,
  type HeaderItem,
  type ImportItem,
  type ModuleDef,
  type Span,
  typeOfLetter,
} from "../../../compiler/model/index.ts";
import { Body, type Rules } from "./body.ts";
import type { Choices } from "./choices.ts";
import { burnFuel, tailCall } from "./control.ts";
import { exact, expression } from "./expressions.ts";
import type { Letter } from "./rows.ts";
import { type GlobalShape, type MemoryShape, type Shape, type TableShape, TypePool } from "./shape.ts";
import { statement } from "./statements.ts";

const RULES: Rules = { expression, exact, statement };

/** What a module can import: from the host, or from a module beside it in a tree. */
export type Importable =
  | { readonly kind: "func"; readonly signature: string }
  | { readonly kind: "table"; readonly type: TableShape }
  | { readonly kind: "memory"; readonly type: MemoryShape }
  | { readonly kind: "global"; readonly type: GlobalShape }
  | { readonly kind: "tag"; readonly signature: string };

export interface Import {
  readonly module: string;
  /** Absent: a one-level import. */
  readonly field: string | undefined;
  readonly item: Importable;
}

export interface CoreOptions {
  readonly features: ReadonlySet<Feature>;
  readonly imports: readonly Import[];
  /** Sorts of size: `giant` has one very large function, `wide` more than 64 KiB of code, `deep` very deep nesting. */
  readonly size: "tiny" | "small" | "giant" | "wide" | "deep";
  /** Which exceptions it may have. */
  readonly exceptions: Shape["exceptions"];
}

export interface Generated {
  readonly def: ModuleDef;
  /** What it exports, by name. */
  readonly exports: ReadonlyMap<string, Importable>;
}

/** Functions of the host, by name; `conformance/fuzz/host.ts` makes them. */
export const HOST_FUNCS: readonly (readonly [name: string, signature: string])[] = [
  ["log_i", "i>"],
  ["log_j", "j>"],
  ["log_d", "d>"],
  ["log_f", "f>"],
  ["log_e", "e>"],
  ["value_i", ">i"],
  ["value_j", "i>j"],
  ["value_ij", "j>ij"],
  ["value_d", "f>d"],
  ["value_e", ">e"],
  ["reenter", "i>i"],
  ["throws", "i>"],
];

const SIGNATURES = [
  ">",
  ">i",
  "i>i",
  "ii>i",
  "j>j",
  "jj>j",
  "ij>j",
  "ji>i",
  ">j",
  "f>f",
  "d>d",
  "fd>d",
  "dj>f",
  ">d",
  "e>e",
  "r>r",
  "ie>r",
  "ijfd>",
  "iiiiii>i",
  "jijij>j",
] as const;
const MULTI = [">ij", "j>jj", "ii>ii", "jd>dj", "fij>jif", "e>ei", ">ijfd", "jj>jjj"] as const;

const signatureFor = (choices: Choices, features: ReadonlySet<Feature>): string =>
  features.has("multi-value") && choices.chance(25) ? choices.pick(MULTI) : choices.pick(SIGNATURES);

const SOME: Span = { bytes: new Uint8Array(0), start: 0, end: 0 };

export const spanOf = (bytes: Uint8Array): Span => ({ bytes, start: 0, end: bytes.length });

export const FUEL = 40;
const FUEL_NAME = "fuel";

/** How many functions a module has of its own. */
const OWN_FUNCS: Readonly<Record<CoreOptions["size"], readonly [number, number]>> = {
  tiny: [1, 2],
  small: [1, 8],
  deep: [1, 8],
  giant: [2, 2],
  wide: [60, 90],
};

/** Instructions of a function, about. */
const BUDGETS: Readonly<Record<CoreOptions["size"], readonly number[]>> = {
  tiny: [20, 40, 80],
  small: [20, 40, 80, 150, 300],
  deep: [20, 40, 80, 150, 300],
  giant: [80, 300],
  wide: [500],
};
const GIANT_BUDGET = 12_000;

/** Generates a module. */
export function generateCore(choices: Choices, options: CoreOptions): Generated {
  return new CoreGenerator(choices, options).generate();
}

class CoreGenerator {
  private readonly choices: Choices;
  private readonly options: CoreOptions;
  private readonly types = new TypePool();
  private readonly shape: Shape;
  private readonly inits: Span[] = [];
  private readonly referenced = new Set<number>();
  private readonly elements: ElementDef[] = [];
  private readonly datas: DataDef[] = [];
  private readonly imported = { func: 0, table: 0, memory: 0, global: 0, tag: 0 };

  constructor(choices: Choices, options: CoreOptions) {
    this.choices = choices;
    this.options = options;
    this.shape = this.makeShape();
  }

  private makeShape(): Shape {
    const { choices, options } = this;
    const { features, imports } = options;
    const of = <K extends Importable["kind"]>(kind: K) =>
      imports.flatMap(({ item }) => (item.kind === kind ? [item as Extract<Importable, { kind: K }>] : []));
    const funcs = of("func").map(({ signature }) => signature);
    const importedFuncs = funcs.length;
    const own = choices.between(...OWN_FUNCS[options.size]);
    for (let i = 0; i < own; i++) funcs.push(signatureFor(choices, features));
    const references = features.has("reference-types");
    const tables: TableShape[] = of("table").map(({ type }) => type);
    tables.push(...this.some(references ? 2 : 1 - tables.length, () => this.table(references)));
    const memories: MemoryShape[] = of("memory").map(({ type }) => type);
    const room = features.has("multi-memory") ? 3 : 1;
    if (memories.length < room) memories.push(this.memory());
    if (choices.chance(20) && memories.length < room) memories.push(this.memory());
    const globals: GlobalShape[] = of("global").map(({ type }) => type);
    const fuelImport = globals.findIndex(({ fuel }) => fuel);
    this.countImports();
    const shape = {
      features,
      exceptions: options.exceptions,
      funcs,
      importedFuncs,
      tables,
      memories,
      globals,
      tags: [...of("tag").map(({ signature }) => signature), ...this.tags()],
      datas: [] as number[],
      elems: [] as { element: "r" | "e"; count: number }[],
      placed: [] as Shape["placed"],
      fuel: fuelImport >= 0 ? fuelImport : globals.length,
    };
    if (fuelImport < 0) this.global(globals, { letter: "i", mutable: true, exact: true, fuel: true }, FUEL);
    for (let i = choices.below(options.size === "tiny" ? 3 : 6); i > 0; i--)
      this.randomGlobal(globals, references);
    this.segments(shape, references);
    return shape;
  }

  private countImports(): void {
    for (const { item } of this.options.imports) this.imported[item.kind]++;
  }

  private some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: Math.max(0, this.choices.below(most + 1)) }, make);
  }

  private table(references: boolean): TableShape {
    const min = this.choices.between(1, 12);
    const element = references && this.choices.chance(25) ? "e" : "r";
    return { element, min, max: min + this.choices.below(6) };
  }

  private memory(): MemoryShape {
    const min = this.choices.chance(5) ? 0 : 1;
    return { min, max: min + this.choices.below(3) };
  }

  private tags(): string[] {
    if (this.options.exceptions === "none") return [];
    const { choices } = this;
    return Array.from({ length: 1 + choices.below(2) }, () =>
      choices.pick([">", "i>", "j>", "dij>", "e>", "fj>"]),
    );
  }

  private global(globals: GlobalShape[], type: GlobalShape, value?: number): void {
    globals.push(type);
    this.inits.push(
      this.constantExpression((body) =>
        value === undefined ? body.constant(type.letter, type.exact) : body.i32(value),
      ),
    );
  }

  private randomGlobal(globals: GlobalShape[], references: boolean): void {
    const { choices } = this;
    const letter = choices.pick(
      references ? (["i", "j", "j", "f", "d", "r", "e"] as const) : (["i", "j", "f", "d"] as const),
    );
    this.global(globals, { letter, mutable: choices.chance(80), exact: choices.chance(50) });
  }

  private constantExpression(write: (body: Body) => void): Span {
    const body = new Body(">", this.choices, this.shape, this.types, RULES, this.referenced, 10);
    write(body);
    return spanOf(new Writer().raw(body.out.finish()).u8(0x0b).finish());
  }

  /** Segments that are put in place, and some that are not. */
  private segments(shape: { -readonly [K in keyof Shape]: Shape[K] }, references: boolean): void {
    const { choices } = this;
    const bulk = shape.features.has("bulk-memory");
    shape.tables.forEach(({ element, min }, table) => {
      if (element === "r") this.place(shape, table, min);
    });
    const datas: number[] = [];
    for (let i = choices.below(3); i > 0; i--) {
      const bytes = Uint8Array.from({ length: 1 + choices.below(40) }, () => choices.byte());
      const memory = choices.below(shape.memories.length);
      const active = !bulk || choices.chance(60);
      if (active && shape.memories[memory]!.min === 0) continue;
      const at = active
        ? this.constantExpression((body) => body.i32(choices.pick([0, 8, 100, 4000, 65_400])))
        : undefined;
      this.datas.push({
        offset: 0,
        mode: active ? "active" : "passive",
        memory,
        at,
        content: spanOf(bytes),
        flags: active ? (memory > 0 ? 2 : 0) : 1,
      });
      datas.push(bytes.length);
    }
    shape.datas = datas;
    if (references && bulk) this.passive(shape);
  }

  private place(shape: Shape, table: number, min: number): void {
    const { choices } = this;
    const count = choices.between(0, min);
    const at = choices.below(min - count + 1);
    if (count === 0) return;
    const indices = Array.from({ length: count }, () => choices.below(shape.funcs.length));
    for (const [i, func] of indices.entries()) shape.placed.push({ table, at: at + i, func });
    this.elements.push({
      offset: 0,
      mode: "active",
      table,
      at: this.constantExpression((body) => body.i32(at)),
      type: typeOfLetter("r"),
      items: { form: "funcs", indices },
      flags: table > 0 ? 2 : 0,
    });
    (shape.elems as { element: "r"; count: number }[]).push({ element: "r", count });
  }

  private passive(shape: Shape): void {
    const { choices } = this;
    const elems = shape.elems as { element: "r" | "e"; count: number }[];
    for (let i = choices.below(3); i > 0; i--) {
      const element = choices.pick(["r", "e"] as const);
      const count = 1 + choices.below(5);
      const exprs = Array.from({ length: count }, () =>
        this.constantExpression((body) => {
          if (element === "e" || choices.chance(20)) return void body.zero(element);
          body.op("ref.func", choices.below(shape.funcs.length));
        }),
      );
      this.elements.push({
        offset: 0,
        mode: "passive",
        table: 0,
        at: undefined,
        type: typeOfLetter(element),
        items: { form: "exprs", exprs },
        flags: 5,
      });
      elems.push({ element, count });
    }
  }

  generate(): Generated {
    const { shape } = this;
    const code = shape.funcs
      .slice(shape.importedFuncs)
      .map((signature, at) => spanOf(this.body(signature, at)));
    const exported = this.exported();
    const start = this.startFunction();
    return { def: this.def(code, exported.defs, start), exports: exported.items };
  }

  private body(signature: string, position: number): Uint8Array {
    const { choices, options } = this;
    const large = options.size === "giant" && position === 0;
    const budget = large ? GIANT_BUDGET : choices.pick(BUDGETS[options.size]);
    const body = new Body(signature, choices, this.shape, this.types, RULES, this.referenced, budget);
    for (const letter of ["i", "j", "f", "d"] as const)
      body.local(letter, choices.chance(50) || letter === "i" || letter === "j");
    burnFuel(body);
    if (options.size === "deep" && position === 0) this.nest(body);
    else {
      do body.statements(5);
      while (
        large || options.size === "wide"
          ? body.budget > 0 && choices.left > 0
          : body.budget > 0 && choices.chance(40)
      );
    }
    if (choices.chance(8)) tailCall(body);
    else body.expressions(body.results);
    return body.finish();
  }

  /** Blocks and ifs inside one another, some hundred deep. */
  private nest(body: Body): void {
    const { choices } = this;
    const depth = 150 + choices.below(250);
    for (let i = 0; i < depth; i++) {
      if (choices.chance(40)) {
        body.expression("i");
        body.open("if", ">");
      } else body.open("block", ">");
      body.depth = 5;
      if (choices.chance(20)) body.statement();
    }
    for (let i = 0; i < depth; i++) {
      if (choices.chance(10)) body.statement();
      body.close();
    }
    body.depth = 0;
  }

  private startFunction(): number | undefined {
    const fitting = this.shape.funcs.flatMap((type, at) =>
      type === ">" && at >= this.shape.importedFuncs ? [at] : [],
    );
    return fitting.length > 0 && this.choices.chance(15) ? this.choices.pick(fitting) : undefined;
  }

  private exported() {
    const { shape, choices } = this;
    const defs: ExportDef[] = [];
    const items = new Map<string, Importable>();
    const add = (name: string, index: number, item: Importable) => {
      defs.push({ offset: 0, name, kind: item.kind, index });
      items.set(name, item);
    };
    shape.funcs.forEach((signature, index) => {
      if (index >= shape.importedFuncs && choices.chance(85))
        add(`f${index}`, index, { kind: "func", signature });
    });
    if (!items.has(`f${shape.funcs.length - 1}`))
      add(`f${shape.funcs.length - 1}`, shape.funcs.length - 1, {
        kind: "func",
        signature: shape.funcs.at(-1)!,
      });
    for (const [index, type] of shape.tables.entries())
      if (choices.chance(60)) add(`t${index}`, index, { kind: "table", type });
    for (const [index, type] of shape.memories.entries())
      if (choices.chance(80)) add(`m${index}`, index, { kind: "memory", type });
    for (const [index, type] of shape.globals.entries()) {
      if (index === shape.fuel) add(FUEL_NAME, index, { kind: "global", type });
      else if (choices.chance(50)) add(`g${index}`, index, { kind: "global", type });
    }
    for (const [index, signature] of shape.tags.entries())
      if (choices.chance(70)) add(`e${index}`, index, { kind: "tag", signature });
    return { defs, items };
  }

  private def(code: readonly Span[], exports: readonly ExportDef[], start: number | undefined): ModuleDef {
    const { shape, types, imported } = this;
    const used = (signature: string) => ({ index: types.index(signature), offset: 0 });
    const functions = shape.funcs.slice(shape.importedFuncs).map(used);
    const tags = shape.tags.slice(imported.tag).map(used);
    const imports = this.options.imports.map((one) => this.importItem(one));
    if (this.referenced.size > 0)
      this.elements.push({
        offset: 0,
        mode: "declared",
        table: 0,
        at: undefined,
        type: typeOfLetter("r"),
        items: { form: "funcs", indices: [...this.referenced] },
        flags: 3,
      });
    const header: HeaderItem[] = types.signatures.map((signature) => ({
      item: "type",
      offset: 0,
      type: funcTypeOf(signature),
    }));
    return {
      ...SOME,
      path: "root",
      header: [...header, ...imports],
      functions,
      tables: shape.tables.slice(imported.table).map((type) => ({ offset: 0, type: tableType(type) })),
      memories: shape.memories.slice(imported.memory).map((limits) => ({ offset: 0, type: { limits } })),
      tags,
      globals: shape.globals
        .slice(imported.global)
        .map((type, at) => ({ offset: 0, type: globalType(type), init: this.inits[at]! })),
      exports,
      startFunction: start === undefined ? undefined : { index: start, offset: 0 },
      elements: this.elements,
      dataCount: this.datas.length > 0 && shape.features.has("bulk-memory") ? this.datas.length : undefined,
      code,
      data: this.datas,
      customs: [],
      linkingSection: -1,
    };
  }

  private importItem({ module, field, item }: Import): ImportItem {
    return {
      item: "import",
      offset: 0,
      module,
      field,
      desc: descOf(item, (signature) => this.types.index(signature)),
      section: 0,
    };
  }
}

export const tableType = ({ element, min, max }: TableShape) => ({
  element: typeOfLetter(element),
  limits: { min, max },
});
export const globalType = ({ letter, mutable }: GlobalShape) => ({ type: typeOfLetter(letter), mutable });

/** The descriptor of an import. */
export function descOf(item: Importable, typeIndex: (signature: string) => number): ExternDesc {
  switch (item.kind) {
    case "func":
    case "tag":
      return { kind: item.kind, typeIndex: typeIndex(item.signature) };
    case "table":
      return { kind: "table", type: tableType(item.type) };
    case "memory":
      return { kind: "memory", type: { limits: item.type } };
    case "global":
      return { kind: "global", type: globalType(item.type) };
  }
}

export type { ExternKind };
export const KINDS = EXTERN_KINDS;
export const letterList = (signature: string): Letter[] => [...signature] as Letter[];

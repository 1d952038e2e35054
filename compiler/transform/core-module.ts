// The core module of a linked module, for native engines: what it imports or aliases becomes a plain two-level
// import, and what escapes an export, both under names made of kind and index ("f12"). Bodies are copied as they are,
// because every index space stays as it was. Nested modules and instances are for the plan.

import { encodeModule, NAME_SECTION } from "../binary/index.ts";
import {
  type ExternDesc,
  type FuncType,
  type ImportItem,
  type ModuleDef,
  signatureOf,
  type TypeItem,
} from "../model/index.ts";
import type { Entity, ValidModule } from "../validate/index.ts";
import { type CoreKind, isCoreKind } from "./kinds.ts";

/** An import or export of a core module. */
export interface CoreItem {
  readonly kind: CoreKind;
  /** In the index space of its kind. */
  readonly index: number;
  /** Letter of the kind, and the index: `f12`. */
  readonly name: string;
}

export interface CoreModule {
  /** A core binary; all its imports are of the module name "". */
  readonly bytes: Uint8Array;
  /** Functions first, then tables, memories, globals, tags, each in index order. */
  readonly imports: readonly CoreItem[];
  /** Every core item that the linked module exports, its imports included, once. */
  readonly exports: readonly CoreItem[];
}

const LETTERS: Readonly<Record<CoreKind, string>> = {
  func: "f",
  table: "t",
  memory: "m",
  global: "g",
  tag: "e",
};

const coreItem = (kind: CoreKind, index: number): CoreItem => ({
  kind,
  index,
  name: `${LETTERS[kind]}${index}`,
});

/**
 * Takes the core module out of a validated module, without those nested in it. It is used as
 * `instantiate(new WebAssembly.Module(bytes), { "": { f0: …, m0: … } }).exports.f12`.
 */
export function extractCore(valid: ValidModule): CoreModule {
  const { def } = valid;
  const types = new TypeTable(valid);
  const imports = importsOf(valid, types);
  const exports = exportsOf(def);
  const module: ModuleDef = {
    ...def,
    header: [...types.items, ...imports.map(({ desc, name }) => importItem(name, desc))],
    exports: exports.map(({ kind, index, name }) => ({ offset: 0, name, kind, index })),
    customs: def.customs.filter(({ name }) => name === NAME_SECTION),
  };
  return { bytes: encodeModule(module, { encoding: "proposal" }), imports, exports };
}

const EMPTY: FuncType = { kind: "func", params: [], results: [] };

/** The type section: the module's own index space, and behind it the function types that only aliases have. */
class TypeTable {
  readonly items: TypeItem[] = [];
  private readonly bySignature = new Map<string, number>();

  constructor({ types }: ValidModule) {
    // A module or instance type keeps its index, and no core item uses it.
    for (const type of types) this.add(type.kind === "func" ? type : EMPTY);
  }

  private add(type: FuncType): number {
    const index = this.items.length;
    this.items.push({ item: "type", offset: 0, type });
    const signature = signatureOf(type);
    if (!this.bySignature.has(signature)) this.bySignature.set(signature, index);
    return index;
  }

  indexOf(type: FuncType): number {
    return this.bySignature.get(signatureOf(type)) ?? this.add(type);
  }
}

const importItem = (name: string, desc: ExternDesc): ImportItem => ({
  item: "import",
  offset: 0,
  module: "",
  field: name,
  desc,
});

type CoreImport = CoreItem & { readonly desc: ExternDesc };

function importsOf(valid: ValidModule, types: TypeTable): CoreImport[] {
  const imports: CoreImport[] = [];
  const take = <T>(kind: CoreKind, entities: readonly Entity<T>[], describe: (type: T) => ExternDesc) => {
    for (const [index, { origin, type }] of entities.entries())
      if (origin.from !== "own") imports.push({ ...coreItem(kind, index), desc: describe(type) });
  };
  take("func", valid.funcs, (type) => ({ kind: "func", typeIndex: types.indexOf(type) }));
  take("table", valid.tables, (type) => ({ kind: "table", type }));
  take("memory", valid.memories, (type) => ({ kind: "memory", type }));
  take("global", valid.globals, (type) => ({ kind: "global", type }));
  take("tag", valid.tags, (type) => ({ kind: "tag", typeIndex: types.indexOf(type) }));
  return imports;
}

function exportsOf({ exports }: ModuleDef): CoreItem[] {
  const found = new Map<string, CoreItem>();
  for (const { kind, index } of exports) {
    if (!isCoreKind(kind)) continue;
    const item = coreItem(kind, index);
    found.set(item.name, item);
  }
  return [...found.values()];
}

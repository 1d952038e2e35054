// What validation makes of a decoded module: every index space resolved to types, and where each item comes from.

import type {
  AliasItem,
  ExternType,
  FuncType,
  GlobalType,
  ImportItem,
  InstanceItem,
  InstanceType,
  MemoryType,
  ModuleDef,
  ModuleType,
  TableType,
} from "../model/index.ts";

import type { Arithmetic } from "./arithmetic.ts";
import type { CallGraph } from "./call-graph.ts";

/** Where an item of an index space comes from. */
export type Origin =
  /** An import: one-level, or a field of the implicit instance `instance`. */
  | { readonly from: "import"; readonly item: ImportItem; readonly instance: number | undefined }
  /** The implicit instance import that two-level imports of one module name form (LINKING.md, rule 1). */
  | { readonly from: "implicit"; readonly name: string }
  /** An export alias: field `name` of instance `instance`. */
  | { readonly from: "alias"; readonly item: AliasItem; readonly instance: number; readonly name: string }
  /** An outer alias of a module: `depth` 0 is the parent. */
  | { readonly from: "outer"; readonly item: AliasItem; readonly depth: number; readonly index: number }
  /** A nested module: `ValidModule.nested[nested]`. */
  | { readonly from: "nested"; readonly nested: number }
  /** `instantiate`. */
  | { readonly from: "instantiate"; readonly item: InstanceItem }
  /** Defined by the module's own section: position in `def.functions`, `def.tables`, …. */
  | { readonly from: "own"; readonly index: number };

export interface Entity<T> {
  readonly type: T;
  readonly origin: Origin;
}

export interface ValidModule {
  readonly def: ModuleDef;
  /** Preorder number in its tree: the root is 0. */
  readonly id: number;
  readonly types: readonly (FuncType | ModuleType | InstanceType)[];
  readonly funcs: readonly Entity<FuncType>[];
  readonly tables: readonly Entity<TableType>[];
  readonly memories: readonly Entity<MemoryType>[];
  readonly globals: readonly Entity<GlobalType>[];
  readonly tags: readonly Entity<FuncType>[];
  readonly modules: readonly Entity<ModuleType>[];
  readonly instances: readonly Entity<InstanceType>[];
  /** Modules defined here, in order. */
  readonly nested: readonly ValidModule[];
  /** Its own module type: two-level imports stand as instances. */
  readonly type: ModuleType;
  /** Exports in order, with types. */
  readonly exports: readonly { readonly name: string; readonly index: number; readonly type: ExternType }[];
  /** Functions that may be referred to by `ref.func` in bodies, and so may escape into tables. */
  readonly referenced: ReadonlySet<number>;
  /** What its bodies call, and which of them may grow a memory. */
  readonly calls: CallGraph;
  /** How much 64-bit arithmetic its bodies have. */
  readonly arithmetic: Arithmetic;
  /** LINKING.md, rule 0. */
  readonly usesLinking: boolean;
}

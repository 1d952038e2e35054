// A module as decoded or parsed: the syntax tree that every other room reads. Nothing here is checked yet
// beyond what the binary format itself demands; indices are as written.

import type { ExternKind, FuncType, GlobalType, MemoryType, TableType, ValType } from "./types.ts";

/** A run of bytes: `bytes[start, end)`. Offsets count from the start of the root binary. */
export interface Span {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** A module, with the modules nested in it. */
export interface ModuleDef extends Span {
  /** `root`, `root/module[2]`, `root/module[2]/module[0]`, …: the index counts the modules defined by the parent. */
  readonly path: string;
  /** Types, imports, nested modules, instances and aliases, in binary order. */
  readonly header: readonly HeaderItem[];
  /** Type indices of the module's own functions; their bodies are `code`, same position. */
  readonly functions: readonly IndexUse[];
  readonly tables: readonly TableDef[];
  readonly memories: readonly MemoryDef[];
  readonly tags: readonly IndexUse[];
  readonly globals: readonly GlobalDef[];
  readonly exports: readonly ExportDef[];
  readonly startFunction: IndexUse | undefined;
  readonly elements: readonly ElementDef[];
  /** The data count section's number, if that section is there. */
  readonly dataCount: number | undefined;
  readonly code: readonly BodyDef[];
  readonly data: readonly DataDef[];
  readonly customs: readonly CustomSection[];
  /** A section 14, 15 or 16, or a section out of the core order, was seen (LINKING.md, rule 0): where, or -1. */
  readonly linkingSection: number;
}

/** An index and where it stands. */
export interface IndexUse {
  readonly index: number;
  readonly offset: number;
}

export type HeaderItem = TypeItem | ImportItem | ModuleItem | InstanceItem | AliasItem;

export interface TypeItem {
  readonly item: "type";
  readonly offset: number;
  readonly type: TypeDef;
}

export interface ImportItem {
  readonly item: "import";
  readonly offset: number;
  readonly module: string;
  /** Absent: a one-level import. */
  readonly field: string | undefined;
  readonly desc: ExternDesc;
  /** Where the content of its import section begins: tells sections apart (LINKING.md, rule 1). Absent in types and text. */
  readonly section?: number | undefined;
}

export interface ModuleItem {
  readonly item: "module";
  readonly offset: number;
  readonly module: ModuleDef;
}

/** `instantiate`. */
export interface InstanceItem {
  readonly item: "instance";
  readonly offset: number;
  readonly module: number;
  readonly args: readonly ArgumentDef[];
}

export interface ArgumentDef {
  readonly name: string;
  readonly kind: ExternKind;
  readonly index: number;
  readonly offset: number;
}

export interface AliasItem {
  readonly item: "alias";
  readonly offset: number;
  readonly target: AliasTarget;
}

export type AliasTarget =
  | { readonly from: "export"; readonly instance: number; readonly kind: ExternKind; readonly name: string }
  /** `depth` 0 is the parent module; `kind` may be one that only validation refuses. */
  | {
      readonly from: "outer";
      readonly depth: number;
      readonly kind: "module" | "type" | ExternKind;
      readonly index: number;
    };

export type TypeDef = FuncType | CompoundTypeDef | OpaqueTypeDef;

/** A module or instance type. */
export interface CompoundTypeDef {
  readonly kind: "module" | "instance";
  /**
   * Whose type indices the declarations use: a space of the type's own, fed by `type` and `alias` declarations
   * (the proposal's encoding), or the enclosing module's (that of wasm-tools).
   */
  readonly scope: "own" | "enclosing";
  readonly decls: readonly TypeDecl[];
}

/** A type of a proposal that only the text format knows (struct, array, rec, sub): its bytes, ready to be written. */
export interface OpaqueTypeDef {
  readonly kind: "opaque";
  readonly bytes: Uint8Array;
  /** How many type indices it takes. */
  readonly count: number;
  /** Its function type, where it is one in disguise (`sub final (func …)`). */
  readonly func?: FuncType;
}

export type TypeDecl =
  | TypeItem
  | AliasItem
  | ImportItem
  | { readonly item: "export"; readonly offset: number; readonly name: string; readonly desc: ExternDesc };

export type ExternDesc =
  | { readonly kind: "func" | "tag" | "module" | "instance"; readonly typeIndex: number }
  | { readonly kind: "table"; readonly type: TableType }
  | { readonly kind: "memory"; readonly type: MemoryType }
  | { readonly kind: "global"; readonly type: GlobalType };

export interface TableDef {
  readonly offset: number;
  readonly type: TableType;
  /** Initial value, a constant expression (function-references; the text format only). */
  readonly init?: Span | undefined;
}

export interface MemoryDef {
  readonly offset: number;
  readonly type: MemoryType;
}

export interface GlobalDef {
  readonly offset: number;
  readonly type: GlobalType;
  /** A constant expression, `end` included. */
  readonly init: Span;
}

export interface ExportDef {
  readonly offset: number;
  readonly name: string;
  readonly kind: ExternKind;
  readonly index: number;
}

export interface ElementDef {
  readonly offset: number;
  readonly mode: "active" | "passive" | "declared";
  /** Active: the table and where in it. */
  readonly table: number;
  readonly at: Span | undefined;
  readonly type: ValType;
  /** One of the two forms of its items. */
  readonly items:
    | { readonly form: "funcs"; readonly indices: readonly number[] }
    | { readonly form: "exprs"; readonly exprs: readonly Span[] };
  /** The flags byte of the binary format, 0 to 7; the text format picks the shortest that says the same. */
  readonly flags: number;
}

export interface BodyDef extends Span {
  // locals and instructions, `end` included, without the size
}

export interface DataDef {
  readonly offset: number;
  readonly mode: "active" | "passive";
  readonly memory: number;
  readonly at: Span | undefined;
  readonly content: Span;
  /** The flags of the binary format: 0, 1 or 2. */
  readonly flags: number;
}

export interface CustomSection {
  readonly name: string;
  readonly offset: number;
  readonly content: Span;
  /** It stands after this many non-custom sections of its module. */
  readonly after: number;
  /** The id of the section it follows; 0 at the very start. */
  readonly place: number;
}

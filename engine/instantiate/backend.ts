// The interfaces between the executor of plans and what surrounds it: the backend that runs core modules (below
// it) and the boundary to JavaScript values (above it). Types only.

import type { ExternType, ModuleType } from "../../compiler/model/index.ts";
import type { Code, Func } from "../../compiler/runtime/index.ts";
import type { InstanceValue, ModuleValue } from "./values.ts";

/** A function, table, memory, global or tag: a store object with JS cores, the engine's own object with native ones. */
export type Extern = unknown;

/** Anything that an index space can hold. */
export type LinkValue = Extern | ModuleValue | InstanceValue;

/** The kinds of items that a core module can import, define and export. */
export type CoreKind = "func" | "table" | "memory" | "global" | "tag";

export type CoreExternType = Extract<ExternType, { kind: CoreKind }>;

/** What a core module has become. */
export interface CoreInstance {
  /** Item `index` of the index space of `kind`, whole spaces counted: always the same object for the same item. */
  item(kind: CoreKind, index: number): Extern;
  /** Called before exports are read by JavaScript: makes all exported functions at one go where that is cheaper. */
  prepareExports?(): void;
}

/** Makes instances of one core module: `imports` are functions first, then tables, memories, globals, tags. */
export type CoreFactory = (imports: readonly Extern[]) => CoreInstance;

/** Runs the core modules of one module tree. */
export interface Backend {
  /** The factory of the core module with this number in its tree; called once, at its first instantiation. */
  core(id: number): CoreFactory;
  /** JS cores only: how host functions become `Func`s. */
  readonly functions?: HostFunctions;
}

/** By signature: the converters between JavaScript's and generated code's calling conventions. */
export interface HostFunctions {
  /** Wraps a host function for calls from wasm. */
  adapt(signature: string, fn: Code): Code;
  /** The exported function of a `Func` that is no core module's own: what its constructor takes as `wrap`. */
  readonly wrap: (func: Func) => Code;
}

/** Where a value stands in an import object: `import "a"."f"`, and further names inside instances. */
export type ImportPath = readonly string[];

/**
 * What the executor asks of the JavaScript side: `engine/host/` does the core kinds, `engine/api/` knows the
 * objects of modules and instances.
 */
export interface Boundary {
  /** Class of link errors. */
  readonly LinkError: new (
    message: string,
  ) => Error;
  /**
   * The link value of a JavaScript value that is imported as `type`.
   * @throws LinkError, made by `mismatch`, if its kind or its type is another
   */
  toExtern(
    type: CoreExternType,
    value: unknown,
    functions: HostFunctions | undefined,
    mismatch: Mismatch,
  ): Extern;
  /** The JavaScript value of an export of `type`; the same one each time. */
  fromExtern(type: CoreExternType, extern: Extern): unknown;
  /** The module behind a `Module` object; `undefined` for any other value. */
  moduleOf(value: unknown): ModuleValue | undefined;
  /** The `Module` object of a module: the same one each time. */
  fromModule(module: ModuleValue): object;
  /** What an instance import reads its fields from: an `Instance`'s exports, any other object itself; `undefined` if it is no object. */
  fieldsOf(value: unknown): object | undefined;
  /** The subtype relation (LINKING.md, rule 9), for modules. */
  matches(actual: ModuleType, expected: ModuleType): boolean;
}

/** Makes the LinkError of a refused import: what was found, as the text format would say it. */
export type Mismatch = (found: string) => Error;

// The interfaces between the executor of plans and what surrounds it: the backend that runs core modules (below
// it) and the boundary to JavaScript values (above it). Types only.

import type { CoreType, FunctionAdapters, Mismatch } from "../host/index.ts";
import type { CoreInstance, ExportsShape, Extern, ModuleValue } from "./values.ts";

/**
 * Makes instances of one core module: `imports` are functions first, then tables, memories, globals, tags; `turn` says how
 * many instances of it the running instantiation of the tree has made before.
 */
export type CoreFactory = (imports: readonly Extern[], turn: number) => CoreInstance;

/** Runs the core modules of one module tree. */
export interface Backend {
  /** The factory of the core module with this number in its tree; called once, at its first instantiation. */
  core(id: number): CoreFactory;
  /** Instances whose making nobody can see are made when something of them is used. */
  readonly defers: boolean;
  /** Makes objects without a prototype, that have a module's exports by name, out of their values in order. */
  shape?(id: number): ExportsShape | undefined;
  /** JS cores only: how host functions become `Func`s. */
  readonly functions?: FunctionAdapters;
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
    type: CoreType,
    value: unknown,
    functions: FunctionAdapters | undefined,
    mismatch: Mismatch,
  ): Extern;
  /** The JavaScript value of an export of `type`; the same one each time. */
  fromExtern(type: CoreType, extern: Extern): unknown;
  /** The module behind a `Module` object; `undefined` for any other value. */
  moduleOf(value: unknown): ModuleValue | undefined;
  /** The `Module` object of a module: the same one each time. */
  fromModule(module: ModuleValue): object;
  /** What an instance import reads its fields from: an `Instance`'s exports, any other object itself; `undefined` if it is no object. */
  fieldsOf(value: unknown): object | undefined;
}

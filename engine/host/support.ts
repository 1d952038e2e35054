// The support object `E` that generated code is given (ARCHITECTURE.md lists its members).

import { Exception, Func, Global, RuntimeError, Table, Tag } from "../../compiler/runtime/index.ts";
import { inward, isTrap, outward, probeBounds } from "./crossing.ts";
import type { StoreLimits } from "./faces.ts";
import { Meter } from "./meter.ts";
import { PlacedMemory } from "./placed-memory.ts";
import { fromFunc, toFunc } from "./values.ts";

/** Words of scratch of each kind: more than the results of any function. */
const SCRATCH = 4096;

// All engines share the scratch, so a function of one can be called by code of another like its own.
export const S = /* @__PURE__ */ new Int32Array(SCRATCH);
export const F = /* @__PURE__ */ new Float64Array(SCRATCH);
export const X: unknown[] = [];

/** Takes an object's prototype off. */
export const bare = (object: object): object => Object.setPrototypeOf(object, null);

export type Support = ReturnType<typeof makeSupport>;

export interface SupportOptions extends StoreLimits {
  /** What the engine's code is stopped by. Without one, code that counts all the same goes on for ever. */
  readonly meter?: Meter | undefined;
}

/** Makes the support object of an engine. `exceptionFace` makes the JS API's object of a wasm exception. */
export function makeSupport(options: SupportOptions, exceptionFace: (exception: Exception) => object) {
  // Probed now: a trap may have no stack left to do it on.
  probeBounds();
  const { cell, spent, spend } = options.meter ?? new Meter();
  return {
    Func,
    Memory: PlacedMemory,
    Table,
    Global,
    Tag,
    Exception,
    RuntimeError,
    S,
    F,
    X,
    caught: (error: unknown) => outward(error, exceptionFace),
    hosted: inward,
    isTrap,
    toFunc,
    fromFunc,
    bare,
    pages: options.pages,
    elements: options.elements,
    M: cell,
    spent,
    spend,
  };
}

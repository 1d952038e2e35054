// Helpers of generated code: exceptions. Inside wasm everything that can be caught is an `Exception` of the store; what
// JavaScript threw was given a tag of its own on the way in, so all else is a trap or exhaustion and passes by.

import { Exception } from "./provided.ts";
import type { Tag } from "./store.ts";
import { trap } from "./traps.ts";

export function throwTag(tag: Tag, ...words: unknown[]): never {
  throw new Exception(tag, words);
}

/** throw_ref and rethrow. */
export function throwRef(exception: unknown): never {
  if (exception === null) trap(7);
  throw exception;
}

export function hasTag(exception: Exception, tag: Tag): boolean {
  return exception.tag === tag;
}

/** The number of the try that an exception in flight is delegated to; 0: the next one. */
let delegated = 0;

/**
 * The start of a handler: throws on what it must not see. `id` is the number of its try; the `outermost` one of a
 * function ends a delegation to the caller.
 */
export function catchable(error: unknown, id: number, outermost: number): void {
  if (!(error instanceof Exception)) throw error;
  if (delegated === 0) return;
  const mine = delegated === id;
  if (mine || outermost) delegated = 0;
  if (!mine) throw error;
}

/** Throws on what no clause took: to the next handler, or to that of try number `target`. */
export function throwOn(error: unknown, target: number): never {
  delegated = target;
  throw error;
}

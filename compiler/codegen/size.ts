// An estimate of how many bytes of V8 bytecode the IR comes to. V8 never optimises a function above 61,440 bytes
// (PERFORMANCE.md, section 5), so only the order of magnitude matters.

import type { Arena } from "./ir.ts";
import { TEMPLATES } from "./operations.ts";

export const CALL_SIZE = 8;
export const ARGUMENT_SIZE = 3;
/** A statement without its expressions and lists; a word of a switch's list. */
export const STATEMENT = 3;
export const CASE = 4;

/** The most that a template takes. */
const MOST = 24;

/**
 * Can the function be larger than `limit`? By all nodes that were made, hardly more than it has, as few are used twice. Most
 * calls are one statement with what they are assigned to.
 */
export function mayExceed(ir: Arena, limit: number): boolean {
  const { op, count, sizes } = ir;
  let size = ARGUMENT_SIZE * ir.listed;
  if (size + MOST * count <= limit) return false;
  for (let id = 0; id < count; id++) size += op[id]! < TEMPLATES ? sizes[op[id]!]! : STATEMENT;
  return size > limit;
}

// An estimate of how many bytes of V8 bytecode the IR comes to. V8 never optimises a function above 61,440 bytes
// (PERFORMANCE.md, section 5), so only the order of magnitude matters.

import { type Arena, ATOM, FIRST } from "./ir.ts";
import { TEMPLATES } from "./operations.ts";

export const CALL_SIZE = 8;
export const ARGUMENT_SIZE = 3;
/** A statement without its expressions and lists; a word of a switch's list. */
export const STATEMENT = 3;
export const CASE = 4;

/** The most that a template takes, with atoms for operands. */
const MOST = 24 + 3 * ATOM;
/** By the operands that are expressions, as bits: what they take as atoms. */
const OPERANDS = [0, 1, 1, 2, 1, 2, 2, 3].map((count) => count * ATOM);

/**
 * Can the function be larger than `limit`? By all nodes that were made, hardly more than it has, as few are used twice. Most
 * calls are one statement with what they are assigned to.
 */
export function mayExceed(ir: Arena, limit: number): boolean {
  const { op, count, sizes, operandBits } = ir;
  let size = (ARGUMENT_SIZE + ATOM) * ir.listed;
  if (size + MOST * (count - FIRST) <= limit) return false;
  for (let id = FIRST; id < count; id++) {
    const kind = op[id]!;
    size += kind < TEMPLATES ? sizes[kind]! + OPERANDS[operandBits[kind]!]! : STATEMENT;
  }
  return size > limit;
}

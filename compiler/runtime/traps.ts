// Helpers of generated code: traps (spec 4.2.1, appendix of the JS API). Each throws; none returns.

import { RuntimeError } from "./provided.ts";

export const TRAP_MESSAGES = [
  "unreachable",
  "integer divide by zero",
  "integer overflow",
  "invalid conversion to integer",
  "out of bounds memory access",
  "out of bounds table access",
  "undefined element",
  "null reference",
];

/** Throws trap number `code` of `TRAP_MESSAGES`. */
export function trap(code: number): never {
  throw new RuntimeError(TRAP_MESSAGES[code]);
}

/** Division traps: by zero, or the one quotient that overflows. */
export function divTrap(divisor: number): never {
  return trap(divisor === 0 ? 1 : 2);
}

/** What a truncation that does not fit traps with. */
export function truncTrap(x: number): never {
  return trap(x === x ? 2 : 3);
}

/** Called in place of a function that a table does not have: its index is beyond the table's end. */
export function undefinedElement(): never {
  return trap(6);
}

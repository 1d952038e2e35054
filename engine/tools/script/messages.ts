// Whether an engine's message says what a script expects: the expected text begins it, or stands in a table of the
// engine's own words for it.

/** A script's text → how else an engine may say it. */
export type Wording = readonly (readonly [expected: string, words: RegExp])[];

/** The words of V8, for run-time errors; its link and compile errors follow no pattern worth holding it to. */
export const V8_WORDING: Wording = [
  ["unreachable", /^unreachable/],
  ["integer divide by zero", /^(divide|remainder) by zero/],
  ["integer overflow", /^(divide result unrepresentable|float unrepresentable in integer range)/],
  ["invalid conversion to integer", /^float unrepresentable in integer range/],
  [
    "out of bounds memory access",
    /^(memory access out of bounds|WebAssembly\.Instance\(\): data segment .*out of bounds)/,
  ],
  ["out of bounds table access", /^(table (index|access) |table index is out of bounds|.*out of bounds)/],
  ["undefined element", /^(table index is out of bounds|(null function or )?function signature mismatch)/],
  ["undefined", /^(table index is out of bounds|(null function or )?function signature mismatch)/],
  ["uninitialized element", /^((null function or )?function signature mismatch)/],
  ["uninitialized", /^(null function or )?function signature mismatch/],
  ["indirect call type mismatch", /^(null function or )?function signature mismatch/],
  ["indirect call", /^(null function or )?function signature mismatch/],
  ["null reference", /^dereferencing a null pointer/],
  ["call stack exhausted", /^Maximum call stack size exceeded/],
];

/**
 * Mortise's own words where they tell more than the scripts' do. Out of stack, every engine in JavaScript uses its
 * host's words.
 */
export const MORTISE_WORDING: Wording = [
  ["call stack exhausted", /^(Maximum call stack size exceeded|too much recursion)/],
  ["unknown import", /^.*import ".*: expected .*, found undefined/],
  ["incompatible import type", /^.*import ".*: expected .*, found /],
  ["start function", /^invalid start function type/],
  ["uninitialized element", /^uninitialized element/],
  ["unknown ", /^unknown /],
  ["type mismatch", /^type mismatch/],
];

/** True if `found` begins with the expected text, or `wording` knows it as other words for that. */
export function saysSo(expected: string, found: string, wording: Wording): boolean {
  if (found.startsWith(expected)) return true;
  return wording.some(([text, words]) => expected.startsWith(text) && words.test(found));
}

// Functions that call themselves. V8 inlines no function into itself, but one into another: a small function that is declared
// twice, each calling the other, runs two levels of its recursion in one frame.

import type { FunctionCompiler } from "./function-compiler.ts";
import { mayExceed } from "./size.ts";

/** The bytecode, as it is estimated, of the largest function that has a twin. V8 inlines up to 460 bytes. */
const MAX_SIZE = 600;

/** Can two of this function be inlined into one another? */
export const deservesTwin = ({ ir, options, selfCalls, tailCalls }: FunctionCompiler): boolean =>
  selfCalls.length > 0 &&
  options.target.inlines &&
  options.optimizations.twins &&
  !tailCalls &&
  !mayExceed(ir, MAX_SIZE);

/** Where the function calls itself, what is printed next calls `callee`. */
export function aimSelfCalls({ ir, selfCalls }: FunctionCompiler, callee: string): void {
  for (const text of selfCalls) ir.texts[text] = callee;
}

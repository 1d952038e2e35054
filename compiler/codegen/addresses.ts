// Addresses of accesses to memory, and what is known of them afterwards.

import type { FunctionCompiler } from "./function-compiler.ts";
import { NONE, NONNEGATIVE } from "./ir.ts";
import { Ir } from "./operations.ts";

const { const: CONST, variable: VARIABLE, fadd: SUM, address: ADDRESS } = Ir;

/** The address `base + offset`. Memories end at 2 GiB, so that without an offset a negative base traps by itself. */
export function address(f: FunctionCompiler, base: number, offset: number): number {
  if (offset === 0) return base;
  const { ir } = f;
  if (ir.op[base] === CONST) return f.natural((ir.x[base]! >>> 0) + offset);
  const natural = ir.bits[base]! & NONNEGATIVE || isProven(f, base);
  return f.operate(natural ? SUM : ADDRESS, base, f.natural(offset), NONE);
}

/**
 * Was an address made from this variable accessed before? Where V8's optimiser is late, a conversion less counts; in a loop it
 * would test each sum for an overflow, which takes longer.
 */
const isProven = ({ ir, bases, loopDepth }: FunctionCompiler, base: number): boolean =>
  loopDepth === 0 && ir.op[base] === VARIABLE && bases.has(ir.x[base]!);

/** An address made from `base` was accessed: it is not negative, or nothing comes after. */
export function prove({ ir, bases, options }: FunctionCompiler, base: number): void {
  if (ir.op[base] === VARIABLE && options.optimizations.bases) bases.note(ir.x[base]!);
}

/** Accesses here are calls of accessors (accessors.ts). */
export const byAccessor = ({ options, loopDepth, dispatches }: FunctionCompiler): boolean =>
  options.accessors === true && loopDepth === dispatches;

// Addresses of accesses to memory, and what is known of them afterwards.

import type { FunctionCompiler } from "./function-compiler.ts";
import { NONE, NONNEGATIVE } from "./ir.ts";
import { makeBinary } from "./nodes.ts";
import { Ir } from "./operations.ts";

const { const: CONST, variable: VARIABLE, fadd: SUM, address: ADDRESS } = Ir;

/**
 * The address `base + offset`. Memories end at 2 GiB, so that without an offset a negative base traps by itself; and so that a
 * variable which an address was made from is not negative. That is asked where V8's optimiser is late, for there a conversion
 * less counts; in a loop it would test each sum for an overflow, which takes longer.
 */
export function address(f: FunctionCompiler, base: number, offset: number): number {
  if (offset === 0) return base;
  const { ir } = f;
  const op = ir.op[base];
  if (op === CONST) return f.natural((ir.x[base]! >>> 0) + offset);
  let isNatural = (ir.bits[base]! & NONNEGATIVE) !== 0;
  if (!isNatural && op === VARIABLE && f.loopDepth === 0) isNatural = f.bases.has(ir.x[base]!);
  return makeBinary(f, isNatural ? SUM : ADDRESS, base, f.natural(offset), NONE);
}

/** An address made from `base` was accessed: it is not negative, or nothing comes after. */
export function prove({ ir, bases, options }: FunctionCompiler, base: number): void {
  if (ir.op[base] === VARIABLE && options.optimizations.bases) bases.note(ir.x[base]!);
}

/** Accesses here are calls of accessors (accessors.ts). */
export const byAccessor = ({ options, loopDepth, dispatches }: FunctionCompiler): boolean =>
  options.accessors === true && loopDepth === dispatches;

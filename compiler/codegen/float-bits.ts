// The bits of f32 values: from where they are at hand, or by the shortest way that keeps what a NaN says.

import { F32, I32 } from "../model/index.ts";
import type { FunctionCompiler } from "./function-compiler.ts";
import { ARITHMETIC, NONE } from "./ir.ts";
import { forceTop } from "./lower-int32.ts";
import type { Lowering } from "./lowering.ts";
import { Ir } from "./operations.ts";

const {
  fround: FROUND,
  fround_loop: FROUND_LOOP,
  load_f32: LOAD_FLOAT,
  load32: LOAD_INTEGER,
  number: NUMBER,
  f32_bits: BITS,
  f32_from_bits: FROM_BITS,
  select: SELECT,
} = Ir;

const scratch = new DataView(new ArrayBuffer(4));

function bitsOfNumber(text: string): number {
  scratch.setFloat32(0, Number(text));
  return scratch.getInt32(0);
}

/**
 * An i32 expression of the bits of an f32 one that was made of integers and constants, as vectors' masks are, most of which are
 * NaNs; NONE of any other. The f32 expression is used up.
 */
export function bitsAtHand(f: FunctionCompiler, node: number): number {
  const { ir } = f;
  const op = ir.op[node];
  if (!f.options.optimizations.bits) return NONE;
  if (op === FROM_BITS) return f.integer(ir.x[node]!);
  if (op === NUMBER) return f.constant(bitsOfNumber(ir.texts[ir.x[node]!]!));
  if (op !== SELECT) return NONE;
  const chosen = bitsAtHand(f, ir.y[node]!);
  const other = chosen === NONE ? NONE : bitsAtHand(f, ir.z[node]!);
  return other === NONE ? NONE : f.operate(SELECT, ir.x[node]!, chosen, other);
}

/** Of an arithmetic result, any NaN is right: the one that rounding to float32 leaves as well. */
export const bitsOfFloat: Lowering = (f) => {
  const { ir } = f;
  const top = f.height - 1;
  const value = f.low[top]!;
  const op = ir.op[value];
  const bits = bitsAtHand(f, value);
  const isArithmetic = f.options.optimizations.bits && (ir.bits[value]! & ARITHMETIC) !== 0;
  if (bits === NONE && op !== LOAD_FLOAT && !isArithmetic) forceTop(f, 1);
  const x = f.pop();
  if (bits !== NONE) f.push(I32, bits);
  else if (op === LOAD_FLOAT) {
    f.become(x, "load32");
    f.push(I32, x);
  } else if (isArithmetic)
    f.push(I32, f.op("f32_bits_raw", op === FROUND || op === FROUND_LOOP ? ir.x[x]! : x));
  else f.push(I32, f.operate(BITS, x, NONE, NONE));
};

export const floatOfBits: Lowering = (f) => {
  const { ir } = f;
  const x = f.pop();
  const op = ir.op[x];
  if (op === LOAD_INTEGER) {
    f.become(x, "load_f32");
    f.push(F32, x);
  } else f.push(F32, op === BITS ? ir.x[x]! : f.operate(FROM_BITS, x, NONE, NONE));
};

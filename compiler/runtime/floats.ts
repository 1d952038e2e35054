// Helpers of generated code: what JavaScript's floats do otherwise than wasm's. f32 values travel as float64; a
// NaN keeps its payload shifted up by 29 bits, signalling ones included (V8 moves float64 bits unchanged).

import { truncTrap } from "./traps.ts";

/** Scratch for reading bits: one float64 over two words, low first. */
const bits64 = new Float64Array(1);
const words = new Int32Array(bits64.buffer);
const bits32 = new Float32Array(bits64.buffer);

/** High word of the last float64 whose bits were read. */
let wordsHigh = 0;

/** f64 from its bits. */
export function f64_from_bits(low: number, high: number): number {
  words[0] = low;
  words[1] = high;
  return bits64[0]!;
}

/** Low word of a float64's bits; `f64_high` gives the other one. */
export function f64_low(x: number): number {
  bits64[0] = x;
  wordsHigh = words[1]!;
  return words[0]!;
}

/** High word of the float64 last given to `f64_low`. */
export function f64_high(): number {
  return wordsHigh;
}

/** f32 from its bits; a NaN becomes the float64 NaN that carries its payload. */
export function f32_from_bits(bits: number): number {
  words[0] = bits;
  const x = bits32[0]!;
  return x === x ? x : f32_nan(bits);
}

/** The float64 NaN that carries a float32 NaN's bits. */
export function f32_nan(bits: number): number {
  words[0] = bits << 29;
  words[1] = (bits & -2147483648) | 0x7ff00000 | ((bits >>> 3) & 0xfffff);
  return bits64[0]!;
}

/** The bits of an f32; of a NaN, those it carries. */
export function f32_bits(x: number): number {
  if (x === x) {
    bits32[0] = x;
    return words[0]!;
  }
  bits64[0] = x;
  const high = words[1]!;
  return (high & -2147483648) | 0x7f800000 | ((high & 0xfffff) << 3) | (words[0]! >>> 29);
}

export function f32_load(view: DataView, address: number): number {
  const x = view.getFloat32(address, true);
  return x === x ? x : f32_load_nan(view, address);
}

export function f32_store(view: DataView, address: number, x: number): void {
  if (x === x) view.setFloat32(address, x, true);
  else f32_store_nan(view, address, x);
}

/** f32.load of a NaN: float32 arithmetic would quiet a signalling one. */
export function f32_load_nan(view: DataView, address: number): number {
  return f32_nan(view.getInt32(address, true));
}

export function f32_store_nan(view: DataView, address: number, x: number): void {
  view.setInt32(address, f32_bits(x), true);
}

/** Makes a NaN quiet. */
export function f_quiet(x: number): number {
  return x === x ? x : x + x;
}

/** Negation that flips a NaN's sign too. */
export function f_neg(x: number): number {
  return x === x ? -x : nan_sign(x, -2147483648, -1);
}

export function f_abs(x: number): number {
  return x === x ? Math.abs(x) : nan_sign(x, 0, 0x7fffffff);
}

/** A NaN with its sign bit masked by `keep` and then flipped by `flip`. */
function nan_sign(x: number, flip: number, keep: number): number {
  bits64[0] = x;
  words[1] = (words[1]! & keep) ^ flip;
  return bits64[0]!;
}

/** copysign on the bits: also for NaN on either side. */
export function f_copysign(x: number, y: number): number {
  if (x === x && y === y) {
    const magnitude = Math.abs(x);
    return y < 0 || (y === 0 && 1 / y < 0) ? -magnitude : magnitude;
  }
  bits64[0] = y;
  const sign = words[1]! & -2147483648;
  bits64[0] = x;
  words[1] = (words[1]! & 0x7fffffff) | sign;
  return bits64[0]!;
}

/** Rounds to the nearest integer, ties to even; keeps -0. */
export function f_nearest(x: number): number {
  const magnitude = Math.abs(x);
  if (!(magnitude < 4503599627370496)) return x + 0;
  const rounded = magnitude + 4503599627370496 - 4503599627370496;
  return x < 0 || (x === 0 && 1 / x < 0) ? -rounded : rounded;
}

/** f64 addition, subtraction, multiplication for loops: see `prime`. */
export function fadd(a: number, b: number): number {
  return a + b;
}
export function fsub(a: number, b: number): number {
  return a - b;
}
export function fmul(a: number, b: number): number {
  return a * b;
}

/**
 * Shows V8 fractional operands, so that it never speculates on integers in these three (PERFORMANCE-NEWER-V8.md,
 * finding 2): a dozen calls, for feedback is collected from the eighth on.
 */
export function prime(): number {
  let x = 0.5;
  for (let i = 0; i < 16; i++) x = fadd(fmul(x, 0.75), fsub(0.3, x * 0.1));
  return x;
}

export function i32_trunc_s(x: number): number {
  return x > -2147483649 && x < 2147483648 ? ~~x : truncTrap(x);
}

export function i32_trunc_u(x: number): number {
  return x > -1 && x < 4294967296 ? (x >>> 0) | 0 : truncTrap(x);
}

export function i32_trunc_sat_s(x: number): number {
  return x >= 2147483647 ? 2147483647 : x <= -2147483648 ? -2147483648 : ~~x;
}

export function i32_trunc_sat_u(x: number): number {
  return x >= 4294967295 ? -1 : x > 0 ? (x >>> 0) | 0 : 0;
}

export function i32_popcnt(x: number): number {
  x -= (x >>> 1) & 0x55555555;
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

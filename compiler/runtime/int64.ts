// Helpers of generated code: 64-bit integers as pairs of words. A pair goes in as two numbers, low first, each in
// signed or unsigned 32-bit form; the low word is returned (signed) and the high one left in HI.

import { divTrap, trap, truncTrap } from "./traps.ts";

/** High word of the last 64-bit result. */
export let HI = 0;

const TWO32 = 4294967296;

/** Unsigned quotient and remainder of a 64-bit division; the remainder's words stay in RL and RH. */
let RL = 0;
let RH = 0;

/** Leaves quotient in the result and HI, remainder in RL and RH. Divisor is not zero. */
function divmod(al: number, ah: number, bl: number, bh: number): number {
  al >>>= 0;
  ah >>>= 0;
  bl >>>= 0;
  bh >>>= 0;
  if (bh === 0) {
    if (ah === 0) return ((HI = RH = 0), (RL = (al % bl) | 0), (al / bl) | 0);
    return divSmall(al, ah, bl);
  }
  if (ah < bh || (ah === bh && al < bl)) return ((HI = 0), (RL = al | 0), (RH = ah | 0), 0);
  return divLarge(al, ah, bl, bh);
}

/** Divisor below 2^32: schoolbook in base 2^32, whose second step divides a number below 2^64 in two halves. */
function divSmall(al: number, ah: number, b: number): number {
  const high = Math.floor(ah / b);
  let rest = ah - high * b;
  HI = high | 0;
  RH = 0;
  if (rest * TWO32 + al < 9007199254740992) {
    const n = rest * TWO32 + al;
    const q = Math.floor(n / b);
    RL = (n - q * b) | 0;
    return q | 0;
  }
  // Sixteen bits at a time: rest < 2^32, so rest * 2^16 + 16 bits stays below 2^53.
  const n1 = rest * 65536 + (al >>> 16);
  const q1 = Math.floor(n1 / b);
  rest = n1 - q1 * b;
  const n0 = rest * 65536 + (al & 65535);
  const q0 = Math.floor(n0 / b);
  RL = (n0 - q0 * b) | 0;
  return (q1 * 65536 + q0) | 0;
}

/** Divisor of 2^32 or more: the quotient fits 32 bits; estimate it in float64, correct it at most once. */
function divLarge(al: number, ah: number, bl: number, bh: number): number {
  const a = ah * TWO32 + al;
  const b = bh * TWO32 + bl;
  // Rounding can only make the estimate too large by one after this factor has been taken off.
  let q = Math.floor((a / b) * (1 - 5 * 2 ** -52));
  const ql = q >>> 0;
  // remainder = a - q*b, computed modulo 2^64
  const low = Math.imul(ql, bl);
  const carry = mulHigh(ql, bl);
  const productHigh = (Math.imul(ql, bh) + carry) | 0;
  let rl = (al - low) | 0;
  let rh = (ah - productHigh - (al >>> 0 < low >>> 0 ? 1 : 0)) | 0;
  if (rh >>> 0 > bh || (rh >>> 0 === bh && rl >>> 0 >= bl)) {
    q++;
    const borrow = rl >>> 0 < bl ? 1 : 0;
    rl = (rl - bl) | 0;
    rh = (rh - bh - borrow) | 0;
  }
  RL = rl;
  RH = rh;
  HI = 0;
  return q | 0;
}

/** High word of the product of two unsigned words; exact, since the error before rounding is below 2^-20. */
export function mulHigh(a: number, b: number): number {
  return (((a >>> 0) * (b >>> 0) - (Math.imul(a, b) >>> 0)) * 2.3283064365386963e-10 + 0.5) >>> 0;
}

export function i64_div_u(al: number, ah: number, bl: number, bh: number): number {
  if ((bl | bh) === 0) trap(1);
  return divmod(al, ah, bl, bh);
}

export function i64_rem_u(al: number, ah: number, bl: number, bh: number): number {
  if ((bl | bh) === 0) trap(1);
  divmod(al, ah, bl, bh);
  HI = RH;
  return RL;
}

/** Negates (low, high): low word returned, high one in HI. */
function negate(low: number, high: number): number {
  HI = (low === 0 ? -high : ~high) | 0;
  return -low | 0;
}

export function i64_div_s(al: number, ah: number, bl: number, bh: number): number {
  if ((bl | bh) === 0) divTrap(0);
  if (al === 0 && ah === -2147483648 && (bl & bh) === -1) divTrap(1);
  const negative = (ah ^ bh) < 0;
  if (ah < 0) {
    al = negate(al, ah);
    ah = HI;
  }
  if (bh < 0) {
    bl = negate(bl, bh);
    bh = HI;
  }
  const q = divmod(al, ah, bl, bh);
  return negative ? negate(q, HI) : q;
}

export function i64_rem_s(al: number, ah: number, bl: number, bh: number): number {
  if ((bl | bh) === 0) divTrap(0);
  const negative = ah < 0;
  if (negative) {
    al = negate(al, ah);
    ah = HI;
  }
  if (bh < 0) {
    bl = negate(bl, bh);
    bh = HI;
  }
  divmod(al, ah, bl, bh);
  if (negative) return negate(RL, RH);
  HI = RH;
  return RL;
}

/** A float64 integer within ±2^64 as a pair; exact, for x is split before its low word is taken. */
function split64(x: number): number {
  const high = Math.floor(x / TWO32);
  HI = high | 0;
  return (x - high * TWO32) | 0;
}

export function i64_trunc_s(x: number): number {
  if (!(x >= -9223372036854775808 && x < 9223372036854775808)) truncTrap(x);
  return split64(Math.trunc(x));
}

export function i64_trunc_u(x: number): number {
  if (!(x > -1 && x < 18446744073709551616)) truncTrap(x);
  return split64(Math.trunc(x));
}

export function i64_trunc_sat_s(x: number): number {
  if (x >= 9223372036854775808) return ((HI = 2147483647), -1);
  if (x <= -9223372036854775808) return ((HI = -2147483648), 0);
  return x === x ? split64(Math.trunc(x)) : (HI = 0);
}

export function i64_trunc_sat_u(x: number): number {
  if (x >= 18446744073709551616) return ((HI = -1), -1);
  return x > 0 ? split64(Math.trunc(x)) : (HI = 0);
}

/**
 * f32.convert_i64: going through float64 would round twice. Where float64 cannot hold the value, its low bits are
 * folded into one sticky bit first, so that the rounding to float32 is the only one that matters.
 */
export function f32_convert_i64_u(low: number, high: number): number {
  high >>>= 0;
  if (high >= 0x200000) low = (low & ~0x7ff) | ((low & 0x7ff) === 0 ? 0 : 0x800);
  return Math.fround(high * TWO32 + (low >>> 0));
}

export function f32_convert_i64_s(low: number, high: number): number {
  if (high >= 0) return f32_convert_i64_u(low, high);
  const positive = negate(low, high);
  return -f32_convert_i64_u(positive, HI);
}

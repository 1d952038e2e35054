// Helpers of generated code: 64-bit integers as pairs of words. A pair goes in as two numbers, low first, each in
// signed or unsigned 32-bit form; the low word is returned (signed) and the high one left in HI.

import { fadd, fsub } from "./floats.ts";
import { divTrap, trap, truncTrap } from "./traps.ts";

/** High word of the last 64-bit result. */
export let HI = 0;

const TWO32 = 4294967296;

// Division. Below 2^53, float64 divides exactly; above, its quotient is a good estimate; otherwise in steps whose quotients fit a word. Sums and differences
// of whole numbers go through the primed helpers, like those in loops.

/** Bound of high words with which a pair is below 2^53. */
const EXACT = 0x200000;

/** A pair as a float64, rounded if need be; the high word signed or not as it is given. */
const double = (low: number, high: number): number => fadd(high * TWO32, low >>> 0);

const isLess = (al: number, ah: number, bl: number, bh: number): boolean =>
  ah === bh ? al >>> 0 < bl >>> 0 : ah >>> 0 < bh >>> 0;

/** (rest, al) / b, where rest < b < 2^32: the quotient fits a word. */
function divRest(al: number, rest: number, b: number): number {
  const a = double(al, rest);
  const q = Math.floor(a / b);
  if (rest < EXACT) return q | 0;
  // Off by one at most. The remainder, which float64 knows roughly, made exact by its low word.
  const rough = fsub(a, q * b);
  const r = fadd(rough, (al - Math.imul(q, b) - (rough | 0)) | 0);
  return (r < 0 ? q - 1 : r >= b ? q + 1 : q) | 0;
}

/** By a divisor below 2^32. */
function divWord(al: number, ah: number, divisor: number): number {
  if (divisor === 0) trap(1);
  const b = divisor >>> 0;
  const high = Math.floor((ah >>> 0) / b);
  HI = high | 0;
  return divRest(al, fsub(ah >>> 0, high * b), b);
}

function remWord(al: number, ah: number, divisor: number): number {
  if (divisor === 0) trap(1);
  const b = divisor >>> 0;
  const rest = fsub(ah >>> 0, Math.floor((ah >>> 0) / b) * b);
  HI = 0;
  return (al - Math.imul(divRest(al, rest, b), b)) | 0;
}

/** By a divisor of 2^32 or more: the quotient fits a word. */
function divPair(al: number, ah: number, bl: number, bh: number): number {
  if (isLess(al, ah, bl, bh)) return 0;
  // Rounding can only make the estimate too small by one after this factor (1 - 5 * 2^-52) has been taken off.
  const q = Math.floor((double(al, ah >>> 0) / double(bl, bh >>> 0)) * 0.9999999999999989) >>> 0;
  const rl = remPair(al, ah, bl, bh, q);
  return (q + (isLess(rl, HI, bl, bh) ? 0 : 1)) | 0;
}

/** a - q * b modulo 2^64, q a word. */
function remPair(al: number, ah: number, bl: number, bh: number, q: number): number {
  const low = Math.imul(q, bl);
  const high = Math.imul(q, bh) + mulHigh(q, bl);
  HI = (ah - high - (al >>> 0 < low >>> 0 ? 1 : 0)) | 0;
  return (al - low) | 0;
}

/**
 * High word of the product of two unsigned words. Where rounding could reach the next multiple of 2^32, for the low word is almost
 * that, a factor is taken that is a little too small (compiler/codegen/high-product.ts).
 */
export function mulHigh(a: number, b: number): number {
  const scale = Math.imul(a, b) >>> 0 < 4294965248 ? 2.3283064365386963e-10 : 2.3283064365386953e-10;
  return ((a >>> 0) * (b >>> 0) * scale) >>> 0;
}

/**
 * Is this estimate of a quotient, which is not negative, certain to have the right whole part? Rounding both operands and
 * dividing makes it wrong by less than 2^-20 where it has 31 bits.
 */
function isCertain(quotient: number): boolean {
  if (!(quotient < 2147483648)) return false;
  const rest = quotient - (quotient | 0);
  return rest < 0.9999 && (rest > 0.0001 || quotient < 1);
}

/** In steps, for what float64 does not give. */
function divSteps(al: number, ah: number, bl: number, bh: number): number {
  if (bh === 0) return divWord(al, ah, bl);
  const q = divPair(al, ah, bl, bh);
  HI = 0;
  return q;
}

export function i64_div_u(al: number, ah: number, bl: number, bh: number): number {
  const b = double(bl, bh >>> 0);
  const quotient = double(al, ah >>> 0) / b;
  if ((ah | bh) >>> 0 < EXACT) {
    if (b === 0) trap(1);
    const q = Math.floor(quotient);
    HI = (q * 2.3283064365386963e-10) | 0;
    return q | 0;
  }
  if (isCertain(quotient)) return ((HI = 0), quotient | 0);
  return divSteps(al, ah, bl, bh);
}

export function i64_rem_u(al: number, ah: number, bl: number, bh: number): number {
  const a = double(al, ah >>> 0);
  const b = double(bl, bh >>> 0);
  const quotient = a / b;
  if ((ah | bh) >>> 0 < EXACT) {
    if (b === 0) trap(1);
    const r = fsub(a, Math.floor(quotient) * b);
    HI = (r * 2.3283064365386963e-10) | 0;
    return r | 0;
  }
  if (isCertain(quotient)) return remPair(al, ah, bl, bh, quotient | 0);
  return bh === 0 ? remWord(al, ah, bl) : remPair(al, ah, bl, bh, divPair(al, ah, bl, bh));
}

/** Negates (low, high): low word returned, high one in HI. */
function negate(low: number, high: number): number {
  HI = highOfNegative(low, high);
  return -low | 0;
}

const highOfNegative = (low: number, high: number): number => (low === 0 ? -high : ~high) | 0;

/** Is the pair within ±2^53? */
const isExact = (high: number): boolean => (high + EXACT) >>> 0 < 2 * EXACT;

export function i64_div_s(al: number, ah: number, bl: number, bh: number): number {
  if ((bl | bh) === 0) divTrap(0);
  const quotient = double(al, ah) / double(bl, bh);
  if (isExact(ah) && isExact(bh)) {
    const q = Math.trunc(quotient);
    HI = Math.floor(q * 2.3283064365386963e-10) | 0;
    return q | 0;
  }
  if (isCertain(Math.abs(quotient))) return ((HI = (quotient | 0) >> 31), quotient | 0);
  if (al === 0 && ah === -2147483648 && (bl & bh) === -1) divTrap(1);
  const negative = (ah ^ bh) < 0;
  if (ah < 0) {
    ah = highOfNegative(al, ah);
    al = -al | 0;
  }
  if (bh < 0) {
    bh = highOfNegative(bl, bh);
    bl = -bl | 0;
  }
  const q = divSteps(al, ah, bl, bh);
  return negative ? negate(q, HI) : q;
}

export function i64_rem_s(al: number, ah: number, bl: number, bh: number): number {
  if ((bl | bh) === 0) divTrap(0);
  if (isExact(ah) && isExact(bh)) {
    const a = double(al, ah);
    const b = double(bl, bh);
    const r = fsub(a, Math.trunc(a / b) * b);
    HI = Math.floor(r * 2.3283064365386963e-10) | 0;
    return r | 0;
  }
  const negative = ah < 0;
  if (negative) {
    ah = highOfNegative(al, ah);
    al = -al | 0;
  }
  if (bh < 0) {
    bh = highOfNegative(bl, bh);
    bl = -bl | 0;
  }
  const r = i64_rem_u(al, ah, bl, bh);
  return negative ? negate(r, HI) : r;
}

// Division in an interpreter, where time is the number of bytecodes. By a divisor of one word: two digits of 32 bits; otherwise
// one division of float64. An estimate counts where its fraction is not near 0 or 1, so that rounding cannot matter; one of 32
// bits or more, an infinity or NaN leaves a fraction that is not below 1 and fails the same test, a divisor of 0 with them. The
// remainder's low word is exact, and what the fraction comes to is so within 2^13, which tells the high word. What is left is
// BigInt's. Written out, for a call costs as much as the rest.

/** Two 64-bit numbers as words, low first, and as what BigInt computes with. */
const wideWords = new Int32Array(4);
const wideSigned = new BigInt64Array(wideWords.buffer);
const wideUnsigned = new BigUint64Array(wideWords.buffer);

type Wide = BigInt64Array | BigUint64Array;

function setWide(al: number, ah: number, bl: number, bh: number): void {
  if ((bl | bh) === 0) trap(1);
  const words = wideWords;
  words[0] = al;
  words[1] = ah;
  words[2] = bl;
  words[3] = bh;
}

function wideQuotient(wide: Wide, al: number, ah: number, bl: number, bh: number): number {
  setWide(al, ah, bl, bh);
  wide[0] = wide[0]! / wide[1]!;
  HI = wideWords[1]!;
  return wideWords[0]!;
}

function wideRest(wide: Wide, al: number, ah: number, bl: number, bh: number): number {
  setWide(al, ah, bl, bh);
  wide[0] = wide[0]! % wide[1]!;
  HI = wideWords[1]!;
  return wideWords[0]!;
}

export function i64_div_u_wide(al: number, ah: number, bl: number, bh: number): number {
  if (bh === 0) {
    const b = bl >>> 0;
    const upper = ((ah >>> 0) / b) >>> 0;
    const quotient = (((ah >>> 0) - upper * b) * 4294967296 + (al >>> 0)) / b;
    if (bl > 0 && bl < 2097152) return ((HI = upper | 0), quotient | 0);
    const whole = quotient >>> 0;
    const fraction = quotient - whole;
    if (fraction < 0.9999 && fraction > 0.0001) return ((HI = upper | 0), whole | 0);
  } else {
    const quotient = ((ah >>> 0) * 4294967296 + (al >>> 0)) / ((bh >>> 0) * 4294967296 + (bl >>> 0));
    const whole = quotient | 0;
    const fraction = quotient - whole;
    if (fraction < 0.9999 && (fraction > 0.0001 || whole === 0)) return ((HI = 0), whole);
  }
  return wideQuotient(wideUnsigned, al, ah, bl, bh);
}

export function i64_rem_u_wide(al: number, ah: number, bl: number, bh: number): number {
  if (bh === 0) {
    const b = bl >>> 0;
    const high = ah >>> 0;
    const rest = (high - ((high / b) >>> 0) * b) * 4294967296 + (al >>> 0);
    const quotient = rest / b;
    const whole = quotient >>> 0;
    if (bl > 0 && bl < 2097152) return ((HI = 0), (rest - whole * b) | 0);
    const fraction = quotient - whole;
    if (fraction < 0.9999 && fraction > 0.0001) return ((HI = 0), (al - Math.imul(whole, bl)) | 0);
  } else {
    const divisor = (bh >>> 0) * 4294967296 + (bl >>> 0);
    const quotient = ((ah >>> 0) * 4294967296 + (al >>> 0)) / divisor;
    const whole = quotient | 0;
    const fraction = quotient - whole;
    if (fraction < 0.9999) {
      if (whole === 0) return ((HI = ah), al);
      if (fraction > 0.0001) {
        const low = (al - Math.imul(whole, bl)) | 0;
        HI = ((fraction * divisor - (low >>> 0)) * 2.3283064365386963e-10 + 0.5) | 0;
        return low;
      }
    }
  }
  return wideRest(wideUnsigned, al, ah, bl, bh);
}

export function i64_div_s_wide(al: number, ah: number, bl: number, bh: number): number {
  if (bh === 0) {
    if (bl > 0 && bl < 2097152) return i64_div_s_small(al, ah, bl);
    const b = bl >>> 0;
    const upper = (ah / b) | 0;
    const quotient = ((ah - upper * b) * 4294967296 + (al >>> 0)) / b;
    if (ah >= 0) {
      const whole = quotient >>> 0;
      const fraction = quotient - whole;
      if (fraction < 0.9999 && fraction > 0.0001) return ((HI = upper), whole | 0);
    } else if (quotient < 0) {
      const whole = -quotient >>> 0;
      const fraction = -quotient - whole;
      if (fraction < 0.9999 && fraction > 0.0001) return ((HI = whole > 0 ? upper - 1 : upper), -whole | 0);
    }
  } else {
    const quotient = (ah * 4294967296 + (al >>> 0)) / (bh * 4294967296 + (bl >>> 0));
    const whole = quotient | 0;
    const fraction = quotient < 0 ? whole - quotient : quotient - whole;
    if (fraction < 0.9999 && (fraction > 0.0001 || whole === 0)) return ((HI = whole >> 31), whole);
    if (al === 0 && ah === -2147483648 && (bl & bh) === -1) trap(2);
  }
  return wideQuotient(wideSigned, al, ah, bl, bh);
}

/** By a divisor below 2^21. Digits of the dividend's sign, save where only the upper one is divisible: then rounded up to 0. */
export function i64_div_s_small(al: number, ah: number, b: number): number {
  const upper = (ah / b) | 0;
  const rest = (ah % b) * 4294967296 + (al >>> 0);
  if (ah >= 0) return ((HI = upper), (rest / b) | 0);
  const low = (rest > 0 ? rest + b - 1 : rest) / b;
  HI = low <= -1 ? upper - 1 : upper;
  return low | 0;
}

/** The same of remainders. Only the low word of the product counts, so that the quotient may lose a bit. */
export function i64_rem_s_small(al: number, ah: number, b: number): number {
  const rest = (ah % b) * 4294967296 + (al >>> 0);
  const small = (rest - ((rest / b) | 0) * b) | 0;
  if (ah >= 0) return ((HI = 0), small);
  const signed = small > 0 ? small - b : small;
  HI = signed >> 31;
  return signed;
}

export function i64_rem_s_wide(al: number, ah: number, bl: number, bh: number): number {
  if (bh === 0 && bl > 0 && bl < 2097152) return i64_rem_s_small(al, ah, bl);
  const divisor = bh * 4294967296 + (bl >>> 0);
  const quotient = (ah * 4294967296 + (al >>> 0)) / divisor;
  const whole = quotient | 0;
  const fraction = quotient - whole;
  const size = fraction < 0 ? -fraction : fraction;
  if (size < 0.9999) {
    if (whole === 0) return ((HI = ah), al);
    if (size > 0.0001) {
      const low = (al - Math.imul(whole, bl)) | 0;
      HI = ((fraction * divisor - (low >>> 0)) * 2.3283064365386963e-10 + 4294967296.5) | 0;
      return low;
    }
  }
  return wideRest(wideSigned, al, ah, bl, bh);
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

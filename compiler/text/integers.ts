// Integer literals (spec 6.3.1): decimal and hexadecimal, underscores between digits, range checked.

import { badNumber, outOfRange } from "./errors.ts";
import { hexDigit } from "./strings.ts";

const UNDERSCORE = 0x5f;
const MINUS = 0x2d;
const PLUS = 0x2b;

/** Below this, one more digit keeps a double exact. */
const SAFE = 2 ** 48;

/** The literal's digits: a number where it is exact, else a bigint; `undefined` when there is a mistake. */
function magnitude(text: string, start: number, end: number): number | bigint | undefined {
  const hex = text.charCodeAt(start) === 0x30 && (text.charCodeAt(start + 1) | 0x20) === 0x78;
  const base = hex ? 16 : 10;
  let value = 0;
  let digits = false;
  for (let at = hex ? start + 2 : start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === UNDERSCORE) {
      if (!digits) return undefined;
      digits = false;
      continue;
    }
    const digit = hexDigit(code);
    if (digit < 0 || digit >= base) return undefined;
    if (value >= SAFE) return checkedBig(text, start, end, base);
    value = value * base + digit;
    digits = true;
  }
  return digits ? value : undefined;
}

const PATTERNS: Record<number, RegExp> = {
  10: /^[0-9]+(_[0-9]+)*$/,
  16: /^0[xX][0-9a-fA-F]+(_[0-9a-fA-F]+)*$/,
};

function checkedBig(text: string, start: number, end: number, base: number): bigint | undefined {
  const word = text.slice(start, end);
  return PATTERNS[base]!.test(word) ? BigInt(word.replaceAll("_", "")) : undefined;
}

/** An unsigned literal of at most `bits` bits. @throws MortiseError `bad-number`, `constant-out-of-range` */
export function unsigned(text: string, start: number, end: number, bits: 8 | 32 | 64): number | bigint {
  const value = magnitude(text, start, end);
  if (value === undefined) throw badNumber(text, start, `u${bits}`, text.slice(start, end));
  if (value >= (bits === 64 ? 1n << 64n : 2 ** bits))
    throw outOfRange(text, start, `u${bits}`, text.slice(start, end));
  return value;
}

/** An integer literal with an optional sign, in two's complement: -2^(bits-1) to 2^bits - 1. */
function signedMagnitude(text: string, start: number, end: number, bits: number): number | bigint {
  const first = text.charCodeAt(start);
  const negative = first === MINUS;
  const value = magnitude(text, negative || first === PLUS ? start + 1 : start, end);
  if (value === undefined) throw badNumber(text, start, `i${bits}`, text.slice(start, end));
  const limit =
    bits === 64 ? (negative ? 1n << 63n : (1n << 64n) - 1n) : negative ? 2 ** (bits - 1) : 2 ** bits - 1;
  if (value > limit) throw outOfRange(text, start, `i${bits}`, text.slice(start, end));
  return negative ? -value : value;
}

/** A literal of `bits` bits, at most 32, as a signed word. */
export function signed32(text: string, start: number, end: number, bits: 8 | 16 | 32 = 32): number {
  return Number(signedMagnitude(text, start, end, bits)) | 0;
}

/** A 64-bit literal: a number where that is exact, else a bigint; from -2^63 to 2^64 - 1. */
export function signed64(text: string, start: number, end: number): number | bigint {
  return signedMagnitude(text, start, end, 64);
}

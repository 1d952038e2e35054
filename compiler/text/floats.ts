// Float literals (spec 6.3.2) to bits: decimal and hexadecimal, infinities, NaNs with payload; every finite literal is
// rounded once, to nearest, ties to even.

import { badNumber, outOfRange } from "./errors.ts";

/** A float format: bits of the exponent, and of the significand as stored. */
interface Format {
  readonly name: string;
  readonly exponent: bigint;
  readonly fraction: bigint;
}

const F32: Format = { name: "f32", exponent: 8n, fraction: 23n };
const F64: Format = { name: "f64", exponent: 11n, fraction: 52n };

const view = new DataView(new ArrayBuffer(8));

const DECIMAL = /^[0-9]+(?:_[0-9]+)*(?:\.(?:[0-9]+(?:_[0-9]+)*)?)?(?:[eE][+-]?[0-9]+(?:_[0-9]+)*)?$/;
const HEX =
  /^0[xX]([0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)(?:\.([0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)?)?(?:[pP]([+-]?[0-9]+(?:_[0-9]+)*))?$/;
const PAYLOAD = /^nan:0[xX]([0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)$/;

/** The bits of an f32 literal, as an unsigned word. @throws MortiseError `bad-number`, `constant-out-of-range` */
export function f32Bits(text: string, start: number, end: number): number {
  const simple = plainDecimal(text, start, end);
  if (simple !== undefined && Math.fround(simple) === simple) {
    view.setFloat32(0, simple);
    return view.getUint32(0);
  }
  return Number(literalBits(text, start, end, F32));
}

/** The bits of an f64 literal, unsigned. @throws MortiseError `bad-number`, `constant-out-of-range` */
export function f64Bits(text: string, start: number, end: number): bigint {
  const simple = plainDecimal(text, start, end);
  if (simple !== undefined) {
    view.setFloat64(0, simple);
    return view.getBigUint64(0);
  }
  return literalBits(text, start, end, F64);
}

/** Short literals of digits, a point and a sign, which are most: exact in a double, or a quotient rounded once. */
function plainDecimal(text: string, start: number, end: number): number | undefined {
  if (end - start > 15) return undefined;
  let at = start;
  const sign = text.charCodeAt(at);
  if (sign === 0x2d || sign === 0x2b) at++;
  let value = 0;
  let scale = 0;
  const first = at;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x2e && scale === 0 && at > first) scale = 1;
    else if (code >= 0x30 && code <= 0x39) {
      value = value * 10 + code - 0x30;
      scale *= 10;
    } else return undefined;
  }
  if (at === first) return undefined;
  if (scale > 1) value /= scale;
  return sign === 0x2d ? -value : value;
}

function literalBits(text: string, start: number, end: number, format: Format): bigint {
  const first = text.charCodeAt(start);
  const signed = first === 0x2d || first === 0x2b;
  const word = text.slice(signed ? start + 1 : start, end);
  const bits = unsignedBits(word, format);
  if (bits === undefined) throw badNumber(text, start, format.name, text.slice(start, end));
  if (bits < 0n) throw outOfRange(text, start, format.name, text.slice(start, end));
  return first === 0x2d ? bits | (1n << (format.exponent + format.fraction)) : bits;
}

const infinity = ({ exponent, fraction }: Format): bigint => ((1n << exponent) - 1n) << fraction;

/** Bits without the sign; `undefined` for a malformed literal, -1 for one out of range. */
function unsignedBits(word: string, format: Format): bigint | undefined {
  if (word === "inf") return infinity(format);
  if (word === "nan") return infinity(format) | (1n << (format.fraction - 1n));
  const payload = PAYLOAD.exec(word);
  if (payload) return nanBits(BigInt(`0x${payload[1]!.replaceAll("_", "")}`), format);
  const hex = HEX.exec(word);
  if (hex) return hexBits(hex, format);
  return DECIMAL.test(word) ? decimalBits(word.replaceAll("_", ""), format) : undefined;
}

function nanBits(payload: bigint, format: Format): bigint {
  return payload === 0n || payload >> format.fraction !== 0n ? -1n : infinity(format) | payload;
}

function hexBits(match: RegExpExecArray, format: Format): bigint {
  const whole = match[1]!.replaceAll("_", "");
  const part = (match[2] ?? "").replaceAll("_", "");
  const exponent = Number((match[3] ?? "0").replaceAll("_", "")) - 4 * part.length;
  return scaledBits(BigInt(`0x${whole}${part}`), exponent, false, format);
}

/** The bits of `significand * 2^exponent`, rounded once; `sticky` says that the true value is a little more. */
function scaledBits(significand: bigint, exponent: number, sticky: boolean, format: Format): bigint {
  if (significand === 0n) return 0n;
  const length = significand.toString(2).length;
  const bias = 2 ** (Number(format.exponent) - 1) - 1;
  const precision = Number(format.fraction) + 1;
  // The exponent of the lowest bit that the result has room for.
  const lowest = Math.max(exponent + length - precision, 1 - bias - Number(format.fraction));
  if (exponent + length > bias + 1) return -1n;
  const drop = lowest - exponent;
  if (drop > length + 1) return 0n;
  let kept = drop <= 0 ? significand << BigInt(-drop) : significand >> BigInt(drop);
  if (drop > 0) kept += roundUp(significand, BigInt(drop), sticky, kept);
  // Adding the significand with its leading bit lets a carry run into the exponent.
  const biased = BigInt(lowest + bias + Number(format.fraction));
  const bits = kept >> format.fraction === 0n ? kept : ((biased - 1n) << format.fraction) + kept;
  return bits >= infinity(format) ? -1n : bits;
}

function roundUp(significand: bigint, drop: bigint, sticky: boolean, kept: bigint): bigint {
  const rest = significand & ((1n << drop) - 1n);
  const half = 1n << (drop - 1n);
  if (rest > half || (rest === half && (sticky || (kept & 1n) === 1n))) return 1n;
  return 0n;
}

function decimalBits(word: string, format: Format): bigint {
  const double = Number(word);
  if (format === F32) return singleBits(word, double);
  view.setFloat64(0, double);
  return double === Infinity ? -1n : view.getBigUint64(0);
}

/** JavaScript rounds to a double; rounding that again errs only where it is halfway between two singles. */
function singleBits(word: string, double: number): bigint {
  const single = Math.fround(double);
  if (double === single || !halfway(double))
    return double === Infinity || single === Infinity ? -1n : bitsOf(single);
  const side = compareDecimal(word, double);
  const below = single > double ? previous(single) : single;
  const lower = bitsOf(below);
  const result = side === 0 ? bitsOf(single) : side < 0 ? lower : lower + 1n;
  return result >= infinity(F32) ? -1n : result;
}

const bitsOf = (single: number): bigint => {
  view.setFloat32(0, single);
  return BigInt(view.getUint32(0));
};

/** The single below a positive one, infinity included. */
function previous(single: number): number {
  view.setFloat32(0, single);
  view.setUint32(0, view.getUint32(0) - 1);
  return view.getFloat32(0);
}

/** Whether a positive double lies in the middle between two neighbouring singles. */
function halfway(double: number): boolean {
  const single = Math.fround(double);
  const below = single > double ? previous(single) : single;
  view.setFloat32(0, below);
  view.setUint32(0, view.getUint32(0) + 1);
  const above = view.getFloat32(0);
  // Above the largest single, the next would be 2^128.
  const top = above === Infinity ? 2 ** 128 : above;
  return double - below === top - double;
}

/** The sign of `decimal - double`, exactly. */
function compareDecimal(decimal: string, double: number): number {
  const match = /^([0-9]+)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?$/.exec(decimal)!;
  const part = match[2] ?? "";
  const ten = Number(match[3] ?? "0") - part.length;
  view.setFloat64(0, double);
  const bits = view.getBigUint64(0);
  const field = Number(bits >> 52n);
  const significand = (bits & ((1n << 52n) - 1n)) | (field === 0 ? 0n : 1n << 52n);
  const two = Math.max(field, 1) - 1075;
  const left = BigInt(match[1]! + part) * 10n ** BigInt(Math.max(ten, 0)) * 2n ** BigInt(Math.max(-two, 0));
  const right = significand * 2n ** BigInt(Math.max(two, 0)) * 10n ** BigInt(Math.max(-ten, 0));
  return left < right ? -1 : left > right ? 1 : 0;
}

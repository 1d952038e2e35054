// String literals (spec 6.3.3): escapes, bytes, and names in UTF-8.

import { decodeUtf8, Writer } from "../base/index.ts";
import { badEscape, badTextUtf8 } from "./errors.ts";

const BACKSLASH = 0x5c;
const SIMPLE: Record<string, number> = { t: 9, n: 10, r: 13, '"': 0x22, "'": 0x27, "\\": BACKSLASH };

/** The value of a hexadecimal digit, or -1. */
export function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** Appends the bytes of the string literal `source[start, end)`, quotes included in the range. */
export function writeString(source: string, start: number, end: number, out: Writer): void {
  for (let at = start + 1; at < end - 1; at++) {
    const code = source.charCodeAt(at);
    if (code === BACKSLASH) at = writeEscape(source, at, out);
    else if (code < 0x80) out.u8(code);
    else {
      const point = source.codePointAt(at)!;
      writePoint(point, out);
      if (point > 0xffff) at++;
    }
  }
}

/** Writes the escape whose backslash is at `at`; returns the offset of its last character. */
function writeEscape(source: string, at: number, out: Writer): number {
  const char = source[at + 1]!;
  const simple = SIMPLE[char];
  if (simple !== undefined) {
    out.u8(simple);
    return at + 1;
  }
  if (char === "u") return writeUnicode(source, at, out);
  const high = hexDigit(source.charCodeAt(at + 1));
  const low = hexDigit(source.charCodeAt(at + 2));
  if (high < 0 || low < 0) throw badEscape(source, at);
  out.u8(high * 16 + low);
  return at + 2;
}

const UNICODE = /\\u\{([0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)\}/y;

function writeUnicode(source: string, at: number, out: Writer): number {
  UNICODE.lastIndex = at;
  const match = UNICODE.exec(source);
  const point = match ? Number.parseInt(match[1]!.replaceAll("_", ""), 16) : -1;
  if (match === null || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) throw badEscape(source, at);
  writePoint(point, out);
  return at + match[0].length - 1;
}

function writePoint(point: number, out: Writer): void {
  if (point < 0x80) out.u8(point);
  else if (point < 0x800) out.u8(0xc0 | (point >> 6)).u8(0x80 | (point & 0x3f));
  else if (point < 0x10000) {
    out.u8(0xe0 | (point >> 12)).u8(0x80 | ((point >> 6) & 0x3f));
    out.u8(0x80 | (point & 0x3f));
  } else {
    out.u8(0xf0 | (point >> 18)).u8(0x80 | ((point >> 12) & 0x3f));
    out.u8(0x80 | ((point >> 6) & 0x3f)).u8(0x80 | (point & 0x3f));
  }
}

/** The bytes of a string literal. */
export function decodeString(source: string, start: number, end: number): Uint8Array {
  const out = new Writer(end - start);
  writeString(source, start, end, out);
  return out.finish();
}

/**
 * The name that a string literal holds.
 * @throws MortiseError `bad-utf8`, `bad-escape`
 */
export function decodeName(source: string, start: number, end: number): string {
  const inner = source.slice(start + 1, end - 1);
  if (!inner.includes("\\")) return inner;
  const bytes = decodeString(source, start, end);
  return decodeUtf8(bytes, 0, bytes.length) ?? refuse(source, start);
}

const refuse = (source: string, start: number): never => {
  throw badTextUtf8(source, start);
};

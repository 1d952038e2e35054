// Arguments and expected results of scripts, as bit patterns.

import { A, ID, LPAR, NUMBER, RPAR, wordOf, atom } from "./atoms.ts";
import type { Cursor } from "./cursor.ts";
import { f32Literal, f64Literal, laneCount } from "./immediates.ts";
import { signed32, signed64 } from "./integers.ts";

/**
 * `value` is the bit pattern as an unsigned decimal, `nan:canonical`, `nan:arithmetic`, `null`, or the number of a host
 * reference; absent, any reference that is not null. A vector has a pattern for each lane.
 */
export interface ScriptValue {
  readonly type: string;
  readonly value?: string | readonly string[];
  readonly lane_type?: string;
}

export type ScriptExpected =
  | ScriptValue
  | { readonly type: "either"; readonly values: readonly ScriptValue[] };

const NAN_PATTERNS = new Set([A["nan:canonical"]!, A["nan:arithmetic"]!]);

function integer(cursor: Cursor, bits: 8 | 16 | 32): string {
  if (cursor.kind !== NUMBER) throw cursor.unexpected("an integer");
  const { tokens, source, pos } = cursor;
  cursor.pos++;
  const word = signed32(source, tokens.start[pos]!, tokens.end[pos]!, bits);
  return String(bits === 32 ? word >>> 0 : word & ((1 << bits) - 1));
}

function long(cursor: Cursor): string {
  if (cursor.kind !== NUMBER) throw cursor.unexpected("an integer");
  const { tokens, source, pos } = cursor;
  cursor.pos++;
  return String(BigInt.asUintN(64, BigInt(signed64(source, tokens.start[pos]!, tokens.end[pos]!))));
}

/** A literal, or a NaN pattern where results stand. */
function float(cursor: Cursor, read: (cursor: Cursor) => number | bigint): string {
  const { kind } = cursor;
  if (!NAN_PATTERNS.has(kind)) return String(read(cursor));
  cursor.pos++;
  return wordOf(kind);
}

const f32 = (cursor: Cursor) => float(cursor, f32Literal);
const f64 = (cursor: Cursor) => float(cursor, f64Literal);

const NUMBERS = new Map<number, (cursor: Cursor) => ScriptValue>([
  [atom("i32.const"), (cursor) => ({ type: "i32", value: integer(cursor, 32) })],
  [atom("i64.const"), (cursor) => ({ type: "i64", value: long(cursor) })],
  [atom("f32.const"), (cursor) => ({ type: "f32", value: f32(cursor) })],
  [atom("f64.const"), (cursor) => ({ type: "f64", value: f64(cursor) })],
  [atom("v128.const"), vector],
]);

const LANES: Record<string, (cursor: Cursor) => string> = {
  i8: (cursor) => integer(cursor, 8),
  i16: (cursor) => integer(cursor, 16),
  i32: (cursor) => integer(cursor, 32),
  i64: long,
  f32,
  f64,
};

function vector(cursor: Cursor): ScriptValue {
  const count = laneCount(cursor.kind);
  if (count === undefined) throw cursor.unexpected("a vector shape");
  const lane = wordOf(cursor.kind).replace(/x.*/, "");
  cursor.pos++;
  const value = Array.from({ length: count }, () => LANES[lane]!(cursor));
  return { type: "v128", lane_type: lane, value };
}

/** Heap types that `ref.null` and results name, as value types. */
const HEAPS: Record<string, string> = { func: "funcref", extern: "externref", exn: "exnref", any: "anyref" };

const REF_NULL = atom("ref.null");
const HOST = new Set([A["ref.extern"]!, A["ref.host"]!]);

function reference(cursor: Cursor): ScriptValue {
  const { kind } = cursor;
  const word = wordOf(kind);
  if (!word.startsWith("ref.")) throw cursor.unexpected("a value");
  cursor.pos++;
  if (kind === REF_NULL) return { type: nullType(cursor), value: "null" };
  const heap = word.slice("ref.".length);
  const type = HEAPS[heap === "host" ? "any" : heap] ?? `${heap}ref`;
  if (cursor.kind !== NUMBER) return { type };
  const value = integer(cursor, 32);
  return HOST.has(kind) ? { type, value } : { type };
}

function nullType(cursor: Cursor): string {
  if (cursor.kind === RPAR) return "nullref";
  const word = cursor.kind === ID ? "any" : cursor.word;
  cursor.pos++;
  return HEAPS[word] ?? `${word}ref`;
}

/** `(TYPE.const …)` or a reference. */
export function scriptValue(cursor: Cursor): ScriptValue {
  if (cursor.kind !== LPAR) throw cursor.unexpected("a value");
  cursor.pos++;
  const number = NUMBERS.get(cursor.kind);
  if (number) cursor.pos++;
  const value = number ? number(cursor) : reference(cursor);
  cursor.close();
  return value;
}

/** A value, or `(either …)`. */
export function scriptResult(cursor: Cursor): ScriptExpected {
  if (!cursor.open(A["either"]!)) return scriptValue(cursor);
  const values: ScriptValue[] = [];
  while (cursor.kind !== RPAR) values.push(scriptValue(cursor));
  cursor.close();
  return { type: "either", values };
}

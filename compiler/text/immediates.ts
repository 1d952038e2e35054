// What follows an instruction's name in the text, written as the binary has it. One function for each sort of
// immediate of the opcode table.

import type { Writer } from "../base/index.ts";
import { writeValType } from "../binary/index.ts";
import type { Immediate } from "../model/index.ts";
import { A, ALIGN, atom, ID, LPAR, NUMBER, OFFSET, RPAR } from "./atoms.ts";
import type { Cursor } from "./cursor.ts";
import { badAlignment, badLane, unknownName, wrongLaneCount } from "./errors.ts";
import { f32Bits, f64Bits } from "./floats.ts";
import { atIndex, index, typeIndex } from "./indices.ts";
import { signed32, signed64, unsigned } from "./integers.ts";
import type { ModuleScope, SpaceName } from "./scope.ts";
import { heapOf, heapType, isNullable, refType, results, typeUse, writeHeapType } from "./types.ts";

/** Where an instruction stands: what its immediates can refer to. */
export interface CodeContext {
  readonly cursor: Cursor;
  readonly scope: ModuleScope;
  readonly out: Writer;
  readonly locals: Map<string, number>;
  /** Names of the open blocks, innermost last. */
  readonly labels: (string | undefined)[];
}

type ImmediateWriter = (code: CodeContext, width: number) => void;

const EMPTY_BLOCK = 0x40;
const MEMORY_BIT = 0x40;

const labelIndex = ({ cursor, labels }: CodeContext): number => {
  if (cursor.kind !== ID) return cursor.u32();
  const { offset } = cursor;
  const name = cursor.takeId();
  const at = labels.lastIndexOf(name);
  if (at < 0) throw unknownName(cursor.source, offset, "label", name);
  return labels.length - 1 - at;
};

export const writeLabel = (code: CodeContext): void => void code.out.u32(labelIndex(code));

function labels(code: CodeContext): void {
  const list: number[] = [];
  do list.push(labelIndex(code));
  while (code.cursor.kind === NUMBER || code.cursor.kind === ID);
  code.out.u32(list.length - 1);
  for (const label of list) code.out.u32(label);
}

function local({ cursor, out, locals }: CodeContext): void {
  if (cursor.kind !== ID) {
    out.u32(cursor.u32());
    return;
  }
  const { offset } = cursor;
  const name = cursor.takeId();
  const found = locals.get(name);
  if (found === undefined) throw unknownName(cursor.source, offset, "local", name);
  out.u32(found);
}

/** An index that must be there. */
const required =
  (space: SpaceName): ImmediateWriter =>
  ({ cursor, scope, out }) =>
    void out.u32(index(cursor, scope, space));

/** A table or memory index, 0 when it is left out. */
const optional = (code: CodeContext, space: "table" | "memory"): number =>
  atIndex(code.cursor, A[space]!) ? index(code.cursor, code.scope, space) : 0;

/** Two indices of one space, or none. */
const pair =
  (space: "table" | "memory"): ImmediateWriter =>
  (code) => {
    const { cursor, scope, out } = code;
    if (!atIndex(cursor, A[space]!)) {
      out.u32(0).u32(0);
      return;
    }
    out.u32(index(cursor, scope, space));
    out.u32(index(cursor, scope, space));
  };

/** `[table] elem` or `[memory] data`: the first may be left out, and comes second in the binary. */
const segment =
  (space: "table" | "memory", of: "elem" | "data"): ImmediateWriter =>
  ({ cursor, scope, out }) => {
    const named = cursor.kind === LPAR || cursor.peek(1) === NUMBER || cursor.peek(1) === ID;
    const item = named ? index(cursor, scope, space) : 0;
    if (of === "data") scope.usesData = true;
    out.u32(index(cursor, scope, of)).u32(item);
  };

function callIndirect(code: CodeContext): void {
  const table = optional(code, "table");
  const use = typeUse(code.cursor, code.scope);
  code.out.u32(use.index).u32(table);
}

export function memarg(code: CodeContext, width: number): void {
  writeMemarg(code, width, optional(code, "memory"));
}

function writeMemarg({ cursor, scope, out }: CodeContext, width: number, memory: number): void {
  const offset = cursor.kind === OFFSET ? accessOffset(cursor, scope) : 0;
  const align = cursor.kind === ALIGN ? alignment(cursor) : Math.log2(width);
  if (memory === 0) out.u32(align);
  else out.u32(align | MEMORY_BIT).u32(memory);
  if (typeof offset === "number") out.u32(offset);
  else writeU64(out, offset);
}

/** Beyond 32 bits only where the module has a 64-bit memory. */
function accessOffset(cursor: Cursor, scope: ModuleScope): number | bigint {
  const { tokens, source, pos } = cursor;
  cursor.pos++;
  const bits = scope.memory64 ? 64 : 32;
  return unsigned(source, tokens.start[pos]! + "offset=".length, tokens.end[pos]!, bits);
}

function alignment(cursor: Cursor): number {
  const { tokens, source, pos } = cursor;
  const start = tokens.start[pos]!;
  const bytes = Number(unsigned(source, start + "align=".length, tokens.end[pos]!, 64));
  const exponent = Math.log2(bytes);
  if (bytes === 0 || !Number.isInteger(exponent)) throw badAlignment(source, start);
  cursor.pos++;
  return exponent;
}

function writeU64(out: Writer, value: bigint): void {
  for (; value > 0x7fn; value >>= 7n) out.u8(Number(value & 0x7fn) | 0x80);
  out.u8(Number(value));
}

/** A lone number is the lane, not the memory. */
function memargLane(code: CodeContext, width: number): void {
  const { cursor } = code;
  const next = cursor.peek(1);
  const memory = cursor.kind !== NUMBER || next === NUMBER || next === OFFSET || next === ALIGN;
  writeMemarg(code, width, memory ? optional(code, "memory") : 0);
  lane(code);
}

function lane({ cursor, out }: CodeContext): void {
  const { offset } = cursor;
  if (cursor.kind !== NUMBER || /[+-]/.test(cursor.source[offset]!)) throw cursor.unexpected("a lane index");
  const value = cursor.u32();
  if (value > 255) throw badLane(cursor.source, offset);
  out.u8(value);
}

function shuffle(code: CodeContext): void {
  const { cursor } = code;
  for (let i = 0; i < 16; i++) {
    if (cursor.kind !== NUMBER) throw wrongLaneCount(cursor.source, cursor.offset, 16);
    lane(code);
  }
}

function i32({ cursor, out }: CodeContext): void {
  const { tokens, source, pos } = cursor;
  if (cursor.kind !== NUMBER) throw cursor.unexpected("an i32 literal");
  out.s32(signed32(source, tokens.start[pos]!, tokens.end[pos]!));
  cursor.pos++;
}

function i64({ cursor, out }: CodeContext): void {
  const { tokens, source, pos } = cursor;
  if (cursor.kind !== NUMBER) throw cursor.unexpected("an i64 literal");
  const value = signed64(source, tokens.start[pos]!, tokens.end[pos]!);
  cursor.pos++;
  if (typeof value === "number" && value === (value | 0)) out.s32(value);
  else out.s64(BigInt.asIntN(64, BigInt(value)));
}

/** Whether a word can be a float literal; the literal itself is checked as it is read. */
const FLOAT_START = /^[+\-0-9in]/;

function floatToken(cursor: Cursor, type: string): [start: number, end: number] {
  const { tokens, source, pos } = cursor;
  const start = tokens.start[pos]!;
  if (cursor.kind < ID + 1 || !FLOAT_START.test(source[start] ?? ""))
    throw cursor.unexpected(`an ${type} literal`);
  cursor.pos++;
  return [start, tokens.end[pos]!];
}

export function f32Literal(cursor: Cursor): number {
  const [start, end] = floatToken(cursor, "f32");
  return f32Bits(cursor.source, start, end);
}

export function f64Literal(cursor: Cursor): bigint {
  const [start, end] = floatToken(cursor, "f64");
  return f64Bits(cursor.source, start, end);
}

function f64({ cursor, out }: CodeContext): void {
  const bits = f64Literal(cursor);
  out.word(Number(bits & 0xffffffffn)).word(Number(bits >> 32n));
}

/** Lanes of the vector shapes: how many, and how one is written. */
const SHAPES: Record<string, readonly [count: number, write: (code: CodeContext) => void]> = {
  i8x16: [16, ({ cursor, out }) => void out.u8(smallInt(cursor, 8) & 0xff)],
  i16x8: [8, ({ cursor, out }) => halfWord(out, smallInt(cursor, 16))],
  i32x4: [4, ({ cursor, out }) => void out.word(smallInt(cursor, 32))],
  i64x2: [2, ({ cursor, out }) => doubleWord(out, longInt(cursor))],
  f32x4: [4, ({ cursor, out }) => void out.word(f32Literal(cursor))],
  f64x2: [2, ({ cursor, out }) => doubleWord(out, f64Literal(cursor))],
};

const halfWord = (out: Writer, value: number): void => void out.u8(value & 0xff).u8((value >> 8) & 0xff);

const doubleWord = (out: Writer, value: bigint): void =>
  void out.word(Number(value & 0xffffffffn)).word(Number((value >> 32n) & 0xffffffffn));

function smallInt(cursor: Cursor, bits: 8 | 16 | 32): number {
  const { tokens, source, pos } = cursor;
  cursor.pos++;
  return signed32(source, tokens.start[pos]!, tokens.end[pos]!, bits);
}

function longInt(cursor: Cursor): bigint {
  const { tokens, source, pos } = cursor;
  cursor.pos++;
  return BigInt(signed64(source, tokens.start[pos]!, tokens.end[pos]!));
}

const shapeByAtom = new Map(Object.entries(SHAPES).map(([word, shape]) => [A[word]!, shape]));

/** A shape and its lanes. */
export function v128(code: CodeContext): void {
  const { cursor } = code;
  const shape = shapeByAtom.get(cursor.kind);
  if (shape === undefined) throw cursor.unexpected("a vector shape");
  cursor.pos++;
  for (let i = 0; i < shape[0]; i++) {
    if (cursor.kind === RPAR || cursor.kind === LPAR)
      throw wrongLaneCount(cursor.source, cursor.offset, shape[0]);
    shape[1](code);
  }
}

/** The lanes of a shape whose atom is `kind`, or `undefined`. */
export const laneCount = (kind: number): number | undefined => shapeByAtom.get(kind)?.[0];

/** A block type: nothing, one result, or a function type (spec 6.5.2). */
export function blockType({ cursor, scope, out }: CodeContext): void {
  if (cursor.at(A["type"]!) || cursor.at(A["param"]!)) {
    out.s32(typeUse(cursor, scope).index);
    return;
  }
  const { offset } = cursor;
  const types = results(cursor, scope);
  if (types.length === 0) out.u8(EMPTY_BLOCK);
  else if (types.length === 1) writeValType(out, types[0]!);
  else out.s32(scope.inlineFunc({ kind: "func", params: [], results: types }, offset));
}

const CATCHES = new Map([
  [A["catch"]!, 0],
  [A["catch_ref"]!, 1],
  [atom("catch_all"), 2],
  [A["catch_all_ref"]!, 3],
]);

/** The catch clauses of try_table; their labels count from outside of it. */
export function catches(code: CodeContext): void {
  const { cursor, scope, out } = code;
  const clauses: number[][] = [];
  while (cursor.kind === LPAR && CATCHES.has(cursor.peek(1))) {
    const kind = CATCHES.get(cursor.peek(1))!;
    cursor.pos += 2;
    const tag = kind < 2 ? [index(cursor, scope, "tag")] : [];
    clauses.push([kind, ...tag, labelIndex(code)]);
    cursor.close();
  }
  out.u32(clauses.length);
  for (const clause of clauses) for (const part of clause) out.u32(part);
}

function heap({ cursor, scope, out }: CodeContext): void {
  writeHeapType(out, heapType(cursor, scope));
}

const type = ({ cursor, scope, out }: CodeContext): void => void out.u32(typeIndex(cursor, scope));

function typeField({ cursor, scope, out }: CodeContext): void {
  const struct = typeIndex(cursor, scope);
  out.u32(struct);
  if (cursor.kind !== ID) {
    out.u32(cursor.u32());
    return;
  }
  const { offset } = cursor;
  const name = cursor.takeId();
  const field = scope.types.fields.get(struct)?.get(name);
  if (field === undefined) throw unknownName(cursor.source, offset, "field", name);
  out.u32(field);
}

const typeAnd =
  (space: "elem" | "data"): ImmediateWriter =>
  (code) => {
    type(code);
    if (space === "data") code.scope.usesData = true;
    code.out.u32(index(code.cursor, code.scope, space));
  };

/** br_on_cast: a label and two reference types. */
function cast(code: CodeContext): void {
  const { cursor, scope, out } = code;
  const label = labelIndex(code);
  const from = refType(cursor, scope);
  const to = refType(cursor, scope);
  out.u8((isNullable(from) ? 1 : 0) | (isNullable(to) ? 2 : 0)).u32(label);
  writeHeapType(out, heapOf(from));
  writeHeapType(out, heapOf(to));
}

/** The types of a typed select. */
export function selectTypes({ cursor, scope, out }: CodeContext): void {
  const types = results(cursor, scope);
  out.u32(types.length);
  for (const one of types) writeValType(out, one);
}

/** The writer of each sort of immediate; blocks, `select` and casts are the instruction parser's own. */
export const WRITERS: Partial<Record<Immediate, ImmediateWriter>> = {
  label: writeLabel,
  labels,
  func: required("func"),
  "type-table": callIndirect,
  local,
  global: required("global"),
  table: (code) => void code.out.u32(optional(code, "table")),
  "table-table": pair("table"),
  "elem-table": segment("table", "elem"),
  elem: required("elem"),
  data: (code) => {
    code.scope.usesData = true;
    required("data")(code, 0);
  },
  "data-memory": segment("memory", "data"),
  memory: (code) => void code.out.u32(optional(code, "memory")),
  "memory-memory": pair("memory"),
  memarg,
  i32,
  i64,
  f32: ({ cursor, out }) => void out.word(f32Literal(cursor)),
  f64,
  heap,
  tag: required("tag"),
  type,
  "memarg-lane": memargLane,
  lane,
  shuffle,
  v128,
  "type-field": typeField,
  "type-count": (code) => {
    type(code);
    code.out.u32(code.cursor.u32());
  },
  "type-data": typeAnd("data"),
  "type-elem": typeAnd("elem"),
  "type-type": (code) => {
    type(code);
    type(code);
  },
  cast,
  fence: ({ out }) => void out.u8(0),
};

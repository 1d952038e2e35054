// Instructions that need not be decoded one by one: a byte, or two or three with small immediates. What is done with each sort of
// them stands in a table, for V8 inlines only calls whose target it knows: all of this in the loop over instructions would take
// its optimiser longer than the loop takes, and again for each sort of instruction that a program comes to late.

import type { BodyDecoder } from "../binary/index.ts";
import { I32, Op, type OpName, opcodeAt } from "../model/index.ts";
import type { FunctionCompiler } from "./function-compiler.ts";
import { FLOATS } from "./lower-floats.ts";
import { BINARY, INT32 } from "./lower-int32.ts";
import { INT64 } from "./lower-int64.ts";
import { WORD_LOADS, WORD_STORES } from "./lower-memory.ts";
import { setLocal } from "./lower-state.ts";
import { loadByView, storeByView } from "./lower-views.ts";
import { LOWERINGS } from "./lowerings.ts";
import { type ExpressionName, Ir } from "./operations.ts";

/** Compiles the instruction at `pos`: where the next one is, or `pos` if it is not short. */
type Short = (f: FunctionCompiler, decoder: BodyDecoder, bytes: Uint8Array, pos: number) => number;

/** The bit of LEB128 that says that a number goes on. */
const GOES_ON = 0x80;
/** A larger number in front of an offset says which memory, or is wrong. */
const SHORT_ALIGNMENT = 0x20;

const isLong: Short = (_f, _decoder, _bytes, pos) => pos;

/** By the byte of the opcode: the operation that it becomes. */
const operations = new Int16Array(256);

const operate: Short = (f, _, bytes, pos) => {
  f.binary(operations[bytes[pos]!]!, I32);
  return pos + 1;
};

const bare: Short = (f, decoder, bytes, pos) => {
  LOWERINGS[bytes[pos]!]!(f, decoder);
  return pos + 1;
};

const indexed: Short = (f, decoder, bytes, pos) => {
  const index = bytes[pos + 1]!;
  if (index >= GOES_ON) return pos;
  decoder.a = index;
  LOWERINGS[bytes[pos]!]!(f, decoder);
  return pos + 2;
};

const constant: Short = (f, _, bytes, pos) => {
  const byte = bytes[pos + 1]!;
  if (byte >= GOES_ON) return pos;
  f.pushConstant((byte << 25) >> 25);
  return pos + 2;
};

const set: Short = (f, _, bytes, pos) => {
  const index = bytes[pos + 1]!;
  if (index >= GOES_ON) return pos;
  setLocal(f, f.locals[index]!);
  return pos + 2;
};

const tee: Short = (f, decoder, bytes, pos) => {
  const next = set(f, decoder, bytes, pos);
  if (next !== pos) f.getLocal(f.locals[bytes[pos + 1]!]!);
  return next;
};

const isShortAccess = (f: FunctionCompiler, bytes: Uint8Array, pos: number): boolean =>
  bytes[pos + 1]! < SHORT_ALIGNMENT && bytes[pos + 2]! < GOES_ON && !f.options.target.arrays;

const load: Short = (f, _, bytes, pos) => {
  if (!isShortAccess(f, bytes, pos)) return pos;
  loadByView(f, I32, operations[bytes[pos]!]!, 0, bytes[pos + 2]!);
  return pos + 3;
};

const store: Short = (f, _, bytes, pos) => {
  if (!isShortAccess(f, bytes, pos)) return pos;
  f.integerTop();
  storeByView(f, operations[bytes[pos]!]!, 0, bytes[pos + 2]!);
  return pos + 3;
};

/** By the byte of the opcode. */
export const SHORT: readonly Short[] = table();

function table(): Short[] {
  const all = new Array<Short>(256).fill(isLong);
  const put = (names: readonly string[], short: Short) => {
    for (const name of names) if (Op[name as OpName] < all.length) all[Op[name as OpName]] = short;
  };
  const putOperations = (rows: Readonly<Partial<Record<OpName, ExpressionName>>>, short: Short) => {
    put(Object.keys(rows), short);
    for (const [name, operation] of Object.entries(rows)) operations[Op[name as OpName]] = Ir[operation];
  };
  const isBare = (name: string) => opcodeAt(Op[name as OpName])!.immediate === "none";
  put([INT32, INT64, FLOATS].flatMap(Object.keys).filter(isBare), bare);
  put(["drop", "select"], bare);
  put(["br_if", "call", "global.get", "global.set"], indexed);
  put(["local.set"], set);
  put(["local.tee"], tee);
  put(["i32.const"], constant);
  putOperations(BINARY, operate);
  putOperations(WORD_LOADS, load);
  putOperations(WORD_STORES, store);
  return all;
}

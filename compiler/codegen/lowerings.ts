// What each instruction becomes, by dense opcode index: the union of the lowering tables.

import { OPCODE_SPACE, Op, type OpName, opcodeAt } from "../model/index.ts";
import { NONE } from "./ir.ts";
import { CALLS } from "./lower-calls.ts";
import { CONTROL } from "./lower-control.ts";
import { EXCEPTIONS } from "./lower-exceptions.ts";
import { FLOATS } from "./lower-floats.ts";
import { BINARY, INT32 } from "./lower-int32.ts";
import { INT64 } from "./lower-int64.ts";
import { MEMORY, WORD_LOADS, WORD_STORES } from "./lower-memory.ts";
import { STATE } from "./lower-state.ts";
import type { Lowering, LoweringTable } from "./lowering.ts";
import { type ExpressionName, Ir } from "./operations.ts";

function combine(tables: readonly LoweringTable[]): Lowering[] {
  const all = new Array<Lowering>(OPCODE_SPACE);
  for (const table of tables)
    for (const [name, lowering] of Object.entries(table)) all[Op[name as OpName]] = lowering;
  return all;
}

export const LOWERINGS: readonly Lowering[] = combine([
  CONTROL,
  CALLS,
  EXCEPTIONS,
  STATE,
  MEMORY,
  INT32,
  INT64,
  FLOATS,
]);

/** Short instructions: what is done with them where they need not be decoded one by one (`instructions.ts`). */
export const [LONG, OPERATE, GET, CONST, SET, TEE, LOAD, STORE, BARE, INDEXED] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
] as const;

/** By the byte of the opcode: which of them it is. */
export const SHORT = new Uint8Array(256);
/** Of those that operate, load or store: the operation. */
export const OPERATIONS = new Int16Array(256).fill(NONE);

function shorten(sort: number, names: readonly string[]): void {
  for (const name of names) if (Op[name as OpName] < SHORT.length) SHORT[Op[name as OpName]] = sort;
}

function operate(sort: number, rows: Readonly<Partial<Record<OpName, ExpressionName>>>): void {
  shorten(sort, Object.keys(rows));
  for (const [name, operation] of Object.entries(rows)) OPERATIONS[Op[name as OpName]] = Ir[operation];
}

const isBare = (name: string) => opcodeAt(Op[name as OpName])!.immediate === "none";

shorten(BARE, [INT32, INT64, FLOATS].flatMap(Object.keys).filter(isBare));
shorten(BARE, ["drop", "select"]);
shorten(INDEXED, ["br_if", "call", "global.get", "global.set"]);
shorten(GET, ["local.get"]);
shorten(SET, ["local.set"]);
shorten(TEE, ["local.tee"]);
shorten(CONST, ["i32.const"]);
operate(OPERATE, BINARY);
operate(LOAD, WORD_LOADS);
operate(STORE, WORD_STORES);

// What each instruction becomes, by dense opcode index: the union of the lowering tables.

import { OPCODE_SPACE, Op, type OpName } from "../model/index.ts";
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

/** What an instruction becomes without special cases, by opcode: an operation, or `NONE`. */
function operationsOf(rows: Readonly<Partial<Record<OpName, ExpressionName>>>): Int16Array {
  const operations = new Int16Array(OPCODE_SPACE).fill(NONE);
  for (const [name, operation] of Object.entries(rows)) operations[Op[name as OpName]] = Ir[operation];
  return operations;
}

export const BINARY_OPERATIONS = operationsOf(BINARY);
export const LOAD_OPERATIONS = operationsOf(WORD_LOADS);
export const STORE_OPERATIONS = operationsOf(WORD_STORES);

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

// What each instruction becomes, by dense opcode index: the union of the lowering tables.

import { OPCODE_SPACE, Op, type OpName } from "../model/index.ts";
import { CALLS } from "./lower-calls.ts";
import { CONTROL } from "./lower-control.ts";
import { EXCEPTIONS } from "./lower-exceptions.ts";
import { FLOATS } from "./lower-floats.ts";
import { INT32 } from "./lower-int32.ts";
import { INT64 } from "./lower-int64.ts";
import { MEMORY } from "./lower-memory.ts";
import { STATE } from "./lower-state.ts";
import type { Lowering, LoweringTable } from "./lowering.ts";

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

// Active segments as instructions: a passive segment, and the code that applies and drops it.

import type { Writer } from "../base/index.ts";
import type { DataDef, ElementDef, Span } from "../model/index.ts";

const BULK = 0xfc;
const MEMORY_INIT = 8;
const DATA_DROP = 9;
const TABLE_INIT = 12;
const ELEM_DROP = 13;
const I32_CONST = 0x41;

/** The instructions of a constant expression, without its `end`. */
export const instructions = ({ bytes, start, end }: Span) => bytes.subarray(start, end - 1);

/** Writes what the active element segment `index` does at instantiation, for a passive one. */
export function writeTableInit(to: Writer, { at, table, items }: ElementDef, index: number): void {
  const count = items.form === "funcs" ? items.indices.length : items.exprs.length;
  to.raw(instructions(at!)).u8(I32_CONST).s32(0).u8(I32_CONST).s32(count);
  to.u8(BULK).u32(TABLE_INIT).u32(index).u32(table);
  to.u8(BULK).u32(ELEM_DROP).u32(index);
}

/** Writes what the active data segment `index` does at instantiation, for a passive one. */
export function writeMemoryInit(to: Writer, { at, memory, content }: DataDef, index: number): void {
  to.raw(instructions(at!)).u8(I32_CONST).s32(0);
  to.u8(I32_CONST).s32(content.end - content.start);
  to.u8(BULK).u32(MEMORY_INIT).u32(index).u32(memory);
  to.u8(BULK).u32(DATA_DROP).u32(index);
}

const PASSIVE_FUNCS = 1;
const PASSIVE_EXPRS = 5;

export const passiveElement = (element: ElementDef): ElementDef => ({
  ...element,
  mode: "passive",
  at: undefined,
  flags: element.items.form === "funcs" ? PASSIVE_FUNCS : PASSIVE_EXPRS,
});

export const passiveData = (segment: DataDef): DataDef => ({
  ...segment,
  mode: "passive",
  at: undefined,
  flags: 1,
});

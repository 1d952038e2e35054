// The opcode table. It drives decoding (immediate), validation (signature, feature), text (name, immediate)
// and code generation (name): an instruction is described here and nowhere else.

import type { Feature } from "../base/index.ts";
import { CORE_ROWS } from "./opcodes-core.ts";

/** What follows an opcode in the binary, in order; a hyphen separates two immediates. */
export type Immediate =
  | "none"
  | "block" // a block type
  | "label"
  | "labels" // br_table
  | "func"
  | "type-table" // call_indirect
  | "local"
  | "global"
  | "table"
  | "table-table"
  | "elem-table"
  | "elem"
  | "data"
  | "data-memory"
  | "memory"
  | "memory-memory"
  | "memarg" // alignment, memory if bit 6 of it is set, offset
  | "i32"
  | "i64"
  | "f32"
  | "f64"
  | "types" // the typed select
  | "heap" // a heap type
  | "tag"
  | "try-table" // a block type and catch clauses
  // known to the text format only
  | "type"
  | "memarg-lane"
  | "lane"
  | "shuffle"
  | "v128"
  | "type-field"
  | "type-count"
  | "type-data"
  | "type-elem"
  | "type-type"
  | "cast" // br_on_cast
  | "ref" // ref.test, ref.cast
  | "fence";

export type OpcodeRow = readonly [
  code: number,
  name: string,
  immediate: Immediate,
  signature: string,
  feature?: Feature | undefined,
  width?: number | undefined,
];

export interface Opcode {
  /** One byte, or `prefix << 8 | sub-opcode` (`prefix << 12 | sub-opcode` where that exceeds a byte). */
  readonly code: number;
  /** Dense index: 0–255 the one-byte opcodes, then each prefix in a range of its own; see `PREFIX_BASE`. */
  readonly index: number;
  readonly name: string;
  readonly immediate: Immediate;
  readonly signature: string;
  readonly feature: Feature | undefined;
  /** Bytes accessed, for memory instructions; 0 otherwise. */
  readonly width: number;
}

/** Where the sub-opcodes of each prefix byte begin in the dense index. */
export const PREFIX_BASE: Readonly<Record<number, number>> = {
  0xfc: 0x100,
  0xfd: 0x200,
  0xfe: 0x400,
  0xfb: 0x500,
};

/** One more than the largest dense index. */
export const OPCODE_SPACE = 0x600;

function indexOf(code: number): number {
  if (code < 0x100) return code;
  const wide = code > 0xffff;
  const prefix = wide ? code >> 12 : code >> 8;
  return PREFIX_BASE[prefix]! + (wide ? code & 0xfff : code & 0xff);
}

const byIndex: (Opcode | undefined)[] = new Array(OPCODE_SPACE).fill(undefined);
const byName = new Map<string, Opcode>();

/** Adds rows to the table; the text format does so for the instructions that only it knows. */
export function addOpcodes(rows: readonly OpcodeRow[]): void {
  for (const [code, name, immediate, signature, feature, width = 0] of rows) {
    const opcode: Opcode = { code, index: indexOf(code), name, immediate, signature, feature, width };
    byIndex[opcode.index] = opcode;
    byName.set(name, opcode);
  }
}

addOpcodes(CORE_ROWS);

/** Names of the instructions the compiler runs; `select_t` is the typed `select`. */
export type OpName = (typeof CORE_ROWS)[number][1];

/** Dense index by name: `Op["i32.add"]`. */
export const Op = Object.fromEntries(CORE_ROWS.map(([code, name]) => [name, indexOf(code)])) as Record<
  OpName,
  number
>;

/** The opcode with a dense index, or `undefined`. */
export const opcodeAt = (index: number): Opcode | undefined => byIndex[index];

/** The opcode of a name, or `undefined`. `select` is the untyped one. */
export const opcodeNamed = (name: string): Opcode | undefined => byName.get(name);

/** Every opcode in the table, by dense index. */
export const allOpcodes = (): Opcode[] => byIndex.filter((opcode) => opcode !== undefined);

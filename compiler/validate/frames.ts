// An open block as one number, a frame, from its lowest bits on: the type that it leaves, in seven bits, 0 if there is none;
// whether the rest of it is unreachable; the type that a branch to it passes, in a byte; and the opcode that opened it.

import { EMPTY_BLOCK } from "../binary/index.ts";
import { EXNREF, EXTERNREF, F32, F64, FUNCREF, type FuncType, I32, I64, Op } from "../model/index.ts";

/** In place of a type: the block has parameters or several results, which stand elsewhere. */
export const MANY = 1;
export const LABEL_SHIFT = 8;
export const OPENER_SHIFT = 16;
export const DEAD = 0x80;
/** The type that it leaves. */
export const RESULT = 0x7f;

/** The frame of a block that leaves a value of the type, `MANY`, or nothing. */
export function frameOf(opcode: number, type: number): number {
  const passed = opcode === Op["loop"] && type !== MANY ? 0 : type;
  return (opcode << OPENER_SHIFT) | (passed << LABEL_SHIFT) | type;
}

export const openerOf = (frame: number): number => frame >> OPENER_SHIFT;

/** Types without parameters, and with one result at most, by the result; 0 stands for none. */
const SHORT_TYPES: FuncType[] = [];
SHORT_TYPES[0] = { kind: "func", params: [], results: [] };
for (const type of [I32, I64, F32, F64, FUNCREF, EXTERNREF, EXNREF])
  SHORT_TYPES[type] = { kind: "func", params: [], results: [type] };

export const shortType = (result: number): FuncType => SHORT_TYPES[result]!;

/** A block type that is no index, by the number that the body decoder gives it. */
export const shortBlockType = (type: number): FuncType => shortType(type === EMPTY_BLOCK ? 0 : type + 0x80);

// Blocks, branches and calls as they mostly are: of numbers, with one result at most. These functions work on the arrays of
// `Stacks` that the loop of `bodies.ts` holds, since each property costs V8's interpreter as much as several arguments. They
// return the height that the instruction leaves, or -1 if its rule is to look at it, and then have changed nothing.

import { EMPTY_BLOCK } from "../binary/index.ts";
import { F64, type FuncType, I32, Op } from "../model/index.ts";
import { DEAD, LABEL_SHIFT, OPENER_SHIFT, openerOf, RESULT } from "./frames.ts";
import { BR_IF, DROP, ELSE, GLOBAL_GET, GLOBAL_SET, RETURN, SELECT, UNREACHABLE } from "./shapes.ts";

const REFUSED = -1;
/** The block type of neither parameters nor results. */
const NO_TYPE = EMPTY_BLOCK + 0x80;
const IF_OP = Op["if"];
const LOOP_OP = Op["loop"];
const ELSE_OP = Op["else"];

/** A block opens, as the frame at `depth`; `byte` is its type. */
export function opened(
  op: number,
  byte: number,
  operands: Uint8Array,
  height: number,
  floor: number,
  frames: Int32Array,
  depth: number,
): number {
  if (byte < F64 && byte !== NO_TYPE) return REFUSED;
  if (byte > I32) return REFUSED;
  const left = op === IF_OP ? height - 1 : height;
  if (left < floor) return REFUSED;
  if (op === IF_OP && operands[left] !== I32) return REFUSED;
  const type = byte === NO_TYPE ? 0 : byte;
  const passed = op === LOOP_OP ? 0 : type << LABEL_SHIFT;
  frames[depth] = (op << OPENER_SHIFT) | passed | type;
  return left;
}

/** Whether a block can end here: it leaves what it is to leave, and is no `if` that needs an `else`. */
export function isComplete(frame: number, operands: Uint8Array, height: number, floor: number): boolean {
  const result = frame & RESULT;
  if (result === 0) return height === floor;
  return height - 1 === floor && operands[floor] === result && frame >> OPENER_SHIFT !== IF_OP;
}

/** A branch out of the function or to a label. */
export function branched(
  kind: number,
  byte: number,
  operands: Uint8Array,
  height: number,
  floor: number,
  frames: Int32Array,
  depth: number,
): number {
  const label = kind === RETURN ? depth : byte;
  if (label > depth || label >= 0x80) return REFUSED;
  let left = height;
  if (kind === BR_IF && operands[--left] !== I32) return REFUSED;
  const passed = (frames[depth - label]! >> LABEL_SHIFT) & 0xff;
  if (left < (passed === 0 ? floor : floor + 1)) return REFUSED;
  if (passed !== 0 && operands[left - 1] !== passed) return REFUSED;
  if (kind === BR_IF) return left;
  frames[depth]! |= DEAD;
  return floor;
}

// A signature: the result, a byte; then of each parameter, from the last one on, how far its type is from I32, two bits;
// then a 1.
const PARAMS_SHIFT = 8;
const MOST_PARAMS = 10;

/** A function type in one number; `REFUSED` if it does not fit. */
export function signatureOf({ params, results }: FuncType): number {
  if (params.length > MOST_PARAMS || results.length > 1) return REFUSED;
  let packed = 1;
  for (let i = 0; i < params.length; i++) {
    if (params[i]! < F64) return REFUSED;
    packed = (packed << 2) | (I32 - params[i]!);
  }
  return (packed << PARAMS_SHIFT) | (results[0] ?? 0);
}

export function called(signature: number, operands: Uint8Array, height: number, floor: number): number {
  if (signature < 0) return REFUSED;
  let left = height;
  for (let rest = signature >> PARAMS_SHIFT; rest > 1; rest >>= 2)
    if (operands[--left] !== I32 - (rest & 3)) return REFUSED;
  if (left < floor) return REFUSED;
  const result = signature & 0xff;
  if (result !== 0) operands[left++] = result;
  return left;
}

/** Bit of the type of a global that can be set. */
export const MUTABLE = 0x80;

/** The other instructions; `global` is the type of the global that the immediate names, 0 if there is none. */
export function applied(
  kind: number,
  global: number,
  operands: Uint8Array,
  height: number,
  floor: number,
  frames: Int32Array,
  depth: number,
): number {
  switch (kind) {
    case ELSE: {
      const frame = frames[depth]!;
      const types = frame & ~DEAD & 0xffff;
      if (openerOf(frame) !== IF_OP || !isComplete(types, operands, height, floor)) return REFUSED;
      frames[depth] = (ELSE_OP << OPENER_SHIFT) | types;
      return floor;
    }
    case DROP:
      return height > floor ? height - 1 : REFUSED;
    case SELECT: {
      const type = operands[height - 2]!;
      if (height - 3 < floor || type < F64) return REFUSED;
      return operands[height - 1] === I32 && operands[height - 3] === type ? height - 2 : REFUSED;
    }
    case UNREACHABLE:
      frames[depth]! |= DEAD;
      return floor;
    case GLOBAL_GET:
      if (global === 0) return REFUSED;
      operands[height] = global & ~MUTABLE;
      return height + 1;
    case GLOBAL_SET:
      if ((global & MUTABLE) === 0 || height <= floor) return REFUSED;
      return operands[height - 1] === (global & ~MUTABLE) ? height - 1 : REFUSED;
    default:
      return REFUSED;
  }
}

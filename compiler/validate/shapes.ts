// The signatures of simple instructions as small integers, one an opcode, and how their immediates are passed over: what
// the body validator's loop reads.

import type { Features } from "../base/index.ts";
import {
  allOpcodes,
  type Immediate,
  Op,
  OPCODE_SPACE,
  type Opcode,
  type OpName,
  opcodeAt,
  typeOfLetter,
} from "../model/index.ts";
import { WIDE_ARITHMETIC } from "./arithmetic.ts";

/** An instruction whose type depends on its context: validation has a rule of its own for it. */
export const SPECIAL = -1;
/** Instructions on locals are a third of all: `BodyValidator` knows them itself. */
export const LOCAL_GET = -2;
export const LOCAL_SET = -3;
export const LOCAL_TEE = -4;

// A shape packs value types, which fit in seven bits: the result, then the operands from the top of the stack
// down, at these shifts; zero where there is none.
export const TOP_SHIFT = 8;
export const SECOND_SHIFT = 16;
export const TYPE_MASK = 0xff;
/** The instruction accesses memory: memory index and alignment are to be checked. */
export const ACCESS = 1 << 24;
/** How many operands it has, 0 to 2, and how many results, 0 or 1. */
export const POPS_SHIFT = 25;
export const PUSHES_SHIFT = 27;

function shapeOf({ immediate, signature }: Opcode): number {
  if (signature === "") return SPECIAL;
  const [operands, results] = signature.split(":").map((letters) => [...letters].map(typeOfLetter));
  const plain = immediate === "none" || immediate === "memarg" || /^[if](32|64)$/.test(immediate);
  if (!plain || operands!.length > 2) return SPECIAL;
  const [top = 0, second = 0] = operands!.reverse();
  const access = immediate === "memarg" ? ACCESS : 0;
  const counts = (operands!.length << POPS_SHIFT) | (results!.length << PUSHES_SHIFT);
  return (results![0] ?? 0) | (top << TOP_SHIFT) | (second << SECOND_SHIFT) | access | counts;
}

/** The shape of each opcode, by dense index. */
export const SHAPES = new Int32Array(OPCODE_SPACE).fill(SPECIAL);
/** The bits of its shape that name operands, by how many there are. */
const OPERANDS = [0, TYPE_MASK << TOP_SHIFT, (TYPE_MASK << TOP_SHIFT) | (TYPE_MASK << SECOND_SHIFT)];
export const MASKS = new Int32Array(OPCODE_SPACE);
/** log2 of the width of each access. */
export const NATURAL = new Uint8Array(OPCODE_SPACE);
for (const opcode of allOpcodes()) {
  SHAPES[opcode.index] = shapeOf(opcode);
  MASKS[opcode.index] = OPERANDS[(SHAPES[opcode.index]! >> POPS_SHIFT) & 3] ?? 0;
  NATURAL[opcode.index] = Math.log2(opcode.width || 1);
}
SHAPES[Op["local.get"]] = LOCAL_GET;
SHAPES[Op["local.set"]] = LOCAL_SET;
SHAPES[Op["local.tee"]] = LOCAL_TEE;

// What the loop over instructions does with a one-byte opcode. Their order is that of the loop's tests: instructions on
// locals, constants, operators, what opens a block, and so on, the frequent ones first.
export const GET = 1;
export const SET = 2;
export const TEE = 3;
/** A constant in LEB128. */
export const NUMBER = 4;
export const FLOAT = 5;
/** Two operands of one type, one result. */
export const BINARY = 6;
/** As `BINARY`, and counted (arithmetic.ts). */
export const WIDE = 7;
/** One operand, one result. */
export const UNARY = 8;
export const LOAD = 9;
export const STORE = 10;
export const BLOCK = 11;
export const LOOP = 12;
export const IF = 13;
export const END = 14;
export const BR_IF = 15;
export const BR = 16;
export const RETURN = 17;
export const CALL = 18;
export const ELSE = 19;
export const DROP = 20;
export const SELECT = 21;
export const UNREACHABLE = 22;
export const GLOBAL_GET = 23;
export const GLOBAL_SET = 24;
/** It is left to the body decoder and `instruction`. */
export const OTHER = 25;

const OWN_KINDS: Partial<Record<OpName, number>> = {
  "local.get": GET,
  "local.set": SET,
  "local.tee": TEE,
  block: BLOCK,
  loop: LOOP,
  if: IF,
  else: ELSE,
  end: END,
  br: BR,
  br_if: BR_IF,
  return: RETURN,
  unreachable: UNREACHABLE,
  call: CALL,
  drop: DROP,
  select: SELECT,
  "global.get": GLOBAL_GET,
  "global.set": GLOBAL_SET,
};
const CONSTANT_KINDS: Partial<Record<Immediate, number>> = {
  i32: NUMBER,
  i64: NUMBER,
  f32: FLOAT,
  f64: FLOAT,
};

/** Types of the operand on top and of the result, by opcode. */
export const TOPS = new Uint8Array(256);
export const RESULTS = new Uint8Array(256);
/** Bytes that a constant takes with its opcode, in LEB128 at least. */
export const WIDTHS = new Uint8Array(256);
const CONSTANT_WIDTHS: Partial<Record<Immediate, number>> = { i32: 2, i64: 2, f32: 5, f64: 9 };

function kindOf({ index, name, immediate }: Opcode): number {
  const shape = SHAPES[index]!;
  if (shape < 0) return OWN_KINDS[name as OpName] ?? OTHER;
  const pops = (shape >> POPS_SHIFT) & 3;
  if (immediate === "memarg") return pops === 1 ? LOAD : STORE;
  if (immediate !== "none") return CONSTANT_KINDS[immediate] ?? OTHER;
  if (pops === 1) return UNARY;
  return pops === 2 && TOPS[index] === ((shape >> SECOND_SHIFT) & TYPE_MASK) ? BINARY : OTHER;
}

const KINDS = new Uint8Array(256).fill(OTHER);
for (const opcode of allOpcodes()) {
  if (opcode.index >= 256) continue;
  const shape = SHAPES[opcode.index]!;
  TOPS[opcode.index] = (shape >> TOP_SHIFT) & TYPE_MASK;
  RESULTS[opcode.index] = shape & TYPE_MASK;
  WIDTHS[opcode.index] = CONSTANT_WIDTHS[opcode.immediate] ?? 0;
  KINDS[opcode.index] = kindOf(opcode);
}
for (const name of WIDE_ARITHMETIC) KINDS[Op[name]] = WIDE;

/** What the loop does with each opcode under a set of features, in a module with or without memories. */
export function kindsUnder(features: Features, memories: boolean): Uint8Array {
  const kinds = KINDS.slice();
  for (let index = 0; index < 256; index++) {
    const feature = opcodeAt(index)?.feature;
    const off = feature !== undefined && !features.has(feature);
    const blind = !memories && (kinds[index] === LOAD || kinds[index] === STORE);
    if (off || blind) kinds[index] = OTHER;
  }
  return kinds;
}

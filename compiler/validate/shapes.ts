// The signatures of simple instructions as small integers, one an opcode, and how their immediates are passed over: what
// the body validator's loop reads.

import type { Features } from "../base/index.ts";
import {
  allOpcodes,
  type Immediate,
  Op,
  OPCODE_SPACE,
  type Opcode,
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

// What the loop over instructions does with a one-byte opcode. 0: it is left to the body decoder and `instruction`.
/** One operand, one result. */
export const UNARY = 1;
/** Two operands of one type, one result. */
export const BINARY = 2;
/** A constant in LEB128. */
export const NUMBER = 3;
export const FLOAT = 4;
export const LOAD = 5;
export const STORE = 6;
export const GET = 7;
export const SET = 8;
export const TEE = 9;
/** As `BINARY`, and counted (arithmetic.ts). */
export const WIDE = 13;
/** Has a rule, and no immediate. */
export const RULE = 10;
/** Has a rule and an index. */
export const RULE_INDEX = 11;
/** Has a rule and a block type. */
export const RULE_BLOCK = 12;

const LOCAL_KINDS: Readonly<Record<number, number>> = {
  [LOCAL_GET]: GET,
  [LOCAL_SET]: SET,
  [LOCAL_TEE]: TEE,
};
const RULE_KINDS: Partial<Record<Immediate, number>> = {
  none: RULE,
  label: RULE_INDEX,
  func: RULE_INDEX,
  global: RULE_INDEX,
  block: RULE_BLOCK,
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

function kindOf({ index, immediate }: Opcode): number {
  const shape = SHAPES[index]!;
  if (shape === SPECIAL) return RULE_KINDS[immediate] ?? 0;
  if (shape < 0) return LOCAL_KINDS[shape]!;
  const pops = (shape >> POPS_SHIFT) & 3;
  if (immediate === "memarg") return pops === 1 ? LOAD : STORE;
  if (immediate !== "none") return CONSTANT_KINDS[immediate] ?? 0;
  if (pops === 1) return UNARY;
  return pops === 2 && TOPS[index] === ((shape >> SECOND_SHIFT) & TYPE_MASK) ? BINARY : 0;
}

const KINDS = new Uint8Array(256);
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
    if (off || blind) kinds[index] = 0;
  }
  return kinds;
}

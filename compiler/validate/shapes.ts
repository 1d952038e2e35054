// The signatures of simple instructions as small integers, one an opcode: what the body validator's loop reads.

import { allOpcodes, Op, OPCODE_SPACE, type Opcode, typeOfLetter } from "../model/index.ts";

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

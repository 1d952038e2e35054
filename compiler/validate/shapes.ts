// The signatures of simple instructions as small integers, one an opcode: what the body validator's loop reads.

import { allOpcodes, OPCODE_SPACE, type Opcode, typeOfLetter } from "../model/index.ts";

/** An instruction whose type depends on its context: validation has a rule of its own for it. */
export const SPECIAL = -1;

// A shape packs value types, which fit in seven bits: the result, then the operands from the top of the stack
// down, at these shifts; zero where there is none.
export const TOP_SHIFT = 8;
export const SECOND_SHIFT = 16;
export const TYPE_MASK = 0xff;
/** The instruction accesses memory: memory index and alignment are to be checked. */
export const ACCESS = 1 << 24;

function shapeOf({ immediate, signature }: Opcode): number {
  if (signature === "") return SPECIAL;
  const [operands, results] = signature.split(":").map((letters) => [...letters].map(typeOfLetter));
  const plain = immediate === "none" || immediate === "memarg" || /^[if](32|64)$/.test(immediate);
  if (!plain || operands!.length > 2) return SPECIAL;
  const [top = 0, second = 0] = operands!.reverse();
  const access = immediate === "memarg" ? ACCESS : 0;
  return (results![0] ?? 0) | (top << TOP_SHIFT) | (second << SECOND_SHIFT) | access;
}

/** The shape of each opcode, by dense index. */
export const SHAPES = new Int32Array(OPCODE_SPACE).fill(SPECIAL);
/** log2 of the width of each access. */
export const NATURAL = new Uint8Array(OPCODE_SPACE);
for (const opcode of allOpcodes()) {
  SHAPES[opcode.index] = shapeOf(opcode);
  NATURAL[opcode.index] = Math.log2(opcode.width || 1);
}

// A first look at a body: are there narrow values, and which locals does the analysis have to follow?

import type { BodyDecoder, BodySink } from "../binary/index.ts";
import { I32, I64, Op, type OpName, OPCODE_SPACE, type ValType } from "../model/index.ts";

/** Instructions that leave less than 64 bits. */
const NARROWING: readonly OpName[] = [
  "i64.extend_i32_s",
  "i64.extend_i32_u",
  "i64.load8_s",
  "i64.load8_u",
  "i64.load16_s",
  "i64.load16_u",
  "i64.load32_s",
  "i64.load32_u",
  "i64.and",
  "i64.shr_u",
  "i64.rem_u",
];

const setOf = (names: readonly OpName[]): Uint8Array => {
  const set = new Uint8Array(OPCODE_SPACE);
  for (const name of names) set[Op[name]] = 1;
  return set;
};

const narrows = setOf(NARROWING);
const EXTENSIONS = new Set<number>([Op["i64.extend_i32_s"], Op["i64.extend_i32_u"]]);

export class Survey implements BodySink {
  /** There is a value that is narrow from the start. */
  narrow = false;
  /** 32-bit locals that are extended to 64 bits. */
  readonly extended = new Set<number>();
  private last = -1;

  instruction(op: number, body: BodyDecoder): void {
    if (narrows[op] === 1) this.narrow = true;
    if (op === Op["local.get"] || op === Op["local.tee"]) this.last = body.a;
    else {
      if (this.last >= 0 && EXTENSIONS.has(op)) this.extended.add(this.last);
      this.last = -1;
    }
  }

  /** For each local its number among those to be followed, or -1; and how many those are. */
  follow(types: readonly ValType[]): { slots: Int32Array; count: number } {
    const slots = new Int32Array(types.length).fill(-1);
    let count = 0;
    types.forEach((type, local) => {
      if (type === I64 || (type === I32 && this.extended.has(local))) slots[local] = count++;
    });
    return { slots, count };
  }
}

// A first look at a body: does the range analysis pay, and which locals does it have to follow?

import type { BodyDecoder, BodySink } from "../binary/index.ts";
import { I32, I64, Op, type OpName, OPCODE_SPACE, type ValType } from "../model/index.ts";

/** Instructions that are cheaper on one word than on two. */
const PAYING: readonly OpName[] = [
  "i64.add",
  "i64.sub",
  "i64.mul",
  "i64.div_s",
  "i64.div_u",
  "i64.rem_s",
  "i64.rem_u",
  "i64.lt_s",
  "i64.lt_u",
  "i64.gt_s",
  "i64.gt_u",
  "i64.le_s",
  "i64.le_u",
  "i64.ge_s",
  "i64.ge_u",
  "i64.eq",
  "i64.ne",
];

const pays = new Uint8Array(OPCODE_SPACE);
for (const name of PAYING) pays[Op[name]] = 1;
const EXTENSIONS = new Set<number>([Op["i64.extend_i32_s"], Op["i64.extend_i32_u"]]);

export class Survey implements BodySink {
  /** How many instructions would be cheaper. */
  paying = 0;
  /** 32-bit locals that are extended to 64 bits. */
  readonly extended = new Set<number>();
  private last = -1;

  instruction(op: number, body: BodyDecoder): void {
    this.paying += pays[op]!;
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

// A first look at a body: does the range analysis pay, and which locals does it have to follow?

import { type BodyDecoder, type BodySink, NESTING } from "../binary/index.ts";
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

const pays = setOf(PAYING);
const narrows = setOf(NARROWING);
const LOOP = Op["loop"];
const EXTENSIONS = new Set<number>([Op["i64.extend_i32_s"], Op["i64.extend_i32_u"]]);

export class Survey implements BodySink {
  /** How many instructions would be cheaper; and how many in loops. */
  paying = 0;
  repeated = 0;
  /** There is a value that is narrow from the start. */
  narrow = false;
  /** 32-bit locals that are extended to 64 bits. */
  readonly extended = new Set<number>();
  private last = -1;
  /** How many blocks are open, and where among them the loops are. */
  private depth = 0;
  private readonly loops: number[] = [];

  instruction(op: number, body: BodyDecoder): void {
    if (NESTING[op] !== 0) this.nest(op);
    else if (pays[op] === 1) this.pay();
    if (narrows[op] === 1) this.narrow = true;
    if (op === Op["local.get"] || op === Op["local.tee"]) this.last = body.a;
    else {
      if (this.last >= 0 && EXTENSIONS.has(op)) this.extended.add(this.last);
      this.last = -1;
    }
  }

  private nest(op: number): void {
    if (NESTING[op] === 1) {
      this.depth++;
      if (op === LOOP) this.loops.push(this.depth);
    } else {
      if (this.loops[this.loops.length - 1] === this.depth) this.loops.pop();
      this.depth--;
    }
  }

  private pay(): void {
    this.paying++;
    if (this.loops.length > 0) this.repeated++;
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

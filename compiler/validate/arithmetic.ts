// How much 64-bit arithmetic each body has: noted while the bodies are validated, so that who wants to do it on one word
// (ranges/) need not look at bodies where that would change nothing.

import type { OpName } from "../model/index.ts";

/** Instructions that are cheaper on one word than on two. */
export const WIDE_ARITHMETIC: readonly OpName[] = [
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

export class Arithmetic {
  /** By position among the module's own functions: how many of these instructions the body has, and how many in loops. */
  readonly all: Int32Array;
  readonly inLoops: Int32Array;
  /** How many of them came so far in the body. The loop of `bodies.ts` counts them itself. */
  count = 0;
  /** How many loops are open, how many of the instructions came before these, and how many in loops that are closed. */
  private loops = 0;
  private before = 0;
  private repeated = 0;

  constructor(own: number) {
    this.all = new Int32Array(own);
    this.inLoops = new Int32Array(own);
  }

  begin(): void {
    this.count = this.loops = this.repeated = 0;
  }

  /** A loop begins, `count` instructions after the body did. */
  enterLoop(count: number): void {
    if (this.loops++ === 0) this.before = count;
  }

  leaveLoop(count: number): void {
    if (--this.loops === 0) this.repeated += count - this.before;
  }

  /** The body at `position` ends. */
  end(position: number): void {
    this.all[position] = this.count;
    this.inLoops[position] = this.repeated;
  }
}

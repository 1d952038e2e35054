// What is known of the locals at one point of a function: an interval of each, and for loops that end at a variable
// bound, that a local is at most another one and a constant (`x <= bound + slack`, as signed numbers).

import type { Interval } from "./interval.ts";

/** No local. */
export const NO_LOCAL = -1;
/** No bound either, nor ever again: a loop that drops a bound does not take up another. */
const DROPPED = -2;

/** A value of the operand stack. */
export interface Value {
  readonly type: number;
  readonly lo: number;
  readonly hi: number;
  readonly align: number;
  /** The local that holds this very value now, if any. */
  origin: number;
  /** value <= local `bound` + slack. */
  bound: number;
  readonly slack: number;
  /** Of a comparison: what it compares. */
  readonly test: Test | undefined;
}

/** A comparison of two values of one type. */
export interface Test {
  readonly order: Order;
  readonly x: Value;
  readonly y: Value;
}

export type Order = "eq" | "ne" | "lt" | "le" | "lt_u" | "le_u";

const FIELDS = 5;

/** The bounds at which growing intervals stop, ascending; constants that are compared with may join them. */
export class Thresholds {
  private readonly sorted: number[];

  constructor(...sorted: number[]) {
    this.sorted = sorted;
  }

  add(x: number): void {
    if (this.sorted.length >= 64 || !Number.isSafeInteger(x) || this.sorted.includes(x)) return;
    this.sorted.push(x);
    this.sorted.sort((a, b) => a - b);
  }

  /** The smallest that is at least x. */
  above(x: number): number {
    for (const it of this.sorted) if (it >= x) return it;
    return Infinity;
  }

  below(x: number): number {
    for (let i = this.sorted.length - 1; i >= 0; i--) if (this.sorted[i]! <= x) return this.sorted[i]!;
    return -Infinity;
  }
}

export class State {
  readonly count: number;
  /** lo, hi, align, bound and slack of the locals, one after the other. */
  private readonly fields: Float64Array;
  /** Whether any local may have a bound. */
  private bounded = false;

  constructor(count: number) {
    this.count = count;
    this.fields = new Float64Array(count * FIELDS).fill(NO_LOCAL, 3 * count, 4 * count);
  }

  assign({ fields, bounded }: State): this {
    this.fields.set(fields);
    this.bounded = bounded;
    return this;
  }

  copy(): State {
    return new State(this.count).assign(this);
  }

  lo(local: number): number {
    return this.fields[local]!;
  }

  align(local: number): number {
    return this.fields[2 * this.count + local]!;
  }

  bound(local: number): number {
    return this.fields[3 * this.count + local]!;
  }

  slack(local: number): number {
    return this.fields[4 * this.count + local]!;
  }

  /** The upper end, by the interval and by the other local that bounds it. */
  hi(local: number): number {
    const own = this.fields[this.count + local]!;
    const bound = this.bound(local);
    return bound < 0 ? own : Math.min(own, this.fields[this.count + bound]! + this.slack(local));
  }

  set(local: number, { lo, hi, align }: Interval, bound = NO_LOCAL, slack = 0): void {
    const { count, fields } = this;
    fields[local] = lo;
    fields[count + local] = hi;
    fields[2 * count + local] = align;
    // What is bounded by the old value of this local is so no more.
    if (this.bounded)
      for (let i = 3 * count; i < 4 * count; i++) if (fields[i] === local) fields[i] = NO_LOCAL;
    this.limit(local, bound === local ? NO_LOCAL : bound, slack);
  }

  private limit(local: number, bound: number, slack: number): void {
    if (bound >= 0) this.bounded = true;
    this.fields[3 * this.count + local] = bound;
    this.fields[4 * this.count + local] = slack;
  }

  /** Learns that a local is at most, or at least. False: it cannot be, so this is never reached. */
  private atMost(local: number, x: number): boolean {
    if (x < this.fields[this.count + local]!) this.fields[this.count + local] = x;
    return this.lo(local) <= this.hi(local);
  }

  private atLeast(local: number, x: number): boolean {
    if (x > this.lo(local)) this.fields[local] = x;
    return this.lo(local) <= this.hi(local);
  }

  /** Learns that a test came out true. False: it cannot. */
  refine({ order, x, y }: Test): boolean {
    if (order === "eq") return this.ordered(x, y, 0) && this.ordered(y, x, 0);
    if (order === "ne") return this.unequal(x, y) && this.unequal(y, x);
    const strict = order === "lt" || order === "lt_u";
    const signed = order === "lt" || order === "le";
    if (!signed && y.lo < 0) return true;
    // Below what is not negative, unsigned: not negative either.
    if (!signed && x.origin !== NO_LOCAL && !this.atLeast(x.origin, 0)) return false;
    return signed || x.lo >= 0 || x.origin !== NO_LOCAL ? this.ordered(x, y, strict ? 1 : 0) : true;
  }

  /** x + gap <= y. */
  private ordered(x: Value, y: Value, gap: number): boolean {
    if (y.origin !== NO_LOCAL && !this.atLeast(y.origin, x.lo + gap)) return false;
    if (x.origin === NO_LOCAL) return true;
    const known = this.atMost(x.origin, y.hi - gap);
    if (y.origin !== NO_LOCAL && y.origin !== x.origin) this.limit(x.origin, y.origin, -gap);
    return known;
  }

  /** x differs from y, where x is a local: at an end of its interval, or at its bound. */
  private unequal(x: Value, y: Value): boolean {
    if (x.origin === NO_LOCAL) return true;
    const step = 2 ** Math.min(x.align, y.align);
    const bounded = x.bound !== NO_LOCAL && x.bound === y.origin && x.slack <= 0;
    if (bounded) this.limit(x.origin, y.origin, Math.min(x.slack, -step));
    else if (x.hi <= y.lo && y.origin !== NO_LOCAL && y.origin !== x.origin)
      this.limit(x.origin, y.origin, -step);
    if (y.lo !== y.hi) return true;
    if (x.hi === y.lo && !this.atMost(x.origin, x.hi - step)) return false;
    return x.lo !== y.lo || this.atLeast(x.origin, x.lo + step);
  }

  /**
   * Makes this say no more than both states do; true if it says less than before. With thresholds, what grows grows up
   * to one of them.
   */
  join(from: State, widen?: Thresholds): boolean {
    const { count } = this;
    const bounded = this.bounded || from.bounded;
    let changed = false;
    for (let local = 0; local < count; local++) {
      if (bounded && (this.bound(local) >= 0 || from.bound(local) >= 0) && this.joinBound(local, from))
        changed = true;
      if (this.joinInterval(local, from, widen)) changed = true;
    }
    return changed;
  }

  /** A bound is kept where the other state has it too, or its intervals imply it. */
  private joinBound(local: number, from: State): boolean {
    const bound = this.bound(local);
    if (bound === NO_LOCAL) return this.adopt(local, from.bound(local), from.slack(local));
    if (bound === DROPPED || from.implies(local, bound, this.slack(local))) return false;
    this.limit(local, DROPPED, 0);
    return true;
  }

  /** A bound of the other state that holds here anyway may be needed further on. */
  private adopt(local: number, bound: number, slack: number): boolean {
    if (bound < 0 || !this.implies(local, bound, slack)) return false;
    this.limit(local, bound, slack);
    return true;
  }

  private implies(local: number, bound: number, slack: number): boolean {
    if (this.bound(local) === bound && this.slack(local) <= slack) return true;
    return this.hi(local) - this.lo(bound) <= slack;
  }

  private joinInterval(local: number, from: State, widen: Thresholds | undefined): boolean {
    const { count, fields } = this;
    const theirs = from.fields;
    if (
      theirs[local]! >= fields[local]! &&
      theirs[count + local]! <= fields[count + local]! &&
      theirs[2 * count + local]! >= fields[2 * count + local]!
    )
      return false;
    return this.growInterval(local, from, widen);
  }

  private growInterval(local: number, from: State, widen: Thresholds | undefined): boolean {
    const { count, fields } = this;
    const align = from.align(local);
    const unit = 2 ** align;
    const lo = Math.ceil(from.lo(local) / unit) * unit;
    const hi = Math.floor(from.hi(local) / unit) * unit;
    let changed = false;
    if (align < this.align(local)) {
      fields[2 * count + local] = align;
      changed = true;
    }
    const step = 2 ** this.align(local);
    if (lo < this.lo(local)) {
      fields[local] = widen ? Math.ceil(widen.below(lo) / step) * step : lo;
      changed = true;
    }
    if (hi > fields[count + local]!) {
      fields[count + local] = widen ? Math.floor(widen.above(hi) / step) * step : hi;
      changed = true;
    }
    return changed;
  }
}

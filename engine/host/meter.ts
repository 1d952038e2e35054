// Fuel and deadlines. Metered code counts a share of units down in `cell` by itself and calls `spent` when that is used up;
// the meter hands out the next share, or throws. It is the embedder's object: engines that are given the same one share it.

import { outOfFuel, outOfTime, wrongAmount } from "./errors.ts";

export interface MeterOptions {
  /** Units that code may use, roughly one for 64 bytes of wasm code run through; without limit by default. */
  readonly fuel?: number | undefined;
  /** Milliseconds from now; without limit by default. */
  readonly time?: number | undefined;
}

/** Shares: small integers in every engine; and so many units that looking at the clock takes next to no time. */
const LARGEST_SHARE = 2 ** 30 - 1;
const TIMED_SHARE = 1 << 14;

/** Items of a bulk operation that are a unit, and the most that can be done: of more the operation traps or fails at once. */
const SORTS: readonly (readonly [perUnit: number, most: number])[] = [
  [1024, 2 ** 31], // bytes
  [8, 10_000_000], // elements
  [1 / 8, 65_536], // pages
];

/** Environments without `performance` have `Date`. */
const now = (): number => (typeof performance === "object" ? performance.now() : Date.now());

/** What code may still use: units of fuel, and time. Reading tells what is left, writing grants anew. */
export class Meter {
  /** What generated code counts down. Below zero: used, but not granted yet. */
  readonly cell: Int32Array = new Int32Array(1);
  /** Units beyond those in the cell. */
  private reserve: number;
  /** When code is stopped, by `now`. */
  private end = Number.POSITIVE_INFINITY;

  /** @throws TypeError for what is no amount */
  constructor({ fuel = Number.POSITIVE_INFINITY, time }: MeterOptions = {}) {
    this.reserve = amount("fuel", fuel);
    if (time !== undefined) this.time = time;
  }

  /** Units that are left; `Infinity` for no limit. */
  get fuel(): number {
    return Math.max(0, this.reserve + this.cell[0]!);
  }

  set fuel(units: number) {
    this.reserve = amount("fuel", units);
    this.cell[0] = 0;
  }

  /** Milliseconds that are left; `Infinity` for no limit. */
  get time(): number {
    return Math.max(0, this.end - now());
  }

  set time(milliseconds: number) {
    this.end = now() + amount("time", milliseconds);
    // The next count asks again, and looks at the clock.
    this.reserve += Math.max(0, this.cell[0]!);
    this.cell[0] = 0;
  }

  /** Called when the cell is below zero: the next share. @throws InterruptError */
  readonly spent = (): void => {
    const left = this.reserve + this.cell[0]!;
    this.cell[0] = 0;
    this.reserve = Math.max(0, left);
    if (left < 0) throw outOfFuel();
    if (now() >= this.end) throw outOfTime();
    const share = Math.min(left, this.end === Number.POSITIVE_INFINITY ? LARGEST_SHARE : TIMED_SHARE);
    this.reserve -= share;
    this.cell[0] = share;
  };

  /** Takes off what an operation on `count` items costs. @throws InterruptError */
  readonly spend = (count: number, sort: number): void => {
    const [perUnit, most] = SORTS[sort]!;
    const items = count >>> 0;
    if (items > most) return;
    this.reserve -= Math.floor(items / perUnit);
    if (this.reserve + this.cell[0]! < 0 || this.end !== Number.POSITIVE_INFINITY) this.spent();
  };
}

/** Makes a meter: `createEngine({ meter })` makes code that obeys it. */
export const createMeter = (options?: MeterOptions): Meter => new Meter(options);

function amount(what: string, found: unknown): number {
  if (typeof found !== "number" || !(found >= 0)) throw wrongAmount(what, found);
  return found === Number.POSITIVE_INFINITY ? found : Math.floor(found);
}

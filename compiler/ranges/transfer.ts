// What an instruction makes of intervals, as tables. An instruction that is in none of them gives anything of its type.

import type { OpName } from "../model/index.ts";
import {
  add,
  and,
  anyI32,
  anyI64,
  bits,
  constant,
  divSigned,
  divUnsigned,
  fitI32,
  fitI64,
  type Interval,
  isConstant,
  MAX_S32,
  MAX_U32,
  MIN_S32,
  mul,
  or,
  remSigned,
  remUnsigned,
  shl,
  shrSigned,
  shrUnsigned,
  signedBits,
  sub,
} from "./interval.ts";

/** `y` is the top of the stack; of an instruction with one operand, `x` is. */
export type Transfer = (x: Interval, y: Interval) => Interval;

/** A shift by a constant amount. */
const shift =
  (width: number, by: (x: Interval, n: number, width: number) => Interval): Transfer =>
  (x, y) =>
    isConstant(y) ? by(x, ((y.lo % width) + width) % width, width) : anyI64();

/** An i32 as it is when it is read unsigned. */
const unsigned = (x: Interval): Interval => (x.lo >= 0 ? x : bits(32));

/** Instructions that i32 and i64 have alike. */
function both(type: "i32" | "i64", fit: (x: Interval) => Interval): [string, Transfer][] {
  const width = type === "i32" ? 32 : 64;
  const make = (name: string, transfer: Transfer): [string, Transfer] => [
    `${type}.${name}`,
    (x, y) => fit(transfer(x, y)),
  ];
  const extend = (name: string, count: number) =>
    make(name, (x) => {
      const narrow = signedBits(count);
      return x.lo >= narrow.lo && x.hi <= narrow.hi ? x : narrow;
    });
  const count: Transfer = () => bits(7);
  return [
    make("add", add),
    make("sub", sub),
    make("mul", mul),
    make("and", and),
    make("or", or),
    make("xor", (x, y) => ({ ...or(x, y), align: Math.min(x.align, y.align) })),
    make("div_u", divUnsigned),
    make("div_s", divSigned),
    make("rem_u", remUnsigned),
    make("rem_s", remSigned),
    make("shl", shift(width, shl)),
    make("shr_u", shift(width, shrUnsigned)),
    make("shr_s", shift(width, shrSigned)),
    make("clz", count),
    make("ctz", count),
    make("popcnt", count),
    make("load8_u", () => bits(8)),
    make("load8_s", () => signedBits(8)),
    make("load16_u", () => bits(16)),
    make("load16_s", () => signedBits(16)),
    extend("extend8_s", 8),
    extend("extend16_s", 16),
  ];
}

const OWN: Partial<Record<OpName, Transfer>> = {
  "i64.load32_u": () => bits(32),
  "i64.load32_s": () => anyI32(),
  "i64.extend_i32_u": unsigned,
  "i64.extend_i32_s": (x) => x,
  "i64.extend32_s": (x) => (x.lo >= MIN_S32 && x.hi <= MAX_S32 ? x : anyI32()),
  "i32.wrap_i64": (x) => fitI32(x),
};

export const TRANSFERS: Readonly<Record<string, Transfer>> = {
  ...Object.fromEntries([...both("i32", fitI32), ...both("i64", fitI64)]),
  ...OWN,
};

/** The constant that an i64 is, where float64 holds it. */
export const constantI64 = (low: number, high: number): Interval => constant(high * 2 ** 32 + (low >>> 0));

/** Bits of what is told of a value: it is the zero extension, the sign extension of its low 32 bits. */
export const UNSIGNED = 1;
export const SIGNED = 2;

export function narrowness({ lo, hi }: Interval): number {
  return (lo >= 0 && hi <= MAX_U32 ? UNSIGNED : 0) | (lo >= MIN_S32 && hi <= MAX_S32 ? SIGNED : 0);
}

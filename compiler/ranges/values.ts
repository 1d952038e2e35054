// Values of the operand stack, and what a comparison says of them.

import { I32, I64, type ValType } from "../model/index.ts";
import { anyI32, anyI64, constant, type Interval, interval } from "./interval.ts";
import { NO_LOCAL, type Order, type Test, type Value } from "./state.ts";

export const isInteger = (type: ValType): boolean => type === I32 || type === I64;

/** Anything of a type. */
export const anyOf = (type: ValType): Interval =>
  type === I64 ? anyI64() : type === I32 ? anyI32() : interval(0, 0);

/** A value of a type, without a connection to locals. */
export const makeValue = (type: ValType, { lo, hi, align }: Interval): Value => ({
  type,
  lo,
  hi,
  align,
  origin: NO_LOCAL,
  bound: NO_LOCAL,
  slack: 0,
  test: undefined,
});

const ANY_I32 = makeValue(I32, anyI32());
const ANY_I64 = makeValue(I64, anyI64());
const NO_INTEGER = makeValue(0, interval(0, 0));

/** A value that may be anything: the same one each time, as there is nothing in it that could change. */
export const unknown = (type: ValType): Value =>
  type === I64 ? ANY_I64 : type === I32 ? ANY_I32 : NO_INTEGER;

export const ZERO = makeValue(I32, constant(0));

const OPPOSITE: Readonly<Record<Order, [Order, swapped: boolean]>> = {
  eq: ["ne", false],
  ne: ["eq", false],
  lt: ["le", true],
  le: ["lt", true],
  lt_u: ["le_u", true],
  le_u: ["lt_u", true],
};

export const opposite = ({ order, x, y }: Test): Test => {
  const [other, swapped] = OPPOSITE[order];
  return swapped ? { order: other, x: y, y: x } : { order: other, x, y };
};

/** The local has another value now: what was read from it, or bounded by it, is so no more. */
export function forget(value: Value, local: number): void {
  if (value.origin === local) value.origin = NO_LOCAL;
  if (value.bound === local) value.bound = NO_LOCAL;
  if (value.test) {
    forget(value.test.x, local);
    forget(value.test.y, local);
  }
}

/** The same for any local. */
export function detach(value: Value): void {
  value.origin = NO_LOCAL;
  value.bound = NO_LOCAL;
  if (value.test) {
    detach(value.test.x);
    detach(value.test.y);
  }
}

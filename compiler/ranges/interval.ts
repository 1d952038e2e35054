// Intervals of integers: what is known of an i32 or an i64, read as signed numbers. Bounds are float64 integers below
// 2^53 or infinite: a wide interval says nothing of the size.

export interface Interval {
  readonly lo: number;
  readonly hi: number;
  /** A multiple of 2^align. */
  readonly align: number;
}

const LIMIT = 2 ** 53 - 1;
export const MAX_S32 = 2 ** 31 - 1;
export const MIN_S32 = -(2 ** 31);
export const MAX_U32 = 2 ** 32 - 1;
/** Of zero, which is a multiple of everything. */
const MAX_ALIGN = 48;

export const interval = (lo: number, hi: number, align = 0): Interval => ({ lo, hi, align });
export const anyI64 = (align = 0): Interval => interval(-Infinity, Infinity, align);
export const anyI32 = (align = 0): Interval => interval(MIN_S32, MAX_S32, align);
export const bits = (count: number): Interval => interval(0, 2 ** count - 1);
export const signedBits = (count: number): Interval => interval(-(2 ** (count - 1)), 2 ** (count - 1) - 1);

/** How many trailing zeros a number has. */
function alignOf(x: number): number {
  if (x === 0) return MAX_ALIGN;
  let align = 0;
  for (let rest = Math.abs(x); rest % 2 === 0 && align < MAX_ALIGN; rest /= 2) align++;
  return align;
}

/** A constant; one that float64 does not hold exactly is unknown. */
export const constant = (x: number): Interval =>
  Math.abs(x) <= LIMIT ? interval(x, x, alignOf(x)) : anyI64();

export const isConstant = ({ lo, hi }: Interval): boolean => lo === hi;
const isBounded = ({ lo, hi }: Interval): boolean => lo >= -LIMIT && hi <= LIMIT;

/** A result of arithmetic that wraps around: what may leave the type may be anything. */
export const fitI64 = (x: Interval): Interval => (isBounded(x) ? x : anyI64(x.align));
export const fitI32 = (x: Interval): Interval =>
  x.lo >= MIN_S32 && x.hi <= MAX_S32 ? x : anyI32(Math.min(x.align, 31));

export const add = (x: Interval, y: Interval): Interval =>
  interval(x.lo + y.lo, x.hi + y.hi, Math.min(x.align, y.align));
export const sub = (x: Interval, y: Interval): Interval =>
  interval(x.lo - y.hi, x.hi - y.lo, Math.min(x.align, y.align));

export function mul(x: Interval, y: Interval): Interval {
  const align = Math.min(x.align + y.align, MAX_ALIGN);
  if (!isBounded(x) || !isBounded(y)) return anyI64(align);
  const corners = [x.lo * y.lo, x.lo * y.hi, x.hi * y.lo, x.hi * y.hi];
  return interval(Math.min(...corners), Math.max(...corners), align);
}

/** Both fit in `k` bits with a sign, so what their bits combine to does. */
function sameWidth(x: Interval, y: Interval): Interval {
  if (!isBounded(x) || !isBounded(y)) return anyI64();
  const most = Math.max(x.hi, y.hi, -x.lo - 1, -y.lo - 1, 0);
  const top = 2 ** Math.ceil(Math.log2(most + 1)) - 1;
  if (top < most || top > LIMIT) return anyI64();
  return x.lo >= 0 && y.lo >= 0 ? interval(0, top) : interval(-top - 1, top);
}

export function and(x: Interval, y: Interval): Interval {
  const align = Math.max(x.align, y.align);
  if (x.lo < 0 && y.lo < 0) return { ...sameWidth(x, y), align };
  const hi = Math.min(x.lo >= 0 ? x.hi : Infinity, y.lo >= 0 ? y.hi : Infinity);
  return interval(0, hi, align);
}

export const or = (x: Interval, y: Interval): Interval => ({
  ...sameWidth(x, y),
  align: Math.min(x.align, y.align),
});

/** Division of what is not negative by a divisor that is not. */
export function divUnsigned(x: Interval, y: Interval): Interval {
  if (x.lo >= 0 && y.lo >= 0) return interval(0, Math.floor(x.hi / Math.max(y.lo, 1)));
  const widest = Math.floor(2 ** 64 / Math.max(y.lo, 1));
  return y.lo > 2 ** 12 ? interval(0, widest) : anyI64();
}

export const divSigned = (x: Interval, y: Interval): Interval =>
  x.lo >= 0 && y.lo >= 0 ? divUnsigned(x, y) : anyI64();

export function remUnsigned(x: Interval, y: Interval): Interval {
  const below = y.lo >= 0 ? y.hi - 1 : Infinity;
  const hi = Math.min(below, x.lo >= 0 ? x.hi : Infinity);
  return hi === Infinity ? anyI64() : interval(0, Math.max(hi, 0));
}

export function remSigned(x: Interval, y: Interval): Interval {
  const most = Math.max(Math.abs(y.lo), Math.abs(y.hi)) - 1;
  if (x.lo >= 0) return interval(0, Math.max(Math.min(most, x.hi), 0));
  return most === Infinity ? anyI64() : interval(-Math.max(most, 0), Math.max(most, 0));
}

/** Shifts by a known amount; `width` is that of the type. */
export const shl = (x: Interval, n: number): Interval => mul(x, constant(2 ** n));

export function shrUnsigned(x: Interval, n: number, width: number): Interval {
  if (x.lo >= 0) return interval(Math.floor(x.lo / 2 ** n), Math.floor(x.hi / 2 ** n));
  return n > 0 && width - n <= 53 ? bits(width - n) : anyI64();
}

export function shrSigned(x: Interval, n: number, width: number): Interval {
  if (isBounded(x)) return interval(Math.floor(x.lo / 2 ** n), Math.floor(x.hi / 2 ** n));
  return width - n <= 53 ? signedBits(width - n) : anyI64();
}

export const join = (x: Interval, y: Interval): Interval =>
  interval(Math.min(x.lo, y.lo), Math.max(x.hi, y.hi), Math.min(x.align, y.align));

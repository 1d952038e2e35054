// The helpers of generated code against BigInt, and the text that is embedded against its sources.

import fc from "fast-check";
import t from "tap";
import {
  f_copysign,
  f_nearest,
  f32_bits,
  f32_from_bits,
  f64_from_bits,
  f64_high,
  f64_low,
} from "./floats.ts";
import { memory_copy, memory_move } from "./bulk.ts";
import { RuntimeError } from "./errors.ts";
import * as int64 from "./int64.ts";
import { Memory } from "./memory.ts";

const word = fc.oneof(
  fc.integer(),
  fc.constantFrom(0, 1, -1, 2, -2, 7, 2097151, -2097152, 2147483647, -2147483648),
);
const join = (low: number, high: number) => (BigInt(high) << 32n) | BigInt(low >>> 0);
const signed = (x: bigint) => BigInt.asIntN(64, x);
const unsigned = (x: bigint) => BigInt.asUintN(64, x);

type Division = (al: number, ah: number, bl: number, bh: number) => number;

function agrees(operation: Division, expected: (a: bigint, b: bigint) => bigint | undefined) {
  fc.assert(
    fc.property(word, word, word, word, (al, ah, bl, bh) => {
      const want = expected(join(al, ah), join(bl, bh));
      if (want === undefined) return true;
      const low = operation(al, ah, bl, bh);
      return signed(join(low, int64.HI)) === signed(want);
    }),
    { numRuns: 20_000 },
  );
}

t.test("64-bit division agrees with BigInt", (t) => {
  const defined = (f: (a: bigint, b: bigint) => bigint) => (a: bigint, b: bigint) =>
    b === 0n || (b === -1n && a === -(2n ** 63n)) ? undefined : f(a, b);
  const divisions: [Division[], (a: bigint, b: bigint) => bigint][] = [
    [[int64.i64_div_s, int64.i64_div_s_wide], (a, b) => a / b],
    [[int64.i64_rem_s, int64.i64_rem_s_wide], (a, b) => a % b],
    [[int64.i64_div_u, int64.i64_div_u_wide], (a, b) => unsigned(a) / unsigned(b)],
    [[int64.i64_rem_u, int64.i64_rem_u_wide], (a, b) => unsigned(a) % unsigned(b)],
  ];
  for (const [helpers, expected] of divisions)
    for (const helper of helpers) agrees(helper, defined(expected));
  t.pass("160,000 divisions");
  t.end();
});

/** Numbers of every length, and products with what is about them: quotients that are whole or nearly so. */
const anyLength = fc
  .tuple(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.integer({ min: 0, max: 63 }))
  .map(([x, shift]) => x >> BigInt(shift));
const operands = fc.oneof(
  fc.tuple(anyLength, anyLength),
  fc.tuple(anyLength, anyLength, fc.bigInt(-1n, 1n)).map(([q, b, off]) => [signed(q * b + off), b] as const),
  fc.tuple(fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n, -1n, -(2n ** 32n), 2n ** 53n), anyLength),
);
const words = (x: bigint) => [Number(BigInt.asIntN(32, x)), Number(BigInt.asIntN(32, x >> 32n))] as const;

t.test("an interpreter's division agrees with BigInt on operands of every length", (t) => {
  const { i64_div_u_wide, i64_rem_u_wide, i64_div_s_wide, i64_rem_s_wide, i64_div_s_small, i64_rem_s_small } =
    int64;
  const result = (helper: Division, a: bigint, b: bigint) => {
    const low = helper(...words(a), ...words(b));
    return signed(join(low, int64.HI));
  };
  const holds = ([a, b]: readonly [bigint, bigint]) => {
    if (b === 0n) return true;
    const [ua, ub] = [unsigned(a), unsigned(b)];
    const small = b > 0n && b < 2n ** 21n;
    return (
      result(i64_div_u_wide, a, b) === signed(ua / ub) &&
      result(i64_rem_u_wide, a, b) === signed(ua % ub) &&
      result(i64_rem_s_wide, a, b) === a % b &&
      ((b === -1n && a === -(2n ** 63n)) || result(i64_div_s_wide, a, b) === a / b) &&
      (!small || (result(i64_div_s_small, a, b) === a / b && result(i64_rem_s_small, a, b) === a % b))
    );
  };
  fc.assert(fc.property(operands, holds), { numRuns: 40_000 });
  t.pass("40,000 pairs of operands");
  t.end();
});

t.test("an interpreter's division traps", (t) => {
  const byZero = { message: "integer divide by zero" };
  const { i64_div_u_wide, i64_rem_u_wide, i64_div_s_wide, i64_rem_s_wide } = int64;
  for (const helper of [i64_div_u_wide, i64_rem_u_wide, i64_div_s_wide, i64_rem_s_wide])
    for (const [low, high] of [
      [0, 0],
      [1, 0],
      [0, -2147483648],
      [-1, -1],
      [-1, 2147483647],
    ] as const)
      t.throws(() => helper(low, high, 0, 0), byZero, `${helper.name} ${low} ${high}`);
  t.equal(i64_rem_s_wide(0, -2147483648, -1, -1), 0);
  t.equal(int64.HI, 0);
  t.end();
});

t.test("division traps", (t) => {
  t.throws(() => int64.i64_div_s(1, 0, 0, 0), { message: "integer divide by zero" });
  t.throws(() => int64.i64_div_s(0, -2147483648, -1, -1), { message: "integer overflow" });
  t.equal(int64.i64_rem_s(0, -2147483648, -1, -1), 0);
  t.equal(int64.HI, 0);
  t.throws(() => int64.i64_rem_u(1, 0, 0, 0), { message: "integer divide by zero" });
  t.throws(() => int64.i64_div_s_wide(1, 0, 0, 0), { message: "integer divide by zero" });
  t.throws(() => int64.i64_div_s_wide(0, -2147483648, -1, -1), { message: "integer overflow" });
  t.throws(() => int64.i64_rem_u_wide(1, 0, 0, 0), { message: "integer divide by zero" });
  t.end();
});

t.test("the high word of a product", (t) => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      const product = (BigInt(a >>> 0) * BigInt(b >>> 0)) >> 32n;
      return int64.mulHigh(a, b) === Number(product);
    }),
    { numRuns: 20_000 },
  );
  // Low words that are almost 2^32: x * inverse(x) is 1.
  const inverse = (odd: number) => [1, 2, 3, 4].reduce((x) => Math.imul(x, 2 - Math.imul(odd, x)), odd);
  fc.assert(
    fc.property(word, fc.integer({ min: -4096, max: -1 }), (x, low) => {
      const [a, b] = [x | 1, Math.imul(inverse(x | 1), low)];
      const product = BigInt(a >>> 0) * BigInt(b >>> 0);
      return Math.imul(a, b) === low && int64.mulHigh(a, b) === Number(product >> 32n);
    }),
    { numRuns: 20_000 },
  );
  t.pass("40,000 products");
  t.end();
});

t.test("conversion to f32 rounds once", (t) => {
  // 2^53 + 2^29 + 1: between two float32 numbers, and float64 would drop the last bit first.
  const cases: [bigint, number][] = [
    [9007199791611905n, 9007200328482816],
    [9007199254740992n + 536870912n, 9007199254740992],
    [-1n, -1],
    [16777217n, 16777216],
  ];
  for (const [value, expected] of cases) {
    const low = Number(BigInt.asIntN(32, value));
    const high = Number(BigInt.asIntN(32, value >> 32n));
    t.equal(int64.f32_convert_i64_s(low, high), expected, String(value));
  }
  t.end();
});

t.test("truncations of the ends of the range", (t) => {
  t.equal(int64.i64_trunc_s(-9223372036854775808), 0);
  t.equal(int64.HI, -2147483648);
  t.throws(() => int64.i64_trunc_s(9223372036854775808), { message: "integer overflow" });
  t.throws(() => int64.i64_trunc_u(Number.NaN), { message: "invalid conversion to integer" });
  t.equal(int64.i64_trunc_sat_u(-5), 0);
  t.equal(int64.i64_trunc_sat_s(1e30), -1);
  t.equal(int64.HI, 2147483647);
  t.end();
});

t.test("NaN payloads survive, signalling ones too", (t) => {
  for (const bits of [0x7fc00000, 0x7fa00001, -0x005fffff, 0x7f800001 | 0])
    t.equal(f32_bits(f32_from_bits(bits)), bits | 0, bits.toString(16));
  const x = f64_from_bits(1, 0x7ff00000);
  t.equal(f64_low(x), 1);
  t.equal(f64_high(), 0x7ff00000);
  t.equal(f32_bits(f_copysign(f32_from_bits(0x7fa00001), -1)), 0xffa00001 | 0);
  t.end();
});

t.test("nearest rounds ties to even and keeps -0", (t) => {
  t.same([0.5, 1.5, 2.5, -0.5, -1.5].map(f_nearest), [0, 2, 2, -0, -2]);
  t.ok(Object.is(f_nearest(-0.2), -0));
  t.end();
});

t.test("memory.copy: as copyWithin, few bytes and many, overlapping in either direction", (t) => {
  const content = Uint8Array.from({ length: 64 }, (_, i) => i + 1);
  for (let count = 0; count <= 30; count++)
    for (const [to, from] of [
      [20, 20],
      [20, 23],
      [23, 20],
      [0, 34],
      [34, 0],
    ] as const)
      for (const copy of [memory_copy, memory_move]) {
        const memory = new Memory(1, undefined, 1);
        memory.U.set(content);
        copy(memory, memory, to, from, count);
        const expected = content.slice().copyWithin(to, from, from + count);
        t.same(memory.U.slice(0, 64), expected, `${count} bytes from ${from} to ${to}`);
      }
  t.end();
});

t.test("memory.copy: nothing is written if one end is out of bounds, and from one memory to another", (t) => {
  for (const copy of [memory_copy, memory_move])
    for (const count of [3, 9, 40]) {
      const memory = new Memory(1, undefined, 1);
      const other = new Memory(1, undefined, 1);
      other.U.fill(7);
      t.throws(() => copy(memory, other, 65_536 - count + 1, 0, count), RuntimeError);
      t.throws(() => copy(memory, other, 0, 65_536 - count + 1, count), RuntimeError);
      t.throws(() => copy(memory, other, -1, 0, count), RuntimeError);
      t.same(memory.U, new Uint8Array(65_536), "untouched");
      copy(memory, other, 1, 5, count);
      t.same(memory.U.slice(0, count + 2), [0, ...new Array(count).fill(7), 0]);
    }
  t.end();
});

// Numbers at which arithmetic goes wrong: around powers of two, signs, ends of ranges, NaNs with payloads.

import type { Choices } from "./choices.ts";

export const I32_EDGES: readonly number[] = [
  0, 1, -1, 2, 3, 4, 7, 8, 16, 31, 32, 33, 63, 64, 127, 128, 255, 256, -128, -129, 0x7fff, 0x8000, 0xffff,
  0x10000, 0xfffe, 0x7fffffff, -0x80000000, -0x7fffffff, 0x7ffffffe, -2, -4, 0x55555555, -0x55555556,
  0x12345678, 65535, 65528,
];

const I64_POWERS = [7n, 8n, 15n, 16n, 24n, 31n, 32n, 33n, 52n, 53n, 62n, 63n];

/** Around each power of two, and the same negated; wrapped to 64 bits. */
export const I64_EDGES: readonly bigint[] = [
  0n,
  1n,
  -1n,
  2n,
  3n,
  5n,
  10n,
  64n,
  0x12345678_9abcdef0n,
  0x5555_5555_5555_5555n,
  -0x100000000n,
  ...I64_POWERS.flatMap((power) => [
    (1n << power) - 1n,
    1n << power,
    (1n << power) + 1n,
    -(1n << power),
    -(1n << power) - 1n,
  ]),
].map((value) => BigInt.asIntN(64, value));

/** Bits of float32 values. */
export const F32_EDGES: readonly number[] = [
  0x00000000, 0x80000000, 0x3f800000, 0xbf800000, 0x3f000000, 0xbf000000, 0x3fc00000, 0x40200000, 0x00000001,
  0x80000001, 0x007fffff, 0x00800000, 0x7f7fffff, 0xff7fffff, 0x7f800000, 0xff800000, 0x4f000000, 0xcf000000,
  0x4effffff, 0x4f800000, 0x4f7fffff, 0x5f000000, 0xdf000000, 0x5f800000, 0x5effffff, 0x4b000000, 0x4b7fffff,
  0xcf000001, 0x40490fdb, 0x3effffff,
];
/** NaNs: canonical of either sign, quiet with a payload, signalling. */
export const F32_NANS: readonly number[] = [
  0x7fc00000, 0xffc00000, 0x7fc12345, 0x7f812345, 0xff800001, 0xffffffff,
];

/** Bits of float64 values. */
export const F64_EDGES: readonly bigint[] = [
  0x0n,
  0x8000000000000000n,
  0x3ff0000000000000n,
  0xbff0000000000000n,
  0x3fe0000000000000n,
  0xbfe0000000000000n,
  0x3ff8000000000000n,
  0x4004000000000000n,
  0x1n,
  0x8000000000000001n,
  0x000fffffffffffffn,
  0x0010000000000000n,
  0x7fefffffffffffffn,
  0xffefffffffffffffn,
  0x7ff0000000000000n,
  0xfff0000000000000n,
  0x41e0000000000000n,
  0xc1e0000000000000n,
  0x41dfffffffc00000n,
  0xc1e0000000200000n,
  0x41f0000000000000n,
  0x41efffffffe00000n,
  0x43e0000000000000n,
  0xc3e0000000000000n,
  0x43f0000000000000n,
  0x43dfffffffffffffn,
  0x43efffffffffffffn,
  0x4330000000000000n,
  0x433fffffffffffffn,
  0x4340000000000000n,
  0x47efffffe0000000n,
  0x47effffff0000000n,
  0x36a0000000000000n,
  0x3690000000000000n,
  0x3ff0000010000000n,
  0x400921fb54442d18n,
  0xc1e0000000300000n,
];
export const F64_NANS: readonly bigint[] = [
  0x7ff8000000000000n,
  0xfff8000000000000n,
  0x7ff8123456789abcn,
  0x7ff0123456789abcn,
  0xfff0000000000001n,
];

export const i32Constant = (choices: Choices): number =>
  choices.weighted([
    [6, () => choices.pick(I32_EDGES)],
    [3, () => choices.below(64)],
    [2, () => choices.word()],
  ])();

export const i64Constant = (choices: Choices): bigint =>
  choices.weighted([
    [8, () => choices.pick(I64_EDGES)],
    [3, () => BigInt(choices.below(64))],
    [2, () => BigInt.asIntN(64, (BigInt(choices.word()) << 32n) | BigInt(choices.word() >>> 0))],
    [1, () => BigInt(choices.word())],
  ])();

/** Float32 bits. NaNs with payloads only where all that happens to them is fixed by the spec (`exact`). */
export const f32Constant = (choices: Choices, exact: boolean): number =>
  choices.weighted([
    [8, () => choices.pick(F32_EDGES)],
    [2, () => bitsOfF32(choices.below(200) - 100 + choices.below(4) / 4)],
    [2, () => (exact ? choices.pick(F32_NANS) : F32_NANS[0]!)],
    [1, () => quietUnlessExact(choices.word() >>> 0, exact)],
  ])();

const quietUnlessExact = (bits: number, exact: boolean): number =>
  !exact && (bits & 0x7fffffff) > 0x7f800000 ? F32_NANS[0]! : bits;

export const f64Constant = (choices: Choices, exact: boolean): bigint =>
  choices.weighted([
    [8, () => choices.pick(F64_EDGES)],
    [2, () => bitsOfF64(choices.below(200) - 100 + choices.below(4) / 4)],
    [2, () => (exact ? choices.pick(F64_NANS) : F64_NANS[0]!)],
    [1, () => bitsOfF64((choices.word() / 7) * 2 ** choices.below(40))],
  ])();

const view = new DataView(new ArrayBuffer(8));

export function bitsOfF32(value: number): number {
  view.setFloat32(0, value);
  return view.getUint32(0);
}

export function bitsOfF64(value: number): bigint {
  view.setFloat64(0, value);
  return view.getBigUint64(0);
}

export function f64OfBits(bits: bigint): number {
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}

export function f32OfBits(bits: number): number {
  view.setUint32(0, bits);
  return view.getFloat32(0);
}

// One small module with an item of every sort, cut off and flipped in every place.

import { binary, instances, moduleSection, raw, type Write, written } from "./builder.ts";

const CONST = 0x41;
const END = 0x0b;

const child = binary(
  [1, raw(1, 0x60, 0, 1, 0x7f)],
  [3, raw(1, 0)],
  [7, raw(1, 1, 0x66, 0, 0)],
  [10, raw(1, 4, 0, CONST, 7, END)],
);

const instanceType: Write = raw(2, 0x60, 0, 1, 0x7f, 0x62, 2, 0x0f, 1, 0, 7, 0, 0x07, 1, 0x66, 0, 0);

const BLOCK_I32 = [0x02, 0x7f];
const LOAD = [0x28, 2, 0];
/** Out of the function: to the block around it would be an endless loop once a bit makes that a loop. */
const BR_TABLE = [0x0e, 1, 1, 1];
const CALL = [0x10, 0];
const CALL_INDIRECT = [0x11, 0, 0];
const GLOBAL_GET = [0x23, 0];
const ADD = 0x6a;

/** Two locals, then every kind of immediate but a few. */
const sampleBody: Write = (out) => {
  raw(1, 2, 0x7e)(out);
  raw(...BLOCK_I32, CONST, 1, CONST, 0, ...LOAD, ...BR_TABLE, END)(out);
  raw(...CALL, ADD, CONST, 0, ...CALL_INDIRECT, ADD, ...GLOBAL_GET, ADD, END)(out);
};

/** Types, a nested module, an instance, an alias; a table, a memory, a global, segments, code with a branch table. */
export const SAMPLE: Uint8Array = binary(
  [1, instanceType],
  moduleSection(child),
  instances(0, 1),
  [16, raw(1, 0, 0, 0, 1, 0x66)],
  [3, raw(1, 0)],
  [4, raw(1, 0x70, 1, 2, 4)],
  [5, raw(1, 1, 1, 2)],
  [6, raw(1, 0x7f, 1, CONST, 5, END)],
  [7, raw(3, 1, 0x65, 0, 1, 1, 0x6d, 2, 0, 1, 0x69, 6, 0)],
  [9, raw(1, 0, CONST, 0, END, 2, 0, 1)],
  [12, raw(1)],
  [10, (out) => void out.u32(1).sized(written(sampleBody))],
  [11, raw(1, 0, CONST, 0, END, 3, 1, 2, 3)],
);

/** The sample cut off after each of its bytes. */
export const truncations = (): Uint8Array[] => Array.from(SAMPLE, (_, length) => SAMPLE.slice(0, length));

/** The sample with each of its bits flipped. */
export const bitFlips = (): Uint8Array[] =>
  Array.from({ length: SAMPLE.length * 8 }, (_, bit) => {
    const bytes = SAMPLE.slice();
    bytes[bit >> 3]! ^= 1 << (bit & 7);
    return bytes;
  });

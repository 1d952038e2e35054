// 64-bit products whose low word is almost 2^32: there the high word, which float64 computes, would be one too large if it
// were rounded up. BigInt tells what is right.

import t from "tap";
import { parse } from "../../compiler/text/index.ts";
import { createEngine } from "./create-engine.ts";

const words = (low: number, high: number) => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
const hex = (value: bigint) => `0x${value.toString(16)}`;

/** What an odd word is multiplied by to give 1 in the low word: each step doubles the number of bits that are right. */
function inverse(odd: number): number {
  let found = odd;
  for (let k = 0; k < 4; k++) found = Math.imul(found, 2 - Math.imul(odd, found));
  return found;
}

/** Odd factors: small and large ones, bits close together and far apart. */
const FACTORS = [
  0x4c957f2d, 0x85ebca87, 0x27d4eb2f, 0xffffffff, 0xfffffffd, 0x80000001, 0x80000003, 0x00200001, 0x7fffffff,
  0xc2b2ae3d, 0x00200003, 0x9e3779b1,
];
/** Low words of products, from the last where the result could be wrong to beyond. */
const LAST = Array.from({ length: 150 }, (_, k) => -1 - k * 29);

/** For each low word a word that gives it when it is multiplied by the factor. */
const cases = (factor: number) => LAST.map((low) => Math.imul(inverse(factor), low));

const functions = FACTORS.map(
  (
    factor,
    i,
  ) => `(func (export "by${i}") (param i64) (result i64) (i64.mul (local.get 0) (i64.const ${factor})))
  (func (export "of${i}") (param i64) (result i64) (i64.mul (i64.const ${hex(words(factor, 7))}) (local.get 0)))`,
);
const unknown = `(func (export "unknown") (param i64 i64) (result i64) (i64.mul (local.get 0) (local.get 1)))`;

for (const target of ["jit", "interpreter"] as const)
  for (const optimizations of ["", "-products"])
    t.test(`products with low words that are almost 2^32, ${target} ${optimizations}`, async (t) => {
      const engine = createEngine({ target, optimizations });
      const { instance } = await engine.instantiate(parse(`(module ${functions.join("\n")} ${unknown})`));
      const call = (name: string, ...args: bigint[]) =>
        (instance.exports[name] as (...args: bigint[]) => bigint)(...args.map((x) => BigInt.asIntN(64, x)));
      const wrong: string[] = [];
      const check = (name: string, factor: bigint, ...args: bigint[]) => {
        const expected = BigInt.asIntN(64, args[0]! * factor);
        if (call(name, ...args) !== expected) wrong.push(`${name}(${args.map(hex)})`);
      };
      FACTORS.forEach((factor, i) => {
        for (const low of cases(factor))
          for (const high of [0, 1, 0x89abcdef]) {
            const x = words(low, high);
            check(`by${i}`, BigInt(factor), x);
            check(`of${i}`, words(factor, 7), x);
            check("unknown", words(factor, high), x, words(factor, high));
          }
      });
      t.same(wrong, []);
    });

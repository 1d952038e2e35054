// 64-bit comparisons with constants, on either side: code for them looks at no more words than it must. BigInt tells what is
// right.

import t from "tap";
import { parse } from "../../compiler/text/index.ts";
import { createEngine } from "./create-engine.ts";

const ORDERS: Readonly<Record<string, (x: bigint, y: bigint) => boolean>> = {
  lt: (x, y) => x < y,
  gt: (x, y) => x > y,
  le: (x, y) => x <= y,
  ge: (x, y) => x >= y,
};
const SIGNS = ["s", "u"] as const;
const WORDS = [0n, 1n, 0x7fff_ffffn, 0x8000_0000n, 0xffff_ffffn];
const VALUES = WORDS.flatMap((high) => WORDS.map((low) => BigInt.asIntN(64, (high << 32n) | low)));

interface Comparison {
  readonly name: string;
  readonly constant: bigint;
  readonly expected: (x: bigint) => boolean;
  readonly text: string;
}

/** `unknown` is a value of which the compiler knows nothing. */
const unknown = "(i64.xor (local.get 0) (local.get 1))";

const comparisons = SIGNS.flatMap((sign) => {
  const as = sign === "s" ? (x: bigint) => x : (x: bigint) => BigInt.asUintN(64, x);
  return Object.entries(ORDERS).flatMap(([order, holds]) =>
    VALUES.flatMap((constant): Comparison[] => [
      {
        name: `x ${order}_${sign} ${constant}`,
        constant,
        expected: (x) => holds(as(x), as(constant)),
        text: `(i64.${order}_${sign} ${unknown} (i64.const ${constant}))`,
      },
      {
        name: `${constant} ${order}_${sign} x`,
        constant,
        expected: (x) => holds(as(constant), as(x)),
        text: `(i64.${order}_${sign} (i64.const ${constant}) ${unknown})`,
      },
    ]),
  );
});

for (const target of ["jit", "interpreter"] as const)
  t.test(`64-bit comparisons with constants, ${target}`, (t) => {
    const functions = comparisons.map(
      ({ text }, i) => `(func (export "f${i}") (param i64 i64) (result i32) ${text})`,
    );
    const { Module, Instance } = createEngine({ cores: "js", target });
    const bytes = parse(`(module ${functions.join("\n")})`);
    const exports = new Instance(new Module(bytes)).exports as Record<
      string,
      (x: bigint, y: bigint) => number
    >;
    const wrong = comparisons.flatMap(({ name, expected }, i) =>
      VALUES.filter((x) => exports[`f${i}`]!(x ^ 5n, 5n) !== Number(expected(x))).map((x) => `${name}: ${x}`),
    );
    t.same(wrong, []);
    t.end();
  });

// Remainders that are written as x - (x / c) * c, in the code for interpreters: against BigInt, and what only looks like one.

import t from "tap";
import { parse } from "../../compiler/text/index.ts";
import { createEngine } from "../index.ts";

const engine = createEngine({ target: "interpreter" });

type Run = (x: bigint, other: bigint) => bigint;

/** A function of $x and $other with a local $q. */
function compiled(body: string): Run {
  const text = `(module (func (export "run") (param $x i64) (param $other i64) (result i64) (local $q i64) ${body}))`;
  const { exports } = new engine.Instance(new engine.Module(parse(text) as Uint8Array<ArrayBuffer>));
  return (exports as Record<string, Run>)["run"]!;
}

const divide = (c: bigint) => `(i64.div_u (local.get $x) (i64.const ${c}))`;
const less = (c: bigint, x = "$x") => `(i64.sub (local.get ${x}) (i64.mul (local.get $q) (i64.const ${c})))`;
const u64 = (x: bigint) => BigInt.asUintN(64, x);
const LOW = 0xffffffffn;

/** Bodies for a divisor, and what they give for unsigned operands. */
const CASES: Record<
  string,
  [body: (c: bigint) => string, expected: (x: bigint, c: bigint, o: bigint) => bigint]
> = {
  remainder: [(c) => `(local.set $q ${divide(c)}) ${less(c)}`, (x, c) => x % c],
  "with the quotient": [(c) => `(i64.add (local.tee $q ${divide(c)}) ${less(c)})`, (x, c) => x / c + (x % c)],
  "another factor": [(c) => `(local.set $q ${divide(c)}) ${less(c + 1n)}`, (x, c) => x - (x / c) * (c + 1n)],
  "another dividend": [
    (c) => `(local.set $q ${divide(c)}) ${less(c, "$other")}`,
    (x, c, o) => o - (x / c) * c,
  ],
  "the dividend is set": [
    (c) => `(local.set $q ${divide(c)}) (local.set $x (local.get $other)) ${less(c)}`,
    (x, c, o) => o - (x / c) * c,
  ],
  "the dividend is set to its low word": [
    (c) =>
      `(local.set $q ${divide(c)}) (local.set $x (i64.and (local.get $x) (i64.const ${LOW}))) ${less(c)}`,
    (x, c) => (x & LOW) - (x / c) * c,
  ],
  "the quotient is set": [
    (c) => `(local.set $q ${divide(c)}) (local.set $q (local.get $other)) ${less(c)}`,
    (x, c, o) => x - o * c,
  ],
  "the quotient's low word": [
    (c) => `(local.set $q (i64.and ${divide(c)} (i64.const ${LOW}))) ${less(c)}`,
    (x, c) => x - ((x / c) & LOW) * c,
  ],
  "the product's low word": [
    (c) =>
      `(local.set $q ${divide(c)}) (i64.sub (local.get $x) (i64.and (i64.mul (local.get $q) (i64.const ${c})) (i64.const ${LOW})))`,
    (x, c) => x - (((x / c) * c) & LOW),
  ],
  "a label between": [
    (c) =>
      `(local.set $q ${divide(c)}) (if (i64.eqz (i64.and (local.get $other) (i64.const 1))) (then (local.set $q (local.get $other)))) ${less(c)}`,
    (x, c, o) => x - (o & 1n ? x / c : o) * c,
  ],
  "the dividend set while the quotient waits": [
    (c) => `${divide(c)} (local.set $x (local.get $other)) (local.set $q) ${less(c)}`,
    (x, c, o) => o - (x / c) * c,
  ],
};

/** Numbers of every length, from a generator of 64 bits. */
function* numbers(count: number): Generator<bigint> {
  yield* [0n, 1n, 9n, 10n, LOW, LOW + 1n, 2n ** 63n, 2n ** 64n - 1n];
  let state = 0x9e3779b97f4a7c15n;
  for (let i = 0; i < count; i++) {
    state = u64(state * 6364136223846793005n + 1442695040888963407n);
    yield state >> BigInt((i * 7) % 64);
  }
}

for (const [name, [body, expected]] of Object.entries(CASES))
  t.test(name, (t) => {
    const others = [...numbers(300)].reverse();
    let index = 0;
    for (const c of [3n, 10n, 1000n, 1000003n, 2097151n]) {
      const run = compiled(body(c));
      for (const x of numbers(300)) {
        const other = others[index++ % others.length]!;
        const [got, want] = [u64(run(x, other)), u64(expected(x, c, other))];
        if (got !== want) t.equal(got, want, `${x} by ${c}, ${other}`);
      }
    }
    t.pass("308 numbers by each of 5 divisors");
    t.end();
  });

// Arithmetic on 64-bit integers against the host's own WebAssembly: every instruction on operands of every form that
// the compiler treats in a way of its own (whole pairs, extended words, constants), at the edges and at random.

import t, { type Test } from "tap";
import { parse } from "../compiler/text/index.ts";
import { createEngine } from "../engine/index.ts";

const BINARY = "add sub mul div_s div_u rem_s rem_u and or xor shl shr_s shr_u rotl rotr".split(" ");
const COMPARISONS = "eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u".split(" ");
const UNARY = "clz ctz popcnt extend8_s extend16_s extend32_s".split(" ");

/** Operands by form, made from the i64 in a local. */
const FORMS = {
  pair: (x: string) => `(local.get ${x})`,
  unsigned: (x: string) => `(i64.extend_i32_u (i32.wrap_i64 (local.get ${x})))`,
  signed: (x: string) => `(i64.extend_i32_s (i32.wrap_i64 (local.get ${x})))`,
  both: (x: string) => `(i64.and (local.get ${x}) (i64.const 0x7fffffff))`,
  byte: (x: string) => `(i64.and (local.get ${x}) (i64.const 255))`,
};

const CONSTANTS = [
  "0",
  "1",
  "-1",
  "2",
  "10",
  "31",
  "33",
  "435",
  "0x7fff",
  "0x8000",
  "0x8001",
  "0x1fffff",
  "0x200000",
  "0x7fffffff",
  "0x80000000",
  "0xffffffff",
  "0x100000000",
  "0x100000001b3",
  "-0x80000000",
  "-0x80000001",
  "0x20000000000000",
  "0x7fffffffffffffff",
  "-0x8000000000000000",
  "6364136223846793005",
];

const EDGES = [...CONSTANTS, "0xfffffffe", "0x1ffffffff", "-0x100000000", "0x1fffffffffffff"].map((text) =>
  BigInt.asIntN(64, text.startsWith("-") ? -BigInt(text.slice(1)) : BigInt(text)),
);

/** A generator of pseudo-random i64 whose sizes are mixed. */
function* random(seed: bigint): Generator<bigint, never> {
  for (let x = seed; ; ) {
    x = BigInt.asUintN(64, x * 6364136223846793005n + 1442695040888963407n);
    yield BigInt.asIntN(64, x >> (x & 63n));
  }
}

interface Case {
  readonly name: string;
  readonly text: string;
}

/** Functions of two i64: each instruction on each pair of forms. */
function cases(): Case[] {
  const all: Case[] = [];
  const add = (name: string, body: string, result: string) =>
    all.push({
      name,
      text: `(func (export "${name}") (param $x i64) (param $y i64) (result ${result}) ${body})`,
    });
  const right: [string, string][] = [
    ...Object.entries(FORMS).map(([form, make]) => [form, make("$y")] as [string, string]),
    ...CONSTANTS.map((c) => [c, `(i64.const ${c})`] as [string, string]),
  ];
  for (const [form, make] of Object.entries(FORMS)) {
    const x = make("$x");
    for (const op of UNARY) add(`${op} ${form}`, `(i64.${op} ${x})`, "i64");
    add(`eqz ${form}`, `(i64.eqz ${x})`, "i32");
    for (const from of ["s", "u"])
      for (const type of ["f32", "f64"])
        add(`${type}.convert ${from} ${form}`, `(${type}.convert_i64_${from} ${x})`, type);
    for (const [other, y] of right) {
      for (const op of BINARY) add(`${op} ${form} ${other}`, `(i64.${op} ${x} ${y})`, "i64");
      for (const op of COMPARISONS) add(`${op} ${form} ${other}`, `(i64.${op} ${x} ${y})`, "i32");
      if (form === "pair" && other in FORMS === false)
        for (const op of BINARY) add(`${op} ${other} pair`, `(i64.${op} ${y} ${x})`, "i64");
    }
  }
  return all;
}

type Namespace = Pick<typeof WebAssembly, "Module" | "Instance">;
type Exports = Record<string, (x: bigint, y: bigint) => unknown>;

/** A result, or the trap in its place. */
function attempt(f: (x: bigint, y: bigint) => unknown, x: bigint, y: bigint): unknown {
  try {
    return f(x, y);
  } catch (error) {
    return /overflow|unrepresentable/.test(String(error))
      ? "overflow"
      : /zero/.test(String(error))
        ? "zero"
        : String(error);
  }
}

const instantiate = (
  space: Pick<typeof WebAssembly, "Module" | "Instance">,
  bytes: Uint8Array<ArrayBuffer>,
) => new space.Instance(new space.Module(bytes)).exports as Exports;

function compare(t: Test, all: readonly Case[], values: readonly [bigint, bigint][], list?: string): void {
  const bytes = new Uint8Array(parse(`(module ${all.map(({ text }) => text).join("\n")})`));
  const ours = instantiate(createEngine({ optimizations: list }) as unknown as Namespace, bytes);
  const native = instantiate(WebAssembly, bytes);
  for (const { name } of all) {
    const wrong = values.find(
      ([x, y]) => !Object.is(attempt(ours[name]!, x, y), attempt(native[name]!, x, y)),
    );
    if (wrong === undefined) continue;
    const [x, y] = wrong;
    t.equal(attempt(ours[name]!, x, y), attempt(native[name]!, x, y), `${name} of ${x}, ${y}`);
  }
  t.ok(all.length > 0, `${all.length} functions on ${values.length} pairs of values`);
}

const skip = typeof WebAssembly === "undefined" && "this Node runs without WebAssembly";

t.test("every instruction on every form of operands, as native code computes it", { skip }, (t) => {
  const numbers = random(0x9e3779b97f4a7c15n);
  const values: [bigint, bigint][] = [];
  EDGES.forEach((x, i) => {
    EDGES.forEach((y, j) => {
      if ((i + j) % 5 === 0) values.push([x, y]);
    });
  });
  for (let i = 0; i < 75; i++) values.push([numbers.next().value, numbers.next().value]);
  compare(t, cases(), values);
  t.end();
});

t.test("the same without the optimisations", { skip }, (t) => {
  const values = EDGES.map((x, i): [bigint, bigint] => [x, EDGES[(i * 7 + 3) % EDGES.length]!]);
  compare(t, cases(), values, "none");
  t.end();
});

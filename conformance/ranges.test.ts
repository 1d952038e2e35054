// The range analysis against the host's own WebAssembly: random functions of loops and branches on 64-bit and 32-bit
// locals, whose counters, bounds and guards are such as the analysis follows. MORTISE_SEEDS=N tries more of them.

import t from "tap";
import { parse } from "../compiler/text/index.ts";
import { createEngine } from "../engine/index.ts";

type Namespace = Pick<typeof WebAssembly, "Module" | "Instance">;

/** Pseudo-random choices from a seed. */
class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  }

  below(n: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) % n;
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }
}

const LONGS = ["$a", "$b", "$c", "$d", "$e"];
const WORDS = ["$x", "$y", "$z"];
const CONSTANTS =
  "0 1 2 3 4 8 -1 -4 10 64 100 255 0x7fffffff 0x80000000 0xffffffff -0x80000000 0x100000000".split(" ");
const ORDERS = "eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u".split(" ");

class Program {
  private readonly dice: Dice;
  private labels = 0;

  constructor(seed: number) {
    this.dice = new Dice(seed);
  }

  text(): string {
    const body = this.statements(4, 3);
    return `(func (export "f") (param $a i64) (param $b i64) (param $x i32) (param $y i32) (result i64)
      (local $c i64) (local $d i64) (local $e i64) (local $z i32) (local $fuel i32)
      (local.set $fuel (i32.const 300))
      (block $out ${body})
      (i64.add (i64.mul (local.get $a) (i64.const 31)) (i64.xor (i64.add (local.get $b) (local.get $c))
        (i64.add (i64.shl (local.get $d) (i64.const 7)) (i64.add (i64.rotl (local.get $e) (i64.const 13))
          (i64.extend_i32_s (i32.add (local.get $x) (i32.add (local.get $y) (local.get $z)))))))))`;
  }

  private statements(count: number, depth: number): string {
    const n = 1 + this.dice.below(count);
    return Array.from({ length: n }, () => this.statement(depth)).join("\n");
  }

  private statement(depth: number): string {
    const kind = this.dice.below(depth > 0 ? 10 : 5);
    if (kind < 4) return `(local.set ${this.dice.of(LONGS)} ${this.long(2)})`;
    if (kind < 5) return `(local.set ${this.dice.of(WORDS)} ${this.word(2)})`;
    if (kind < 6)
      return `(if ${this.condition()} (then ${this.statements(3, depth - 1)}) (else ${this.statements(2, depth - 1)}))`;
    if (kind < 7) return `(if ${this.condition()} (then ${this.statements(3, depth - 1)}))`;
    return kind < 9 ? this.counting(depth) : this.loop(depth);
  }

  /** A loop that ends when its fuel does, or by a condition at its end. */
  private loop(depth: number): string {
    const label = `$l${this.labels++}`;
    return `(loop ${label} ${this.statements(3, depth - 1)} ${FUEL} (br_if ${label} ${this.condition()}))`;
  }

  /** A loop as compilers write it: a start, a step, a bound. */
  private counting(depth: number): string {
    const label = `$l${this.labels++}`;
    const counter = this.dice.of(LONGS);
    const bound = this.dice.of([
      ...LONGS.filter((it) => it !== counter).map((it) => `(local.get ${it})`),
      this.constant(),
    ]);
    const step = this.dice.of(["1", "1", "2", "4", "-1", "-4"]);
    const next = `(local.tee ${counter} (i64.add (local.get ${counter}) (i64.const ${step})))`;
    const start = `(local.set ${counter} ${this.dice.of([this.constant(), this.long(1)])})`;
    const test = `(i64.${this.dice.of(["ne", "ne", "lt_s", "lt_u", "le_s", "gt_s"])} ${next} ${bound})`;
    const guard = this.dice.of([
      "",
      `(br_if $skip${label.slice(1)} (i64.ge_s (local.get ${counter}) ${bound}))`,
    ]);
    const body = this.statements(2, depth - 1);
    return `${start} (block $skip${label.slice(1)} ${guard} (loop ${label} ${body} ${FUEL} (br_if ${label} ${test})))`;
  }

  private condition(): string {
    const { dice } = this;
    const kind = dice.below(8);
    if (kind === 0) return `(i32.eqz ${this.condition()})`;
    if (kind === 1) return `(i64.eqz ${this.long(1)})`;
    if (kind === 2) return `(local.get ${dice.of(WORDS)})`;
    if (kind === 3) return `(i32.${dice.of(ORDERS)} ${this.word(1)} ${this.word(1)})`;
    return `(i64.${dice.of(ORDERS)} ${this.long(1)} ${this.long(1)})`;
  }

  private constant(): string {
    return `(i64.const ${this.dice.of(CONSTANTS)})`;
  }

  private long(depth: number): string {
    const { dice } = this;
    const kind = dice.below(depth > 0 ? 14 : 4);
    if (kind < 3) return `(local.get ${dice.of(LONGS)})`;
    if (kind === 3) return this.constant();
    if (kind === 4) return `(i64.extend_i32_s ${this.word(depth - 1)})`;
    if (kind === 5) return `(i64.extend_i32_u ${this.word(depth - 1)})`;
    if (kind === 6)
      return `(i64.and ${this.long(depth - 1)} (i64.const ${dice.of(["15", "0xff", "0x7fffffff", "-4"])}))`;
    if (kind === 7)
      return `(i64.${dice.of(["shl", "shr_u", "shr_s"])} ${this.long(depth - 1)} (i64.const ${dice.of(["1", "3", "32", "40"])}))`;
    if (kind === 8) return `(select ${this.long(depth - 1)} ${this.long(depth - 1)} ${this.condition()})`;
    if (kind === 9) return `(i64.load32_u (i32.and ${this.word(0)} (i32.const 1020)))`;
    if (kind === 10)
      return `(i64.${dice.of(["rem_u", "div_u", "rem_s", "div_s"])} ${this.long(depth - 1)} (i64.const ${dice.of(["3", "10", "0x10000", "-7"])}))`;
    return `(i64.${dice.of(["add", "add", "sub", "mul", "or", "xor", "and"])} ${this.long(depth - 1)} ${this.long(depth - 1)})`;
  }

  private word(depth: number): string {
    const { dice } = this;
    const kind = dice.below(depth > 0 ? 8 : 3);
    if (kind < 2) return `(local.get ${dice.of(WORDS)})`;
    if (kind === 2) return `(i32.const ${dice.of(["0", "1", "-1", "7", "0x7fffffff", "-0x80000000"])})`;
    if (kind === 3) return `(i32.wrap_i64 ${this.long(depth - 1)})`;
    if (kind === 4) return `(i32.shr_u ${this.word(depth - 1)} (i32.const ${dice.of(["1", "8"])}))`;
    return `(i32.${dice.of(["add", "sub", "and", "mul"])} ${this.word(depth - 1)} ${this.word(depth - 1)})`;
  }
}

const FUEL = "(br_if $out (i32.eqz (local.tee $fuel (i32.sub (local.get $fuel) (i32.const 1)))))";

const LONG_VALUES = [
  0n,
  1n,
  -1n,
  5n,
  1000n,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
  -0x80000000n,
  1n << 40n,
  -(1n << 63n),
];
const WORD_VALUES = [0, 1, -1, 9, 0x7fffffff, -0x80000000];

type F = (a: bigint, b: bigint, x: number, y: number) => bigint;

const instantiate = (space: Namespace, bytes: Uint8Array<ArrayBuffer>): F =>
  new space.Instance(new space.Module(bytes)).exports["f"] as F;

const skip = typeof WebAssembly === "undefined" && "this Node runs without WebAssembly";
const seeds = Number(process.env["MORTISE_SEEDS"] ?? 150);
const first = Number(process.env["MORTISE_FIRST"] ?? 0);

t.test("random functions compute what native code computes", { skip }, (t) => {
  const engine = createEngine() as unknown as Namespace;
  let failures = 0;
  for (let seed = first; seed < first + seeds && failures < 3; seed++) {
    const text = new Program(seed).text();
    const bytes = new Uint8Array(
      parse(
        `(module (memory 1) ${text} (data (i32.const 0) "\\01\\02\\f3\\84\\05\\86\\f7\\ff\\ff\\ff\\ff"))`,
      ),
    );
    const [ours, native] = [instantiate(engine, bytes), instantiate(WebAssembly, bytes)];
    const dice = new Dice(seed + 7);
    for (let i = 0; i < 12; i++) {
      const args: Parameters<F> = [
        dice.of(LONG_VALUES),
        dice.of(LONG_VALUES),
        dice.of(WORD_VALUES),
        dice.of(WORD_VALUES),
      ];
      const [found, wanted] = [ours(...args), native(...args)];
      if (found === wanted) continue;
      t.equal(found, wanted, `seed ${seed} of ${args.join(", ")}`);
      failures++;
      break;
    }
  }
  t.ok(true, `${seeds} functions`);
  t.end();
});

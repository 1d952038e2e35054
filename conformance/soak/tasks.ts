// What the soak does over and over, and what may be left after each: nothing.

import { parse } from "../../compiler/text/index.ts";
import { createEngine, createMeter } from "../../engine/index.ts";

export interface Task {
  readonly name: string;
  /** Does so many of what it does. */
  readonly run: (count: number) => void;
  /** How many in a round. */
  readonly count: number;
}

const W = createEngine();
const compile = (text: string) => new W.Module(parse(text));

const SMALL = compile(`(module (global $n (mut i32) (i32.const 0)) (table 1 funcref) (elem (i32.const 0) $f)
  (func $f (export "f") (result i32) (global.set $n (i32.add (global.get $n) (i32.const 1))) (global.get $n)))`);
const WITH_MEMORY = compile(`(module (memory (export "m") 1) (func (export "f") (result i32)
  (i32.store (i32.const 8) (i32.const 7)) (i32.load (i32.const 8))))`);
const LINKED = compile(`(module
  (module $library (memory (export "m") 1) (func (export "f") (result i32) (i32.const 21)))
  (module $user (import "library" (instance $l (export "m" (memory 1)) (export "f" (func (result i32)))))
    (alias $l "m" (memory))
    (func (export "g") (result i32) (i32.store (i32.const 0) (call (func $l "f"))) (i32.load (i32.const 0))))
  (instance $l (instantiate $library))
  (instance $a (instantiate $user (import "library" (instance $l))))
  (instance $b (instantiate $user (import "library" (instance $l))))
  (func (export "f") (result i32) (i32.add (call (func $a "g")) (call (func $b "g")))))`);
const GROWS =
  compile(`(module (import "env" "m" (memory 1)) (func (export "pages") (result i32) (memory.size))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "grow") (result i32) (memory.grow (i32.const 1))))`);
const THROWS = compile(`(module (import "env" "f" (func $f)) (tag $e)
  (func (export "trap") (unreachable)) (func (export "throw") (throw $e)) (func (export "host") (call $f))
  (func $deep (export "deep") (call $deep)))`);

function expect(found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`expected ${expected}, found ${found}`);
}

const call = (module: InstanceType<typeof W.Module>, name: string, imports = {}): unknown =>
  (new W.Instance(module, imports).exports[name] as () => unknown)();

const repeated = (once: (i: number) => void) => (count: number) => {
  for (let i = 0; i < count; i++) once(i);
};

function attempt(run: () => unknown): void {
  try {
    run();
  } catch {
    return;
  }
  throw new Error("nothing was thrown");
}

/** A memory that `sharers` instances have grows by them in turn; all see it. */
export function growShared(sharers: number, times: number): void {
  const m = new W.Memory({ initial: 1 });
  const instances = Array.from({ length: sharers }, () => new W.Instance(GROWS, { env: { m } }).exports);
  for (let i = 0; i < times; i++) {
    expect(instances[i % sharers]!["grow"](), i + 1);
    expect(instances[(i * 7 + 3) % sharers]!["pages"](), i + 2);
    expect(instances[(i * 5 + 1) % sharers]!["load"]((i + 1) * 65_536), 0);
  }
  expect(m.buffer.byteLength, (times + 1) * 65_536);
}

const RUNAWAY = parse(`(module (func (export "f") (loop $l (br $l))))`);

/** An engine of its own, whose module is stopped. */
function stopped(): void {
  const engine = createEngine({ meter: createMeter({ fuel: 1000 }) });
  attempt(() => new engine.Instance(new engine.Module(RUNAWAY)).exports["f"]());
}

const thrower = new W.Instance(THROWS, {
  env: {
    f: () => {
      throw new Error("host");
    },
  },
}).exports;

export const TASKS: readonly Task[] = [
  {
    name: "instances made, called and dropped",
    count: 100_000,
    run: repeated((i) => expect(call(i % 2 ? SMALL : WITH_MEMORY, "f"), i % 2 ? 1 : 7)),
  },
  {
    name: "linked trees made, called and dropped",
    count: 20_000,
    run: repeated(() => expect(call(LINKED, "f"), 42)),
  },
  {
    name: "modules compiled, instantiated and dropped",
    count: 2_000,
    run: repeated((i) =>
      expect(call(compile(`(module (func (export "f") (result i32) (i32.const ${i})))`), "f"), i),
    ),
  },
  {
    name: "growths of a memory shared by 1,000 instances",
    count: 200,
    run: (count) => growShared(1000, count),
  },
  {
    name: "traps, exceptions, errors of the host",
    count: 20_000,
    run: repeated((i) => attempt(thrower[["trap", "throw", "host"][i % 3]!] as () => unknown)),
  },
  { name: "stacks exhausted", count: 100, run: repeated(() => attempt(thrower["deep"] as () => unknown)) },
  { name: "engines made, whose code is stopped", count: 500, run: repeated(stopped) },
];

/** So many instances with a memory of 64 KiB each, alive at once, every page of them written to. */
export function living(count: number): object[] {
  return Array.from({ length: count }, () => {
    const { exports } = new W.Instance(WITH_MEMORY);
    expect((exports["f"] as () => unknown)(), 7);
    return exports;
  });
}

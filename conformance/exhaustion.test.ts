// Out of stack, anywhere: a RangeError, and the engine works afterwards. What a host function throws through wasm frames
// leaves instances as consistent as the calls that were made. Held against the native engine.

import t, { type Test } from "tap";
import { parse } from "../compiler/text/index.ts";
import { createEngine } from "../engine/index.ts";
import { ENGINES, type Exports, type FuzzEngine } from "./fuzz/engines.ts";

type Functions = Record<string, (...args: unknown[]) => unknown>;

const functions = (exports: Exports) => exports as Functions;
const binary = (text: string) => new Uint8Array(parse(text));

/** On each engine. */
function onEngines(name: string, test: (t: Test, engine: FuzzEngine) => void): void {
  for (const engine of ENGINES.core)
    t.test(`${name} (${engine.name})`, (t) => {
      test(t, engine);
      t.end();
    });
}

/** Calls until the stack ends; the error. */
function exhaust(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** Ways to recurse without end; each counts its calls in a global. */
const RECURSIONS: Readonly<Record<string, string>> = {
  direct: `(func $f (export "f") (param i64) (result i64) (call $count)
    (i64.add (call $f (i64.add (local.get 0) (i64.const 1))) (i64.const 1)))`,
  mutual: `(func $f (export "f") (param i64) (result i64) (call $count) (call $g (local.get 0)))
    (func $g (param i64) (result i64) (i64.sub (call $f (local.get 0)) (i64.const 1)))`,
  indirect: `(table 4 funcref) (elem (i32.const 2) $f) (type $t (func (param i64) (result i64)))
    (func $f (export "f") (param i64) (result i64) (call $count)
      (i64.mul (call_indirect (type $t) (local.get 0) (i32.const 2)) (i64.const 3)))`,
  "several results": `(func $g (result i32 i64 f64) (call $count) (call $g) (drop) (drop) (drop) (call $g))
    (func $f (export "f") (param i64) (result i64) (call $g) (drop) (return) (drop) (drop) (i64.const 0))`,
  "through the host": `(func $f (export "f") (param i64) (result i64) (call $count) (call $back) (local.get 0))`,
};

const moduleOf = (recursion: string) =>
  binary(`(module (import "host" "back" (func $back))
    (global $n (mut i32) (i32.const 0)) (memory (export "m") 1 3)
    (func $count (global.set $n (i32.add (global.get $n) (i32.const 1))) (i32.store (i32.const 8) (global.get $n)))
    ${recursion}
    (func (export "n") (result i32) (global.get $n))
    (func (export "twice") (param i64) (result i64 i64) (local.get 0) (i64.mul (local.get 0) (i64.const 2)))
    (func (export "grow") (result i32) (memory.grow (i32.const 1)))
    (func (export "far") (result i32) (i32.store (i32.const 70000) (i32.const 7)) (i32.load (i32.const 70000))))`);

for (const [name, recursion] of Object.entries(RECURSIONS))
  onEngines(`recursion, ${name}`, (t, engine) => {
    const bytes = moduleOf(recursion);
    const exports: Functions = functions(
      engine.instantiate(bytes, { host: { back: () => void exports["f"]!(1n) } }),
    );
    for (let round = 0; round < 3; round++) {
      const before = exports["n"]!() as number;
      t.ok(exhaust(() => exports["f"]!(1n)) instanceof RangeError);
      const calls = exports["n"]!() as number;
      t.ok(calls > before, "calls were made");
      const view = new DataView((exports["m"] as unknown as WebAssembly.Memory).buffer);
      // In JavaScript an access is a call that may itself be the one that finds no stack.
      t.ok(calls - view.getInt32(8, true) <= 1, "memory and global went together");
      t.same(exports["twice"]!(0x1_2345_6789n), [0x1_2345_6789n, 0x2_468a_cf12n]);
    }
    t.equal(exports["grow"]!(), 1);
    t.equal(exports["far"]!(), 7);
  });

onEngines("a start function out of stack", (t, engine) => {
  const bytes = binary(`(module (func $f (call $f)) (start $f))`);
  for (let round = 0; round < 3; round++)
    t.ok(exhaust(() => engine.instantiate(bytes, {})) instanceof RangeError);
  const fine = binary(`(module (func (export "f") (result i32) (i32.const 5)))`);
  t.equal(functions(engine.instantiate(fine, {}))["f"]!(), 5);
});

/** Calls `at` from as deep as the stack goes, and from every level on the way back. */
function fromTheEnd(at: () => void): void {
  try {
    fromTheEnd(at);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  at();
}

const LEAVES = 700;

/** So much code that functions are generated at their first call. */
const lazyModule = () =>
  binary(`(module (memory 1) (table ${LEAVES} funcref) (type $t (func (param i64) (result i64)))
    (elem (i32.const 0) ${Array.from({ length: LEAVES }, (_, k) => `$leaf${k}`).join(" ")})
    ${Array.from({ length: LEAVES }, (_, k) => leaf(k)).join("\n")}
    (func (export "indirect") (param i32 i64) (result i64) (call_indirect (type $t) (local.get 1) (local.get 0))))`);

const leaf = (k: number) =>
  `(func $leaf${k} (export "leaf${k}") (param i64) (result i64)
    ${"(local.set 0 (i64.xor (i64.mul (local.get 0) (i64.const 0x123456789abcdef1)) (i64.shr_u (local.get 0) (i64.const 7))))".repeat(5)}
    (i64.add (local.get 0) (i64.const ${k})))`;

onEngines("functions that are first called where the stack ends", (t, engine) => {
  const exports = functions(engine.instantiate(lazyModule(), {}));
  const expected = (k: number) => {
    let x = 3n;
    for (let i = 0; i < 5; i++)
      x = BigInt.asUintN(64, x * 0x123456789abcdef1n) ^ (BigInt.asUintN(64, x) >> 7n);
    return BigInt.asIntN(64, x + BigInt(k));
  };
  let next = 0;
  let failed = 0;
  const wrong = new Set<number>();
  fromTheEnd(() => {
    const k = next++ % LEAVES;
    const error = exhaust(() => {
      const call = k % 2 === 0 ? () => exports["indirect"]!(k, 3n) : () => exports[`leaf${k}`]!(3n);
      if (call() !== expected(k)) wrong.add(k);
    });
    if (error === undefined) return;
    failed++;
    if (!(error instanceof RangeError)) throw error;
  });
  t.ok(failed > 0, "some calls found no stack");
  for (let k = 0; k < LEAVES; k++) if (exports[`leaf${k}`]!(3n) !== expected(k)) wrong.add(k);
  t.same([...wrong], []);
});

const LINKED = `(module
  (module $m (memory 1) (table 2 funcref) (elem (i32.const 0) $f)
    (func $f (export "f") (param i32) (result i32) (i32.add (local.get 0) (i32.const 1))))
  (instance $a (instantiate $m)) (instance $b (instantiate $m))
  (func (export "f") (param i32) (result i32) (call (func $a "f") (call (func $b "f") (local.get 0)))))`;

t.test("compiling and instantiating where the stack ends", (t) => {
  const bytes = binary(LINKED) as Uint8Array<ArrayBuffer>;
  const { Module, Instance } = createEngine();
  const shared = new Module(bytes);
  const outcomes = new Set<string>();
  let level = 0;
  fromTheEnd(() => {
    if (level++ > 300) return;
    const error = exhaust(() => {
      const { exports } = new Instance(level % 2 ? shared : new Module(bytes));
      if (functions(exports)["f"]!(5) !== 7) throw new Error("wrong result");
    });
    outcomes.add(error === undefined ? "ok" : ((error as Error).name ?? String(error)));
  });
  t.ok(outcomes.has("ok"));
  t.same(
    [...outcomes].filter((name) => name !== "ok" && name !== "RangeError"),
    [],
  );
  for (const module of [shared, new Module(bytes)])
    t.equal(functions(new Instance(module).exports)["f"]!(5), 7);
  t.end();
});

const THROWER = `(module
  (import "host" "fail" (func $fail (param i32) (result i64)))
  (memory (export "m") 1 4) (global $g (export "g") (mut i64) (i64.const 0))
  (table 1 funcref) (elem (i32.const 0) $inner) (type $t (func (param i32) (result i64)))
  (func $inner (param i32) (result i64)
    (i32.store (i32.const 0) (local.get 0))
    (global.set $g (i64.extend_i32_u (local.get 0)))
    (drop (memory.grow (i32.const 1)))
    (i32.store offset=65536 (i32.const 0) (local.get 0))
    (i64.add (call $fail (local.get 0)) (i64.const 1)))
  (func (export "f") (param i32) (result i64)
    (i64.store (i32.const 16) (call_indirect (type $t) (local.get 0) (i32.const 0)))
    (i64.load (i32.const 16)))
  (func (export "far") (result i32) (i32.load offset=65536 (i32.const 0))))`;

onEngines("what the host throws passes through, and what was done stays done", (t, engine) => {
  const thrown = { any: "value" };
  const fail = (n: unknown) => {
    if ((n as number) < 10) throw thrown;
    return BigInt(n as number) << 32n;
  };
  const exports = engine.instantiate(binary(THROWER), { host: { fail } });
  const call = functions(exports);
  const word = (at: number) => new DataView((exports["m"] as WebAssembly.Memory).buffer).getInt32(at, true);
  t.equal(
    exhaust(() => call["f"]!(3)),
    thrown,
  );
  t.same([word(0), word(16), (exports["g"] as WebAssembly.Global).value], [3, 0, 3n]);
  t.equal(call["far"]!(), 3, "the memory had grown");
  t.equal(call["f"]!(11), (11n << 32n) + 1n);
  t.equal(
    exhaust(() => call["f"]!(4)),
    thrown,
  );
  t.same([word(0), word(16), (exports["g"] as WebAssembly.Global).value], [4, 1, 4n]);
});

const CATCHER = `(module
  (import "host" "fail" (func $fail))
  (memory (export "m") 1 4)
  (func $grow (drop (memory.grow (i32.const 1))) (call $fail))
  (func (export "f") (param i64) (result i64) (local i64)
    (local.set 1 (i64.mul (local.get 0) (i64.const 3)))
    (try (do (call $grow)) (catch_all (i64.store offset=65536 (i32.const 8) (local.get 1))))
    (i64.load offset=65536 (i32.const 8))))`;

onEngines("wasm that catches what the host throws sees the grown memory", (t, engine) => {
  const fail = () => {
    throw new Error("from the host");
  };
  const { f } = functions(engine.instantiate(binary(CATCHER), { host: { fail } }));
  t.equal(f!(0x1_0000_0001n), 0x3_0000_0003n);
  t.equal(f!(-1n), -3n);
});

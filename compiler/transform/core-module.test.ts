// The core module of a linked module, run by the native engine: its imports by position, what escapes by index.

import t from "tap";
import { ALL_FEATURES } from "../base/index.ts";
import { decodeModule, decodeNames } from "../binary/index.ts";
import { parse } from "../text/index.ts";
import { type ValidModule, validateModule } from "../validate/index.ts";
import { extractCore } from "./core-module.ts";

function valid(text: string): ValidModule {
  const { module } = decodeModule(parse(text), { features: ALL_FEATURES, encoding: "proposal" });
  return validateModule(module, { features: ALL_FEATURES });
}

type Exports = Record<string, (...args: unknown[]) => unknown>;

const instantiate = (bytes: Uint8Array, imports: Record<string, unknown> = {}): Exports =>
  new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)), {
    "": imports,
  } as WebAssembly.Imports).exports as Exports;

t.test(
  "imports, aliases and instances become imports by index; exports have the names of their indices",
  async (t) => {
    const core = extractCore(
      valid(`(module
      (import "lib" (instance $lib (export "add" (func (param i32 i32) (result i32))) (export "mem" (memory 1))))
      (import "host" "log" (func $log (param i32)))
      (alias $lib "add" (func $add))
      (alias $lib "mem" (memory $mem))
      (module $inner (func (export "seven") (result i32) (i32.const 7)))
      (instance $i (instantiate $inner))
      (func $run (export "run") (param i32) (result i32)
        (call $log (local.get 0))
        (i32.store (i32.const 0) (local.get 0))
        (call $add (local.get 0) (call (func $i "seven"))))
      (export "again" (func $run)) (export "log" (func $log)) (export "inner" (module $inner)))`),
    );
    t.same(
      core.imports.map(({ name }) => name),
      ["f0", "f1", "f2", "m0"],
    );
    t.same(core.exports, [
      { kind: "func", index: 3, name: "f3" },
      { kind: "func", index: 0, name: "f0" },
    ]);
    const logged: unknown[] = [];
    const m0 = new WebAssembly.Memory({ initial: 1 });
    const f0 = (value: unknown) => void logged.push(value);
    const exports = instantiate(core.bytes, { f0, f1: (a: number, b: number) => a + b, f2: () => 7, m0 });
    t.equal(exports["f3"]!(5), 12);
    t.same(logged, [5]);
    t.equal(new Uint8Array(m0.buffer)[0], 5);
  },
);

t.test("every kind; type indices stay although module and instance types go", async (t) => {
  const core = extractCore(
    valid(`(module
      (type $i (instance (export "x" (func))))
      (import "i" (instance (type $i)))
      (type $unary (func (param i32) (result i32)))
      (table $t (export "table") 1 funcref)
      (memory (export "memory") 2)
      (global $g (export "global") (mut i32) (i32.const 3))
      (global (export "constant") i32 (i32.const 4))
      (func $double (type $unary) (i32.mul (local.get 0) (i32.const 2)))
      (elem (i32.const 0) $double)
      (data (i32.const 1) "hi")
      (func $start (global.set $g (i32.const 9)))
      (start $start)
      (func (export "f") (param i32) (result i32) (call_indirect (type $unary) (local.get 0) (i32.const 0))))`),
  );
  t.same(
    core.exports.map(({ name }) => name),
    ["t0", "m0", "g0", "g1", "f2"],
  );
  const { t0, m0, g0, g1, f2 } = instantiate(core.bytes) as Record<string, unknown> as {
    t0: WebAssembly.Table;
    m0: WebAssembly.Memory;
    g0: WebAssembly.Global;
    g1: WebAssembly.Global;
    f2: (value: number) => number;
  };
  t.equal(f2(21), 42);
  t.equal(t0.length, 1);
  t.same([...new Uint8Array(m0.buffer, 1, 2)], [0x68, 0x69]);
  t.equal(g0.value, 9);
  t.equal(g1.value, 4);
});

t.test("a type that only an alias has is added behind the module's own", async (t) => {
  const core = extractCore(
    valid(`(module
      (module $m (func (export "f") (param i64 f32) (result i32 f64) (i32.const 1) (f64.const 2)))
      (instance $i (instantiate $m))
      (alias $i "f" (func $f))
      (func (export "g") (result i32 f64) (call $f (i64.const 1) (f32.const 2))))`),
  );
  const { f1 } = instantiate(core.bytes, { f0: (a: bigint, b: number) => [Number(a) + b, 0.5] });
  t.same(f1!(), [3, 0.5]);
});

t.test("the name section stays, other customs go", async (t) => {
  const core = extractCore(
    valid('(module (import "x" (func $imported)) (func $own) (@custom "other" "data"))'),
  );
  const { module } = decodeModule(core.bytes, { features: ALL_FEATURES, encoding: "auto" });
  t.same(
    module.customs.map(({ name }) => name),
    ["name"],
  );
  t.same(
    [...decodeNames(module).funcs],
    [
      [0, "imported"],
      [1, "own"],
    ],
  );
});

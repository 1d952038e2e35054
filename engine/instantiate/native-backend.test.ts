import t from "tap";
import { ALL_FEATURES } from "../../compiler/base/index.ts";
import { parse } from "../../compiler/text/index.ts";
import { moduleOf, planOf } from "../plan/index.ts";
import { Tree } from "./code.ts";
import { exportsObject } from "./exports.ts";
import { instantiateModule } from "./imports.ts";
import { NativeBackend } from "./native-backend.ts";
import { NativeValues } from "./native-values.ts";
import { toyBoundary } from "./testing/toy.ts";
import { ModuleValue } from "./values.ts";
import type { Boundary } from "./backend.ts";

const values = new NativeValues(WebAssembly);
const boundary: Boundary = {
  ...toyBoundary,
  toExtern: (type, value, _functions, mismatch) => values.toExtern(type, value, mismatch),
};

function compile(text: string): ModuleValue {
  const options = { features: ALL_FEATURES, encoding: "auto", strict: true } as const;
  const { module } = moduleOf(parse(text), options);
  return new Tree(planOf(module), new NativeBackend(module, values)).root;
}

// biome-ignore lint/suspicious/noExplicitAny: exports of any shape
function run(text: string, imports?: object): any {
  const module = compile(text);
  return exportsObject(instantiateModule(module, imports, boundary), module.type, boundary);
}

t.test("nested modules share what they are given, and have their own state", async (t) => {
  const exports = run(`(module
    (module $counter
      (import "memory" (memory 1))
      (global $calls (mut i32) (i32.const 0))
      (func (export "count") (result i32)
        (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
        (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
        (i32.add (i32.mul (global.get $calls) (i32.const 100)) (i32.load (i32.const 0)))))
    (module $memory (memory (export "m") 1))
    (instance $m (instantiate $memory))
    (alias $m "m" (memory $shared))
    (instance $a (instantiate $counter (import "memory" (memory $shared))))
    (instance $b (instantiate $counter (import "memory" (memory $shared))))
    (export "a" (instance $a)) (export "b" (instance $b)) (export "shared" (memory $shared)))`);
  t.same([exports.a.count(), exports.b.count(), exports.a.count()], [101, 102, 203]);
  t.equal(new Int32Array(exports.shared.buffer)[0], 3);
});

t.test("start functions run in order, and a trap stops the rest", async (t) => {
  const log: number[] = [];
  const text = (trap: string) => `(module
    (import "log" (func $log (param i32)))
    (module $m (import "log" (func $log (param i32))) (func $s (call $log (i32.const 1)) ${trap}) (start $s))
    (instance (instantiate $m (import "log" (func $log))))
    (func $s (call $log (i32.const 2)))
    (start $s))`;
  const imports = { log: (n: number) => log.push(n) };
  run(text(""), imports);
  t.same(log, [1, 2]);
  t.throws(() => run(text("unreachable"), imports), { name: "RuntimeError", message: "unreachable" });
  t.same(log, [1, 2, 1]);
});

t.test("imports of other types are refused with their path", async (t) => {
  const text = '(module (import "a" "f" (func (param i32))))';
  const wrong = run('(module (func (export "f") (result i64) (i64.const 0)))').f;
  t.throws(() => run(text, { a: { f: wrong } }), {
    message: 'import "a"."f": expected func (param i32), found func (result i64)',
  });
  const counting = run('(module (import "f" (func $f)) (export "f" (func $f)) (export "g" (func $f)))', {
    f: () => {},
  });
  t.equal(counting.f, counting.g);
});

t.test("a module value is instantiated with what it captured", async (t) => {
  const parent = run(`(module $p
    (module $lib (func (export "f") (result i32) (i32.const 42)))
    (module $m (export "m")
      (alias outer $p $lib (module $l))
      (instance $i (instantiate $l))
      (export "f" (func $i "f"))))`);
  t.ok(parent.m instanceof ModuleValue);
  const child = run(
    '(module (import "m" (module $m (export "f" (func (result i32))))) (instance $i (instantiate $m)) (export $i))',
    {
      m: parent.m,
    },
  );
  t.equal(child.f(), 42);
});

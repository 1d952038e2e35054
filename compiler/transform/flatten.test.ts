// Flattening: the one core module does what the tree did, in the same order, on the native engine.

import t from "tap";
import { decodeNames } from "../binary/index.ts";
import { flatten } from "./flatten.ts";
import { bytesOf, decode, type Exports, run, valid } from "./text.test.tools.ts";

const flat = (text: string): Uint8Array<ArrayBuffer> => bytesOf(flatten(valid(text)));

/** Two memories in one module; Node 20 has none of that. */
const MULTI_MEMORY = WebAssembly.validate(
  Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 5, 5, 2, 0, 0, 0, 0),
);
const skip = MULTI_MEMORY ? false : "this Node has one memory a module";

t.test("instances of one module have each their own state", async (t) => {
  const exports = run(
    flat(`(module
      (module $counter
        (global $count (mut i32) (i32.const 0))
        (table 1 funcref) (elem (i32.const 0) $next)
        (type $f (func (result i32)))
        (func $next (result i32) (global.set $count (i32.add (global.get $count) (i32.const 1))) (global.get $count))
        (func (export "next") (result i32) (call_indirect (type $f) (i32.const 0))))
      (instance $a (instantiate $counter))
      (instance $b (instantiate $counter))
      (export "a" (func $a "next")) (export "b" (func $b "next")))`),
  );
  t.same([exports["a"]!(), exports["a"]!(), exports["b"]!()], [1, 2, 1]);
});

t.test("each instance its own memory", { skip }, async (t) => {
  const exports = run(
    flat(`(module
      (module $m
        (memory 1) (data "\\07\\00\\00\\00")
        (func (export "set") (param i32) (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 4))
          (i32.store (i32.const 4) (local.get 0)))
        (func (export "sum") (result i32) (i32.add (i32.load (i32.const 0)) (i32.load offset=4 (i32.const 0)))))
      (instance $a (instantiate $m)) (instance $b (instantiate $m))
      (export "set" (func $a "set")) (export "a" (func $a "sum")) (export "b" (func $b "sum")))`),
  );
  exports["set"]!(5);
  t.same([exports["a"]!(), exports["b"]!()], [12, 0]);
});

t.test("a tag whose type nothing else has", (t) => {
  const module = valid(`(module
    (module $m (tag (export "t") (param i32 i64 f32)))
    (instance $i (instantiate $m)) (export "t" (tag $i "t")))`);
  const { header, tags } = flatten(module);
  t.equal(header.filter(({ item }) => item === "type").length, 1);
  t.same(
    tags.map(({ index }) => index),
    [0],
  );
  t.end();
});

t.test("outer aliases, modules as arguments, fields by name", async (t) => {
  const exports = run(
    flat(`(module $root
      (module $seven (func (export "x") (result i32) (i32.const 7)) (func (export "f") (result i32) (i32.const 8)))
      (module $user
        (import "lib" (module $lib (export "f" (func (result i32)))))
        (alias outer $root $seven (module $again))
        (module $inner (alias outer $root $seven (module $far)) (instance $i (instantiate $far)) (export "far" (func $i "x")))
        (instance $l (instantiate $lib)) (instance $a (instantiate $again)) (instance $n (instantiate $inner))
        (func (export "all") (result i32 i32 i32) (call (func $l "f")) (call (func $a "x")) (call (func $n "far"))))
      (instance $u (instantiate $user (import "lib" (module $seven))))
      (export "all" (func $u "all")))`),
  );
  t.same(exports["all"]!(), [8, 7, 7]);
});

t.test("imports and exports of instances become two-level names, nested ones with dots", async (t) => {
  const bytes = flat(`(module
    (import "f" (func $f (result i32)))
    (import "i" (instance $i (export "g" (func (result i32)))
      (export "j" (instance (export "h" (global i32))))))
    (import "two" "level" (func $two (result i32)))
    (alias $i "j" (instance $j))
    (func (export "sum") (result i32)
      (i32.add (i32.add (call $f) (call (func $i "g"))) (i32.add (call $two) (global.get (global $j "h")))))
    (export "i" (instance $i)))`);
  t.same(WebAssembly.Module.imports(new WebAssembly.Module(bytes)), [
    { module: "f", name: "", kind: "function" },
    { module: "i", name: "g", kind: "function" },
    { module: "i", name: "j.h", kind: "global" },
    { module: "two", name: "level", kind: "function" },
  ]);
  const h = new WebAssembly.Global({ value: "i32" }, 1000);
  const exports = run(bytes, {
    f: { "": () => 1 },
    i: { g: () => 10, "j.h": h },
    two: { level: () => 100 },
  });
  t.equal(exports["sum"]!(), 1111);
  t.equal(exports["i.g"]!(), 10);
  t.equal(exports["i.j.h"], h);
});

const LOG = `(import "log" "log" (func $log (param i32)))`;

t.test("segments and start functions take effect in the order of instantiation", async (t) => {
  const bytes = flat(`(module ${LOG}
    (module $store (memory (export "m") 1) (data (i32.const 0) "\\01"))
    (instance $s (instantiate $store))
    (module $first
      (import "m" (memory 1)) (import "log" (func $log (param i32)))
      (data (i32.const 0) "\\02") (start $go)
      (func $go (call $log (i32.load8_u (i32.const 0)))))
    (module $second
      (import "m" (memory 1)) (import "log" (func $log (param i32)))
      (table 1 funcref) (elem (i32.const 0) $log)
      (data (i32.const 0) "\\03") (start $go)
      (func $go (call_indirect (param i32) (i32.load8_u (i32.const 0)) (i32.const 0))))
    (instance (instantiate $first (import "m" (memory $s "m")) (import "log" (func $log))))
    (instance (instantiate $second (import "m" (memory $s "m")) (import "log" (func $log))))
    (alias $s "m" (memory $m))
    (start $end) (func $end (call $log (i32.load8_u (i32.const 0)))))`);
  const logged: unknown[] = [];
  run(bytes, { log: { log: (value: number) => logged.push(value) } });
  t.same(logged, [2, 3, 3]);
});

t.test("a trap in a later instance leaves the effects of earlier ones", async (t) => {
  const bytes = flat(`(module
    (import "m" (memory $m 1))
    (module $good (import "m" (memory 1)) (data (i32.const 0) "\\01"))
    (module $bad (import "m" (memory 1)) (table 1 funcref) (elem (i32.const 1) $f) (func $f) (data (i32.const 0) "\\02"))
    (instance (instantiate $good (import "m" (memory $m))))
    (instance (instantiate $bad (import "m" (memory $m)))))`);
  const memory = new WebAssembly.Memory({ initial: 1 });
  t.throws(() => run(bytes, { m: { "": memory } }), WebAssembly.RuntimeError);
  t.equal(new Uint8Array(memory.buffer)[0], 1, "the first wrote, the second did not come that far");
});

t.test("one start function at the end stays the start function, and segments stay active", async (t) => {
  const def = flatten(
    valid(`(module
      (module $a (memory (export "m") 1) (data (i32.const 0) "a"))
      (instance $i (instantiate $a)) (alias $i "m" (memory $m)) (data (i32.const 1) "b") (func $s) (start $s))`),
  );
  t.same(
    def.data.map(({ mode }) => mode),
    ["active", "active"],
  );
  t.equal(def.startFunction?.index, 0);
  t.equal(def.code.length, 1);
});

t.test("constant expressions read globals of other instances by their values", async (t) => {
  const exports = run(
    flat(`(module
      (import "base" (global $base i32))
      (module $consts (global (export "three") i32 (i32.const 3)) (func $f (result i32) (i32.const 9))
        (global (export "f") funcref (ref.func $f)))
      (instance $c (instantiate $consts))
      (global $g i32 (global.get (global $c "three")))
      (global (export "base") i32 (global.get $base))
      (table (export "table") 5 funcref)
      (elem (table 0) (offset (global.get (global $c "three"))) funcref (global.get (global $c "f")))
      (export "g" (global $g)))`),
    { base: { "": 40 } },
  ) as unknown as { g: WebAssembly.Global; base: WebAssembly.Global; table: WebAssembly.Table };
  t.equal(exports.g.value, 3);
  t.equal(exports.base.value, 40);
  t.equal(exports.table.get(3)!(), 9);
});

t.test("functions that only a body refers to are declared", async (t) => {
  const exports = run(
    flat(`(module
      (module $m (func $f (export "f") (result i32) (i32.const 5))
        (func (export "get") (result funcref) (ref.func $f)))
      (instance $i (instantiate $m)) (export "get" (func $i "get")))`),
  );
  t.equal((exports["get"]!() as Exports[string])(), 5);
});

t.test("names: those of the functions, with their module's", async (t) => {
  const def = decode(
    flat("(module (module $lib (func $f (param $x i32))) (instance (instantiate $lib)) (func $g))"),
  );
  const names = decodeNames(def);
  t.same([...names.funcs.values()], ["lib.f", "g"]);
  t.same([...names.locals.get(0)!.values()], ["x"]);
});

t.test("a core module is itself", async (t) => {
  const core = valid('(module (import "a" "b" (func)) (import "a" "b" (func)) (memory 1))');
  t.equal(flatten(core), core.def);
});

t.test("what cannot be flattened is said", async (t) => {
  const refused = (text: string, message: RegExp) =>
    t.throws(() => flatten(valid(text)), { code: "cannot-flatten", message });
  refused('(module (import "m" (module)))', /it imports the module "m": bundle it first/);
  refused('(module (module $m) (export "m" (module $m)))', /it exports the module "m"/);
  refused(
    '(module (import "i" (instance (export "a.b" (func)) (export "a" (instance (export "b" (func)))))))',
    /two of its items would be named "a.b"/,
  );
});

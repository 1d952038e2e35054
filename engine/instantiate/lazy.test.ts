// Big modules: each function is generated at its first call.

import t from "tap";
import { parse } from "../../compiler/text/index.ts";
import { createEngine } from "../api/index.ts";

/** 70 KB of code that nobody calls. */
const FILLER = `(func $filler (param i32) (result i32) local.get 0 ${"i32.const 1000000 i32.add ".repeat(14_000)})`;

const BIG = `(module
  (import "host" "note" (func $note (param i32) (result i32)))
  (type $word (func (param i32) (result i32)))
  (table (export "table") 4 funcref)
  (elem (i32.const 0) $even $odd $note $divide)
  (global $calls (mut i32) (i32.const 0))
  (memory 1)
  ${FILLER}
  (func $even (export "even") (param i32) (result i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (if (result i32) (local.get 0)
      (then (call $odd (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 1))))
  (func $odd (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (call $even (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 0))))
  (func $divide (param i32) (result i32) (i32.div_u (i32.const 100) (local.get 0)))
  (func $wide (param i64 i64) (result i64) (i64.div_s (local.get 0) (local.get 1)))
  (func (export "wide") (param i64 i64) (result i64) (call $wide (local.get 0) (local.get 1)))
  (func (export "indirect") (param i32 i32) (result i32)
    (call_indirect (type $word) (local.get 1) (local.get 0)))
  (func (export "tail") (param i32) (result i32) (return_call $even (local.get 0)))
  (func (export "floats") (param f32) (result i64)
    (f32.store (i32.const 8) (local.get 0))
    (i64.trunc_f64_s (f64.promote_f32 (f32.mul (f32.load (i32.const 8)) (f32.const 3)))))
  (func (export "calls") (result i32) (global.get $calls)))`;

function instances(count: number) {
  const sources: string[] = [];
  const engine = createEngine({ onCode: (source) => void sources.push(source) });
  const module = new engine.Module(parse(BIG));
  const imports = { host: { note: (n: number) => n * 2 } };
  const made = Array.from({ length: count }, () => new engine.Instance(module, imports as never).exports);
  return { sources, made: made as Record<string, (...args: unknown[]) => unknown>[] };
}

t.test("functions are made when they are called, once for all instances", (t) => {
  const { sources, made } = instances(2);
  t.equal(sources.length, 1, "nothing is called yet");
  t.equal(made[0]!["even"]!(4), 1);
  // The library of helpers, and two functions.
  t.equal(sources.length, 4);
  t.notMatch(sources.join(""), "1000000");
  t.equal(made[1]!["even"]!(3), 0);
  t.equal(sources.length, 4);
  t.same([made[0]!["calls"]!(), made[1]!["calls"]!()], [3, 2], "each instance has its own state");
  t.end();
});

t.test("a call through the table makes a function, and tables and references then have it", (t) => {
  const { made } = instances(1);
  const { indirect, table, even } = made[0]! as never as {
    indirect(index: number, argument: number): number;
    table: { get(index: number): unknown };
    even: unknown;
  };
  t.equal(table.get(0), even);
  t.equal(indirect(1, 5), 1);
  t.equal(indirect(0, 5), 0);
  t.equal(indirect(2, 21), 42, "an import");
  t.throws(() => indirect(3, 0), { message: "integer divide by zero" });
  t.throws(() => indirect(4, 0), { message: "undefined element" });
  t.equal(table.get(0), even);
  t.end();
});

t.test("words of results, helpers and tail calls work between functions of different texts", (t) => {
  const { wide, floats, tail } = instances(1).made[0]!;
  t.equal(wide!(-(2n ** 60n), 7n), -(2n ** 60n) / 7n);
  t.throws(() => wide!(1n, 0n), { message: "integer divide by zero" });
  t.equal(floats!(2.5), 7n);
  t.equal(tail!(1001), 0);
  t.end();
});

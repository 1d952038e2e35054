// Exports objects of many sizes, and that a function is one object wherever and whenever it is seen.

import t from "tap";
import { parse } from "../../compiler/text/index.ts";
import { createEngine } from "../index.ts";

const W = createEngine();
const instanceOf = (text: string, imports?: object) =>
  // biome-ignore lint/suspicious/noExplicitAny: exports of any kind
  new W.Instance(new W.Module(parse(text)), imports as never).exports as Record<string, any>;

t.test("frozen, without prototype, data properties in order, whatever their number", (t) => {
  for (const count of [0, 1, 2, 100, 200, 201]) {
    const names = Array.from({ length: count }, (_, i) => (i === 1 ? "__proto__" : `f${i}`));
    const fields = names.map((name, i) => `(func (export "${name}") (result i32) (i32.const ${i}))`);
    const exports = instanceOf(`(module ${fields.join("")})`);
    t.equal(Object.getPrototypeOf(exports), null);
    t.ok(Object.isFrozen(exports));
    t.same(Reflect.ownKeys(exports), names);
    names.forEach((name, i) => {
      const { value, enumerable } = Object.getOwnPropertyDescriptor(exports, name)!;
      t.ok(enumerable && value() === i && value.name === String(i));
    });
  }
  t.end();
});

const TABLE = `(module (table (export "t") 3 funcref) (func $f (export "f") (export "again") (result i32) (i32.const 7))
  (func $g (export "g") (result i32) (i32.const 8)) (elem (i32.const 0) $f $g)
  (func (export "same") (param funcref) (result funcref) (local.get 0))
  (func (export "fill") (table.set (i32.const 2) (ref.func $g))) (elem declare func $g))`;

t.test("a function that a table had before its exports were read, or after, is the exported one", (t) => {
  const exports = instanceOf(TABLE);
  t.equal(exports["again"], exports["f"]);
  t.equal(exports["t"].get(0), exports["f"]);
  t.equal(exports["same"](exports["same"]), exports["same"]);
  exports["fill"]();
  t.equal(exports["t"].get(2), exports["g"]);
  t.equal(exports["same"](exports["g"]), exports["g"]);
  const importer = instanceOf(`(module (import "" "g" (func (result i32))) (export "h" (func 0)))`, {
    "": { g: exports["g"] },
  });
  t.equal(importer["h"], exports["g"]);
  t.end();
});

t.test("a start function hands one out before", (t) => {
  let seen: unknown;
  const exports = instanceOf(
    `(module (import "" "see" (func $see (param funcref))) (func $f (export "f")) (func $g (export "g"))
      (func $s (call $see (ref.func $f))) (start $s))`,
    { "": { see: (func: unknown) => (seen = func) } },
  );
  t.equal(exports["f"], seen);
  t.not(exports["g"], seen);
  t.end();
});

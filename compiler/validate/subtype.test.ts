import t from "tap";
import { type ExternType, FUNCREF, funcTypeOf, I32 } from "../model/index.ts";
import { describeType, matches } from "./index.ts";
import {
  A,
  DIFFERING,
  func,
  global,
  instance,
  MATCHING,
  memory,
  module,
  table,
} from "./testing/matching-cases.ts";

for (const [what, actual, expected] of MATCHING) t.equal(matches(actual, expected), undefined, what);
for (const [what, actual, expected, path] of DIFFERING) t.equal(matches(actual, expected)?.path, path, what);

t.test("a mismatch tells what was asked for and what is there", (t) => {
  t.same(matches(instance({ f: func("i>") }), instance({ f: func(">i") })), {
    path: '."f"',
    expected: "func (result i32)",
    found: "func (param i32)",
  });
  t.match(matches(instance({}), instance({ f: A })), { found: "nothing" });
  t.end();
});

/** Two exports, both of the same type, n deep: 2^n paths. */
function sharing(depth: number, leaf: ExternType): ExternType {
  let type = leaf;
  for (let i = 0; i < depth; i++) type = instance({ a: type, b: type });
  return type;
}

t.test("shared types are compared once", (t) => {
  t.equal(matches(sharing(200, A), sharing(200, func(">"))), undefined);
  t.equal(matches(sharing(200, A), sharing(200, func("i>")))?.path, '."a"'.repeat(200));
  t.equal(matches(sharing(1000, A), sharing(1000, func(">"))), undefined, "1000 deep");
  t.end();
});

t.test("types in words", (t) => {
  t.equal(describeType(func("ij>f")), "func (param i32 i64) (result f32)");
  t.equal(describeType({ kind: "tag", type: funcTypeOf("i>") }), "tag (param i32)");
  t.equal(describeType(table(FUNCREF, 1, 2)), "table 1 2 funcref");
  t.equal(describeType(memory(1, 2, { shared: true })), "memory 1 2 shared");
  t.equal(describeType(memory(0, undefined, { index64: true })), "memory i64 0");
  t.equal(describeType(global(I32, true)), "global (mut i32)");
  t.equal(describeType(global(I32)), "global i32");
  t.equal(
    describeType(module({ "a\n": A }, { e: instance({ f: A }) })),
    'module (import "a\\n" (func)) (export "e" (instance (export "f" (func))))',
  );
  t.equal(describeType(sharing(100, A)).length, 201, "what blows up by reuse is cut short");
  t.equal(describeType(instance({ long: A }), 20), 'instance (export "lo…');
  t.end();
});

import t from "tap";
import { EXTERNREF, type ExternType, FUNCREF, funcTypeOf, I32, I64, type Limits } from "../model/index.ts";
import { describeType, matches } from "./index.ts";

const func = (signature: string): ExternType => ({ kind: "func", type: funcTypeOf(signature) });
const global = (type: number, mutable = false): ExternType => ({ kind: "global", type: { type, mutable } });
const memory = (min: number, max?: number, rest: Partial<Limits> = {}): ExternType => ({
  kind: "memory",
  type: { limits: { min, max, ...rest } },
});
const table = (element: number, min: number, max?: number): ExternType => ({
  kind: "table",
  type: { element, limits: { min, max } },
});
type Items = Record<string, ExternType>;
const instance = (exports: Items): ExternType => ({
  kind: "instance",
  type: { kind: "instance", exports: new Map(Object.entries(exports)) },
});
const module = (imports: Items, exports: Items): ExternType => ({
  kind: "module",
  type: {
    kind: "module",
    imports: new Map(Object.entries(imports)),
    exports: new Map(Object.entries(exports)),
  },
});

const A = func(">");
const MATCHING: readonly [what: string, actual: ExternType, expected: ExternType][] = [
  ["equal functions", func("ij>f"), func("ij>f")],
  ["globals", global(I32, true), global(I32, true)],
  ["more memory", memory(2, 3), memory(1, 4)],
  ["a maximum where none is asked for", memory(1, 2), memory(1)],
  ["tables", table(FUNCREF, 2), table(FUNCREF, 1)],
  ["an instance with more, in another order", instance({ b: A, a: A }), instance({ a: A })],
  ["a module that imports less and exports more", module({}, { e: A, f: A }), module({ i: A }, { e: A })],
  ["a module whose import takes more", module({ m: memory(1) }, {}), module({ m: memory(2) }, {})],
  ["shared memories", memory(1, 2, { shared: true }), memory(1, 2, { shared: true })],
];

const DIFFERING: readonly [what: string, actual: ExternType, expected: ExternType, path: string][] = [
  ["functions", func("i>"), func("j>"), ""],
  ["results", func(">i"), func(">"), ""],
  ["kinds", func(">"), { kind: "tag", type: funcTypeOf(">") }, ""],
  ["global types", global(I32), global(I64), ""],
  ["mutability", global(I32), global(I32, true), ""],
  ["a smaller minimum", memory(1), memory(2), ""],
  ["a missing maximum", memory(1), memory(1, 2), ""],
  ["a larger maximum", memory(1, 3), memory(1, 2), ""],
  ["sharedness", memory(1, 2), memory(1, 2, { shared: true }), ""],
  ["index types", memory(1, 2, { index64: true }), memory(1, 2), ""],
  ["element types", table(FUNCREF, 1), table(EXTERNREF, 1), ""],
  ["a missing export", instance({}), instance({ f: A }), '."f"'],
  [
    "an export inside",
    instance({ i: instance({ f: A }) }),
    instance({ i: instance({ f: func("i>") }) }),
    '."i"."f"',
  ],
  ["an import too many", module({ i: A }, {}), module({}, {}), '.(import "i")'],
  [
    "an import the other way round",
    module({ m: memory(2) }, {}),
    module({ m: memory(1) }, {}),
    '.(import "m")',
  ],
  ["a module's export", module({}, { f: A }), module({}, { f: func("i>") }), '."f"'],
];

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

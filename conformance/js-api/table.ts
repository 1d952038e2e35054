// Rules: WebAssembly.Table.

import { body, element, EXTERNREF, exported, FUNCREF, func, I32, imported, limits, module } from "./bytes.ts";
import { NO_U32, recorder } from "./memory.ts";
import { type Any, deepEqual, equal, exportsOf, ok, type Rule, rule, throws } from "./rule.ts";

/** Exports two functions, and a table of three elements with the second one in the middle. */
const WITH_TABLE = module({
  types: [func([], [I32])],
  functions: [0, 0],
  tables: [[FUNCREF, ...limits(3, 5)]],
  exports: [exported("a", "func", 0), exported("b", "func", 1), exported("t", "table", 0)],
  elements: [element(1, 1)],
  code: [body(0x41, 1), body(0x41, 2)],
});

const funcs = (initial: number) => ({ element: "anyfunc", initial });
const externs = (initial: number) => ({ element: "externref", initial });

const NO_FUNCREF = [() => {}, {}, 1, "x", true, Symbol(), class {}, Math.max];

export const table: Rule[] = [
  rule("Table: the descriptor must be an object with element and initial", (W) => {
    for (const descriptor of [undefined, null, 1, "x", {}, { element: "anyfunc" }, { initial: 1 }])
      throws(() => new W.Table(descriptor), TypeError);
  }),
  rule("Table: element must be a table kind", (W) => {
    for (const kind of ["i32", "", "any", "AnyFunc", 0, null, {}])
      throws(() => new W.Table({ element: kind, initial: 1 }), TypeError);
    equal(new W.Table({ element: { toString: () => "anyfunc" }, initial: 1 }).length, 1);
  }),
  rule("Table: sizes are unsigned longs", (W) => {
    for (const value of NO_U32) {
      throws(() => new W.Table({ element: "anyfunc", initial: value }), TypeError);
      throws(() => new W.Table({ element: "anyfunc", initial: 0, maximum: value }), TypeError);
    }
  }),
  rule("Table: initial above maximum is a RangeError", (W) =>
    throws(() => new W.Table({ element: "anyfunc", initial: 2, maximum: 1 }), RangeError),
  ),
  rule("Table: members are read in order, each converted at once", (W) => {
    const log: string[] = [];
    new W.Table(recorder(log, { maximum: 2, initial: 1, element: "anyfunc" }));
    deepEqual(log, [
      "element",
      "element converted",
      "initial",
      "initial converted",
      "maximum",
      "maximum converted",
    ]);
  }),
  rule("Table: elements are null, or undefined in a table of externref, by default", (W) => {
    equal(new W.Table(funcs(1)).get(0), null);
    equal(new W.Table(externs(1)).get(0), undefined);
    equal(new W.Table(funcs(1), undefined).get(0), null);
  }),
  rule("Table: takes an initial value", (W) => {
    const { a } = exportsOf(W, WITH_TABLE);
    const full = new W.Table(funcs(2), a);
    deepEqual([full.get(0), full.get(1)], [a, a]);
    const value = { any: "thing" };
    equal(new W.Table(externs(1), value).get(0), value);
    for (const wrong of NO_FUNCREF) throws(() => new W.Table(funcs(1), wrong), TypeError);
  }),
  rule("Table.length: counts the elements", (W) => {
    const object = new W.Table(funcs(3));
    equal(object.length, 3);
    throws(() => {
      object.length = 5;
    }, TypeError);
  }),
  rule("Table.get: the same function each time", (W) => {
    const { a, b, t } = exportsOf(W, WITH_TABLE);
    deepEqual([t.get(0), t.get(1), t.get(2)], [null, b, null]);
    t.set(0, a);
    equal(t.get(0), a);
    equal(a(), 1);
  }),
  rule("Table.get: the index is an unsigned long below the length", (W) => {
    const object = new W.Table(funcs(2));
    for (const value of [...NO_U32, undefined]) throws(() => object.get(value), TypeError);
    throws(() => object.get(), TypeError);
    throws(() => object.get(2), RangeError);
    throws(() => object.get(2 ** 32 - 1), RangeError);
    equal(object.get("1"), null);
  }),
  rule("Table.set: the index is an unsigned long below the length", (W) => {
    const object = new W.Table(funcs(2));
    for (const value of [...NO_U32, undefined]) throws(() => object.set(value, null), TypeError);
    throws(() => object.set(), TypeError);
    throws(() => object.set(2, null), RangeError);
    equal(object.set(0, null), undefined);
  }),
  rule("Table.set: a function that wasm did not export is a TypeError", (W) => {
    const object = new W.Table(funcs(1));
    for (const value of NO_FUNCREF) throws(() => object.set(0, value), TypeError);
    const { a } = exportsOf(W, WITH_TABLE);
    throws(() => object.set(0, a.bind()), TypeError);
    throws(() => object.set(0, new Proxy(a, {})), TypeError);
    equal(object.get(0), null);
  }),
  rule("Table.set: no value is the default value", (W) => {
    const { a } = exportsOf(W, WITH_TABLE);
    const object = new W.Table(funcs(1), a);
    object.set(0);
    equal(object.get(0), null);
    const anything = new W.Table(externs(1), 7);
    anything.set(0);
    equal(anything.get(0), undefined);
  }),
  rule("Table.set: undefined is no value", (W) => {
    const { a } = exportsOf(W, WITH_TABLE);
    const object = new W.Table(funcs(1), a);
    object.set(0, undefined);
    equal(object.get(0), null);
  }),
  rule("Table: externref elements are any values", (W) => {
    const object = new W.Table(externs(1));
    for (const value of [null, undefined, 1, Number.NaN, "x", 1n, Symbol(), {}, () => {}]) {
      object.set(0, value);
      equal(object.get(0), value);
    }
  }),
  rule("Table.grow: returns the old length", (W) => {
    const { a } = exportsOf(W, WITH_TABLE);
    const object = new W.Table({ element: "anyfunc", initial: 1, maximum: 4 });
    equal(object.grow(1), 1);
    equal(object.grow(2, a), 2);
    deepEqual([object.length, object.get(1), object.get(3)], [4, null, a]);
    equal(object.grow(0), 4);
    throws(() => object.grow(1), RangeError);
    equal(object.length, 4);
  }),
  rule("Table.grow: checks its arguments before it grows", (W) => {
    const object = new W.Table(funcs(1));
    for (const value of [...NO_U32, undefined]) throws(() => object.grow(value), TypeError);
    throws(() => object.grow(), TypeError);
    throws(() => object.grow(1, {}), TypeError);
    equal(object.length, 1);
  }),
  rule("Table.grow: of externref, fills with the value or undefined", (W) => {
    const object = new W.Table(externs(0));
    object.grow(1);
    object.grow(1, null);
    object.grow(1, "x");
    deepEqual([object.get(0), object.get(1), object.get(2)], [undefined, null, "x"]);
  }),
  rule("a table that wasm exports is a Table, always the same object", (W) => {
    const { t } = exportsOf(W, WITH_TABLE);
    equal(Object.getPrototypeOf(t), W.Table.prototype);
    const again = module({
      imports: [imported("m", "t", "table", [FUNCREF, ...limits(0)])],
      exports: [exported("t", "table", 0)],
    });
    equal(exportsOf(W, again, { m: { t } }).t, t);
  }),
  rule("wasm calls what JavaScript put into a table", (W) => {
    const { a, t } = exportsOf(W, WITH_TABLE);
    const indirect = module({
      types: [func([], [I32]), func([I32], [I32])],
      imports: [imported("m", "t", "table", [FUNCREF, ...limits(0)])],
      functions: [1],
      exports: [exported("call", "func", 0)],
      code: [body(0x20, 0, 0x11, 0, 0)],
    });
    const { call } = exportsOf(W, indirect, { m: { t } });
    equal(call(1), 2);
    t.set(0, a);
    equal(call(0), 1);
    throws(() => call(2), W.RuntimeError);
    throws(() => call(3), W.RuntimeError);
    t.grow(1, a);
    equal(call(3), 1);
    t.set(
      0,
      exportsOf(
        W,
        module({
          types: [func([I32], [])],
          functions: [0],
          exports: [exported("f", "func", 0)],
          code: [body()],
        }),
      ).f,
    );
    throws(() => call(0), W.RuntimeError);
  }),
  rule("imported tables: kind, element type and sizes must fit, or LinkError", (W) => {
    const link = (want: number[], value: unknown) =>
      exportsOf(W, module({ imports: [imported("m", "t", "table", want)] }), { m: { t: value } });
    const object: Any = new W.Table({ element: "anyfunc", initial: 1, maximum: 4 });
    for (const value of [undefined, null, [], {}, () => {}, new W.Memory({ initial: 1 })])
      throws(() => link([FUNCREF, ...limits(0)], value), W.LinkError);
    throws(() => link([FUNCREF, ...limits(2)], object), W.LinkError);
    throws(() => link([FUNCREF, ...limits(1, 3)], object), W.LinkError);
    throws(() => link([EXTERNREF, ...limits(1)], object), W.LinkError);
    link([FUNCREF, ...limits(1, 4)], object);
    object.grow(1);
    link([FUNCREF, ...limits(2, 4)], object);
    ok(object.length === 2);
  }),
];

// Rules: WebAssembly.Global.

import {
  body,
  EXTERNREF,
  exported,
  F32,
  F64,
  FUNCREF,
  func,
  global as globalOf,
  I32,
  I64,
  imported,
  module,
} from "./bytes.ts";
import { recorder } from "./memory.ts";
import { type Any, deepEqual, equal, exportsOf, type Rule, rule, throws } from "./rule.ts";

const make = (W: Any, value: string, ...initial: unknown[]) =>
  new W.Global({ value, mutable: true }, ...initial);

const constant = (W: Any, value: string, initial: unknown) =>
  new W.Global({ value, mutable: false }, initial);

/** Imports a global `m.g` and exports it, and its value by a function. */
const passing = (type: number, mutable: boolean) =>
  module({
    types: [func([], [type])],
    imports: [imported("m", "g", "global", [type, mutable ? 1 : 0])],
    functions: [0],
    exports: [exported("g", "global", 0), exported("read", "func", 0)],
    code: [body(0x23, 0)],
  });

export const global: Rule[] = [
  rule("Global: the descriptor must be an object with a value type", (W) => {
    for (const descriptor of [
      undefined,
      null,
      1,
      "x",
      {},
      { mutable: true },
      { value: undefined },
      { value: "i8" },
      { value: "" },
    ])
      throws(() => new W.Global(descriptor), TypeError);
  }),
  rule("Global: members are read in order, each converted at once", (W) => {
    const log: string[] = [];
    new W.Global(recorder(log, { value: "i32", mutable: true }));
    deepEqual(log, ["mutable", "value", "value converted"]);
  }),
  rule("Global: default values", (W) => {
    deepEqual(
      ["i32", "i64", "f32", "f64", "anyfunc"].map((type) => make(W, type).value),
      [0, 0n, 0, 0, null],
    );
  }),
  rule("Global: the default value of externref is undefined", (W) => {
    equal(make(W, "externref").value, undefined);
  }),
  rule("Global: undefined is no initial value", (W) => {
    equal(make(W, "i64", undefined).value, 0n);
    equal(make(W, "anyfunc", undefined).value, null);
  }),
  rule("Global: i32 wraps", (W) => {
    const g = make(W, "i32", 2 ** 32 + 5);
    equal(g.value, 5);
    for (const [given, found] of [
      [2 ** 31, -(2 ** 31)],
      ["7", 7],
      [1.9, 1],
      [Number.NaN, 0],
      [null, 0],
      [true, 1],
    ]) {
      g.value = given;
      equal(g.value, found);
    }
  }),
  rule("Global: i64 is a BigInt and wraps", (W) => {
    const g = make(W, "i64", 2n ** 63n);
    equal(g.value, -(2n ** 63n));
    for (const [given, found] of [
      [-1n, -1n],
      [2n ** 64n + 3n, 3n],
      ["12", 12n],
      [true, 1n],
      [2n ** 40n, 2n ** 40n],
    ]) {
      g.value = given;
      equal(g.value, found);
    }
    for (const wrong of [1, 1.5, undefined, null, Symbol()])
      throws(() => {
        g.value = wrong;
      }, TypeError);
  }),
  rule("Global: an i64 that is no BigInt is a TypeError (a string that is no number: SyntaxError)", (W) => {
    throws(() => make(W, "i64", 1), TypeError);
    throws(() => make(W, "i64", null), TypeError);
    throws(() => make(W, "i64", "x"), SyntaxError);
  }),
  rule("Global: f32 rounds, f64 does not", (W) => {
    equal(make(W, "f32", 0.1).value, Math.fround(0.1));
    equal(make(W, "f64", 0.1).value, 0.1);
    equal(Object.is(make(W, "f64", -0).value, -0), true);
    equal(Number.isNaN(make(W, "f32", Number.NaN).value), true);
    equal(make(W, "f32", 1e300).value, Number.POSITIVE_INFINITY);
  }),
  rule("Global: numbers refuse BigInts and symbols", (W) => {
    for (const type of ["i32", "f32", "f64"]) {
      throws(() => make(W, type, 1n), TypeError);
      throws(() => make(W, type, Symbol()), TypeError);
    }
  }),
  rule("Global: externref holds anything, anyfunc exported functions and null", (W) => {
    const any = make(W, "externref", 1n);
    equal(any.value, 1n);
    const { read } = exportsOf(W, passing(I32, false), { m: { g: 1 } });
    const f = make(W, "anyfunc", read);
    equal(f.value, read);
    f.value = null;
    equal(f.value, null);
    for (const wrong of [() => {}, {}, 1, "x"]) {
      throws(() => make(W, "anyfunc", wrong), TypeError);
      throws(() => {
        f.value = wrong;
      }, TypeError);
    }
  }),
  rule("Global: v128 cannot be made", (W) => throws(() => make(W, "v128"), TypeError)),
  rule("Global.value: an immutable global refuses assignment", (W) => {
    const g = constant(W, "i32", 5);
    throws(() => {
      g.value = 6;
    }, TypeError);
    equal(g.value, 5);
    throws(() => {
      new W.Global({ value: "i32" }).value = 1;
    }, TypeError);
  }),
  rule("Global.value: setting undefined is a conversion like any other", (W) => {
    const g = make(W, "i32", 5);
    g.value = undefined;
    equal(g.value, 0);
    const any = make(W, "externref", 5);
    any.value = undefined;
    equal(any.value, undefined);
  }),
  rule("Global.valueOf: the value", (W) => {
    equal(make(W, "i32", 5).valueOf(), 5);
    equal(make(W, "i32", 5) + 1, 6);
    equal(make(W, "i64", 5n).valueOf(), 5n);
  }),
  rule("a global that wasm exports is a Global, always the same object", (W) => {
    const g = make(W, "i32", 5);
    const exports = exportsOf(W, passing(I32, true), { m: { g } });
    equal(exports.g, g);
    equal(exports.read(), 5);
    g.value = 6;
    equal(exports.read(), 6);
    const own = exportsOf(
      W,
      module({
        globals: [globalOf(I64, false, 0x42, 9), globalOf(F64, true, 0x44, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f)],
        exports: [exported("a", "global", 0), exported("b", "global", 1)],
      }),
    );
    deepEqual([own.a.value, own.b.value], [9n, 1]);
    equal(Object.getPrototypeOf(own.a), W.Global.prototype);
    throws(() => {
      own.a.value = 1n;
    }, TypeError);
    own.b.value = 2.5;
    equal(own.b.value, 2.5);
  }),
  rule("imported globals: a number or BigInt makes an immutable one", (W) => {
    equal(exportsOf(W, passing(I32, false), { m: { g: 7.9 } }).read(), 7);
    equal(exportsOf(W, passing(I64, false), { m: { g: 7n } }).read(), 7n);
    equal(exportsOf(W, passing(F32, false), { m: { g: 0.1 } }).read(), Math.fround(0.1));
    equal(exportsOf(W, passing(F64, false), { m: { g: 0.1 } }).read(), 0.1);
    const { g } = exportsOf(W, passing(I32, false), { m: { g: 7 } });
    equal(g.value, 7);
    equal(Object.getPrototypeOf(g), W.Global.prototype);
  }),
  rule("imported globals: of externref, any value; of funcref, an exported function or null", (W) => {
    const value = {};
    equal(exportsOf(W, passing(EXTERNREF, false), { m: { g: value } }).read(), value);
    equal(exportsOf(W, passing(EXTERNREF, false), { m: {} }).read(), undefined);
    equal(exportsOf(W, passing(FUNCREF, false), { m: { g: null } }).read(), null);
    const { read } = exportsOf(W, passing(I32, false), { m: { g: 7 } });
    equal(exportsOf(W, passing(FUNCREF, false), { m: { g: read } }).read(), read);
    throws(() => exportsOf(W, passing(FUNCREF, false), { m: { g: () => {} } }), W.LinkError);
    throws(() => exportsOf(W, passing(FUNCREF, false), { m: {} }), W.LinkError);
  }),
  rule("imported globals: type and mutability must be the same, or LinkError", (W) => {
    const link = (type: number, mutable: boolean, g: unknown) =>
      exportsOf(W, passing(type, mutable), { m: { g } });
    for (const value of [undefined, null, "7", true, 7n, {}, () => {}])
      throws(() => link(I32, false, value), W.LinkError);
    throws(() => link(I64, false, 7), W.LinkError);
    throws(() => link(I32, true, 7), W.LinkError);
    throws(() => link(EXTERNREF, true, {}), W.LinkError);
    throws(() => link(I32, true, constant(W, "i32", 1)), W.LinkError);
    throws(() => link(I32, false, make(W, "i32", 1)), W.LinkError);
    throws(() => link(F32, true, make(W, "f64", 1)), W.LinkError);
  }),
];

// Rules: exported functions, host functions, and the conversion of what passes between them.

import {
  body,
  caller,
  EXTERNREF,
  exported,
  F32,
  F64,
  FUNCREF,
  func,
  I32,
  I64,
  identity,
  imported,
  limits,
  module,
  V128,
} from "./bytes.ts";
import { type Any, deepEqual, equal, exportsOf, ok, type Rule, rule, thrownBy, throws } from "./rule.ts";

const pass = (W: Any, type: number) => exportsOf(W, identity(type)).f;

/** `n` functions, function i returning i; all exported under their numbers with an `f` before. */
const numbered = (n: number) =>
  module({
    types: [func([], [I32])],
    functions: Array.from({ length: n }, () => 0),
    exports: Array.from({ length: n }, (_, i) => exported(`f${i}`, "func", i)),
    code: Array.from({ length: n }, (_, i) => body(0x41, i)),
  });

const conversions: Rule[] = [
  rule("i32 arguments: ToInt32", (W) => {
    const f = pass(W, I32);
    for (const [given, found] of [
      [5, 5],
      [-1, -1],
      [2 ** 31, -(2 ** 31)],
      [2 ** 32 + 1, 1],
      ["8", 8],
      [1.9, 1],
      [-1.9, -1],
      [Number.NaN, 0],
      [undefined, 0],
      [null, 0],
      [true, 1],
      [[7], 7],
      [{ valueOf: () => 3 }, 3],
    ])
      equal(f(given), found);
    throws(() => f(1n), TypeError);
    throws(() => f(Symbol()), TypeError);
  }),
  rule("i64 arguments: ToBigInt64, results are BigInts", (W) => {
    const f = pass(W, I64);
    for (const [given, found] of [
      [5n, 5n],
      [-1n, -1n],
      [2n ** 63n, -(2n ** 63n)],
      [2n ** 64n + 1n, 1n],
      ["8", 8n],
      [true, 1n],
      [[7n], 7n],
      [{ valueOf: () => 3n }, 3n],
      [0x1234_5678_9abc_def0n, 0x1234_5678_9abc_def0n],
    ])
      equal(f(given), found);
    for (const wrong of [1, undefined, null, Symbol(), {}]) ok(thrownBy(() => f(wrong)) instanceof Error);
    throws(() => f(1), TypeError);
    throws(() => f(), TypeError);
    throws(() => f("x"), SyntaxError);
  }),
  rule("f32 and f64 arguments: ToNumber, f32 rounds", (W) => {
    const single = pass(W, F32);
    const double = pass(W, F64);
    equal(single(0.1), Math.fround(0.1));
    equal(double(0.1), 0.1);
    for (const f of [single, double]) {
      equal(Object.is(f(-0), -0), true);
      equal(Number.isNaN(f()), true);
      equal(f("1.5"), 1.5);
      equal(f(Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY);
      throws(() => f(1n), TypeError);
      throws(() => f(Symbol()), TypeError);
    }
  }),
  rule("externref arguments: any value, the same one back", (W) => {
    const f = pass(W, EXTERNREF);
    for (const value of [undefined, null, 1, -0, "x", 1n, Symbol(), {}, () => {}, f])
      equal(Object.is(f(value), value), true);
    equal(f(), undefined);
  }),
  rule("funcref arguments: null and exported functions", (W) => {
    const f = pass(W, FUNCREF);
    equal(f(null), null);
    equal(f(f), f);
    for (const wrong of [undefined, () => {}, 1, {}, "x", Math.max, f.bind()])
      throws(() => f(wrong), TypeError);
    throws(() => f(), TypeError);
  }),
  rule("v128 cannot pass", (W) => {
    const bytes = identity(V128);
    if (W.validate(bytes)) throws(() => exportsOf(W, bytes).f(1), TypeError);
  }),
  rule("arguments are converted from left to right, all before the call", (W) => {
    const log: string[] = [];
    const spy = (name: string, value: unknown) => ({ valueOf: () => (log.push(name), value) });
    const f = exportsOf(W, identity(I32, F64, I64)).f;
    deepEqual(f(spy("a", 1), spy("b", 2.5), spy("c", 3n), spy("d", 4)), [1, 2.5, 3n]);
    deepEqual(log, ["a", "b", "c"]);
  }),
  rule("what a conversion throws comes through", (W) => {
    const what = new RangeError("mine");
    const wrong = {
      valueOf() {
        throw what;
      },
    };
    equal(
      thrownBy(() => pass(W, I32)(wrong)),
      what,
    );
  }),
  rule("no result is undefined, several are an array", (W) => {
    equal(exportsOf(W, identity()).f(), undefined);
    const result = exportsOf(W, identity(I32, I64, F32, EXTERNREF)).f(1, 2n, 0.5, "x");
    ok(Array.isArray(result));
    equal(Object.getPrototypeOf(result), Array.prototype);
    deepEqual(result, [1, 2n, 0.5, "x"]);
  }),
];

const exportedFunctions: Rule[] = [
  rule("exported functions: name is the index, length the number of parameters", (W) => {
    const exports = exportsOf(W, numbered(12));
    for (const i of [0, 7, 11]) {
      const f = exports[`f${i}`];
      deepEqual([f.name, f.length, f()], [String(i), 0, i]);
      for (const [name, value] of [
        ["name", String(i)],
        ["length", 0],
      ] as const)
        deepEqual(Object.getOwnPropertyDescriptor(f, name), {
          value,
          writable: false,
          enumerable: false,
          configurable: true,
        });
    }
    equal(exportsOf(W, identity(I32, I64, F64)).f.length, 3);
  }),
  rule("exported functions: imported functions count in the index", (W) => {
    const { f, g } = exportsOf(W, caller([I32], []), { m: { f: () => {} } });
    deepEqual([f.name, g.name, f.length, g.length], ["0", "1", 1, 1]);
  }),
  rule("exported functions: are functions and no constructors", (W) => {
    const { f } = exportsOf(W, identity(I32));
    equal(typeof f, "function");
    equal(Object.getPrototypeOf(f), Function.prototype);
    ok(Object.isExtensible(f));
    deepEqual(Reflect.ownKeys(f).sort(), ["length", "name"]);
    throws(() => new f(1), TypeError);
    equal(f.call({}, 5), 5);
    equal(f.apply(null, [6]), 6);
    equal(Object.prototype.toString.call(f), "[object Function]");
  }),
  rule("exported functions: source text is that of a native function", (W) => {
    ok(/\[native code\]/.test(Function.prototype.toString.call(exportsOf(W, identity(I32)).f)));
  }),
  rule("one function of wasm is one function of JavaScript, by whatever way it comes", (W) => {
    const bytes = module({
      types: [func([], [FUNCREF])],
      functions: [0],
      tables: [[FUNCREF, ...limits(1)]],
      globals: [[FUNCREF, 0, 0xd2, 0, 0x0b]],
      exports: [exported("f", "func", 0), exported("t", "table", 0), exported("g", "global", 0)],
      elements: [[0, 0x41, 0, 0x0b, 1, 0]],
      code: [body(0xd2, 0)],
    });
    const { f, t, g } = exportsOf(W, bytes);
    deepEqual([t.get(0) === f, g.value === f, f() === f], [true, true, true]);
    const relay = module({
      types: [func([], [FUNCREF])],
      imports: [imported("m", "f", "func", [0])],
      exports: [exported("f", "func", 0)],
    });
    equal(exportsOf(W, relay, { m: { f } }).f, f);
  }),
  rule("an exported function can be imported with its own type only, or LinkError", (W) => {
    const { f } = exportsOf(W, identity(I32));
    const other = module({ types: [func([I64], [I32])], imports: [imported("m", "f", "func", [0])] });
    throws(() => exportsOf(W, other, { m: { f } }), W.LinkError);
  }),
  rule("exported functions of one instance call another's without JavaScript", (W) => {
    const { f } = exportsOf(W, identity(I64));
    const { g } = exportsOf(W, caller([I64], [I64]), { m: { f } });
    equal(g(-3n), -3n);
  }),
];

const hostFunctions: Rule[] = [
  rule("host functions: arguments are converted, the receiver is undefined", (W) => {
    let seen: unknown[] = [];
    let receiver: unknown = 1;
    const f = function (this: unknown, ...args: unknown[]) {
      seen = args;
      receiver = this;
    };
    const { g } = exportsOf(W, caller([I32, I64, F32, F64, EXTERNREF], []), { m: { f } });
    equal(g(-1, 2n ** 63n, 0.1, 0.1, f), undefined);
    deepEqual(seen, [-1, -(2n ** 63n), Math.fround(0.1), 0.1, f]);
    equal(receiver, undefined);
  }),
  rule("host functions: results are converted", (W) => {
    const call = (type: number, value: unknown) =>
      exportsOf(W, caller([], [type]), { m: { f: () => value } }).g();
    equal(call(I32, 2 ** 32 + 1), 1);
    equal(call(I32, "7"), 7);
    equal(call(I32, undefined), 0);
    equal(call(I64, 2n ** 64n + 1n), 1n);
    equal(call(F32, 0.1), Math.fround(0.1));
    equal(Number.isNaN(call(F64, undefined)), true);
    equal(call(EXTERNREF, undefined), undefined);
    equal(call(FUNCREF, null), null);
    throws(() => call(I32, 1n), TypeError);
    throws(() => call(I64, 1), TypeError);
    throws(() => call(FUNCREF, () => {}), TypeError);
  }),
  rule("host functions: the result of a function without results is ignored", (W) => {
    equal(exportsOf(W, caller([], []), { m: { f: () => Symbol() } }).g(), undefined);
  }),
  rule("host functions: several results are an iterable of that many values", (W) => {
    const call = (value: unknown) => exportsOf(W, caller([], [I32, I64]), { m: { f: () => value } }).g();
    deepEqual(call([1, 2n]), [1, 2n]);
    deepEqual(call(new Set([1, 2n])), [1, 2n]);
    deepEqual(
      call(
        (function* () {
          yield 1;
          yield 2n;
        })(),
      ),
      [1, 2n],
    );
    for (const wrong of [undefined, null, 1, {}, [1], [1, 2n, 3], [1, 2]])
      throws(() => call(wrong), TypeError);
  }),
  rule("host functions: an error comes through wasm as it is", (W) => {
    const wrongs = [
      new Error("mine"),
      new RangeError("mine"),
      new W.RuntimeError("mine"),
      7,
      undefined,
      null,
      "x",
      {},
      Symbol(),
    ];
    for (const what of wrongs) {
      const f = () => {
        throw what;
      };
      equal(
        thrownBy(() => exportsOf(W, caller([], []), { m: { f } }).g()),
        what,
      );
    }
  }),
  rule("host functions: the error of a DataView comes through as it is", (W) => {
    let made: unknown;
    const f = () => {
      try {
        new DataView(new ArrayBuffer(1)).getInt32(0);
      } catch (error) {
        made = error;
        throw error;
      }
    };
    equal(
      thrownBy(() => exportsOf(W, caller([], []), { m: { f } }).g()),
      made,
    );
  }),
  rule("host functions: any callable can be imported", (W) => {
    const call = (f: unknown, ...args: unknown[]) =>
      exportsOf(W, caller([I32], [I32]), { m: { f } }).g(...args);
    equal(call(Math.abs, -5), 5);
    equal(call(((a: number, b: number) => a + b).bind(null, 1), 2), 3);
    equal(call(new Proxy((x: number) => x * 2, {}), 4), 8);
    throws(() => call(class {}, 1), TypeError);
  }),
  rule("host functions: exported again, they are exported functions that convert", (W) => {
    const host = (x: unknown) => x;
    const { f } = exportsOf(W, caller([I32], [I32]), { m: { f: host } });
    ok(f !== host);
    deepEqual([f.name, f.length, f("5.5")], ["0", 1, 5]);
    new W.Table({ element: "anyfunc", initial: 1 }).set(0, f);
  }),
  rule("calls nest: wasm to JavaScript to wasm", (W) => {
    const exports: Any = {};
    const f = (n: number) => (n > 0 ? exports.g(n - 1) + 1 : 0);
    Object.assign(exports, exportsOf(W, caller([I32], [I32]), { m: { f } }));
    equal(exports.g(50), 50);
  }),
];

const traps: Rule[] = [
  rule("traps are RuntimeErrors", (W) => {
    const trap = (...code: number[]) =>
      exportsOf(
        W,
        module({
          types: [func([], [])],
          functions: [0],
          memories: [limits(1)],
          exports: [exported("f", "func", 0)],
          code: [body(...code)],
        }),
      ).f;
    throws(trap(0), W.RuntimeError);
    throws(trap(0x41, 1, 0x41, 0, 0x6d, 0x1a), W.RuntimeError);
    throws(trap(0x41, 0x7f, 0x28, 2, 0, 0x1a), W.RuntimeError);
    throws(trap(0x44, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f, 0xaa, 0x1a), W.RuntimeError);
  }),
  rule("stack exhaustion is a RangeError, and everything works after it", (W) => {
    const bytes = module({
      types: [func([], []), func([], [I32])],
      functions: [0, 1],
      exports: [exported("f", "func", 0), exported("g", "func", 1)],
      code: [body(0x10, 0), body(0x41, 3)],
    });
    const { f, g } = exportsOf(W, bytes);
    throws(f, RangeError);
    throws(f, RangeError);
    equal(g(), 3);
  }),
];

export const functions: Rule[] = [...conversions, ...exportedFunctions, ...hostFunctions, ...traps];

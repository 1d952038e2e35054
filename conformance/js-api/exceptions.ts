// Rules: Tag, Exception and JSTag.

import { body, exported, func, I32, I64, imported, module } from "./bytes.ts";
import { type Any, deepEqual, equal, exportsOf, ok, type Rule, rule, thrownBy, throws } from "./rule.ts";

const tag = (W: Any, ...parameters: string[]) => new W.Tag({ parameters });

/** Imports a tag (i32 i64), exports it and a function that throws its arguments with it. */
const THROWING = module({
  types: [func([I32, I64], [])],
  imports: [imported("m", "t", "tag", [0])],
  functions: [0],
  exports: [exported("t", "tag", 0), exported("throw", "func", 0)],
  code: [body(0x20, 0, 0x20, 1, 0x08, 0)],
});

const legacyBlock = (result: number) => [0x06, result, 0x10, 0];

/** `g` calls the host function `m.f` and catches: 1 by the tag `m.t` (of no arguments), 2 anything else, 0 nothing. */
const CATCHING = module({
  types: [func([], []), func([], [I32])],
  imports: [imported("m", "f", "func", [0]), imported("m", "t", "tag", [0])],
  functions: [1],
  exports: [exported("g", "func", 1)],
  code: [body(...legacyBlock(I32), 0x41, 0, 0x07, 0, 0x41, 1, 0x19, 0x41, 2, 0x0b)],
});

export const exceptions: Rule[] = [
  rule("Tag: the type is a dictionary with a sequence of value types", (W) => {
    for (const type of [
      undefined,
      null,
      1,
      "x",
      {},
      { parameters: 1 },
      { parameters: {} },
      { parameters: ["i8"] },
      { parameters: [undefined] },
    ])
      throws(() => new W.Tag(type), TypeError);
    for (const parameters of [[], ["i32", "externref"], new Set(["i64"])])
      ok(new W.Tag({ parameters }) instanceof W.Tag);
  }),
  rule("Exception: takes a tag and as many values as it has parameters", (W) => {
    const t = tag(W, "i32");
    for (const wrong of [undefined, null, {}, W.Tag]) throws(() => new W.Exception(wrong, [1]), TypeError);
    for (const payload of [undefined, null, 1, {}, [], [1, 2]])
      throws(() => new W.Exception(t, payload), TypeError);
    throws(() => new W.Exception(t), TypeError);
    ok(new W.Exception(t, new Set([1])) instanceof W.Exception);
    throws(() => new W.Exception(t, [1], 5), TypeError);
  }),
  rule("Exception: values are converted", (W) => {
    const t = tag(W, "i32", "i64", "f32", "f64", "externref", "anyfunc");
    const e = new W.Exception(t, ["7", true, 0.1, 0.1, t, null]);
    deepEqual(
      [0, 1, 2, 3, 5].map((i) => e.getArg(t, i)),
      [7, 1n, Math.fround(0.1), 0.1, null],
    );
    equal(e.getArg(t, 4), t);
    throws(() => new W.Exception(tag(W, "i64"), [1]), TypeError);
    throws(() => new W.Exception(tag(W, "anyfunc"), [() => {}]), TypeError);
  }),
  rule("Exception.is: tags are compared by identity", (W) => {
    const t = tag(W, "i32");
    const e = new W.Exception(t, [1]);
    deepEqual([e.is(t), e.is(tag(W, "i32"))], [true, false]);
    for (const wrong of [undefined, null, {}, W.Tag]) throws(() => e.is(wrong), TypeError);
  }),
  rule("Exception.getArg: wants the exception's own tag", (W) => {
    const t = tag(W, "i32");
    const e = new W.Exception(t, [1]);
    throws(() => e.getArg(tag(W, "i32"), 0), TypeError);
    throws(() => e.getArg(t), TypeError);
    throws(() => e.getArg({}, 0), TypeError);
  }),
  rule("Exception.getArg: an index beyond the values is a RangeError, no unsigned long a TypeError", (W) => {
    const t = tag(W, "i32");
    const e = new W.Exception(t, [1]);
    throws(() => e.getArg(t, 1), RangeError);
    throws(() => e.getArg(t, 2 ** 32), TypeError);
    throws(() => e.getArg(t, -1), TypeError);
  }),
  rule("Exception.stack: undefined unless asked for", (W) => {
    const t = tag(W);
    equal(new W.Exception(t, []).stack, undefined);
    equal(new W.Exception(t, [], { traceStack: false }).stack, undefined);
    equal(typeof new W.Exception(t, [], { traceStack: true }).stack, "string");
  }),
  rule("what wasm throws is an Exception with the tag and the values", (W) => {
    const t = tag(W, "i32", "i64");
    const exports = exportsOf(W, THROWING, { m: { t } });
    equal(exports.t, t);
    const e: Any = thrownBy(() => exports.throw(-1, -(2n ** 62n)));
    equal(Object.getPrototypeOf(e), W.Exception.prototype);
    ok(e.is(t));
    deepEqual([e.getArg(t, 0), e.getArg(t, 1)], [-1, -(2n ** 62n)]);
  }),
  rule("imported tags: must be of the same type, or LinkError", (W) => {
    for (const t of [undefined, null, {}, tag(W, "i32"), tag(W, "i64", "i32")])
      throws(() => exportsOf(W, THROWING, { m: { t } }), W.LinkError);
  }),
  rule("wasm catches by tag what JavaScript throws as an Exception", (W) => {
    const t = tag(W);
    const run = (what: unknown) =>
      exportsOf(W, CATCHING, {
        m: {
          t,
          f: () => {
            throw what;
          },
        },
      }).g();
    equal(run(new W.Exception(t, [])), 1);
    equal(run(new W.Exception(tag(W), [])), 2);
    for (const what of [new Error("x"), 7, undefined, null, new W.RuntimeError("mine")]) equal(run(what), 2);
    equal(exportsOf(W, CATCHING, { m: { t, f: () => {} } }).g(), 0);
  }),
  rule("wasm does not catch traps, not even through JavaScript", (W) => {
    const trap = module({
      types: [func([], [])],
      functions: [0],
      exports: [exported("f", "func", 0)],
      code: [body(0)],
    });
    const { f } = exportsOf(W, trap);
    throws(() => exportsOf(W, CATCHING, { m: { t: tag(W), f } }).g(), W.RuntimeError);
    throws(() => exportsOf(W, CATCHING, { m: { t: tag(W), f: () => f() } }).g(), W.RuntimeError);
  }),
  rule("an Exception keeps its identity through wasm and JavaScript", (W) => {
    const t = tag(W);
    const e = new W.Exception(t, []);
    const through = module({
      types: [func([], [])],
      imports: [imported("m", "f", "func", [0])],
      functions: [0],
      exports: [exported("g", "func", 1)],
      code: [body(0x10, 0)],
    });
    const f = () => {
      throw e;
    };
    equal(
      thrownBy(() => exportsOf(W, through, { m: { f } }).g()),
      e,
    );
  }),
  rule("JSTag: is a Tag, the same each time", (W) => {
    ok(W.JSTag instanceof W.Tag);
    equal(W.JSTag, W.JSTag);
    throws(() => new W.Exception(W.JSTag, [1]), TypeError);
  }),
  rule("JSTag: catches what JavaScript throws, and throws it again as it was", (W) => {
    const bytes = module({
      types: [func([], []), func([0x6f], []), func([], [0x6f])],
      imports: [imported("m", "f", "func", [0]), imported("m", "t", "tag", [1])],
      functions: [2, 1],
      exports: [exported("catch", "func", 1), exported("throw", "func", 2)],
      code: [body(0x06, 0x6f, 0x10, 0, 0xd0, 0x6f, 0x07, 0, 0x0b), body(0x20, 0, 0x08, 0)],
    });
    for (const what of [new Error("x"), 7, undefined]) {
      const f = () => {
        throw what;
      };
      const exports = exportsOf(W, bytes, { m: { f, t: W.JSTag } });
      equal(exports.catch(), what);
      equal(
        thrownBy(() => exports.throw(what)),
        what,
      );
    }
  }),
];

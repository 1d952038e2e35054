// Rules: WebAssembly.Instance, how imports are read, and exports objects.

import {
  body,
  EMPTY,
  exported,
  FUNCREF,
  func,
  global as globalOf,
  I32,
  imported,
  limits,
  module,
} from "./bytes.ts";
import { type Any, deepEqual, equal, exportsOf, ok, type Rule, rule, thrownBy, throws } from "./rule.ts";

const ONE_OF_EACH = module({
  types: [func([], [I32])],
  functions: [0],
  tables: [[FUNCREF, ...limits(1)]],
  memories: [limits(1)],
  globals: [globalOf(I32, false, 0x41, 0)],
  exports: [
    exported("f", "func", 0),
    exported("t", "table", 0),
    exported("m", "memory", 0),
    exported("g", "global", 0),
    exported("again", "func", 0),
    exported("__proto__", "func", 0),
    exported("1", "memory", 0),
  ],
  code: [body(0x41, 5)],
});

const NEEDS_FUNCTION = module({ types: [func([], [])], imports: [imported("a", "b", "func", [0])] });

const NEEDS_TWO = module({
  types: [func([], [])],
  imports: [
    imported("x", "f", "func", [0]),
    imported("w", "g", "global", [I32, 0]),
    imported("x", "h", "func", [0]),
  ],
});

const starting = (...code: number[]) =>
  module({
    types: [func([], [])],
    imports: [imported("m", "f", "func", [0])],
    functions: [0],
    start: 1,
    code: [body(...code)],
  });

export const instance: Rule[] = [
  rule("Instance: takes a Module", (W) => {
    for (const value of [undefined, null, {}, EMPTY, W.Module, W.Module.prototype])
      throws(() => new W.Instance(value), TypeError);
  }),
  rule("Instance: the import object is an object or undefined", (W) => {
    const object = new W.Module(EMPTY);
    for (const value of [null, 1, "x", true, 1n, Symbol()])
      throws(() => new W.Instance(object, value), TypeError);
    for (const value of [undefined, {}, [], () => {}])
      ok(new W.Instance(object, value) instanceof W.Instance);
  }),
  rule("Instance: a module with imports needs an import object", (W) => {
    const object = new W.Module(NEEDS_FUNCTION);
    throws(() => new W.Instance(object), TypeError);
    throws(() => new W.Instance(object, undefined), TypeError);
  }),
  rule("Instance: the first name must lead to an object", (W) => {
    const object = new W.Module(NEEDS_FUNCTION);
    for (const a of [undefined, null, 1, "x", true, Symbol()])
      throws(() => new W.Instance(object, { a }), TypeError);
    const a = Object.assign(() => {}, { b: () => {} });
    ok(new W.Instance(object, { a }) instanceof W.Instance);
  }),
  rule("Instance: what is no function is a LinkError", (W) => {
    const object = new W.Module(NEEDS_FUNCTION);
    for (const b of [undefined, null, 1, {}, "x", new W.Memory({ initial: 1 })])
      throws(() => new W.Instance(object, { a: { b } }), W.LinkError);
  }),
  rule("Instance: the message of a LinkError names the import", (W) => {
    const error = thrownBy(() => new W.Instance(new W.Module(NEEDS_FUNCTION), { a: { b: 1 } }));
    ok(/\ba\b.*\bb\b/.test((error as Error).message));
  }),
  rule("Instance: imports are read in order, inherited ones too, each path anew", (W) => {
    const log: string[] = [];
    const fields = (name: string, values: object) =>
      new Proxy(values, {
        get: (target: Any, key) => {
          log.push(`${name}${String(key)}`);
          return target[key];
        },
      });
    const x = fields("x.", { f: () => {}, h: () => {} });
    const w = fields("w.", { g: 1 });
    new W.Instance(new W.Module(NEEDS_TWO), fields("", Object.create({ x, w })));
    deepEqual(log, ["x", "x.f", "w", "w.g", "x", "x.h"]);
  }),
  rule("Instance: what a getter of the import object throws comes through", (W) => {
    const what = {};
    const imports = {
      get a() {
        throw what;
      },
    };
    equal(
      thrownBy(() => new W.Instance(new W.Module(NEEDS_FUNCTION), imports)),
      what,
    );
  }),
  rule("Instance.exports: the same frozen object without prototype each time", (W) => {
    const object = new W.Instance(new W.Module(ONE_OF_EACH));
    const { exports } = object;
    equal(object.exports, exports);
    equal(Object.getPrototypeOf(exports), null);
    ok(Object.isFrozen(exports) && !Object.isExtensible(exports));
    throws(() => {
      object.exports = {};
    }, TypeError);
    throws(() => {
      exports.f = 1;
    }, TypeError);
    throws(() => {
      exports.new = 1;
    }, TypeError);
    throws(() => {
      delete exports.f;
    }, TypeError);
  }),
  rule("Instance.exports: data properties, in the order of the module (integer names first)", (W) => {
    const { exports } = new W.Instance(new W.Module(ONE_OF_EACH));
    deepEqual(Reflect.ownKeys(exports), ["1", "f", "t", "m", "g", "again", "__proto__"]);
    const { value, writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(exports, "f")!;
    equal(typeof value, "function");
    deepEqual([writable, enumerable, configurable], [false, true, false]);
    equal(exports.again, exports.f);
    equal(Reflect.get(exports, "__proto__"), exports.f);
    equal(exports["1"], exports.m);
  }),
  rule("Instance.exports: empty without exports", (W) => {
    deepEqual(Reflect.ownKeys(new W.Instance(new W.Module(EMPTY)).exports), []);
  }),
  rule("instances of one module are separate", (W) => {
    const object = new W.Module(ONE_OF_EACH);
    const a = new W.Instance(object).exports;
    const b = new W.Instance(object).exports;
    ok(a.f !== b.f && a.m !== b.m && a.t !== b.t);
    new Uint8Array(a.m.buffer)[0] = 1;
    equal(new Uint8Array(b.m.buffer)[0], 0);
  }),
  rule("the start function runs when the instance is made", (W) => {
    let calls = 0;
    const f = () => {
      calls++;
    };
    new W.Instance(new W.Module(starting(0x10, 0)), { m: { f } });
    equal(calls, 1);
  }),
  rule("a trap of the start function is a RuntimeError, what it throws comes through", (W) => {
    throws(() => new W.Instance(new W.Module(starting(0)), { m: { f: () => {} } }), W.RuntimeError);
    const what = new Error("mine");
    const f = () => {
      throw what;
    };
    equal(
      thrownBy(() => new W.Instance(new W.Module(starting(0x10, 0)), { m: { f } })),
      what,
    );
  }),
  rule("an active segment out of bounds is a RuntimeError", (W) => {
    const outside = module({ memories: [limits(0)], data: [[0, 0x41, 0, 0x0b, 1, 9]] });
    throws(() => new W.Instance(new W.Module(outside)), W.RuntimeError);
  }),
  rule("an instance's exports can be another's imports", (W) => {
    const { exports } = new W.Instance(new W.Module(ONE_OF_EACH));
    const user = module({
      types: [func([], [I32])],
      imports: [imported("lib", "f", "func", [0]), imported("lib", "m", "memory", limits(1))],
      exports: [exported("f", "func", 0), exported("m", "memory", 0)],
    });
    const other = exportsOf(W, user, { lib: exports });
    equal(other.f, exports.f);
    equal(other.m, exports.m);
  }),
];

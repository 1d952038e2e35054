// Rules: WebAssembly.Memory.

import { body, exported, func, I32, imported, limits, module } from "./bytes.ts";
import { type Any, deepEqual, equal, exportsOf, ok, type Rule, rule, throws } from "./rule.ts";

const PAGE = 65_536;

/** Descriptors that record in which order their members are read and converted. */
export function recorder(log: string[], members: Record<string, unknown>): object {
  const object = {};
  for (const [name, value] of Object.entries(members))
    Object.defineProperty(object, name, {
      get: () => {
        log.push(name);
        return typeof value === "number"
          ? { valueOf: () => (log.push(`${name} converted`), value) }
          : typeof value === "string"
            ? { toString: () => (log.push(`${name} converted`), value) }
            : value;
      },
    });
  return object;
}

/** Values that are no `[EnforceRange] unsigned long`. */
export const NO_U32 = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -1,
  2 ** 32,
  "x",
  {},
  Symbol(),
  1n,
];

/** Exports a memory, and its `size` and `grow` as functions. */
const growing = (min: number, max?: number) =>
  module({
    types: [func([], [I32]), func([I32], [I32])],
    functions: [0, 1],
    memories: [limits(min, max)],
    exports: [exported("m", "memory", 0), exported("size", "func", 0), exported("grow", "func", 1)],
    code: [body(0x3f, 0), body(0x20, 0, 0x40, 0)],
  });

export const memory: Rule[] = [
  rule("Memory: the descriptor must be an object with an initial size", (W) => {
    for (const descriptor of [
      undefined,
      null,
      1,
      "x",
      true,
      Symbol(),
      {},
      { maximum: 1 },
      { initial: undefined },
    ])
      throws(() => new W.Memory(descriptor), TypeError);
  }),
  rule("Memory: sizes are unsigned longs, out of range is a TypeError", (W) => {
    for (const value of NO_U32) {
      throws(() => new W.Memory({ initial: value }), TypeError);
      throws(() => new W.Memory({ initial: 0, maximum: value }), TypeError);
    }
  }),
  rule("Memory: sizes are converted and truncated", (W) => {
    equal(new W.Memory({ initial: "1" }).buffer.byteLength, PAGE);
    equal(new W.Memory({ initial: 1.9 }).buffer.byteLength, PAGE);
    equal(new W.Memory({ initial: null }).buffer.byteLength, 0);
    equal(new W.Memory({ initial: 0, maximum: undefined }).buffer.byteLength, 0);
  }),
  rule("Memory: sizes are truncated before they are checked", (W) => {
    equal(new W.Memory({ initial: -0.9 }).buffer.byteLength, 0);
  }),
  rule("Memory: initial above maximum is a RangeError", (W) =>
    throws(() => new W.Memory({ initial: 2, maximum: 1 }), RangeError),
  ),
  rule("Memory: more than 65536 pages are a RangeError", (W) =>
    throws(() => new W.Memory({ initial: 65537 }), RangeError),
  ),
  rule("Memory: 65536 pages may be the maximum", (W) => {
    equal(new W.Memory({ initial: 0, maximum: 65536 }).buffer.byteLength, 0);
  }),
  rule("Memory: members are read in order, each converted at once", (W) => {
    const log: string[] = [];
    new W.Memory(recorder(log, { maximum: 2, initial: 1 }));
    deepEqual(log, ["initial", "initial converted", "maximum", "maximum converted"]);
  }),
  rule("Memory: a function can be a descriptor", (W) => {
    const descriptor = Object.assign(() => {}, { initial: 1 });
    equal(new W.Memory(descriptor).buffer.byteLength, PAGE);
  }),
  rule("Memory: is zero at first", (W) => {
    ok(new Uint8Array(new W.Memory({ initial: 1 }).buffer).every((byte) => byte === 0));
  }),
  rule("Memory.buffer: the same ArrayBuffer each time", (W) => {
    const object = new W.Memory({ initial: 1 });
    ok(object.buffer instanceof ArrayBuffer);
    equal(object.buffer, object.buffer);
    equal(Object.getPrototypeOf(object.buffer), ArrayBuffer.prototype);
  }),
  rule("Memory.buffer: cannot be assigned", (W) => {
    const object = new W.Memory({ initial: 1 });
    throws(() => {
      object.buffer = new ArrayBuffer(1);
    }, TypeError);
  }),
  rule("Memory.grow: returns the old size, and detaches the old buffer", (W) => {
    const object = new W.Memory({ initial: 1, maximum: 3 });
    const old = object.buffer;
    new Uint8Array(old)[5] = 7;
    equal(object.grow(2), 1);
    equal(old.byteLength, 0);
    ok(object.buffer !== old);
    equal(object.buffer.byteLength, 3 * PAGE);
    equal(new Uint8Array(object.buffer)[5], 7);
  }),
  rule("Memory.grow: by nothing still makes a new buffer", (W) => {
    const object = new W.Memory({ initial: 1 });
    const old = object.buffer;
    equal(object.grow(0), 1);
    equal(old.byteLength, 0);
    ok(object.buffer !== old);
    equal(object.buffer.byteLength, PAGE);
  }),
  rule("Memory.grow: beyond the maximum is a RangeError, and changes nothing", (W) => {
    const object = new W.Memory({ initial: 1, maximum: 2 });
    const old = object.buffer;
    throws(() => object.grow(2), RangeError);
    equal(object.buffer, old);
    equal(old.byteLength, PAGE);
    throws(() => new W.Memory({ initial: 1 }).grow(65536), RangeError);
  }),
  rule("Memory.grow: the delta is an unsigned long", (W) => {
    const object = new W.Memory({ initial: 1 });
    for (const value of [...NO_U32, undefined]) throws(() => object.grow(value), TypeError);
    throws(() => object.grow(), TypeError);
    equal(object.grow({ valueOf: () => "1" }), 1);
  }),
  rule("a memory that wasm exports is a Memory, always the same object", (W) => {
    const a = exportsOf(W, growing(1, 3));
    equal(Object.getPrototypeOf(a.m), W.Memory.prototype);
    const again = module({
      imports: [imported("m", "m", "memory", limits(0))],
      exports: [exported("m", "memory", 0)],
    });
    equal(exportsOf(W, again, { m: { m: a.m } }).m, a.m);
  }),
  rule("memory.grow in wasm detaches the buffer, too", (W) => {
    const { m, grow, size } = exportsOf(W, growing(1, 3));
    const old = m.buffer;
    equal(grow(1), 1);
    equal(old.byteLength, 0);
    equal(m.buffer.byteLength, 2 * PAGE);
    equal(grow(9), -1);
    equal(m.buffer.byteLength, 2 * PAGE);
    m.grow(1);
    equal(size(), 3);
  }),
  rule("a memory can be shared by instances and JavaScript", (W) => {
    const shared = new W.Memory({ initial: 1, maximum: 9 });
    const peek = module({
      types: [func([I32], [I32])],
      imports: [imported("m", "m", "memory", limits(1))],
      functions: [0],
      exports: [exported("f", "func", 0)],
      code: [body(0x20, 0, 0x2d, 0, 0)],
    });
    const a = exportsOf(W, peek, { m: { m: shared } });
    const b = exportsOf(W, peek, { m: { m: shared } });
    new Uint8Array(shared.buffer)[9] = 42;
    deepEqual([a.f(9), b.f(9)], [42, 42]);
    shared.grow(1);
    new Uint8Array(shared.buffer)[PAGE] = 5;
    deepEqual([a.f(PAGE), b.f(PAGE)], [5, 5]);
  }),
  rule("imported memories: kind, minimum and maximum must fit, or LinkError", (W) => {
    const link = (want: number[], value: unknown) =>
      exportsOf(W, module({ imports: [imported("m", "m", "memory", want)] }), { m: { m: value } });
    const small: Any = new W.Memory({ initial: 1, maximum: 4 });
    for (const value of [
      undefined,
      null,
      1,
      {},
      () => {},
      new ArrayBuffer(PAGE),
      new W.Table({ element: "anyfunc", initial: 1 }),
    ])
      throws(() => link(limits(0), value), W.LinkError);
    throws(() => link(limits(2), small), W.LinkError);
    throws(() => link(limits(1, 3), small), W.LinkError);
    throws(() => link(limits(0, 3), new W.Memory({ initial: 1 })), W.LinkError);
    link(limits(1, 4), small);
    small.grow(1);
    link(limits(2, 4), small);
  }),
];

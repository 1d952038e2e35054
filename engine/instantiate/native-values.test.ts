import t from "tap";
import { EXTERNREF, FUNCREF, F64, I32, I64 } from "../../compiler/model/index.ts";
import type { CoreType } from "../host/index.ts";
import { NativeValues } from "./native-values.ts";

const func = (params: number[], results: number[]): CoreType => ({
  kind: "func",
  type: { kind: "func", params, results },
});
const memory = (min: number, max?: number): CoreType => ({ kind: "memory", type: { limits: { min, max } } });
const global = (type: number, mutable = false): CoreType => ({ kind: "global", type: { type, mutable } });

/** Converts; what was found instead is thrown as text. */
function converter(values = new NativeValues(WebAssembly)) {
  return (type: CoreType, value: unknown) =>
    values.toExtern(type, value, (found) => new Error(JSON.stringify(found)));
}

t.test("a function becomes an exported function of the type, the same one each time", async (t) => {
  const to = converter();
  const double = (x: number) => 2 * x;
  const extern = to(func([I32], [I32]), double) as (x: number) => number;
  t.not(extern, double);
  t.equal(extern(2.9), 4, "arguments are converted");
  t.equal(to(func([I32], [I32]), double), extern);
  t.not(to(func([F64], [F64]), double), extern);
  t.equal(to(func([I32], [I32]), extern), extern, "an exported function stays itself");
  t.throws(() => to(func([I64], []), extern), { message: '"a function"' });
  t.throws(() => to(func([], []), 1), { message: '"a number"' });
});

t.test("memories and tables are themselves, or of another type", async (t) => {
  const to = converter();
  const given = new WebAssembly.Memory({ initial: 1, maximum: 2 });
  t.equal(to(memory(1, 2), given), given);
  t.equal(to(memory(0), given), given);
  t.throws(() => to(memory(2), given), { message: '"a WebAssembly.Memory of another type"' });
  given.grow(1);
  t.equal(to(memory(2), given), given, "its size now counts");
  t.throws(() => to(memory(1, 1), given));
  const table = new WebAssembly.Table({ element: "anyfunc", initial: 1 });
  t.equal(to({ kind: "table", type: { element: FUNCREF, limits: { min: 1 } } }, table), table);
  t.throws(() => to({ kind: "table", type: { element: EXTERNREF, limits: { min: 1 } } }, table));
});

t.test("numbers, BigInts and references become immutable globals", async (t) => {
  const to = converter();
  const value = (type: CoreType, from: unknown) => (to(type, from) as WebAssembly.Global).value;
  t.equal(value(global(I32), 7.5), 7);
  t.equal(value(global(I64), 7n), 7n);
  const object = {};
  t.equal(value(global(EXTERNREF), object), object);
  t.throws(() => to(global(I64), 7), { message: '"a number"' });
  t.throws(() => to(global(I32, true), 7), { message: '"a number"' });
});

t.test("the types of our own exports are known", async (t) => {
  const values = new NativeValues(WebAssembly);
  const to = converter(values);
  const given = new WebAssembly.Memory({ initial: 3 });
  values.note(given, { kind: "memory", type: { limits: { min: 1 } } });
  t.throws(() => to(memory(4), given), { message: '{"kind":"memory","type":{"limits":{"min":3}}}' });
});

// Core modules of the suites: a hundred functions, calls in and out by signature, a table, a recursion, a loop that grows.
import * as a from "./assemble.ts";
import { ADD, call, constant, DROP, get, globalGet, globalSet, repeat } from "./code.ts";

/** A hundred functions without a memory, of which the first so many are exported, as f0, f1 and so on. */
export function hundredFunctions(exports: number): Uint8Array<ArrayBuffer> {
  const all = Array.from({ length: 100 }, (_, i) => i);
  const code = (i: number) => [...get(0), ...constant(i), ADD, ...(i > 0 && i % 10 === 0 ? call(i - 1) : [])];
  return a.toBytes(
    a.assemble({
      types: [a.signature([a.I32], [a.I32])],
      functions: all.map(() => 0),
      exports: all.slice(0, exports).map((i) => a.exported(`f${i}`, a.FUNC, i)),
      bodies: all.map((i) => a.body([], code(i))),
    }),
  );
}

/** One signature at the boundary: its types, and code that makes an argument of each from nothing. */
export interface BoundarySignature {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly results: readonly number[];
  /** The code that computes the results from the parameters. */
  readonly code: readonly number[];
  readonly arguments: readonly unknown[];
}

export const boundarySignatures: readonly BoundarySignature[] = [
  { name: "nothing", parameters: [], results: [], code: [], arguments: [] },
  {
    name: "i32",
    parameters: [a.I32, a.I32],
    results: [a.I32],
    code: [...get(0), ...get(1), ADD],
    arguments: [3, 4],
  },
  {
    name: "f64",
    parameters: [a.F64, a.F64],
    results: [a.F64],
    code: [...get(0), ...get(1), 0xa0],
    arguments: [1.5, 2.25],
  },
  {
    name: "f32",
    parameters: [a.F32, a.F32],
    results: [a.F32],
    code: [...get(0), ...get(1), 0x92],
    arguments: [1.5, 2.25],
  },
  {
    name: "i64",
    parameters: [a.I64, a.I64],
    results: [a.I64],
    code: [...get(0), ...get(1), 0x7c],
    arguments: [3n, 1n << 40n],
  },
  { name: "externref", parameters: [a.EXTERNREF], results: [a.EXTERNREF], code: get(0), arguments: [{}] },
];

/** Exports `call`, to be called from JavaScript, and `run(n, …)`, which calls the import `host.f` n times with its arguments. */
export function boundaryModule(it: BoundarySignature): Uint8Array<ArrayBuffer> {
  const parameters = it.parameters.flatMap((_, i) => get(i + 1));
  const drops = it.results.map(() => DROP);
  const counter = it.parameters.length + 1;
  const loop = repeat(counter, 0, [...parameters, ...call(0), ...drops]);
  return a.toBytes(
    a.assemble({
      types: [a.signature(it.parameters, it.results), a.signature([a.I32, ...it.parameters], [])],
      imports: [a.imported("host", "f", [a.FUNC, 0])],
      functions: [0, 1],
      exports: [a.exported("call", a.FUNC, 1), a.exported("run", a.FUNC, 2)],
      bodies: [a.body([], it.code), a.body([[1, a.I32]], loop)],
    }),
  );
}

/** A table of eight functions, exported as `table`, with `f` and `g` that fit it. */
export function tableModule(): Uint8Array<ArrayBuffer> {
  return a.toBytes(
    a.assemble({
      types: [a.signature([a.I32], [a.I32])],
      functions: [0, 0],
      tables: [[a.FUNCREF, 0x00, 0x08]],
      exports: [a.exported("table", a.TABLE, 0), a.exported("f", a.FUNC, 0), a.exported("g", a.FUNC, 1)],
      elements: [[0x00, ...constant(0), 0x0b, ...a.vector([[0], [1], [0], [1], [0], [1], [0], [1]])]],
      bodies: [a.body([], [...get(0), ...constant(1), ADD]), a.body([], [...get(0), ...constant(2), ADD])],
    }),
  );
}

/** `down(…)` counts itself in a global and calls itself for ever; `depth()` is the count. Results keep calls from being last. */
export function recursionModule(parameters: number): Uint8Array<ArrayBuffer> {
  const types = Array.from({ length: parameters }, () => a.I32);
  const passed = types.flatMap((_, i) => [...get(i), ...constant(i + 1), ADD]);
  const kept = types.flatMap((_, i) => [...get(i), ADD]);
  const down = [...globalGet(0), ...constant(1), ADD, ...globalSet(0), ...passed, ...call(0), ...kept];
  const reset = [...globalGet(0), ...constant(0), ...globalSet(0)];
  return a.toBytes(
    a.assemble({
      types: [a.signature(types, [a.I32]), a.signature([], [a.I32])],
      functions: [0, 1],
      globals: [[a.I32, 0x01, ...constant(0), 0x0b]],
      exports: [a.exported("down", a.FUNC, 0), a.exported("depth", a.FUNC, 1)],
      bodies: [a.body([], down), a.body([], reset)],
    }),
  );
}

/** `grow(n)` grows the memory by a page n times, storing a byte in each new page; it returns how many pages there are. */
export function growthModule(maximum: number): Uint8Array<ArrayBuffer> {
  const newPage = [...constant(1), 0x40, 0x00, ...constant(16), 0x74];
  const loop = repeat(1, 0, [...newPage, ...constant(7), 0x3a, 0x00, 0x00]);
  return a.toBytes(
    a.assemble({
      types: [a.signature([a.I32], [a.I32])],
      functions: [0],
      memories: [[0x01, 0x01, ...a.unsigned(maximum)]],
      exports: [a.exported("grow", a.FUNC, 0), a.exported("memory", a.MEMORY, 0)],
      bodies: [a.body([[1, a.I32]], [...loop, 0x3f, 0x00])],
    }),
  );
}

// The host module `spectest` of the official scripts, as a WebAssembly module: its functions then have exact types,
// and its memory, table and globals belong to the engine under test.

import { Writer } from "../../../compiler/base/index.ts";
import { F32, F64, FUNCREF, I32, I64, type ValType } from "../../../compiler/model/index.ts";

const FUNCTIONS: readonly (readonly [name: string, params: readonly ValType[]])[] = [
  ["print", []],
  ["print_i32", [I32]],
  ["print_i64", [I64]],
  ["print_f32", [F32]],
  ["print_f64", [F64]],
  ["print_i32_f32", [I32, F32]],
  ["print_f64_f64", [F64, F64]],
];

const END = 0x0b;
const float = (bits: 32 | 64, value: number): Uint8Array =>
  new Uint8Array((bits === 32 ? Float32Array : Float64Array).of(value).buffer);

/** Constant expressions of 666 and 666.6, the values the scripts expect. */
const GLOBALS: readonly (readonly [name: string, type: ValType, init: Writer])[] = [
  ["global_i32", I32, new Writer().u8(0x41).s32(666)],
  ["global_i64", I64, new Writer().u8(0x42).s64(666n)],
  ["global_f32", F32, new Writer().u8(0x43).raw(float(32, 666.6))],
  ["global_f64", F64, new Writer().u8(0x44).raw(float(64, 666.6))],
];

/** The exported names of each index space; an export section entry is a name, a kind and an index. */
const EXPORTS: readonly (readonly [kind: number, names: readonly string[]])[] = [
  [0, FUNCTIONS.map(([name]) => name)],
  [1, ["table"]],
  [2, ["memory"]],
  [3, GLOBALS.map(([name]) => name)],
];

/** The bytes of the `spectest` module; it imports nothing. */
export function spectestModule(): Uint8Array {
  const w = new Writer().raw(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  const limits = (min: number, max: number) => new Writer().u8(1).u32(min).u32(max);
  section(
    w,
    1,
    FUNCTIONS.map(([, params]) => new Writer().u8(0x60).sized(Uint8Array.from(params)).u32(0)),
  );
  section(
    w,
    3,
    FUNCTIONS.map((_, i) => new Writer().u32(i)),
  );
  section(w, 4, [new Writer().u8(FUNCREF).raw(limits(10, 20).finish())]);
  section(w, 5, [limits(1, 2)]);
  section(
    w,
    6,
    GLOBALS.map(([, type, init]) => new Writer().u8(type).u8(0).raw(init.finish()).u8(END)),
  );
  section(
    w,
    7,
    EXPORTS.flatMap(([kind, names]) => names.map((name, i) => new Writer().name(name).u8(kind).u32(i))),
  );
  section(
    w,
    10,
    FUNCTIONS.map(() => new Writer().sized(Uint8Array.of(0, END))),
  );
  return w.finish();
}

function section(w: Writer, id: number, items: readonly Writer[]): void {
  const content = new Writer().u32(items.length);
  for (const item of items) content.raw(item.finish());
  w.u8(id).sized(content.finish());
}

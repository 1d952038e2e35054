// The carrier: a small WebAssembly module that calls one function for the script, so that its arguments and results
// cross the JavaScript boundary as integers. A float passed through a JavaScript number could lose its NaN bits.

import { Writer } from "../../../compiler/base/index.ts";
import {
  EXNREF,
  EXTERNREF,
  F32,
  F64,
  FUNCREF,
  I32,
  I64,
  V128,
  type ValType,
} from "../../../compiler/model/index.ts";
import { Skip } from "./errors.ts";

const TYPES: Record<string, ValType> = {
  i32: I32,
  i64: I64,
  f32: F32,
  f64: F64,
  v128: V128,
  funcref: FUNCREF,
  externref: EXTERNREF,
  exnref: EXNREF,
};

/** The features that value types beyond WebAssembly 2.0's belong to. */
const valTypeOf = (name: string): ValType => {
  const type = TYPES[name];
  if (type === undefined) throw new Skip("gc");
  return type;
};

/** The types a value has outside: floats as integers of their size, vectors as two. */
const outside = (type: ValType): ValType[] =>
  type === F32 ? [I32] : type === F64 ? [I64] : type === V128 ? [I64, I64] : [type];

const CALL = 0x10;
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const GLOBAL_GET = 0x23;
const END = 0x0b;
const REINTERPRET = { toI32: 0xbc, toI64: 0xbd, toF32: 0xbe, toF64: 0xbf };
const VECTOR = 0xfd;
const I64X2_SPLAT = 0x12;
const I64X2_EXTRACT_LANE = 0x1d;
const I64X2_REPLACE_LANE = 0x1e;

/** A module with export `run`, which calls the import `"" "target"` of the given type. */
export function functionCarrier(paramNames: readonly string[], resultNames: readonly string[]): Uint8Array {
  const params = paramNames.map(valTypeOf);
  const results = resultNames.map(valTypeOf);
  return carrier(
    params,
    results,
    (w) => importFunction(w),
    [typeBytes(params, results)],
    (w, firstLocal) => {
      pushArguments(w, params);
      w.u8(CALL).u32(0);
      popResults(w, results, firstLocal);
    },
  );
}

/** A module with export `run`, which reads the import `"" "target"`, a global of the given type. */
export function globalCarrier(typeName: string, mutable: boolean): Uint8Array {
  const type = valTypeOf(typeName);
  return carrier(
    [],
    [type],
    (w) => importGlobal(w, type, mutable),
    [],
    (w, firstLocal) => {
      w.u8(GLOBAL_GET).u32(0);
      popResults(w, [type], firstLocal);
    },
  );
}

function carrier(
  params: readonly ValType[],
  results: readonly ValType[],
  target: (w: Writer) => Writer,
  types: readonly Uint8Array[],
  body: (w: Writer, firstLocal: number) => void,
): Uint8Array {
  const own = typeBytes(params.flatMap(outside), results.flatMap(outside));
  const importedFunctions = types.length;
  const w = new Writer().raw(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  section(w, 1, [...types, own]);
  section(w, 2, [target(new Writer().name("").name("target")).finish()]);
  section(w, 3, [new Writer().u32(types.length).finish()]);
  section(w, 7, [new Writer().name("run").u8(0).u32(importedFunctions).finish()]);
  section(w, 10, [bodyBytes(params.flatMap(outside).length, results, body)]);
  return w.finish();
}

const importFunction = (w: Writer): Writer => w.u8(0).u32(0);
const importGlobal = (w: Writer, type: ValType, mutable: boolean): Writer =>
  w
    .u8(3)
    .u8(type)
    .u8(mutable ? 1 : 0);

function typeBytes(params: readonly ValType[], results: readonly ValType[]): Uint8Array {
  return new Writer().u8(0x60).sized(Uint8Array.from(params)).sized(Uint8Array.from(results)).finish();
}

function section(w: Writer, id: number, items: readonly Uint8Array[]): void {
  const content = new Writer().u32(items.length);
  for (const item of items) content.raw(item);
  w.u8(id).sized(content.finish());
}

/** A body with one local for each result. */
function bodyBytes(
  firstLocal: number,
  results: readonly ValType[],
  body: (w: Writer, firstLocal: number) => void,
): Uint8Array {
  const w = new Writer().u32(results.length);
  for (const type of results) w.u32(1).u8(type);
  body(w, firstLocal);
  return new Writer().sized(w.u8(END).finish()).finish();
}

function pushArguments(w: Writer, params: readonly ValType[]): void {
  let local = 0;
  for (const type of params) {
    w.u8(LOCAL_GET).u32(local++);
    if (type === F32) w.u8(REINTERPRET.toF32);
    else if (type === F64) w.u8(REINTERPRET.toF64);
    else if (type === V128) {
      w.u8(VECTOR).u32(I64X2_SPLAT);
      w.u8(LOCAL_GET).u32(local++).u8(VECTOR).u32(I64X2_REPLACE_LANE).u8(1);
    }
  }
}

/** Takes the results off the stack into locals, and pushes them back as they are outside. */
function popResults(w: Writer, results: readonly ValType[], firstLocal: number): void {
  for (let i = results.length - 1; i >= 0; i--) w.u8(LOCAL_SET).u32(firstLocal + i);
  results.forEach((type, i) => {
    const local = firstLocal + i;
    w.u8(LOCAL_GET).u32(local);
    if (type === F32) w.u8(REINTERPRET.toI32);
    else if (type === F64) w.u8(REINTERPRET.toI64);
    else if (type === V128) {
      w.u8(VECTOR).u32(I64X2_EXTRACT_LANE).u8(0);
      w.u8(LOCAL_GET).u32(local).u8(VECTOR).u32(I64X2_EXTRACT_LANE).u8(1);
    }
  });
}

// Imports and exports of the core kinds: from JavaScript values to store objects, each matched against its type (JS
// API, "read the imports"; LINKING.md, rule 9), and back.

import {
  type ExternType,
  F32,
  F64,
  type FuncType,
  type GlobalType,
  I32,
  I64,
  isRefType,
  type Limits,
  type MemoryType,
  signatureOf,
  type TableType,
} from "../../compiler/model/index.ts";
import {
  type Code,
  Func,
  funcOf,
  Global,
  type Memory,
  type Table,
  type Tag,
} from "../../compiler/runtime/index.ts";
import { describe } from "./errors.ts";
import { globalOf, memoryOf, tableOf, tagOf } from "./slots.ts";
import { funcType, globalType, memoryType, tableType, tagType } from "./types.ts";
import { isVisible, writeGlobal } from "./values.ts";

/** A type that a core module can import. */
export type CoreType = Extract<ExternType, { kind: "func" | "table" | "memory" | "global" | "tag" }>;

export type StoreObject = Func | Table | Memory | Global | Tag;

/** By signature: the converters between JavaScript's and generated code's calling conventions. */
export interface FunctionAdapters {
  /** Wraps a host function for calls from wasm. */
  adapt(signature: string, fn: Code): Code;
  /** The exported function of a `Func` that is no core module's own. */
  readonly wrap: (func: Func) => Code;
}

/** Makes the LinkError of a refused import: what was found is a type, or words for a value that has none. */
export type Mismatch = (found: ExternType | string) => Error;

/** What JavaScript can pass for one kind of items. */
export interface Passage {
  /** The store object of a value that is imported as `type`; `undefined` if it is not of the type. */
  from(type: never, value: unknown, functions: FunctionAdapters): StoreObject | undefined;
  /** The type of a value that is of this kind, its size as it is now; `undefined` for any other value. */
  typeOf(value: unknown): ExternType | undefined;
}

/** For some kinds; of others there are no values. */
export type Passages = Partial<Readonly<Record<CoreType["kind"], Passage>>>;

/**
 * The store object of a JavaScript value that is imported as `type`. An exported function is its own `Func`; any other
 * function becomes one here; a number, BigInt or reference becomes an immutable global.
 * @throws the error that `mismatch` makes, if the value is not of the type
 */
export function passedIn(
  passages: Passages,
  type: CoreType,
  value: unknown,
  functions: FunctionAdapters,
  mismatch: Mismatch,
): StoreObject {
  const store = passages[type.kind]!.from(type.type as never, value, functions);
  if (store === undefined) throw mismatch(typeAmong(passages, value) ?? describe(value));
  return store;
}

/** The type of a value of one of these kinds. */
export function typeAmong(passages: Passages, value: unknown): ExternType | undefined {
  for (const { typeOf } of Object.values(passages)) {
    const type = typeOf(value);
    if (type !== undefined) return type;
  }
  return undefined;
}

export const funcPassage: Passage = { from: funcFrom, typeOf: funcType };
export const memoryPassage: Passage = { from: memoryFrom, typeOf: memoryType };
export const tablePassage: Passage = { from: tableFrom, typeOf: tableType };
export const globalPassage: Passage = { from: globalFrom, typeOf: globalType };
export const tagPassage: Passage = { from: tagFrom, typeOf: tagType };

const PASSAGES: Passages = {
  func: funcPassage,
  memory: memoryPassage,
  table: tablePassage,
  global: globalPassage,
  tag: tagPassage,
};

/** As `passedIn`, for all kinds. */
export const storeFromHost = (
  type: CoreType,
  value: unknown,
  functions: FunctionAdapters,
  mismatch: Mismatch,
): StoreObject => passedIn(PASSAGES, type, value, functions, mismatch);

function funcFrom(type: FuncType, value: unknown, functions: FunctionAdapters): Func | undefined {
  if (typeof value !== "function") return undefined;
  const signature = signatureOf(type);
  const func = funcOf(value);
  if (func !== undefined) return func.signature === signature ? func : undefined;
  return new Func(functions.adapt(signature, value as Code), signature, 0, functions.wrap);
}

function memoryFrom(type: MemoryType, value: unknown): Memory | undefined {
  const memory = memoryOf(value);
  return memory && within(type.limits, memory.pages, memory.max) ? memory : undefined;
}

function tableFrom(type: TableType, value: unknown): Table | undefined {
  const table = tableOf(value);
  if (table === undefined || table.element !== type.element) return undefined;
  return within(type.limits, table.elements.length, table.max) ? table : undefined;
}

/** Of what exists already, the minimum is its current size. */
function within(limits: Limits, size: number, max: number | undefined): boolean {
  if (limits.shared || limits.index64 || size < limits.min) return false;
  return limits.max === undefined || (max !== undefined && max <= limits.max);
}

function globalFrom(type: GlobalType, value: unknown): Global | undefined {
  const global = globalOf(value);
  if (global !== undefined)
    return global.type === type.type && global.mutable === type.mutable ? global : undefined;
  return type.mutable || !isVisible(type.type) ? undefined : globalOfValue(type, value);
}

/** Only values that need no conversion become globals. */
function globalOfValue({ type }: GlobalType, value: unknown): Global | undefined {
  const fits =
    type === I64
      ? typeof value === "bigint"
      : type === I32 || type === F32 || type === F64
        ? typeof value === "number"
        : isRefType(type);
  if (!fits) return undefined;
  const global = new Global(type, false);
  try {
    writeGlobal(global, value);
  } catch {
    return undefined;
  }
  return global;
}

function tagFrom(type: FuncType, value: unknown): Tag | undefined {
  const tag = tagOf(value);
  return tag?.signature === signatureOf(type) ? tag : undefined;
}

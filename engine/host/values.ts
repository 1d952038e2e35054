// ToWebAssemblyValue and ToJSValue of the JS API, for values that are not a function's arguments: those of globals,
// tables and exceptions. (Generated code converts arguments and results itself.)

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
  valTypeName,
} from "../../compiler/model/index.ts";
import { type Code, type Func, funcOf, type Global } from "../../compiler/runtime/index.ts";
import { notAFunction, notVisible } from "./errors.ts";
import { toNumber } from "./idl.ts";

/** ToWebAssemblyValue of funcref. @throws TypeError */
export function toFunc(value: unknown): Func | null {
  const func = value === null ? null : funcOf(value);
  if (func === undefined) throw notAFunction(value);
  return func;
}

/** ToJSValue of funcref. */
export function fromFunc(func: Func | null): Code | null {
  return func === null ? null : func.exported;
}

/** A reference as tables and globals hold it. @throws TypeError */
export function toReference(type: ValType, value: unknown): unknown {
  return type === FUNCREF ? toFunc(value) : value;
}

/** A reference out of a table or global as JavaScript sees it. */
export function fromReference(type: ValType, reference: unknown): unknown {
  return type === FUNCREF ? fromFunc(reference as Func | null) : reference;
}

/** DefaultValue of a reference type. */
export function defaultReference(type: ValType): unknown {
  return type === EXTERNREF ? undefined : null;
}

/** Is the type one whose values JavaScript can have? */
export const isVisible = (type: ValType): boolean => type !== V128 && type !== EXNREF;

/** @throws TypeError for a type whose values JavaScript cannot have */
export function requireVisible(type: ValType, where: string): void {
  if (!isVisible(type)) throw notVisible(where, valTypeName(type));
}

/** ToBigInt64, as two words. @throws TypeError unless the value converts to a BigInt */
export function toWords(value: unknown): [low: number, high: number] {
  const big = BigInt.asIntN(64, value as bigint);
  return [Number(BigInt.asIntN(32, big)), Number(big >> 32n)];
}

/** The BigInt of two words. */
export function fromWords(low: number, high: number): bigint {
  return (BigInt(high) << 32n) | BigInt(low >>> 0);
}

/** A value as the words of an exception's payload. @throws TypeError */
export function toPayload(type: ValType, value: unknown): unknown[] {
  switch (type) {
    case I32:
      return [toNumber(value) | 0];
    case I64:
      return toWords(value);
    case F32:
      return [Math.fround(toNumber(value))];
    case F64:
      return [toNumber(value)];
    default:
      return [toReference(type, value)];
  }
}

/** The value of type `type` that begins at word `at` of a payload. */
export function fromPayload(type: ValType, payload: readonly unknown[], at: number): unknown {
  if (type === I64) return fromWords(payload[at] as number, payload[at + 1] as number);
  return fromReference(type, payload[at]);
}

/** Writes a global's value. @throws TypeError */
export function writeGlobal(global: Global, value: unknown): void {
  switch (global.type) {
    case I32:
      global.i[0] = toNumber(value);
      break;
    case I64:
      [global.i[0], global.i[1]] = toWords(value);
      break;
    case F32:
      global.f[0] = Math.fround(toNumber(value));
      break;
    case F64:
      global.f[0] = toNumber(value);
      break;
    default:
      global.r[0] = toReference(global.type, value);
  }
}

/** Reads a global's value. */
export function readGlobal(global: Global): unknown {
  switch (global.type) {
    case I32:
      return global.i[0];
    case I64:
      return fromWords(global.i[0]!, global.i[1]!);
    case F32:
    case F64:
      return global.f[0];
    default:
      return fromReference(global.type, global.r[0]);
  }
}

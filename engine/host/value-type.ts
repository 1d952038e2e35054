// ValueType, the enumeration of the JS API.

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
} from "../../compiler/model/index.ts";
import { wrongArgument } from "./errors.ts";

const NAMED: ReadonlyMap<string, ValType> = /* @__PURE__ */ new Map([
  ["i32", I32],
  ["i64", I64],
  ["f32", F32],
  ["f64", F64],
  ["v128", V128],
  ["externref", EXTERNREF],
  ["anyfunc", FUNCREF],
]);

/** Reads a value type's name. @throws TypeError */
export function valueType(value: unknown, where: string, what: string): ValType {
  const type = value === undefined ? undefined : NAMED.get(`${value as string}`);
  if (type === undefined) throw wrongArgument(where, what, `one of ${[...NAMED.keys()].join(", ")}`, value);
  return type;
}

/** The name of a value type in descriptors, as the js-types proposal has it. */
export const valueTypeName = (type: ValType): string =>
  type === EXNREF ? "exnref" : type === FUNCREF ? "funcref" : [...NAMED].find(([, t]) => t === type)![0];

// Values that go in, and what came out as text: equal texts are equal values, bit for bit where JavaScript can see bits.

import { EXTERNREF, F32, F64, FUNCREF, I32, I64, type ValType } from "../../compiler/model/index.ts";
import { F32_EDGES, F64_EDGES, f32OfBits, f64OfBits, I32_EDGES, I64_EDGES } from "./generate/constants.ts";

/** Host values that modules carry about; described by their place. */
const OBJECTS: readonly unknown[] = [
  null,
  undefined,
  0,
  "text",
  Symbol("s"),
  { object: 1 },
  [1],
  () => 1,
  NaN,
  1n,
];

type Random = (below: number) => number;

/** Arguments of the types; functions are some of those given, or null. */
export const argumentsFor = (
  types: readonly ValType[],
  random: Random,
  functions: readonly unknown[],
): unknown[] => types.map((type) => argumentFor(type, random, functions));

function argumentFor(type: ValType, random: Random, functions: readonly unknown[]): unknown {
  switch (type) {
    case I32:
      return random(4) > 0 ? I32_EDGES[random(I32_EDGES.length)] : random(2 ** 32) | 0;
    case I64:
      return random(4) > 0
        ? I64_EDGES[random(I64_EDGES.length)]
        : BigInt(random(2 ** 32)) * BigInt(random(2 ** 32) - 2 ** 31);
    case F32:
      return random(9) > 0 ? f32OfBits(F32_EDGES[random(F32_EDGES.length)]!) : NaN;
    case F64:
      return random(9) > 0 ? f64OfBits(F64_EDGES[random(F64_EDGES.length)]!) : NaN;
    case EXTERNREF:
      return OBJECTS[random(OBJECTS.length)];
    case FUNCREF:
      return random(2) > 0 && functions.length > 0 ? functions[random(functions.length)] : null;
    default:
      return null;
  }
}

/** How functions are told apart: the name of an export, or nothing. */
export type FunctionNames = (value: unknown) => string | undefined;

/** A value as text; `names` tells exported functions apart. */
export function describe(value: unknown, names: FunctionNames = () => undefined): string {
  if (Array.isArray(value) && !OBJECTS.includes(value))
    return `[${value.map((one) => describe(one, names)).join()}]`;
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  const known = OBJECTS.indexOf(value);
  if (known >= 0) return `object${known}`;
  if (typeof value === "function") return `function ${names(value) ?? ""}`;
  return String(value);
}

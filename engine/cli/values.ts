// Values on the command line: arguments of functions in, results out.

import { badArgument } from "./errors.ts";

/** A JavaScript value for a parameter of this type. @throws Error if the text is none */
export function parseArgument(type: string, text: string): unknown {
  const value = (parsers[type] ?? (() => undefined))(text);
  if (value === undefined) throw badArgument(type, text);
  return value;
}

const INTEGER = /^[+-]?(0x[\da-f]+|\d+)$/i;
const SPECIAL: Record<string, number> = { inf: Infinity, nan: NaN };

function integer(text: string): bigint | undefined {
  if (!INTEGER.test(text)) return undefined;
  const magnitude = BigInt(text.replace(/^[+-]/, ""));
  return text.startsWith("-") ? -magnitude : magnitude;
}

function float(text: string): number | undefined {
  const special = SPECIAL[text.replace(/^[+-]/, "").toLowerCase()];
  if (special !== undefined) return text.startsWith("-") ? -special : special;
  const value = text.trim() === "" ? NaN : Number(text);
  return Number.isNaN(value) ? undefined : value;
}

const inRange = (value: bigint | undefined, bits: bigint) =>
  value !== undefined && value >= -(1n << (bits - 1n)) && value < 1n << bits ? value : undefined;

const parsers: Readonly<Record<string, (text: string) => unknown>> = {
  i32: (text) => {
    const value = inRange(integer(text), 32n);
    return value === undefined ? undefined : Number(value) | 0;
  },
  i64: (text) => inRange(integer(text), 64n),
  f32: float,
  f64: float,
  externref: (text) => text,
};

/** A result as one line. */
export function formatResult(value: unknown): string {
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "function") return `function ${value.name}`;
  if (Number.isNaN(value)) return "nan";
  return typeof value === "number" ? String(value).replace("Infinity", "inf") : String(value);
}

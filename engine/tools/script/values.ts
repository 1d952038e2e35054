// Script values as bits: how they enter and leave the carrier module, and when a result is the expected one.
// Numbers are compared as bit patterns only, never as JavaScript numbers, which would merge NaNs.

import type { Expected, Value } from "./commands.ts";
import { wrongResult } from "./errors.ts";

/** What crosses the boundary: i32 a number, i64 a BigInt, references themselves. A vector takes two places. */
export type Word = unknown;

/** The objects that stand for `ref.extern N`; one per number, for as long as the script runs. */
export class HostReferences {
  private readonly objects = new Map<string, object>();

  get(number: string): object {
    let object = this.objects.get(number);
    if (!object) this.objects.set(number, (object = Object.freeze({ hostReference: number })));
    return object;
  }
}

const LANE_BITS: Record<string, number> = { i8: 8, i16: 16, i32: 32, i64: 64, f32: 32, f64: 64 };

/** The words of an argument. */
export function wordsOf(value: Value, hosts: HostReferences): Word[] {
  switch (value.type) {
    case "i32":
    case "f32":
      return [Number(value.value) | 0];
    case "i64":
    case "f64":
      return [BigInt.asIntN(64, BigInt(value.value as string))];
    case "v128":
      return vectorWords(value);
    default:
      return [referenceOf(value, hosts)];
  }
}

/** An argument as the JavaScript value it is converted from. */
export function jsValueOf(value: Value, hosts: HostReferences): unknown {
  const bits = wordsOf(value, hosts)[0];
  if (value.type === "f32") return new Float32Array(Int32Array.of(bits as number).buffer)[0];
  if (value.type === "f64") return new Float64Array(BigInt64Array.of(bits as bigint).buffer)[0];
  return bits;
}

function referenceOf(value: Value, hosts: HostReferences): unknown {
  return value.value === undefined || value.value === "null" ? null : hosts.get(value.value as string);
}

function vectorWords(value: Value): bigint[] {
  const bits = LANE_BITS[value.lane_type!]!;
  let whole = 0n;
  for (const lane of [...(value.value as readonly string[])].reverse())
    whole = (whole << BigInt(bits)) | BigInt.asUintN(bits, BigInt(lane));
  return [BigInt.asIntN(64, whole), BigInt.asIntN(64, whole >> 64n)];
}

/** How many words a value of a type takes. */
export const wordCount = (type: string): number => (type === "v128" ? 2 : 1);

/** The value type of what is expected. */
export const typeOfExpected = (expected: Expected): string =>
  expected.type === "either" ? (expected as { values: readonly Value[] }).values[0]!.type : expected.type;

/**
 * Compares the words of all results with what is expected.
 * @throws Failure naming the first difference
 */
export function matchResults(
  words: readonly Word[],
  expected: readonly Expected[],
  hosts: HostReferences,
): void {
  let at = 0;
  for (const one of expected) {
    const count = wordCount(typeOfExpected(one));
    const found = words.slice(at, at + count);
    if (!matches(found, one, hosts)) throw wrongResult(describeExpected(one), describeWords(found));
    at += count;
  }
  if (at !== words.length) throw wrongResult(`${expected.length} results`, `${words.length}`);
}

function matches(words: readonly Word[], expected: Expected, hosts: HostReferences): boolean {
  if ("values" in expected) return expected.values.some((value) => matches(words, value, hosts));
  const [word] = words;
  switch (expected.type) {
    case "i32":
    case "f32":
      return matchesLane(BigInt((word as number) >>> 0), expected.value as string, 32);
    case "i64":
    case "f64":
      return matchesLane(BigInt.asUintN(64, word as bigint), expected.value as string, 64);
    case "v128":
      return matchesVector(words as bigint[], expected);
    default:
      return matchesReference(word, expected, hosts);
  }
}

/** The sign bit is free in both NaN patterns; a canonical payload is the top bit alone, an arithmetic one has it. */
function matchesLane(found: bigint, expected: string, bits: number): boolean {
  const fraction = bits === 32 ? 23n : 52n;
  const canonical = ((1n << BigInt(bits - 1)) - 1n) ^ ((1n << (fraction - 1n)) - 1n);
  const magnitude = found & ((1n << BigInt(bits - 1)) - 1n);
  if (expected === "nan:canonical") return magnitude === canonical;
  if (expected === "nan:arithmetic") return (magnitude & canonical) === canonical;
  return found === BigInt.asUintN(bits, BigInt(expected));
}

function matchesVector(words: readonly bigint[], expected: Value): boolean {
  const bits = LANE_BITS[expected.lane_type!]!;
  const whole = BigInt.asUintN(64, words[0]!) | (BigInt.asUintN(64, words[1]!) << 64n);
  return (expected.value as readonly string[]).every((lane, i) =>
    matchesLane(BigInt.asUintN(bits, whole >> BigInt(i * bits)), lane, bits),
  );
}

function matchesReference(word: Word, expected: Value, hosts: HostReferences): boolean {
  if (expected.value === "null") return word === null;
  if (expected.value !== undefined) return word === hosts.get(expected.value as string);
  return expected.type === "funcref" ? typeof word === "function" : word !== null && word !== undefined;
}

const describeExpected = (expected: Expected): string =>
  "values" in expected
    ? expected.values.map(describeExpected).join(" or ")
    : `${expected.type} ${expected.value === undefined ? "not null" : JSON.stringify(expected.value)}`;

const describeWords = (words: readonly Word[]): string =>
  words
    .map((word) =>
      typeof word === "number" ? `${word >>> 0}` : typeof word === "bigint" ? unsigned(word) : String(word),
    )
    .join(" ");

const unsigned = (word: bigint): string => BigInt.asUintN(64, word).toString();

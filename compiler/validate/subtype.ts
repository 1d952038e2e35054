// Matching (LINKING.md, rule 9): can an item of one type be used where another is asked for? Also used when an
// engine links, so it takes any types and throws nothing.

import {
  type ExternType,
  type FuncType,
  type InstanceType,
  type Limits,
  type ModuleType,
  signatureOf,
} from "../model/index.ts";
import { describeType } from "./describe-type.ts";

/** Why a type does not match. */
export interface Mismatch {
  /** Steps from the item to what differs: `."f"` an export, `.(import "x")` an import of a module; empty: itself. */
  readonly path: string;
  /** What was asked for, and what is there, as text. */
  readonly expected: string;
  readonly found: string;
}

const NOTHING = "nothing";

type Compound = ModuleType | InstanceType;

/** Pairs of module or instance types known to match: actual, then expected. Shared types make trees of 2^n paths. */
const matched = new WeakMap<Compound, WeakSet<Compound>>();

/** `undefined` if an item of type `actual` can be used where `expected` is asked for, or else why not. */
export function matches(actual: ExternType, expected: ExternType): Mismatch | undefined {
  if (actual.kind === expected.kind) {
    if (isCompound(actual)) return compare(actual.type, expected.type as Compound);
    const rule = LEAVES[actual.kind] as (actual: unknown, expected: unknown) => boolean;
    if (rule(actual.type, expected.type)) return undefined;
  }
  return { path: "", expected: describeType(expected), found: describeType(actual) };
}

const isCompound = (type: ExternType): type is Extract<ExternType, { type: Compound }> =>
  "exports" in type.type;

const sameFuncs = (a: FuncType, b: FuncType) => signatureOf(a) === signatureOf(b);

type LeafKind = Exclude<ExternType["kind"], "module" | "instance">;
type TypeOf<K> = Extract<ExternType, { kind: K }>["type"];

/** How types that are no compounds match, by their kind. */
const LEAVES: { readonly [K in LeafKind]: (actual: TypeOf<K>, expected: TypeOf<K>) => boolean } = {
  func: sameFuncs,
  tag: sameFuncs,
  memory: (actual, expected) => limitsMatch(actual.limits, expected.limits),
  table: (actual, expected) =>
    actual.element === expected.element && limitsMatch(actual.limits, expected.limits),
  global: (actual, expected) => actual.type === expected.type && actual.mutable === expected.mutable,
};

function limitsMatch(actual: Limits, expected: Limits): boolean {
  if (!actual.shared !== !expected.shared || !actual.index64 !== !expected.index64) return false;
  if (actual.min < expected.min) return false;
  return expected.max === undefined || (actual.max !== undefined && actual.max <= expected.max);
}

function compare(actual: Compound, expected: Compound): Mismatch | undefined {
  if (actual === expected) return undefined;
  let known = matched.get(actual);
  if (known?.has(expected)) return undefined;
  const mismatch = exportsMatch(actual, expected) ?? importsMatch(actual, expected);
  if (mismatch !== undefined) return mismatch;
  if (known === undefined) matched.set(actual, (known = new WeakSet()));
  known.add(expected);
  return undefined;
}

function exportsMatch(actual: Compound, expected: Compound): Mismatch | undefined {
  for (const [name, type] of expected.exports) {
    const own = actual.exports.get(name);
    const mismatch = own === undefined ? absent(type) : matches(own, type);
    if (mismatch !== undefined) return step(`.${JSON.stringify(name)}`, mismatch);
  }
  return undefined;
}

const NO_IMPORTS: ReadonlyMap<string, ExternType> = new Map();
const importsOf = (type: Compound) => (type.kind === "module" ? type.imports : NO_IMPORTS);

/** Contravariant: what a module imports must be among what its user is ready to give. */
function importsMatch(actual: Compound, expected: Compound): Mismatch | undefined {
  for (const [name, type] of importsOf(actual)) {
    const given = importsOf(expected).get(name);
    const mismatch = given === undefined ? absent(type) : matches(given, type);
    if (mismatch !== undefined) return step(`.(import ${JSON.stringify(name)})`, mismatch);
  }
  return undefined;
}

const absent = (type: ExternType): Mismatch => ({ path: "", expected: describeType(type), found: NOTHING });

const step = (prefix: string, { path, expected, found }: Mismatch): Mismatch => ({
  path: prefix + path,
  expected,
  found,
});

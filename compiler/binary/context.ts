// What the section readers share: the cursor and the switches, the module being built, and the readers of
// vectors, limits and index lists that several sections have in common.

import { type Features, Reader } from "../base/index.ts";
import { type IndexUse, type Limits, type ModuleDef, Op, type Span, type ValType } from "../model/index.ts";
import { BodyDecoder } from "./body.ts";
import { badLimits, badRefType, featureOff, featureUnbuilt, tooMany } from "./errors.ts";
import { readValType } from "./value-types.ts";

/** The two encodings of module linking (LINKING.md): they differ in module and instance types only. */
export type Encoding = "proposal" | "wasm-tools";

/** What every section reader is given. */
export interface Context {
  /** Its `end` is that of the section at hand. */
  readonly reader: Reader;
  readonly features: Features;
  readonly encoding: Encoding;
  readonly limits: { readonly code: number; readonly nesting: number };
  /** Bytes of function bodies so far. */
  codeSize: number;
  /** The feature module-linking is on. */
  readonly linking: boolean;
  /**
   * The end of the file, between two sections, ends nested modules that claim more bytes: so the tools of 2022 read
   * it, whose encoding was asked for by name.
   */
  readonly truncated: boolean;
  /** Reads constant expressions. */
  readonly code: BodyDecoder;
  /** A module or instance type was read, so the other encoding would read something else. */
  compound: boolean;
}

export const newContext = (
  bytes: Uint8Array,
  features: Features,
  encoding: Encoding,
  limits: Context["limits"],
  truncated = false,
): Context => ({
  reader: new Reader(bytes),
  features,
  encoding,
  limits,
  codeSize: 0,
  truncated,
  linking: features.has("module-linking"),
  code: new BodyDecoder(features),
  compound: false,
});

/** A module being read: the fields of `ModuleDef`, not yet frozen. */
export type Draft = {
  -readonly [K in keyof ModuleDef]: ModuleDef[K] extends readonly (infer T)[] ? T[] : ModuleDef[K];
};

export const newDraft = (bytes: Uint8Array, start: number, end: number, path: string): Draft => ({
  bytes,
  start,
  end,
  path,
  header: [],
  functions: [],
  tables: [],
  memories: [],
  tags: [],
  globals: [],
  exports: [],
  startFunction: undefined,
  elements: [],
  dataCount: undefined,
  code: [],
  data: [],
  customs: [],
  linkingSection: -1,
});

/**
 * Reads the count of a vector. Items take at least a byte each, so that a loop over the count ends with the bytes.
 * @throws MortiseError `too-many-items` if `used` items before and these are more than `limit`
 */
export function readCount(reader: Reader, what: string, limit: number, used = 0): number {
  const offset = reader.pos;
  const count = reader.u32();
  if (used + count > limit) throw tooMany(offset, what, used + count, limit);
  return count;
}

/** A `vec(u32)` of indices with their offsets. */
export function readIndex(reader: Reader): IndexUse {
  const offset = reader.pos;
  return { index: reader.u32(), offset };
}

/** Bits of the flags byte of limits. */
const HAS_MAX = 1;
const SHARED = 2;
const INDEX_64 = 4;

/** Limits (5.3.8): of a memory in pages, of a table in elements. */
export function readLimits(reader: Reader, of: "memory" | "table"): Limits {
  const offset = reader.pos;
  const flags = reader.u8();
  if (flags > 7 || (of === "table" && flags & SHARED)) throw badLimits(offset, flags);
  if (flags & INDEX_64) throw featureUnbuilt(offset, "memory64");
  if (flags & SHARED) throw featureUnbuilt(offset, "threads");
  const min = reader.u32();
  return flags & HAS_MAX ? { min, max: reader.u32() } : { min };
}

const FUNCREF_BYTE = 0x70;

/** A reference type (5.3.3). */
export function readRefType({ reader, features }: Context): ValType {
  const offset = reader.pos;
  if (reader.bytes[offset] === FUNCREF_BYTE && !reader.done) return reader.u8();
  const type = readValType(reader, features);
  if (type >= 0x7b) throw badRefType(offset, type);
  return type;
}

/**
 * The offset behind `i32.const n; end`, which nearly all constant expressions are, n in at most four bytes; -1 if something
 * else stands there.
 */
export function behindNumber(bytes: Uint8Array, start: number, end: number): number {
  if (start + 3 > end || bytes[start] !== Op["i32.const"]) return -1;
  const last = Math.min(start + 5, end - 1);
  for (let pos = start + 1; pos < last; pos++)
    if (bytes[pos]! < 0x80) return bytes[pos + 1] === Op["end"] ? pos + 2 : -1;
  return -1;
}

/** The n of a constant expression that is `i32.const n; end`, n in at most four bytes. */
export function numberOf({ bytes, start, end }: Span): number | undefined {
  if (behindNumber(bytes, start, end) !== end) return undefined;
  let number = 0;
  let width = 0;
  for (let pos = start + 1; pos < end - 1; pos++, width += 7) number |= (bytes[pos]! & 0x7f) << width;
  return (number << (32 - width)) >> (32 - width);
}

const ignore = { instruction() {} };

/** A constant expression, `end` included: its instructions are decoded, not yet judged. */
export function readExpression({ reader, code }: Context): Span {
  const { bytes, pos: start, end } = reader;
  const plain = behindNumber(bytes, start, end);
  if (plain >= 0) reader.pos = plain;
  else {
    code.start({ bytes, start, end }).run(ignore, false);
    reader.pos = code.position;
  }
  return { bytes, start, end: reader.pos };
}

/** @throws MortiseError `feature-off` */
export function requireTags({ features }: Context, offset: number): void {
  if (!features.has("exceptions") && !features.has("legacy-exceptions"))
    throw featureOff(offset, "a tag", "exceptions");
}

/** @throws MortiseError `feature-off` */
export function requireLinking({ linking }: Context, offset: number, what: string): void {
  if (!linking) throw featureOff(offset, what, "module-linking");
}

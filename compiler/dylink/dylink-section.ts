// The custom section `dylink.0`, by which a library of LLVM's linker says what it needs
// (WebAssembly/tool-conventions, DynamicLinking.md).

import { Reader } from "../base/index.ts";
import type { ModuleDef } from "../model/index.ts";
import { dylinkTooLarge, oldDylink } from "./errors.ts";

/** What a library says of itself. */
export interface DylinkInfo {
  /** Bytes of memory for its data, and their alignment in bytes. */
  readonly memorySize: number;
  readonly memoryAlign: number;
  /** Slots of the table for its functions, and their alignment in slots. */
  readonly tableSize: number;
  readonly tableAlign: number;
  /** File names of the libraries it was linked with. */
  readonly needed: readonly string[];
  /** Symbols that may be missing: they are then null. */
  readonly weak: ReadonlySet<string>;
}

/** Its name. */
export const DYLINK_SECTION = "dylink.0";
/** The section's form before LLVM 13. */
const OLD_SECTION = "dylink";

const MEM_INFO = 1;
const NEEDED = 2;
const IMPORT_INFO = 4;
/** Larger ones would not fit an allocator's argument, nor a memory. */
const MAX_SIZE = 2 ** 30;
const MAX_ALIGN_POWER = 16;
const BINDING_MASK = 3;
const BINDING_WEAK = 1;

/**
 * Reads what a library says of itself.
 * @returns undefined if the module has no such section: it is no library
 * @throws MortiseError `old-dylink`, or what the section's bytes are missing
 */
export function readDylink({ customs }: ModuleDef, name: string): DylinkInfo | undefined {
  if (customs.some((custom) => custom.name === OLD_SECTION)) throw oldDylink(name);
  const section = customs.find((custom) => custom.name === DYLINK_SECTION);
  if (section === undefined) return undefined;
  const { bytes, start, end } = section.content;
  return readDylinkSection(bytes.subarray(start, end));
}

type Found = { -readonly [K in keyof DylinkInfo]: DylinkInfo[K] };

/** Reads the content of the section. @throws MortiseError if bytes are missing */
export function readDylinkSection(bytes: Uint8Array): DylinkInfo {
  const found: Found = {
    memorySize: 0,
    memoryAlign: 1,
    tableSize: 0,
    tableAlign: 1,
    needed: [],
    weak: new Set(),
  };
  const from = new Reader(bytes);
  while (!from.done) {
    const id = from.u8();
    const size = from.u32();
    const start = from.pos;
    from.skip(size);
    readSubsection(id, new Reader(bytes, start, from.pos), found);
  }
  return found;
}

function readSubsection(id: number, from: Reader, found: Found): void {
  if (id === MEM_INFO) {
    [found.memorySize, found.memoryAlign] = sizeAndAlign(from);
    [found.tableSize, found.tableAlign] = sizeAndAlign(from);
  } else if (id === NEEDED) found.needed = vector(from, () => from.name());
  else if (id === IMPORT_INFO) found.weak = new Set(vector(from, () => weakImport(from)).flat());
}

/** A size, and an alignment as a power of two. */
function sizeAndAlign(from: Reader): [size: number, align: number] {
  const size = from.u32();
  const power = from.u32();
  if (size > MAX_SIZE || power > MAX_ALIGN_POWER) throw dylinkTooLarge(size, power);
  return [size, 2 ** power];
}

function vector<T>(from: Reader, read: () => T): T[] {
  const items: T[] = [];
  for (let count = from.u32(); count > 0; count--) items.push(read());
  return items;
}

function weakImport(from: Reader): string[] {
  from.name();
  const field = from.name();
  return (from.u32() & BINDING_MASK) === BINDING_WEAK ? [field] : [];
}

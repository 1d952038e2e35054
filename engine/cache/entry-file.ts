// What the code cache keeps, as files: the key of what it was compiled from, a checksum of the rest, and
//
//     length of the header · header (JSON) · text and code of the tree · text and code of the parts      an entry
//     JSON                                                                                               a refusal, an excess
//     UTF-8                                                                                              a text
//
// The checksum tells damage, from which V8 is not safe. It is not SHA-256, since entries are large.

import { createHash } from "node:crypto";
import * as zlib from "node:zlib";
import { type ErrorKind, MortiseError } from "../../compiler/base/index.ts";
import { codeVersion } from "./circumstances.ts";
import type { CacheFolder } from "./folder.ts";
import { charactersOf, type Entry } from "./kept-code.ts";
import type { KeptScript } from "./scripts.ts";

/** Of the key, in bytes. */
const KEY = 32;
const REST_AT = KEY + 4;

/** What a file has, as its extension. */
type Kind = "code" | "large" | "refused" | "text";

const nameOf = (key: Uint8Array, kind: Kind): string => `${Buffer.from(key).toString("hex")}.${kind}`;

interface Header extends Pick<Entry, "facts" | "places" | "settled"> {
  readonly scripts: readonly ScriptLengths[];
}

/** In bytes. */
interface ScriptLengths {
  /** Two bytes a character where one is not enough. */
  readonly wide: boolean;
  readonly text: number;
  readonly data: number;
}

/** The key of bytes for this compiler under circumstances that are put into words. */
export const keyFor = (circumstances: readonly unknown[], bytes: Uint8Array): Uint8Array =>
  createHash("sha256")
    .update(`${JSON.stringify([codeVersion(), ...circumstances])}\n`)
    .update(bytes)
    .digest();

/** Four bytes. Node has had `crc32` since 20.15. */
function checksum(parts: readonly Uint8Array[]): Buffer {
  const sum = Buffer.alloc(4);
  if ((zlib as Partial<typeof zlib>).crc32 === undefined) {
    const hash = createHash("sha256");
    for (const part of parts) hash.update(part);
    hash.digest().copy(sum);
  } else sum.writeUInt32LE(parts.reduce((crc, part) => zlib.crc32(part, crc), 0));
  return sum;
}

/** What follows the checksum; `undefined` for whatever is wrong with a file. */
function readRest(folder: CacheFolder, key: Uint8Array, kind: Kind): Buffer | undefined {
  const file = folder.read(nameOf(key, kind));
  if (file === undefined) return undefined;
  const content = Buffer.from(file.buffer, file.byteOffset, file.length);
  if (!content.subarray(0, KEY).equals(key)) return undefined;
  const rest = content.subarray(REST_AT);
  return content.subarray(KEY, REST_AT).equals(checksum([rest])) ? rest : undefined;
}

const write = (folder: CacheFolder, key: Uint8Array, kind: Kind, rest: readonly Uint8Array[]): boolean =>
  folder.write(nameOf(key, kind), [key, checksum(rest), ...rest]);

/** The entry of a key, if there is one. */
export function readEntry(folder: CacheFolder, key: Uint8Array): Entry | undefined {
  const rest = readRest(folder, key, "code");
  try {
    return rest && entryOf(rest);
  } catch {
    return undefined;
  }
}

function entryOf(rest: Buffer): Entry {
  let at = 4;
  const take = (length: number): Buffer => rest.subarray(at, (at += length));
  const header = JSON.parse(take(rest.readUInt32LE()).toString()) as Header;
  const [tree, parts] = header.scripts.map(
    ({ wide, text, data }): KeptScript => ({
      text: take(text).toString(wide ? "utf16le" : "latin1"),
      data: take(data),
    }),
  );
  return { ...header, tree: tree!, parts: parts! };
}

/** Writes an entry or, where it is too large, that it is. */
export function writeEntry(folder: CacheFolder, key: Uint8Array, entry: Entry): void {
  const { facts, places, settled, tree, parts } = entry;
  const scripts = [tree, parts].map(encoded);
  const header: Header = { facts, places, settled, scripts: scripts.map(({ lengths }) => lengths) };
  const text = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(text.length);
  const rest = [size, text, ...scripts.flatMap(({ bytes }) => bytes)];
  if (!write(folder, key, "code", rest)) writeExcess(folder, key, entry, rest);
}

/** What an entry takes that was too large to be written. */
interface Excess {
  readonly characters: number;
  /** Of all of it, in bytes. */
  readonly size: number;
}

function writeExcess(
  folder: CacheFolder,
  key: Uint8Array,
  { tree, places }: Entry,
  rest: readonly Uint8Array[],
): void {
  const excess: Excess = {
    characters: charactersOf(tree.text, places),
    size: rest.reduce((sum, part) => sum + part.length, REST_AT),
  };
  write(folder, key, "large", [Buffer.from(JSON.stringify(excess))]);
}

/**
 * May an entry with so much text be small enough, in characters? What V8 writes of it is known only when V8 has written it; but it is no smaller
 * than one with less text that was too large.
 */
export function mayFit(folder: CacheFolder, key: Uint8Array, characters: number): boolean {
  const name = nameOf(key, "code");
  if (!folder.takes(name, characters)) return false;
  const rest = readRest(folder, key, "large");
  if (rest === undefined) return true;
  const excess = JSON.parse(rest.toString()) as Excess;
  return characters < excess.characters || folder.takes(name, excess.size);
}

type Refusal = Pick<MortiseError, "kind" | "code" | "reason" | "offset" | "path" | "expected" | "found">;

/** Why the binary is no module, if that is known. */
export function readRefusal(folder: CacheFolder, key: Uint8Array): MortiseError | undefined {
  const rest = readRest(folder, key, "refused");
  if (rest === undefined) return undefined;
  const { kind, code, reason, ...details } = JSON.parse(rest.toString()) as Refusal & { kind: ErrorKind };
  return new MortiseError(kind, code, reason, details as ConstructorParameters<typeof MortiseError>[3]);
}

export function writeRefusal(folder: CacheFolder, key: Uint8Array, error: MortiseError): void {
  const { kind, code, reason, offset, path, expected, found } = error;
  const refusal: Refusal = { kind, code, reason, offset, path, expected, found };
  write(folder, key, "refused", [Buffer.from(JSON.stringify(refusal))]);
}

function encoded({ text, data }: KeptScript): { lengths: ScriptLengths; bytes: Uint8Array[] } {
  const wide = /[^\0-\xff]/.test(text);
  const bytes = Buffer.from(text, wide ? "utf16le" : "latin1");
  return { lengths: { wide, text: bytes.length, data: data.length }, bytes: [bytes, data] };
}

/** The text of a key, which is made if it is not there. @throws what `make` throws */
export function keptText(folder: CacheFolder, key: Uint8Array, make: () => string): string {
  const rest = readRest(folder, key, "text");
  if (rest !== undefined) return rest.toString();
  const text = make();
  write(folder, key, "text", [Buffer.from(text)]);
  folder.prune();
  return text;
}

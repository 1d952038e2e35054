// What the code cache keeps, as files: the key of what it was compiled from, a checksum of the rest, and
//
//     length of the header · header (JSON) · text and code of the tree · text and code of the parts      an entry
//     JSON                                                                                               a refusal
//
// The checksum tells damage, from which V8 is not safe. It is not SHA-256, since entries are large.

import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as zlib from "node:zlib";
import { type ErrorKind, MortiseError } from "../../compiler/base/index.ts";
import type { Entry } from "./kept-code.ts";
import type { KeptScript } from "./scripts.ts";

/** Of the key, in bytes. */
const KEY = 32;
const REST_AT = KEY + 4;

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

/** The key of bytes under circumstances that are put into words. */
export const keyFor = (circumstances: string, bytes: Uint8Array): Buffer =>
  createHash("sha256").update(`${circumstances}\n`).update(bytes).digest();

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
function readRest(file: string, key: Uint8Array): Buffer | undefined {
  try {
    const content = readFileSync(file);
    const rest = content.subarray(REST_AT);
    const isRight =
      content.subarray(0, KEY).equals(key) && content.subarray(KEY, REST_AT).equals(checksum([rest]));
    return isRight ? rest : undefined;
  } catch {
    return undefined;
  }
}

const write = (file: string, key: Uint8Array, rest: readonly Uint8Array[]): void =>
  writeWhole(file, [key, checksum(rest), ...rest]);

/** The entry of a file, if it has one. */
export function readEntry(file: string, key: Uint8Array): Entry | undefined {
  const rest = readRest(file, key);
  return rest && entryOf(rest);
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

/** Writes a file whole or not at all, and without an error: a folder that cannot be written saves no work. */
export function writeEntry(file: string, key: Uint8Array, entry: Entry): void {
  const { facts, places, settled, tree, parts } = entry;
  const scripts = [tree, parts].map(encoded);
  const header: Header = { facts, places, settled, scripts: scripts.map(({ lengths }) => lengths) };
  const text = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(text.length);
  write(file, key, [size, text, ...scripts.flatMap(({ bytes }) => bytes)]);
}

type Refusal = Pick<MortiseError, "kind" | "code" | "reason" | "offset" | "path" | "expected" | "found">;

/** Why the binary is no module, if the file says so. */
export function readRefusal(file: string, key: Uint8Array): MortiseError | undefined {
  const rest = readRest(file, key);
  if (rest === undefined) return undefined;
  const { kind, code, reason, ...details } = JSON.parse(rest.toString()) as Refusal & { kind: ErrorKind };
  return new MortiseError(kind, code, reason, details as ConstructorParameters<typeof MortiseError>[3]);
}

export function writeRefusal(file: string, key: Uint8Array, error: MortiseError): void {
  const { kind, code, reason, offset, path, expected, found } = error;
  const refusal: Refusal = { kind, code, reason, offset, path, expected, found };
  write(file, key, [Buffer.from(JSON.stringify(refusal))]);
}

function encoded({ text, data }: KeptScript): { lengths: ScriptLengths; bytes: Uint8Array[] } {
  const wide = /[^\0-\xff]/.test(text);
  const bytes = Buffer.from(text, wide ? "utf16le" : "latin1");
  return { lengths: { wide, text: bytes.length, data: data.length }, bytes: [bytes, data] };
}

/** Under another name first: other processes see the file whole or not at all. The folder is made, for its user alone. */
export function writeWhole(file: string, parts: readonly Uint8Array[]): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeAs(file, `${file}.${randomUUID()}`, Buffer.concat(parts));
  } catch {
    // What was to be kept is made again.
  }
}

function writeAs(file: string, unfinished: string, content: Uint8Array): void {
  try {
    writeFileSync(unfinished, content, { mode: 0o600 });
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

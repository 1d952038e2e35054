// Entries of the code cache as files. A file is the key of what it was compiled from, the hash of what follows, and the entry:
//
//     key · hash · length of the header · header (JSON) · text and code of the tree · text and code of the parts

import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Entry } from "./kept-code.ts";
import type { KeptScript } from "./scripts.ts";

/** Of the key and of the hash, in bytes. */
const HASH = 32;
const HEADER_AT = 2 * HASH + 4;

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

const hashOf = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The key of bytes under circumstances that are put into words. */
export const keyFor = (circumstances: string, bytes: Uint8Array): Buffer =>
  hashOf(Buffer.from(`${circumstances}\n`), bytes);

/** The entry of a file, or `undefined` for whatever is wrong with it. */
export function readEntry(file: string, key: Uint8Array): Entry | undefined {
  try {
    const content = readFileSync(file);
    const rest = content.subarray(2 * HASH);
    if (!content.subarray(0, HASH).equals(key)) return undefined;
    return content.subarray(HASH, 2 * HASH).equals(hashOf(rest)) ? entryOf(content) : undefined;
  } catch {
    return undefined;
  }
}

function entryOf(content: Buffer): Entry {
  const end = HEADER_AT + content.readUInt32LE(2 * HASH);
  const header = JSON.parse(content.toString("utf8", HEADER_AT, end)) as Header;
  let at = end;
  const take = (length: number): Buffer => content.subarray(at, (at += length));
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
  const rest = [size, text, ...scripts.flatMap(({ bytes }) => bytes)];
  writeWhole(file, [key, hashOf(...rest), ...rest]);
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

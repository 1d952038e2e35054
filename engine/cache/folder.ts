// A folder of files that processes share: each is there whole or not at all, and those not used for longest go when there is too
// much. Nothing here throws: what cannot be read is made again, what cannot be written is not kept. `NODE_DEBUG=mortise` tells why.

import { randomUUID } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { debuglog } from "node:util";
import { badMaxSize } from "./errors.ts";
import { remove, statsOf } from "./files.ts";
import { prune } from "./prune.ts";

const tell = debuglog("mortise");

/** In bytes. */
const DEFAULT_MAX_SIZE = 256 * 2 ** 20;

/** Uses of a file that are closer to one another, in milliseconds, are not noted. */
const CLOSE = 60_000;

export interface FolderOptions {
  /**
   * Made if it is not there, for its user alone. Code is read from it: one that belongs to somebody else but root, or that others
   * may write to, is neither read nor written.
   */
  readonly folder: string;
  /**
   * How many bytes its files may have together, 256 MiB by default: of more, those not used for longest are deleted. What is larger
   * by itself is not kept.
   */
  readonly maxSize?: number | undefined;
}

export class CacheFolder {
  private readonly path: string;
  private readonly maxSize: number;

  /** @throws TypeError for options that are wrong */
  constructor({ folder, maxSize = DEFAULT_MAX_SIZE }: FolderOptions) {
    if (typeof maxSize !== "number" || !(maxSize >= 0)) throw badMaxSize(maxSize);
    this.path = resolve(folder);
    this.maxSize = maxSize;
  }

  read(name: string): Uint8Array | undefined {
    if (!isSafe(this.path)) return undefined;
    const file = join(this.path, name);
    try {
      const content = readFileSync(file);
      noteUse(file);
      return content;
    } catch {
      return undefined;
    }
  }

  /** Can anything be written? Makes the folder. */
  isWritable(): boolean {
    try {
      makeFolder(this.path);
      accessSync(this.path, constants.W_OK);
      return isSafe(this.path);
    } catch (error) {
      tell("cannot write to %s: %s", this.path, String(error));
      return false;
    }
  }

  /** May a file be so large, in bytes? */
  takes(name: string, size: number): boolean {
    const fits = size <= this.maxSize;
    if (!fits) tell("not written, since %d bytes are more than maxSize: %s", size, join(this.path, name));
    return fits;
  }

  /** Whether it may be so large; that it cannot be written is passed over. */
  write(name: string, parts: readonly Uint8Array[]): boolean {
    const size = parts.reduce((sum, part) => sum + part.length, 0);
    if (!this.takes(name, size)) return false;
    const file = join(this.path, name);
    if (this.isWritable()) writeAs(file, `${file}.${randomUUID()}`, Buffer.concat(parts));
    return true;
  }

  /** To be called after writing. */
  prune(): void {
    prune(this.path, this.maxSize);
  }
}

/** For its user alone. Node's own `recursive` never ends in file systems such as /proc, where what is missing cannot be made. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it.
    if (!existsSync(path)) throw error;
  }
}

/** Can nobody but the user and root have put there what is in it? Windows does not tell. */
function isSafe(folder: string): boolean {
  const stats = statsOf(folder);
  const user = process.getuid?.();
  if (!stats?.isDirectory()) return false;
  if (user === undefined) return true;
  const safe = (stats.uid === user || stats.uid === 0) && (stats.mode & 0o022) === 0;
  if (!safe) tell("%s is not used, for others may write to it", folder);
  return safe;
}

function noteUse(file: string): void {
  const now = Date.now();
  try {
    if (now - statSync(file).mtimeMs > CLOSE) utimesSync(file, now / 1000, now / 1000);
  } catch {
    // Where nothing can be written, nothing is deleted either.
  }
}

/** Under another name first: other processes see the file whole or not at all. */
function writeAs(file: string, unfinished: string, content: Uint8Array): void {
  try {
    writeFileSync(unfinished, content, { mode: 0o600 });
    renameSync(unfinished, file);
  } catch (error) {
    tell("cannot write %s: %s", file, String(error));
    remove(unfinished);
  }
}

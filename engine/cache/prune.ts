// What goes from a folder that has got too large. It is looked through only by a process that wrote to it.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { remove, statsOf } from "./files.ts";

/** Files that this room writes; nobody else's are touched. */
const OURS = /^[0-9a-f]{64}\.(?:code|large|refused|text|mortise)$/;
const UNFINISHED = /^[0-9a-f]{64}\.\w+\.[0-9a-f-]{36}$/;

/** Who writes a file needs no such time, in milliseconds: its process was ended. */
const LONGEST_WRITING = 3_600_000;

interface Found {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** When it was last used, in milliseconds. */
  readonly used: number;
}

/**
 * Deletes what was left unfinished, and files that were not used for longest until the rest has `limit` bytes. Other processes
 * may read, write and prune at the same time: who has a file open goes on reading it, and two that prune choose the same files.
 */
export function prune(folder: string, limit: number): void {
  const names = namesIn(folder);
  const abandoned = found(folder, names, UNFINISHED).filter(
    ({ used }) => Date.now() - used > LONGEST_WRITING,
  );
  for (const { path } of abandoned) remove(path);
  const files = found(folder, names, OURS).sort((a, b) => a.used - b.used);
  let size = files.reduce((sum, file) => sum + file.size, 0);
  for (const file of files) {
    if (size <= limit) return;
    remove(file.path);
    size -= file.size;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function found(folder: string, names: readonly string[], kind: RegExp): Found[] {
  return names.flatMap((name) => {
    const path = join(folder, name);
    const stats = kind.test(name) ? statsOf(path) : undefined;
    return stats?.isFile() ? [{ path, size: stats.size, used: stats.mtimeMs }] : [];
  });
}

// Files, without errors: what the cache cannot do it does without.

import { rmSync, type Stats, statSync } from "node:fs";

/** `undefined` for what is not there, or cannot be asked for. */
export function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** Windows refuses it while another process reads; then it is done another time. */
export function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It is pruned one day.
  }
}

// The process's standard streams, read and written at once, as WASI programs do.

import { fstatSync, readSync, writeSync } from "node:fs";
import { isatty } from "node:tty";
import type { StreamKind } from "../wasi/index.ts";

const STANDARD_INPUT = 0;
const WAIT = 10;

/** Does what a stream that does not block refuses for the moment, again and again. */
function patiently<Result>(work: () => Result): Result {
  for (;;)
    try {
      return work();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT);
    }
}

/** Writes all of `data`, waiting for pipes that are full. */
export function writeAll(fd: number, data: Uint8Array): void {
  for (let done = 0; done < data.length; ) done += patiently(() => writeSync(fd, data, done));
}

/** Up to `size` bytes of standard input; none at its end. */
export function readInput(size: number): Uint8Array {
  const data = new Uint8Array(size);
  try {
    return data.subarray(
      0,
      patiently(() => readSync(STANDARD_INPUT, data, 0, size, null)),
    );
  } catch (error) {
    // On Windows, and of a stream that was closed.
    if ((error as NodeJS.ErrnoException).code === "EOF") return data.subarray(0, 0);
    throw error;
  }
}

/** What a standard stream of the process is. */
export function kindOf(fd: number): StreamKind {
  if (isatty(fd)) return "terminal";
  try {
    return fstatSync(fd).isFile() ? "file" : "other";
  } catch {
    return "other";
  }
}

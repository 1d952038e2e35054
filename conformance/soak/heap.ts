// What a process holds on to, after everything that can go has gone.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;

/** Bytes. */
export interface Held {
  readonly heap: number;
  /** Memories. */
  readonly buffers: number;
  readonly resident: number;
}

/** Collects garbage, finalizers and all, and measures. */
export async function held(): Promise<Held> {
  for (let i = 0; i < 3; i++) {
    gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { heap: heapUsed, buffers: arrayBuffers, resident: rss };
}

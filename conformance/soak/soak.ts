// Runs the tasks in rounds and compares what is held after each with what was held after the first.

import { type Held, held } from "./heap.ts";
import { living, TASKS } from "./tasks.ts";

export interface Row {
  readonly name: string;
  readonly done: number;
  /** Bytes of heap and of memories, at the end and above those after the first round. */
  readonly heap: number;
  readonly buffers: number;
  /** Most bytes of heap above those after the first round, after any round. */
  readonly most: number;
}

export interface Live {
  readonly instances: number;
  readonly heap: number;
  readonly buffers: number;
  readonly resident: number;
}

/** What may be left: noise of the collector, and code that was compiled meanwhile; a hundred bytes an instance are more. */
export const MAX_GROWTH = 8 << 20;
/** The largest memory of a task, which optimised code may still know when it is measured: not one for each round. */
export const MAX_BUFFERS = 16 << 20;
export const MAX_RESIDENT = 1.5e9;

/** Runs each task at least twice, and all in turn for `seconds`. `part` makes them shorter. */
export async function soak(seconds: number, part: number, progress: (text: string) => void): Promise<Row[]> {
  const end = performance.now() + seconds * 1000;
  const counts = TASKS.map(({ count }) => Math.ceil(count * part));
  const first: Held[] = [];
  const rows: Row[] = [];
  for (let round = 0; round < 2 || performance.now() < end; round++) {
    for (const [i, task] of TASKS.entries()) {
      // Rounds can be long: after the second it may end within one.
      if (round >= 2 && performance.now() >= end) return rows;
      task.run(counts[i]!);
      const now = await held();
      const base = (first[i] ??= now);
      const heap = now.heap - base.heap;
      rows[i] = {
        name: task.name,
        done: (rows[i]?.done ?? 0) + counts[i]!,
        heap,
        buffers: now.buffers - base.buffers,
        most: Math.max(rows[i]?.most ?? 0, heap),
      };
    }
    progress(`round ${round + 1}: ${Math.round((end - performance.now()) / 1000)} s to go`);
  }
  return rows;
}

/** Makes instances and keeps them; what they take. */
export async function live(instances: number): Promise<Live> {
  const before = await held();
  const all = living(instances);
  const after = await held();
  if (all.length !== instances) throw new Error("they are gone");
  return {
    instances,
    heap: after.heap - before.heap,
    buffers: after.buffers - before.buffers,
    resident: after.resident,
  };
}

// Helpers of generated code: bulk memory (spec 4.4.7), and what a module does once when it is instantiated.
// Sizes and addresses come as signed words and mean unsigned ones.

import { EMPTY } from "./host-values.ts";
import type { Memory } from "./store.ts";
import { trap } from "./traps.ts";

/** memory.fill */
export function memory_fill(memory: Memory, start: number, value: number, count: number): void {
  start >>>= 0;
  count >>>= 0;
  const bytes = memory.U;
  if (start + count > bytes.length) trap(4);
  bytes.fill(value, start, start + count);
}

/** memory.copy, within one memory or between two. */
export function memory_copy(target: Memory, source: Memory, to: number, from: number, count: number): void {
  to >>>= 0;
  from >>>= 0;
  count >>>= 0;
  const bytes = target.U;
  const others = source.U;
  if (from + count > others.length || to + count > bytes.length) trap(4);
  if (count <= FEW) copyFew(bytes, others, to, from, count);
  else if (bytes === others) bytes.copyWithin(to, from, from + count);
  else bytes.set(others.subarray(from, from + count), to);
}

/** Up to so many bytes a loop is faster than a call of the array's method. */
const FEW = 8;

/** Copies bytes that may overlap. */
function copyFew(target: Uint8Array, source: Uint8Array, to: number, from: number, count: number): void {
  if (to <= from) for (let i = 0; i < count; i++) target[to + i] = source[from + i]!;
  else for (let i = count - 1; i >= 0; i--) target[to + i] = source[from + i]!;
}

/** memory.init; a dropped segment is an empty array. */
export function memory_init(
  memory: Memory,
  segment: Uint8Array,
  to: number,
  from: number,
  count: number,
): void {
  to >>>= 0;
  from >>>= 0;
  count >>>= 0;
  const bytes = memory.U;
  if (from + count > segment.length || to + count > bytes.length) trap(4);
  if (count === segment.length) bytes.set(segment, to);
  else bytes.set(segment.subarray(from, from + count), to);
}

/** Puts segments to their places, in order, when a memory is made; `drops`: they are dropped then. */
export function memory_place(
  memory: Memory,
  segments: Uint8Array[],
  first: number,
  places: readonly number[],
  drops: boolean,
): void {
  for (let k = 0; k < places.length; k++) {
    const segment = segments[first + k]!;
    memory_init(memory, segment, places[k]!, 0, segment.length);
    if (drops) segments[first + k] = EMPTY;
  }
}

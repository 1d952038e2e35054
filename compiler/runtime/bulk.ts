// Helpers of generated code: bulk memory (spec 4.4.7), and what a module does once when it is instantiated.
// Sizes and addresses come as signed words and mean unsigned ones.

import { EMPTY } from "./host-values.ts";
import type { Memory } from "./memory.ts";
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
  if (count >>> 0 > FEW) memory_move(target, source, to, from, count);
  else copyFew(target.data, source.data, to >>> 0, from >>> 0, count);
}

/** The same where no JIT makes loops fast. */
export function memory_move(target: Memory, source: Memory, to: number, from: number, count: number): void {
  to >>>= 0;
  from >>>= 0;
  count >>>= 0;
  const bytes = target.U;
  const others = source.U;
  if (from + count > others.length || to + count > bytes.length) trap(4);
  if (bytes === others) bytes.copyWithin(to, from, from + count);
  else bytes.set(others.subarray(from, from + count), to);
}

/** Up to so many bytes a loop over words is faster than a call of the array's method. */
const FEW = 48;

/** Copies bytes that may overlap, a word at a time: no float, for engines may change the bits of a NaN. */
function copyFew(target: DataView, source: DataView, to: number, from: number, count: number): void {
  if (from + count > source.byteLength || to + count > target.byteLength) trap(4);
  if (to <= from) {
    let i = 0;
    for (; i + 8 <= count; i += 8) {
      // One after the other: places that overlap may share the second word.
      target.setInt32(to + i, source.getInt32(from + i, true), true);
      target.setInt32(to + i + 4, source.getInt32(from + i + 4, true), true);
    }
    if (i + 4 <= count) {
      target.setInt32(to + i, source.getInt32(from + i, true), true);
      i += 4;
    }
    for (; i < count; i++) target.setInt8(to + i, source.getInt8(from + i));
    return;
  }
  let i = count;
  for (; i >= 4; ) {
    i -= 4;
    target.setInt32(to + i, source.getInt32(from + i, true), true);
  }
  while (--i >= 0) target.setInt8(to + i, source.getInt8(from + i));
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

// Memories that grow after JavaScript has seen their buffers, in the host's memories and without.

import t, { type Test } from "tap";
import { Memory, PAGE } from "../../compiler/runtime/index.ts";
import { LEAST, PlacedMemory } from "./placed-memory.ts";

/** The first byte of the last `count` pages; the buffer must be as long as the memory. */
function marks(t: Test, memory: Memory, count: number): number[] {
  const bytes = new Uint8Array(memory.buffer);
  t.equal(bytes.length, memory.pages * PAGE);
  return Array.from({ length: count }, (_, i) => bytes[(memory.pages - count + i) * PAGE]!);
}

/** Grows by a page, and marks it. */
function grow(memory: Memory, mark: number): void {
  const end = memory.grow(1) * PAGE;
  memory.data.setInt8(end, mark);
}

for (const Class of [Memory, PlacedMemory]) {
  t.test(`${Class.name}: a shown buffer is detached, its bytes are kept, again and again`, async (t) => {
    const memory = new Class(LEAST - 2, undefined, 2 * LEAST);
    for (let mark = 1; mark < 6; mark++) {
      const shown = memory.buffer;
      t.equal(memory.buffer, shown);
      grow(memory, mark);
      t.equal(shown.byteLength, 0);
      t.equal(memory.U.at(-PAGE), mark);
    }
    t.same(marks(t, memory, 6), [0, 1, 2, 3, 4, 5]);
  });

  t.test(`${Class.name}: growing by nothing detaches what was shown`, async (t) => {
    const memory = new Class(LEAST, undefined, LEAST);
    for (const _ of [1, 2, 3]) {
      const shown = memory.buffer;
      t.equal(memory.grow(0), LEAST);
      t.equal(shown.byteLength, 0);
      t.not(memory.buffer, shown);
    }
  });

  t.test(`${Class.name}: what grew unseen is shown exactly, and grows on`, async (t) => {
    const memory = new Class(LEAST, undefined, 4 * LEAST);
    for (let mark = 1; mark < 5; mark++) grow(memory, mark);
    t.same(marks(t, memory, 5), [0, 1, 2, 3, 4]);
    for (let mark = 5; mark < 9; mark++) grow(memory, mark);
    t.same(marks(t, memory, 9), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  t.test(`${Class.name}: views follow, and the limit holds`, async (t) => {
    const memory = new Class(LEAST, LEAST + 3, 2 * LEAST);
    const [holder, arrays] = [memory.holder("D"), memory.arrays()];
    t.ok(memory.buffer);
    t.equal(memory.grow(2), LEAST);
    t.ok(memory.buffer);
    t.equal(memory.grow(2), -1);
    t.equal(memory.grow(1), LEAST + 2);
    t.equal(memory.grow(1), -1);
    const end = (LEAST + 3) * PAGE;
    holder["D"]!.setInt32(end - 4, 7, true);
    t.equal(arrays.i[end / 4 - 1], 7);
    t.throws(() => holder["D"]!.getInt8(end), RangeError);
  });
}

/** Grows a memory that was shown; whether its buffer can be taken away then, as those of the host's memories cannot. */
function canBeTaken(memory: Memory): boolean {
  const shown = memory.buffer;
  grow(memory, 1);
  const { buffer } = memory;
  try {
    structuredClone(buffer, { transfer: [buffer] });
  } catch {
    // Some hosts refuse, others make a copy.
  }
  return shown.byteLength === 0 && buffer.byteLength === 0;
}

t.test("what is large enough moves to the host, where it has memories", async (t) => {
  const hasMemories = typeof WebAssembly !== "undefined";
  t.equal(canBeTaken(new Memory(LEAST, undefined, 2 * LEAST)), true);
  t.equal(canBeTaken(new PlacedMemory(LEAST - 2, undefined, 2 * LEAST)), true);
  t.equal(canBeTaken(new PlacedMemory(LEAST, undefined, 2 * LEAST)), !hasMemories);
});

t.test("memories of a polyfill are not taken for the host's", async (t) => {
  const { WebAssembly: host } = globalThis;
  class Polyfill {
    constructor() {
      throw new Error("made by a polyfill");
    }
  }
  Object.assign(globalThis, { WebAssembly: { Memory: Polyfill } });
  t.teardown(() => Object.assign(globalThis, { WebAssembly: host }));
  const again = `${new URL("./placed-memory.js", import.meta.url)}?polyfilled`;
  const { PlacedMemory }: typeof import("./placed-memory.ts") = await import(again);
  const memory = new PlacedMemory(LEAST, undefined, 2 * LEAST);
  const shown = memory.buffer;
  t.equal(memory.grow(1), LEAST);
  t.equal(shown.byteLength, 0);
  t.equal(memory.buffer.byteLength, (LEAST + 1) * PAGE);
});

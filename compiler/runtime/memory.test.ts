// Memories that grow after JavaScript has seen their buffers.

import t from "tap";
import { Memory, PAGE } from "./memory.ts";

/** The bytes at the beginning of each page, and whether the buffer is as long as the memory. */
const pagesOf = (memory: Memory) => {
  const bytes = new Uint8Array(memory.buffer);
  t.equal(bytes.length, memory.pages * PAGE);
  return Array.from({ length: memory.pages }, (_, page) => bytes[page * PAGE]);
};

t.test("a shown buffer is detached, its bytes are kept, again and again", async (t) => {
  const memory = new Memory(1, undefined, 16);
  memory.data.setInt8(0, 1);
  for (let pages = 1; pages < 6; pages++) {
    const shown = memory.buffer;
    t.equal(memory.buffer, shown);
    t.equal(memory.grow(1), pages);
    t.equal(shown.byteLength, 0);
    memory.data.setInt8(pages * PAGE, pages + 1);
    t.equal(memory.U[pages * PAGE], pages + 1);
  }
  t.same(pagesOf(memory), [1, 2, 3, 4, 5, 6]);
});

t.test("growing by nothing detaches what was shown", async (t) => {
  const memory = new Memory(2, undefined, 16);
  for (const _ of [1, 2, 3]) {
    const shown = memory.buffer;
    t.equal(memory.grow(0), 2);
    t.equal(shown.byteLength, 0);
    t.not(memory.buffer, shown);
  }
});

t.test("what grew unseen is shown exactly, and grows on", async (t) => {
  const memory = new Memory(1, undefined, 64);
  const grow = (page: number) => {
    const end = memory.grow(1) * PAGE;
    memory.data.setInt8(end, page);
  };
  for (let page = 1; page < 5; page++) grow(page);
  t.same(pagesOf(memory), [0, 1, 2, 3, 4]);
  for (let page = 5; page < 9; page++) grow(page);
  t.same(pagesOf(memory), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

t.test("views follow, and the limit holds", async (t) => {
  const memory = new Memory(1, 4, 16);
  const [holder, arrays] = [memory.holder("D"), memory.arrays()];
  t.ok(memory.buffer);
  t.equal(memory.grow(2), 1);
  t.ok(memory.buffer);
  t.equal(memory.grow(2), -1);
  t.equal(memory.grow(1), 3);
  t.equal(memory.grow(1), -1);
  holder["D"]!.setInt32(4 * PAGE - 4, 7, true);
  t.equal(arrays.i[PAGE - 1], 7);
  t.throws(() => holder["D"]!.getInt8(4 * PAGE), RangeError);
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
  const other: typeof import("./memory.ts") = await import(
    `${new URL("./memory.js", import.meta.url)}?polyfilled`
  );
  const memory = new other.Memory(1, undefined, 16);
  const shown = memory.buffer;
  t.equal(memory.grow(1), 1);
  t.equal(shown.byteLength, 0);
  t.equal(memory.buffer.byteLength, 2 * PAGE);
});

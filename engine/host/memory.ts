// The interface WebAssembly.Memory of the JS API.

import { MAX_MEMORY_PAGES } from "../../compiler/base/index.ts";
import type { Memory as Store } from "../../compiler/runtime/index.ts";
import { cannotGrow, illegalInvocation, outOfRange } from "./errors.ts";
import { giveFace, type StoreLimits } from "./faces.ts";
import { asInterface, dictionary, unsignedLong } from "./idl.ts";
import { limitsOf } from "./limits.ts";
import { PlacedMemory } from "./placed-memory.ts";
import { memoryOf } from "./slots.ts";

/** Makes the class. `limits.pages` is what its memories may grow to. */
export function memoryClass(limits: Pick<StoreLimits, "pages">) {
  class Memory {
    constructor(descriptor: unknown) {
      const where = "Memory()";
      const { initial, maximum } = limitsOf(dictionary(descriptor, where, "the descriptor"), where);
      const most = Math.min(maximum ?? MAX_MEMORY_PAGES, MAX_MEMORY_PAGES);
      if (initial > most) throw outOfRange(where, "'initial'", `at most ${most} pages`, initial);
      if (maximum !== undefined && maximum > MAX_MEMORY_PAGES)
        throw outOfRange(where, "'maximum'", `at most ${MAX_MEMORY_PAGES} pages`, maximum);
      if (initial > limits.pages)
        throw outOfRange(where, "'initial'", `at most ${limits.pages} pages in this engine`, initial);
      giveFace(this, new PlacedMemory(initial, maximum, limits.pages));
    }

    grow(delta: unknown): number {
      const store = receiver(this, "Memory.grow");
      const pages = unsignedLong(delta, "Memory.grow", "the delta");
      const old = store.pages;
      if (old + pages > MAX_MEMORY_PAGES || store.grow(pages) < 0)
        throw cannotGrow("Memory.grow", old, pages, "pages");
      return old;
    }

    get buffer(): ArrayBuffer {
      return receiver(this, "Memory.buffer").buffer;
    }
  }
  return asInterface(Memory, "Memory");
}

function receiver(value: unknown, member: string): Store {
  const store = memoryOf(value);
  if (store === undefined) throw illegalInvocation(member, value);
  return store;
}

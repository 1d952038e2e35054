// Memories of the store that move to a memory of the host's own, where there is one, when they have to be copied anyway.

import { type HostMemory, Memory } from "../../compiler/runtime/index.ts";

type HostMemoryClass = new (limits: { initial: number; maximum: number }) => HostMemory;

/** A polyfill that took the name is none of the host's: what it makes may end up here again. */
function findHostMemories(): HostMemoryClass | undefined {
  if (typeof WebAssembly === "undefined") return undefined;
  const memory: HostMemoryClass | undefined = WebAssembly.Memory;
  return String(memory).includes("[native code]") ? memory : undefined;
}

/** Pages below which copying takes no longer than making a memory of the host's. */
export const LEAST = 16;

const hostMemories = /* @__PURE__ */ findHostMemories();

export class PlacedMemory extends Memory {
  protected override hostMemory(initial: number, maximum: number): HostMemory | null {
    if (hostMemories === undefined || initial < LEAST) return null;
    try {
      return new hostMemories({ initial, maximum });
    } catch {
      // There is no room for the addresses that it takes beforehand.
      return null;
    }
  }
}

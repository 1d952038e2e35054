// A WebAssembly for environments that have none.

import type { WebAssemblyNamespace } from "./types.ts";

/** Makes the global `WebAssembly`, a property like the host's own, where there is none. */
export function fillIn(make: () => WebAssemblyNamespace): void {
  if (typeof (globalThis as { WebAssembly?: unknown }).WebAssembly !== "undefined") return;
  Object.defineProperty(globalThis, "WebAssembly", {
    value: make(),
    writable: true,
    enumerable: false,
    configurable: true,
  });
}

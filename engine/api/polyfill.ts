// `mortise/polyfill`: loading it puts a WebAssembly where the environment has none. Where there is one, nothing happens.

import { createEngine } from "./create-engine.ts";

if (typeof (globalThis as { WebAssembly?: unknown }).WebAssembly === "undefined")
  Object.defineProperty(globalThis, "WebAssembly", {
    value: createEngine(),
    writable: true,
    enumerable: false,
    configurable: true,
  });

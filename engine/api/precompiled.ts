// An engine without a compiler: what `new Module(bytes)` needs was compiled ahead of time, and is looked up.

import { offered } from "../instantiate/index.ts";
import { notPrecompiled } from "./errors.ts";
import { jsNamespace } from "./namespace.ts";
import { type EngineOptions, readOptions } from "./options.ts";
import type { WebAssemblyNamespace } from "./types.ts";

export interface PrecompiledOptions extends Pick<EngineOptions, "types" | "limits" | "meter"> {
  /**
   * Finds the module of a binary: the `module` of ahead-of-time output, or `undefined` for a binary that was never
   * compiled.
   */
  readonly find: (bytes: Uint8Array) => unknown;
}

/** Makes a WebAssembly namespace that needs neither `eval` nor the compiler. */
export function createPrecompiledEngine({ find, ...options }: PrecompiledOptions): WebAssemblyNamespace {
  const settings = readOptions(options, undefined);
  return jsNamespace(settings, (adopter) => ({
    isValid: (bytes) => offered(find(bytes)) !== undefined,
    compile(bytes) {
      const handover = offered(find(bytes));
      if (handover === undefined) throw notPrecompiled();
      return adopter.adopt(handover);
    },
  }));
}

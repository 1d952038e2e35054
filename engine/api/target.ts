// What sort of engine this is: one that optimises, or one that interprets bytecode. Nothing is timed, so that the same
// environment always gets the same code.

import type { TargetName } from "../../compiler/codegen/index.ts";

/** What is looked at; `globalThis` has it. */
export interface Surroundings {
  readonly WebAssembly?: unknown;
  readonly process?: {
    readonly versions?: { readonly v8?: string };
    readonly execArgv?: readonly string[];
    readonly env?: { readonly NODE_OPTIONS?: string | undefined };
  };
}

/**
 * V8 without a JIT has no WebAssembly, nor has Safari in Lockdown Mode, QuickJS or Hermes; so where it is missing,
 * code is made for interpreters. In Node it may be missing for another reason: there the flag decides.
 */
export function detectTarget({ WebAssembly, process }: Surroundings): TargetName {
  if (WebAssembly !== undefined) return "jit";
  if (process?.versions?.v8 === undefined) return "interpreter";
  const flags = [...(process.execArgv ?? []), ...(process.env?.NODE_OPTIONS ?? "").split(" ")];
  return flags.includes("--jitless") ? "interpreter" : "jit";
}

let detected: TargetName | undefined;

/** Found out once: later, a WebAssembly of ours may stand in the place of the host's. */
export const hostTarget = (): TargetName => (detected ??= detectTarget(globalThis as Surroundings));

// Bytes to a module value: decoding, validation, and a plan with the engine's backend behind it. No code is
// generated before the first instantiation.

import { MortiseError } from "../../compiler/base/index.ts";
import {
  type Adopter,
  type CompiledTree,
  compiledTree,
  infoOf,
  modulesById,
  NativeBackend,
  type NativeValues,
  type Recipe,
  Tree,
} from "../instantiate/index.ts";
import { moduleOf, planOf } from "../plan/index.ts";
import type { Compiler } from "./engine.ts";
import type { CodeKind } from "./code-cache.ts";
import { KnownModules } from "./known-modules.ts";
import type { Settings } from "./options.ts";

/** Makes the modules of an engine with generated code. */
export function jsCompiler(settings: Settings, adopter: Adopter): Compiler {
  const fresh = (bytes: Uint8Array): CompiledTree => compiledTree(moduleOf(bytes, settings).module, settings);
  const cache = settings.onCode === undefined ? settings.cache : undefined;
  const recipe = (bytes: Uint8Array): Recipe =>
    cache?.recipe(bytes, kindOf(settings), () => fresh(bytes)) ?? fresh(bytes).recipe;
  const compile = (bytes: Uint8Array) => adopter.adopt({ recipe: recipe(bytes), id: 0, captures: [] });
  const known = new KnownModules();
  return {
    isValid: (bytes) => isValid(bytes, settings),
    compile: (bytes) => (settings.optimizations.known ? known.module(bytes, compile) : compile(bytes)),
  };
}

/** What code depends on beside the bytes, and whether they are accepted. */
function kindOf(settings: Settings): CodeKind {
  const { features, target, encoding, strict, limits, optimizations, meter } = settings;
  const metered = meter !== undefined;
  const deciding = [metered, target, encoding, strict, limits, optimizations, [...features].sort()];
  return { metered, text: JSON.stringify(deciding) };
}

/** Makes the modules of an engine with the host's WebAssembly. */
export const nativeCompiler = (settings: Settings, native: NativeValues): Compiler => ({
  isValid: (bytes) => isValid(bytes, settings),
  compile(bytes) {
    const root = moduleOf(bytes, settings).module;
    const modules = modulesById(root);
    const backend = new NativeBackend(root, native);
    return new Tree(planOf(root), backend, settings.instances, (id) => infoOf(modules[id]!)).root;
  },
});

/** Is this a module that the engine can run? */
function isValid(bytes: Uint8Array, settings: Settings): boolean {
  try {
    moduleOf(bytes, settings);
    return true;
  } catch (error) {
    if (error instanceof MortiseError) return false;
    throw error;
  }
}

// Bytes to a module value: decoding, validation, and a plan with the engine's backend behind it. No code is
// generated before the first instantiation.

import { MortiseError } from "../../compiler/base/index.ts";
import {
  type Adopter,
  compiledRecipe,
  infoOf,
  modulesById,
  NativeBackend,
  type NativeValues,
  Tree,
} from "../instantiate/index.ts";
import { moduleOf, planOf } from "../plan/index.ts";
import type { Compiler } from "./engine.ts";
import { KnownModules } from "./known-modules.ts";
import type { Settings } from "./options.ts";

/** Makes the modules of an engine with generated code. */
export function jsCompiler(settings: Settings, adopter: Adopter): Compiler {
  const compile = (bytes: Uint8Array) => {
    const root = moduleOf(bytes, settings).module;
    return adopter.adopt({ recipe: compiledRecipe(root, settings), id: 0, captures: [] });
  };
  const known = new KnownModules();
  return {
    isValid: (bytes) => isValid(bytes, settings),
    compile: (bytes) => (settings.optimizations.known ? known.module(bytes, compile) : compile(bytes)),
  };
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

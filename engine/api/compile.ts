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
import type { Settings } from "./options.ts";

/** Makes the modules of an engine with generated code. */
export const jsCompiler = (settings: Settings, adopter: Adopter): Compiler => ({
  isValid: (bytes) => isValid(bytes, settings),
  compile(bytes) {
    const root = moduleOf(bytes, settings).module;
    const recipe = compiledRecipe(root, settings);
    return adopter.adopt({ recipe, id: 0, captures: [] });
  },
});

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

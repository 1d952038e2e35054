// Bytes to a module value: decoding, validation, and a plan with the engine's backend behind it. No code is
// generated before the first instantiation.

import { MortiseError } from "../../compiler/base/index.ts";
import {
  type Adopter,
  compiledRecipe,
  infoOf,
  type ModuleValue,
  modulesById,
  NativeBackend,
  type NativeValues,
  Tree,
} from "../instantiate/index.ts";
import { moduleOf, planOf } from "../plan/index.ts";
import type { Settings } from "./options.ts";

/** What runs the core modules of an engine: generated code, for which the adopter has a support object, or the host. */
export type Cores = { readonly adopter: Adopter } | { readonly native: NativeValues };

/** Is this a module that the engine can run? */
export function isValid(bytes: Uint8Array, settings: Settings): boolean {
  try {
    moduleOf(bytes, settings);
    return true;
  } catch (error) {
    if (error instanceof MortiseError) return false;
    throw error;
  }
}

/** Compiles a module tree. @throws MortiseError */
export function compileModule(bytes: Uint8Array, settings: Settings, cores: Cores): ModuleValue {
  const root = moduleOf(bytes, settings).module;
  if ("adopter" in cores) {
    const recipe = compiledRecipe(root, { onCode: settings.onCode });
    return cores.adopter.adopt({ recipe, id: 0, captures: [] });
  }
  const modules = modulesById(root);
  const backend = new NativeBackend(root, cores.native);
  return new Tree(planOf(root), backend, settings.instances, (id) => infoOf(modules[id]!)).root;
}

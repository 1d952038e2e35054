// Bytes to a module value: decoding, validation, and a plan with the engine's backend behind it. No code is
// generated before the first instantiation.

import { MortiseError } from "../../compiler/base/index.ts";
import type { ValidModule } from "../../compiler/validate/index.ts";
import {
  compiledBackend,
  type ModuleInfo,
  type ModuleValue,
  modulesById,
  NativeBackend,
  type NativeValues,
  Tree,
} from "../instantiate/index.ts";
import { moduleOf, planOf } from "../plan/index.ts";
import type { Settings } from "./options.ts";

/** What runs the core modules of an engine: generated code with a support object, or the host's engine. */
export type Cores = { readonly support: object } | { readonly native: NativeValues };

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
  const backend =
    "support" in cores
      ? compiledBackend(root, cores.support, { onCode: settings.onCode })
      : new NativeBackend(root, cores.native);
  return new Tree(planOf(root), backend, settings.instances, infoIn(root)).root;
}

function infoIn(root: ValidModule): (id: number) => ModuleInfo {
  const modules = modulesById(root);
  return (id) => infoOf(modules[id]!);
}

const infoOf = ({ usesLinking, def }: ValidModule): ModuleInfo => ({
  usesLinking,
  customSections: (name) =>
    def.customs
      .filter((section) => section.name === name)
      .map(({ content: { bytes, start, end } }) => bytes.subarray(start, end)),
});

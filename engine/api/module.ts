// The interface WebAssembly.Module of the JS API.

import { asInterface, attach, contentOf, requireArguments } from "../host/index.ts";
import { ModuleValue } from "../instantiate/index.ts";
import { stableBytes } from "./bytes.ts";
import {
  type ExportDescriptor,
  exportDescriptors,
  type ImportDescriptor,
  importDescriptors,
} from "./descriptors.ts";
import type { Engine } from "./engine.ts";
import { notModule } from "./errors.ts";

/** Makes the class. */
export function moduleClass(engine: Engine) {
  class Module {
    constructor(bytes: unknown) {
      const value = engine.compile(stableBytes(bytes, "Module()"), "Module()");
      value.host = this;
      attach(this, value);
    }

    static exports(module: unknown): ExportDescriptor[] {
      const { code } = moduleArgument(module, "Module.exports()");
      return exportDescriptors(code, engine.settings.types || code.info.usesLinking);
    }

    static imports(module: unknown): ImportDescriptor[] {
      const { code } = moduleArgument(module, "Module.imports()");
      return importDescriptors(code, engine.settings.types || code.info.usesLinking);
    }

    static customSections(module: unknown, sectionName: unknown): ArrayBuffer[] {
      const where = "Module.customSections()";
      // biome-ignore lint/complexity/noArguments: only the number given counts
      requireArguments(arguments.length, 2, where);
      const { code } = moduleArgument(module, where);
      const name = `${sectionName as string}`;
      return code.info.customSections(name).map((bytes) => bytes.slice().buffer as ArrayBuffer);
    }
  }
  return asInterface(Module, "Module");
}

/** The module behind a `Module` object, or `undefined`. */
export function moduleOf(value: unknown): ModuleValue | undefined {
  const content = contentOf(value);
  return content instanceof ModuleValue ? content : undefined;
}

/** A module with cores of any kind. @throws TypeError */
function moduleArgument(value: unknown, where: string): ModuleValue {
  const module = moduleOf(value);
  if (module === undefined) throw notModule(where, value);
  return module;
}

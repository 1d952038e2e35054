// The interface WebAssembly.Module of the JS API.

import { asInterface, attach, contentOf, requireArguments } from "../host/index.ts";
import { HANDOVER, type Handover, handoverOf, ModuleValue } from "../instantiate/index.ts";
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

    /** How engines of other copies of Mortise, and ahead-of-time output, get at the module. */
    get [HANDOVER](): Handover | undefined {
      const module = moduleOf(this);
      return module && handoverOf(module);
    }

    static exports(module: unknown): ExportDescriptor[] {
      const { code } = moduleArgument(engine, module, "Module.exports()");
      return exportDescriptors(code, engine.settings.types || code.info.usesLinking);
    }

    static imports(module: unknown): ImportDescriptor[] {
      const { code } = moduleArgument(engine, module, "Module.imports()");
      return importDescriptors(code, engine.settings.types || code.info.usesLinking);
    }

    static customSections(module: unknown, sectionName: unknown): ArrayBuffer[] {
      const where = "Module.customSections()";
      // biome-ignore lint/complexity/noArguments: only the number given counts
      requireArguments(arguments.length, 2, where);
      const { code } = moduleArgument(engine, module, where);
      const name = `${sectionName as string}`;
      const found = code.info.customs.filter((section) => section[0] === name);
      return found.map(([, bytes]) => bytes.slice().buffer as ArrayBuffer);
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
function moduleArgument({ boundary }: Engine, value: unknown, where: string): ModuleValue {
  const module = moduleOf(value) ?? boundary.moduleOf(value);
  if (module === undefined) throw notModule(where, value);
  return module;
}

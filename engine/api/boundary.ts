// How the executor of plans sees JavaScript values, for JS cores and for native ones.

import { faceOf, type HostClasses, hostFromStore, type StoreObject, storeFromHost } from "../host/index.ts";
import {
  type Adopter,
  type Boundary,
  type ModuleValue,
  type NativeValues,
  offered,
} from "../instantiate/index.ts";
import type { WasmErrorConstructor } from "../../compiler/runtime/index.ts";
import { fieldsOf } from "./instance.ts";
import { moduleOf } from "./module.ts";

/** The class of an engine's modules; it is made after the boundary, which it needs. */
type ModuleClass = () => { readonly prototype: object };

const fromModule = (Module: ModuleClass) => (module: ModuleValue) => faceOf(Module().prototype, module);

/** For JS cores. Modules of other engines with JS cores are as good as the engine's own. */
export function jsBoundary(
  LinkError: WasmErrorConstructor,
  classes: HostClasses,
  Module: ModuleClass,
  adopter: Adopter,
): Boundary {
  return {
    LinkError,
    toExtern: (type, value, functions, mismatch) => storeFromHost(type, value, functions!, mismatch),
    fromExtern: ({ kind }, extern) => hostFromStore(kind, extern as StoreObject, classes),
    moduleOf: (value) => ownModule(value, adopter) ?? adopted(value, adopter),
    fromModule: fromModule(Module),
    fieldsOf,
  };
}

/** For native cores. */
export function nativeBoundary(
  LinkError: WasmErrorConstructor,
  values: NativeValues,
  Module: ModuleClass,
): Boundary {
  return {
    LinkError,
    toExtern: (type, value, _functions, mismatch) => values.toExtern(type, value, mismatch),
    fromExtern: (_type, extern) => extern,
    moduleOf: (value) => nativeModule(value),
    fromModule: fromModule(Module),
    fieldsOf,
  };
}

/** A module that was made under this engine's limits. */
function ownModule(value: unknown, adopter: Adopter): ModuleValue | undefined {
  const module = moduleOf(value);
  return module !== undefined && adopter.has(module) ? module : undefined;
}

/** A module of ahead-of-time output, of another engine, or of another copy of Mortise. */
function adopted(value: unknown, adopter: Adopter): ModuleValue | undefined {
  const handover = offered(value);
  return handover === undefined ? undefined : adopter.adopt(handover);
}

/** Native and JS cores do not mix: they share no memories, tables and globals. */
function nativeModule(value: unknown): ModuleValue | undefined {
  const module = moduleOf(value);
  // Only JS cores need host functions adapted.
  return module?.code.functions === undefined ? module : undefined;
}

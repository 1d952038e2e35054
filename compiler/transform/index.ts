// transform/: from modules to modules. `core-module` takes the core module out of a linked one, for native engines.
// `flatten` makes one core module of a whole tree: `flat-scope` instantiates it at compile time, `flat-module` is what
// comes out, `flat-start` keeps the order of effects.

export { type CoreItem, type CoreModule, extractCore } from "./core-module.ts";
export { flatten } from "./flatten.ts";
export { CORE_KINDS, type CoreKind, isCoreKind } from "./kinds.ts";

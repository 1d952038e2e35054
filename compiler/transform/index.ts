// transform/: from modules to modules. `core-module` takes the core module out of a linked one, for native engines.
// `flatten` makes one core module of a whole tree: `flat-scope` instantiates it at compile time, `flat-module` is what
// comes out, `flat-start` keeps the order of effects, `passive` makes code of segments. `bundle` nests what a module imports (`share` stores what is the same
// once) and `split` is the reverse; `modules` and `renumber` move nested modules about in a root.

export { bundle, type FoundModule, type Resolve } from "./bundle.ts";
export { type CoreItem, type CoreModule, extractCore } from "./core-module.ts";
export { flatten } from "./flatten.ts";
export { CORE_KINDS, type CoreKind, isCoreKind } from "./kinds.ts";
export { definitionOf } from "./type-defs.ts";
export { instructions, passiveData, passiveElement, writeMemoryInit, writeTableInit } from "./passive.ts";
export { storeOnce } from "./share.ts";
export { type SplitModule, split } from "./split.ts";

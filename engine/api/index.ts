// api/: the JS API. `create-engine` reads `options` and makes a `namespace`, which holds one file an interface (`module`,
// `instance`; the others are in `engine/host/`) and the functions (`operations`, `streaming`). `compile` is the way from
// bytes to a module value, `boundary` how the executor of plans sees JavaScript's values, `descriptors` what
// `Module.imports` and `Module.exports` tell. `precompiled` makes engines without a compiler, `code-cache` is
// what an engine asks of a cache. `polyfill` is an entry point of its own, `fill-in` what it does.

export { createEngine } from "./create-engine.ts";
export type { CodeCache, CodeKind } from "./code-cache.ts";
export { fillIn } from "./fill-in.ts";
export { hostTarget } from "./target.ts";
export { createPrecompiledEngine, type PrecompiledOptions } from "./precompiled.ts";
export type { DescriptorKind, ExportDescriptor, ImportDescriptor } from "./descriptors.ts";
export type { EngineLimits, EngineOptions } from "./options.ts";
export type * from "./types.ts";
export { createMeter, InterruptError, type Meter, type MeterOptions } from "../host/index.ts";

// The package's main entry: `WebAssembly`, a drop-in for the global of that name that runs linked modules as well, and
// `createEngine`, which makes such namespaces with options. Loading it changes nothing and touches no global.

import { createEngine } from "./api/index.ts";

export { MortiseError } from "../compiler/base/index.ts";
export * from "./api/index.ts";
export { type Plan, planModule, planText } from "./plan/index.ts";

/** An engine with the default options: JavaScript cores, all features that work. */
export const WebAssembly = /* @__PURE__ */ createEngine();

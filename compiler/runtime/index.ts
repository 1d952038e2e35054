// runtime/: what generated code calls. `store` and `memory` have the objects it shares with the engine (functions,
// tables, globals, tags; memories); `errors` the three error classes; `traps`, `int64`, `floats` and `bulk` the helpers whose text is put
// into generated source (`text.generated.ts`, made from those files by `npm run build:runtime`).

export * from "./errors.ts";
export { type HostMemory, Memory, PAGE } from "./memory.ts";
export * from "./store.ts";
export { HELPERS, type Helper } from "./text.generated.ts";
export { TRAP_MESSAGES } from "./traps.ts";

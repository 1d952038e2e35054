// runtime/: what generated code calls. `store` has the objects it shares with the engine (functions, memories, tables,
// globals, tags); `errors` the three error classes; `traps`, `int64`, `floats` and `bulk` the helpers whose text is put
// into generated source (`text.generated.ts`, made from those files by `npm run build:runtime`).

export * from "./errors.ts";
export * from "./store.ts";
export { HELPERS, type Helper } from "./text.generated.ts";
export { TRAP_MESSAGES } from "./traps.ts";

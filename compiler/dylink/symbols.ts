// Names that LLVM's linker gives a meaning (WebAssembly/tool-conventions, DynamicLinking.md).

export const MEMORY = "memory";
export const TABLE = "__indirect_function_table";
export const STACK_POINTER = "__stack_pointer";
export const MEMORY_BASE = "__memory_base";
export const TABLE_BASE = "__table_base";
export const CONSTRUCTORS = "__wasm_call_ctors";
export const RELOCATIONS = "__wasm_apply_data_relocs";
export const HEAP_BASE = "__heap_base";
export const HEAP_END = "__heap_end";
export const START = "_start";
export const INITIALIZE = "_initialize";

/** Globals that say where a library's data and functions begin. */
export const BASES: ReadonlySet<string> = new Set([MEMORY_BASE, TABLE_BASE]);

/** Exports that are of one module alone, and no symbols for others. */
export const INTERNAL: ReadonlySet<string> = new Set([
  MEMORY,
  TABLE,
  STACK_POINTER,
  CONSTRUCTORS,
  RELOCATIONS,
  START,
  INITIALIZE,
  "__dso_handle",
]);

/** The instances that libraries import of the linker. */
export const LINKER_INSTANCES: ReadonlySet<string> = new Set(["env", "GOT.mem", "GOT.func"]);

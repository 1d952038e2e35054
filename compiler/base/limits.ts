// Every maximum of the compiler, on one page. Those marked JS are the WebAssembly JS API's implementation
// limits; those marked ML are ours for module linking (LINKING.md, validation rule 11).

/** Largest binary, in bytes (JS). */
export const MAX_MODULE_SIZE = 1 << 30;
/** Types, functions, globals, … declared by one module (JS). */
export const MAX_TYPES = 1_000_000;
export const MAX_FUNCTIONS = 1_000_000;
export const MAX_GLOBALS = 1_000_000;
export const MAX_IMPORTS = 1_000_000;
export const MAX_EXPORTS = 1_000_000;
export const MAX_TAGS = 1_000_000;
export const MAX_DATA_SEGMENTS = 100_000;
export const MAX_TABLES = 100_000;
export const MAX_MEMORIES = 100;
export const MAX_ELEMENT_SEGMENTS = 10_000_000;
/** Parameters and results of one function type (JS). */
export const MAX_PARAMS = 1000;
export const MAX_RESULTS = 1000;
/** Locals of one function, parameters included (JS). */
export const MAX_LOCALS = 50_000;
/** Bytes of one function body (JS). */
export const MAX_BODY_SIZE = 7_654_321;
/** Elements of one table, at creation or by growth (JS). */
export const MAX_TABLE_SIZE = 10_000_000;
/** 64 KiB pages of one memory by its type (spec), and that JavaScript cores really allocate: 2 GiB. */
export const MAX_MEMORY_PAGES = 65_536;
export const MAX_ALLOCATED_PAGES = 32_768;

/** Modules inside modules (ML). */
export const MAX_MODULE_NESTING = 1_000;
/** Module and instance types inside types (ML). */
export const MAX_TYPE_NESTING = 1_000;
/** Items of one type, counted with all sharing undone (ML). */
export const MAX_TYPE_SIZE = 1_000_000;
/** Instances made by one instantiation, nested ones included (ML). */
export const MAX_INSTANCES = 100_000;
/** Arguments of one `instantiate` (ML). */
export const MAX_ARGUMENTS = 100_000;
/** Aliases of one module (ML). */
export const MAX_ALIASES = 1_000_000;
/** Modules and instances defined by one module (ML). */
export const MAX_NESTED_MODULES = 100_000;

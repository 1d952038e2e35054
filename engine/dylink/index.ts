// dylink/: shared libraries at run time (`mortise/dylink`). The `loader` belongs to one `program`; one `dlopen` is a `group`
// of libraries; `symbols` are what they export, and the table slots of functions. `c-functions` is `dlfcn.h`, its strings
// in `memory`.

export type { CFunctions } from "./c-functions.ts";
export { Loader, type LoaderOptions, type SharedLibrary } from "./loader.ts";
export type { Callable } from "./symbols.ts";

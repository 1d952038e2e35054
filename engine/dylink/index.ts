// dylink/: shared libraries at run time (`mortise/dylink`). The `loader` belongs to one `program`; one `dlopen` is a `group`
// of libraries; `symbols` are what they export, and the table slots of functions. `c-functions` is `dlfcn.h`, its strings
// in `memory`. Linking ahead of time is `compiler/dylink`, which is given out here too.

export {
  type Input,
  type LinkOptions,
  linkShared,
  linkSharedText,
  neededFiles,
  neededSymbols,
} from "../../compiler/dylink/index.ts";
export type { CFunctions } from "./c-functions.ts";
export { Loader, type LoaderOptions, type SharedLibrary } from "./loader.ts";
export type { Callable } from "./symbols.ts";

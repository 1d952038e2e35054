// `dlfcn.h`, for programs that import it of `env`.

import { readString, writeString } from "./memory.ts";
import type { Program } from "./program.ts";

/** What `dlfcn.h` declares. */
export interface CFunctions {
  readonly dlopen: (file: number, mode: number) => number;
  readonly dlsym: (handle: number, name: number) => number;
  readonly dlclose: (handle: number) => number;
  readonly dlerror: () => number;
}

interface Opened {
  address(name: string): number;
}

/** A loader: it opens libraries, and is itself what `RTLD_DEFAULT` looks in. */
interface Opener extends Opened {
  open(name: string): Opened;
}

/** The functions for C. What goes wrong is null, and `dlerror` has the message, once. Libraries stay until the program ends. */
export function cFunctions(loader: Opener, program: () => Program): CFunctions {
  const handles = new Map<number, Opened>([[0, loader]]);
  const known = new Map<string, number>();
  let message: string | undefined;
  const attempt = (act: () => number): number => {
    try {
      return act();
    } catch (error) {
      message = (error as Error).message;
      return 0;
    }
  };
  const open = (name: string): number => {
    const handle = known.get(name) ?? known.size + 1;
    handles.set(handle, loader.open(name));
    known.set(name, handle);
    return handle;
  };
  return {
    // A null pointer means the program itself.
    dlopen: (file) => attempt(() => (file === 0 ? PROGRAM : open(readString(program().memory, file)))),
    dlsym: (handle, name) =>
      attempt(() => (handles.get(handle) ?? loader).address(readString(program().memory, name))),
    dlclose: () => 0,
    dlerror() {
      const text = message;
      message = undefined;
      return text === undefined ? 0 : writeString(program().memory, program().malloc, text);
    },
  };
}

/** A handle that no library has: symbols of the program and of all libraries. */
const PROGRAM = -1;

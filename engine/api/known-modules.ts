// Small modules that are compiled again from the same bytes share the code of the first: some programs make a module anew for each
// use, and V8 would begin with each as if it were unknown. Native engines do the same.

import { ModuleValue } from "../instantiate/index.ts";

/** Larger modules are not compiled again and again, in bytes. */
const MAX_SIZE = 1 << 16;
/** So many are remembered. */
const ROOM = 8;

/** The modules that were compiled last. */
export class KnownModules {
  /** From the longest unused to the last used. */
  private readonly known: { readonly bytes: Uint8Array; readonly module: ModuleValue }[] = [];

  /** A module of bytes that nobody changes: what `compile` makes of them, or another with the code it made before. */
  module(bytes: Uint8Array, compile: (bytes: Uint8Array) => ModuleValue): ModuleValue {
    if (bytes.length > MAX_SIZE) return compile(bytes);
    const { known } = this;
    const position = known.findIndex((entry) => isSame(entry.bytes, bytes));
    if (position < 0) {
      const module = compile(bytes);
      if (known.push({ bytes, module }) > ROOM) known.shift();
      return module;
    }
    const [found] = known.splice(position, 1);
    known.push(found!);
    return new ModuleValue(found!.module.code, found!.module.captures);
  }
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

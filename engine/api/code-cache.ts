// What an engine asks of a cache of compiled code. Types only: `mortise/cache` is one for Node.

import type { CompiledTree, Recipe } from "../instantiate/index.ts";

/** The sort of code that an engine makes and accepts. */
export interface CodeKind {
  readonly metered: boolean;
  /** All that it depends on beside the bytes, as text. */
  readonly text: string;
}

export interface CodeCache {
  /**
   * The recipe of a binary that nobody changes. `compile` compiles it, for what the cache does not have: at once, or when
   * it is first needed.
   * @throws what `compile` throws
   */
  recipe(bytes: Uint8Array, kind: CodeKind, compile: () => CompiledTree): Recipe;
}

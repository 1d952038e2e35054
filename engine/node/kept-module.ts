// What the loader hook makes of a binary where there is a code cache: the module is compiled by an engine of this thread, lazily
// and out of the cache. It has the classes of `mortise/runtime`, as output that was compiled ahead of time.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createEngine } from "../api/index.ts";
import { requestedCache } from "../cache/index.ts";
import { offered } from "../instantiate/index.ts";
import { defineRecipe, type Output } from "../runtime/index.ts";

const engine = createEngine({ cores: "js", cache: requestedCache() });

/** The `module` and `instantiate` of a binary. @throws CompileError */
export function keptModule(url: string): Output {
  const bytes = readFileSync(fileURLToPath(url));
  return defineRecipe(offered(new engine.Module(bytes))!.recipe);
}

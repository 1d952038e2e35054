// Finds bench/ from the source of the suites as well as from the bundle that child processes run.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The path of bench/: the nearest folder above, or beside node_modules above, that holds the kernels. */
export function benchFolder(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    if (existsSync(join(at, "kernels", "wasm"))) return at;
    if (existsSync(join(at, "bench", "kernels", "wasm"))) return join(at, "bench");
    if (at === dirname(at)) throw new Error("the folder of the benchmark was not found");
  }
}

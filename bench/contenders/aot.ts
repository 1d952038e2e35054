// Mortise ahead of time: the parent compiles a module to an ES module on disk; children import it, with no eval.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Contender, type Exports, extraOptions, type Instantiate } from "./contender.ts";

function folder(): string {
  const packages = dirname(dirname(createRequire(import.meta.url).resolve("polywasm")));
  return join(packages, ".cache", "mortise-bench");
}

/** What the code is compiled for: children without WebAssembly have no JIT. */
type Target = "jit" | "interpreter";

function moduleOf(bytes: Uint8Array, target: Target): string {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 24);
  return join(folder(), "aot", `${hash}.${target}.mjs`);
}

interface AotEntry {
  compileToModule(bytes: Uint8Array, options?: Record<string, unknown>): string | { code: string };
}

async function unavailable(): Promise<string | undefined> {
  return existsSync(join(folder(), "aot.mjs")) ? undefined : "mortise/aot is not in this tree";
}

/** Compiled again in every run: the compiler is what is being measured. */
async function compileAhead(bytes: Uint8Array): Promise<void> {
  if ((await unavailable()) !== undefined) return;
  const entry: AotEntry = await import(pathToFileURL(join(folder(), "aot.mjs")).href);
  for (const target of ["jit", "interpreter"] as const) {
    const result = entry.compileToModule(bytes, { ...extraOptions, target });
    mkdirSync(dirname(moduleOf(bytes, target)), { recursive: true });
    writeFileSync(moduleOf(bytes, target), typeof result === "string" ? result : result.code);
  }
}

export const aot: Contender = {
  name: "mortise-aot",
  output: (bytes) => readFileSync(moduleOf(bytes, "jit"), "utf8").replace(/^export\{.*$/gm, ""),
  prepare: compileAhead,
  available: unavailable,
  async compile(bytes): Promise<Instantiate> {
    const file = moduleOf(bytes, typeof WebAssembly === "undefined" ? "interpreter" : "jit");
    if (!existsSync(file)) throw new Error("was not compiled ahead of time");
    const module: { instantiate(imports?: unknown): Exports } = await import(pathToFileURL(file).href);
    return (imports) => module.instantiate(imports);
  },
};

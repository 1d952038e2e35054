// Bundles what the child processes run, so that any Node can run it at once, without a loader that would disturb the measuring.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const bench = fileURLToPath(new URL("..", import.meta.url));
const root = join(bench, "..");

/** Where bundles and translations are kept; inside node_modules, so that packages resolve from it. */
export const cache = join(root, "node_modules", ".cache", "mortise-bench");

/** The bundles: the measuring code, and apart from it Mortise, which may fail to bundle while it is worked on. */
const entries = {
  child: join(bench, "child.ts"),
  mortise: join(root, "engine", "index.ts"),
  aot: join(root, "engine", "aot", "index.ts"),
  cache: join(root, "engine", "cache", "index.ts"),
  phases: join(bench, "phases.ts"),
  "wasm2js-namespace": join(bench, "contenders", "wasm2js-namespace.ts"),
  text: join(root, "compiler", "text", "index.ts"),
};

async function bundleEntry(name: string, entry: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile: join(cache, `${name}.mjs`),
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    logLevel: "silent",
  });
}

/** Makes all bundles; returns the reasons of those that failed, by name. */
export async function bundleAll(): Promise<Record<string, string>> {
  mkdirSync(cache, { recursive: true });
  const problems: Record<string, string> = {};
  for (const [name, entry] of Object.entries(entries)) {
    try {
      await bundleEntry(name, entry);
    } catch (error) {
      problems[name] = String(error).split("\n").slice(0, 2).join(" ");
    }
  }
  return problems;
}

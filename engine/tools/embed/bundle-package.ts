// Makes the package as it is published, dist/bundle, of the modules that tsc wrote: a file for each
// entry of package.json, and chunks that these share, so that classes and state are the same whichever entry they come by.

import { chmodSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type OutputChunk, type Plugin, rollup } from "rollup";

const BUNDLES = "./dist/bundle/";

/** What an entry of package.json gives, maybe by conditions. */
export type Target = string | { readonly [condition: string]: Target };

export interface Manifest {
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, Target>>;
}

/** Found by `engine/node/own-files.ts` beside the others, not by name. */
const UNNAMED = [`${BUNDLES}node/hooks.js`, `${BUNDLES}node/kept-module.js`];

/**
 * Chunks, and the entries whose needs they hold. A module is in the first of them that needs it: Rollup by itself would make
 * one for every set of entries that share something, and a process takes a millisecond or two to load each.
 */
const CHUNKS: readonly (readonly [name: string, needs: (is: (entry: string) => boolean) => boolean])[] = [
  ["runtime", (is) => is("runtime/index")],
  ["binary", (is) => is("text/index") && is("index")],
  ["engine", (is) => is("index")],
  ["text", (is) => is("text/index")],
  ["ahead-of-time", (is) => is("aot/index")],
];

/** Packages that become part of the bundles: browsers find no others by name, and import maps do not hold in workers. */
const INCLUDED = ["astring"];

/** Finds the included packages, and puts their licenses beside the chunks. */
const included: Plugin = {
  name: "included",
  resolveId: (specifier) =>
    INCLUDED.includes(specifier) ? fileURLToPath(import.meta.resolve(specifier)) : null,
  generateBundle() {
    for (const name of INCLUDED) {
      const source = readFileSync(`node_modules/${name}/LICENSE`, "utf8");
      this.emitFile({ type: "asset", fileName: `chunks/LICENSE.${name}`, source });
    }
  },
};

/** Each bundle of an entry, with the module that is its source: the one whose types stand beside it. */
export function bundlesOf(target: Target): (readonly [bundle: string, module: string])[] {
  if (typeof target === "string") return [];
  const { default: bundle, types, ...conditions } = target;
  const nested = Object.values(conditions).flatMap(bundlesOf);
  if (typeof bundle !== "string" || typeof types !== "string") return nested;
  return [[bundle, types.replace(/\.d\.ts$/, ".js")], ...nested];
}

/** The module that is the source of each bundle, by the bundle's name. */
function inputs({ bin, exports }: Manifest): Record<string, string> {
  const named = Object.values(exports).flatMap(bundlesOf);
  const others = [...Object.values(bin), ...UNNAMED].map(
    (file) => [file, file.replace(BUNDLES, "./dist/engine/")] as const,
  );
  return Object.fromEntries(
    [...named, ...others].map(([file, module]) => [nameOf(file), resolve(module)] as const),
  );
}

const nameOf = (file: string): string => file.slice(BUNDLES.length).replace(/\.js$/, "");

/** Which entries load each module, by what Rollup would make of them by itself. */
function entriesOf(output: readonly OutputChunk[]): Map<string, Set<string>> {
  const byFile = new Map(output.map((chunk) => [chunk.fileName, chunk]));
  const entries = new Map<string, Set<string>>();
  const visit = (entry: string, chunk: OutputChunk, seen: Set<OutputChunk>): void => {
    if (seen.has(chunk)) return;
    seen.add(chunk);
    for (const module of chunk.moduleIds)
      entries.set(module, (entries.get(module) ?? new Set<string>()).add(entry));
    for (const file of chunk.imports) {
      const imported = byFile.get(file);
      if (imported !== undefined) visit(entry, imported, seen);
    }
  };
  for (const chunk of output) if (chunk.isEntry) visit(chunk.name, chunk, new Set());
  return entries;
}

export async function bundlePackage(manifest: Manifest): Promise<void> {
  const bundle = await rollup({
    input: inputs(manifest),
    external: (specifier) => !/^[./]/.test(specifier) && !INCLUDED.includes(specifier),
    plugins: [included],
    // What package.json says of the bundles, `sideEffects`, is true of the modules.
    treeshake: { moduleSideEffects: false },
    onLog: (level, log, handle) => log.code !== "CIRCULAR_DEPENDENCY" && handle(level, log),
  });
  const { output } = await bundle.generate({ format: "es" });
  const entries = entriesOf(output.filter((file) => file.type === "chunk"));
  await bundle.write({
    dir: BUNDLES,
    format: "es",
    chunkFileNames: "chunks/[name].js",
    minifyInternalExports: false,
    externalLiveBindings: false,
    generatedCode: "es2015",
    manualChunks(module) {
      const needing = entries.get(module);
      return CHUNKS.find(([, needs]) => needs((entry) => needing?.has(entry) === true))?.[0];
    },
  });
  await bundle.close();
  for (const file of Object.values(manifest.bin)) chmodSync(file, 0o755);
}

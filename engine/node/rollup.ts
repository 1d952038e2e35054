// `mortise/rollup`: a plugin for Rollup and Vite that compiles `.wasm` files ahead of time, linked ones among them. All
// share one runtime.

import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { AS_MODULE, instanceSource, moduleSource, WASM_ID } from "./esm-integration.ts";
import { RUNTIME } from "./own-files.ts";

interface Resolved {
  id: string;
  external?: boolean | "absolute";
  moduleSideEffects?: boolean | "no-treeshake" | null;
}

/** What is used of a bundler's plugin context. */
interface Context {
  resolve(source: string, importer?: string, options?: { skipSelf: boolean }): Promise<Resolved | null>;
}

/** A plugin, as far as Rollup and Vite need it. */
export interface MortisePlugin {
  readonly name: string;
  readonly enforce: "pre";
  resolveId(this: Context, source: string, importer: string | undefined): Promise<Resolved | null>;
  load(id: string): Promise<{ code: string; moduleSideEffects?: boolean } | null>;
}

/** The folder of our own files: loading them does nothing, so what is not used of them can go. */
const OWN = dirname(dirname(dirname(fileURLToPath(RUNTIME))));

/** Makes the plugin. */
export function mortise(): MortisePlugin {
  return {
    name: "mortise",
    enforce: "pre",
    async resolveId(source, importer) {
      if (importer?.startsWith(OWN) && !WASM_ID.test(importer)) {
        const own = await this.resolve(source, importer, { skipSelf: true });
        return { ...(own ?? { id: source, external: true }), moduleSideEffects: false };
      }
      if (!source.endsWith(AS_MODULE) && !importer?.endsWith(AS_MODULE)) return null;
      const asModule = source.endsWith(AS_MODULE);
      const plain = asModule ? source.slice(0, -AS_MODULE.length) : source;
      const from = importer?.endsWith(AS_MODULE) ? importer.slice(0, -AS_MODULE.length) : importer;
      const found = await this.resolve(plain, from, { skipSelf: true });
      return found && { id: asModule ? found.id + AS_MODULE : found.id, moduleSideEffects: !asModule };
    },
    async load(id) {
      if (!WASM_ID.test(id)) return null;
      const asModule = id.endsWith(AS_MODULE);
      const file = asModule ? id.slice(0, -AS_MODULE.length) : id;
      const bytes = await readFile(file);
      if (asModule) return { code: moduleSource(bytes, fileURLToPath(RUNTIME)), moduleSideEffects: false };
      return { code: instanceSource(bytes, file) };
    },
  };
}

export default mortise;

// The loader hooks: they run in a thread of their own. Binaries that use module linking become JavaScript here; core modules
// are left to Node where it can load them itself, unless told otherwise. With a code cache the
// thread that imports a binary compiles it, out of the cache.

import { readFile } from "node:fs/promises";
import type { LoadHook, ResolveHook } from "node:module";
import { fileURLToPath } from "node:url";
import { CacheFolder, keptText, keyFor } from "../cache/index.ts";
import { planModule } from "../plan/index.ts";
import { AS_MODULE, instanceSource, moduleSource, usesLinking, WASM_ID } from "./esm-integration.ts";
import { KEPT_MODULE, RUNTIME } from "./own-files.ts";

export interface HookOptions {
  /** Node can load core modules, and is to. */
  readonly nativeCores: boolean;
  /** Folder of the code cache, if there is one. */
  readonly cache?: string | undefined;
}

let options: HookOptions = { nativeCores: false };
let folder: CacheFolder | undefined;

/** Called by Node with what was given to `register`. */
export function initialize(given: HookOptions): void {
  options = given;
  folder = given.cache === undefined ? undefined : new CacheFolder({ folder: given.cache });
}

/** The default resolution knows nothing of our query. */
export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  if (!specifier.endsWith(AS_MODULE)) return nextResolve(specifier, context);
  const { url } = await nextResolve(specifier.slice(0, -AS_MODULE.length), context);
  return { url: url + AS_MODULE, format: "module", shortCircuit: true };
};

export const load: LoadHook = async (url, context, nextLoad) => {
  if (!url.startsWith("file:") || !WASM_ID.test(url)) return nextLoad(url, context);
  const asModule = url.endsWith(AS_MODULE);
  const file = asModule ? url.slice(0, -AS_MODULE.length) : url;
  if (asModule && folder !== undefined) return source(keptSource(file));
  const bytes = await readFile(fileURLToPath(file));
  if (asModule) return source(moduleSource(bytes, RUNTIME.href));
  const text = textOf(bytes, url);
  return text === NATIVE ? nextLoad(url, context) : source(text);
};

/** In the place of a source: the module is left to Node. */
const NATIVE = "native";

/** What the binary is as an ES module; its plan is made once, where there is a cache. */
function textOf(bytes: Uint8Array, url: string): string {
  const { nativeCores } = options;
  const make = () => (nativeCores && !usesLinking(planModule(bytes)) ? NATIVE : instanceSource(bytes, url));
  return folder === undefined ? make() : keptText(folder, keyFor(["esm", nativeCores, url], bytes), make);
}

const keptSource = (url: string): string =>
  `import{keptModule}from${JSON.stringify(KEPT_MODULE.href)};\n` +
  `export const{module,instantiate}=keptModule(${JSON.stringify(url)});\n`;

const source = (text: string) => ({ format: "module" as const, source: text, shortCircuit: true });

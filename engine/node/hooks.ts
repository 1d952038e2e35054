// The loader hooks: they run in a thread of their own. Binaries that use module linking become JavaScript here; core modules
// are left to Node where it can load them itself, unless told otherwise.

import { readFile } from "node:fs/promises";
import type { LoadHook, ResolveHook } from "node:module";
import { fileURLToPath } from "node:url";
import { planModule } from "../plan/index.ts";
import { AS_MODULE, instanceSource, moduleSource, usesLinking, WASM_ID } from "./esm-integration.ts";
import { RUNTIME } from "./own-files.ts";

export interface HookOptions {
  /** Node can load core modules, and is to. */
  readonly nativeCores: boolean;
}

let options: HookOptions = { nativeCores: false };

/** Called by Node with what was given to `register`. */
export function initialize(given: HookOptions): void {
  options = given;
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
  const bytes = await readFile(fileURLToPath(file));
  if (asModule) return source(moduleSource(bytes, RUNTIME.href));
  if (options.nativeCores && !usesLinking(planModule(bytes))) return nextLoad(url, context);
  return source(instanceSource(bytes, url));
};

const source = (text: string) => ({ format: "module" as const, source: text, shortCircuit: true });

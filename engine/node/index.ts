// node/: Mortise in Node and in bundlers. This file is `mortise/node`: loading it (`node --import mortise/node app.mjs`)
// registers `hooks`, with which `.wasm` files are ES modules. `rollup` is the plugin `mortise/rollup`. What a binary becomes
// as an ES module is in `esm-integration`; `kept-module` is what it becomes where there is a code cache. `polyfill` and `cache` are the
// entry points `mortise/polyfill` and `mortise/cache` of Node; `compile-cached` keeps single modules whole, as `serialize` writes them.

import { register } from "node:module";
import { evaluate } from "../instantiate/index.ts";
import type { HookOptions } from "./hooks.ts";
import { ownFile } from "./own-files.ts";

/** Versions from which Node loads `.wasm` files without a flag. */
const WITHOUT_FLAG: Readonly<Record<number, number>> = { 22: 19, 24: 5 };

/** Can this Node load core modules itself? */
function loadsWasm(): boolean {
  if (typeof (globalThis as { WebAssembly?: unknown }).WebAssembly === "undefined") return false;
  const flags = [...process.execArgv, ...(process.env["NODE_OPTIONS"] ?? "").split(" ")];
  if (flags.includes("--experimental-wasm-modules")) return true;
  const [major, minor] = process.versions.node.split(".").map(Number) as [number, number];
  return major > 24 || minor >= (WITHOUT_FLAG[major] ?? Number.POSITIVE_INFINITY);
}

/** Does this Node let code be made of strings, as the cache needs for what it does not have? */
function makesCode(): boolean {
  try {
    evaluate("");
    return true;
  } catch {
    return false;
  }
}

/**
 * `MORTISE_CORES=js` asks for JavaScript cores throughout: those of Node share no memories and tables with ours. `MORTISE_CACHE`
 * is the folder of a code cache.
 */
const options: HookOptions = {
  nativeCores: process.env["MORTISE_CORES"] !== "js" && loadsWasm(),
  cache: process.env["MORTISE_CACHE"] && makesCode() ? process.env["MORTISE_CACHE"] : undefined,
};

register(ownFile("node/hooks"), { data: options });

// node/: Mortise in Node and in bundlers. This file is `mortise/node`: loading it (`node --import mortise/node app.mjs`)
// registers `hooks`, with which `.wasm` files are ES modules. `rollup` is the plugin `mortise/rollup`. What a binary becomes
// as an ES module is in `esm-integration`.

import { register } from "node:module";
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

/** `MORTISE_CORES=js` asks for JavaScript cores throughout: those of Node share no memories and tables with ours. */
const options: HookOptions = { nativeCores: process.env["MORTISE_CORES"] !== "js" && loadsWasm() };

register(ownFile("./hooks"), { data: options });

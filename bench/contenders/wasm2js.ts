// binaryen's wasm2js: translates ahead of time, in the parent process (it needs WebAssembly itself); children run the text.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Contender, Exports, Instantiate } from "./contender.ts";

/** Milliseconds for one module. */
const TIMEOUT = 90_000;

/** Where the bundles are, too. Both this file's source and the bundle of it find the same folder. */
function bundles(): string {
  const require = createRequire(import.meta.url);
  const packages = dirname(dirname(require.resolve("polywasm")));
  return join(packages, ".cache", "mortise-bench");
}

const translations = (): string => join(bundles(), "wasm2js");

/** A module that exports a `WebAssembly` whose code is that of wasm2js, or that collects modules for it. */
export const namespaceFile = (): string => join(bundles(), "wasm2js-namespace.mjs");

/** The file that a module's translation is kept in. */
export function translationOf(bytes: Uint8Array): string {
  return join(translations(), `${createHash("sha256").update(bytes).digest("hex").slice(0, 24)}.js`);
}

/** Runs wasm2js -O once for each module; translations are kept. */
async function translate(bytes: Uint8Array): Promise<void> {
  const output = translationOf(bytes);
  if (existsSync(output)) return;
  mkdirSync(translations(), { recursive: true });
  const input = `${output}.wasm`;
  writeFileSync(input, bytes);
  await translateFile(input, output);
}

/**
 * Translates what a collecting namespace left (`wasm2js-namespace.ts`), once: what could not be translated is not tried again.
 * @param largest in bytes; what is larger has no translation
 */
export async function translateCollected(largest: number): Promise<void> {
  if (!existsSync(translations())) return;
  for (const name of readdirSync(translations())) {
    const input = join(translations(), name);
    const output = input.slice(0, -".wasm".length);
    const tried = `${output}.tried`;
    if (!name.endsWith(".wasm") || existsSync(tried) || statSync(input).size > largest) continue;
    writeFileSync(tried, "");
    if (!existsSync(output)) await translateFile(input, output).catch(() => {});
  }
}

async function translateFile(input: string, output: string): Promise<void> {
  const tool = join(dirname(fileURLToPath(import.meta.resolve("binaryen"))), "bin", "wasm2js");
  const args = [tool, "-O", "--all-features", input, "-o", `${output}.part`];
  await promisify(execFile)(process.execPath, args, { timeout: TIMEOUT, maxBuffer: 1 << 28 });
  renameSync(`${output}.part`, output);
}

/** The text of a translation as the body of a function of `imports` that returns the exports. */
export function functionBody(text: string): string {
  const body = text
    .replace(
      /^import \* as (\w+) from '([^']*)';$/gm,
      (_, name, from) => `const ${name} = imports[${JSON.stringify(from)}];`,
    )
    .replace(
      /^export var (\w+) = (.*);$/gm,
      (_, name, value) => `exports[${JSON.stringify(name)}] = ${value};`,
    );
  return `"use strict"; const exports = Object.create(null);\n${body}\nreturn exports;`;
}

export const wasm2js: Contender = {
  name: "wasm2js",
  output: (bytes) => functionBody(readFileSync(translationOf(bytes), "utf8")),
  prepare: translate,
  async available() {
    return undefined;
  },
  async compile(bytes): Promise<Instantiate> {
    const file = translationOf(bytes);
    if (!existsSync(file)) throw new Error("wasm2js cannot translate this module");
    const make = new Function("imports", functionBody(readFileSync(file, "utf8"))) as (
      imports: unknown,
    ) => Exports;
    return (imports = {}) => make(imports);
  },
};

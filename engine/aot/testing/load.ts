// Loads outputs as files, as their users do.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// biome-ignore lint/suspicious/noExplicitAny: an output's exports have no static type here
export type Loaded = Record<string, any>;

const folder = mkdtempSync(join(tmpdir(), "mortise-aot-"));
process.on("exit", () => rmSync(folder, { recursive: true }));
let count = 0;

/** Writes a text to a new file; its path. */
export function fileOf(text: string, extension: string): string {
  const file = join(folder, `output${count++}.${extension}`);
  writeFileSync(file, text);
  return file;
}

/** The namespace of an ES module. */
export const loaded = async (code: string): Promise<Loaded> =>
  (await import(pathToFileURL(fileOf(code, "mjs")).href)) as Loaded;

/** The exports of a CommonJS module. */
export const required = (code: string): Loaded =>
  createRequire(import.meta.url)(fileOf(code, "cjs")) as Loaded;

// Finds and reads test scripts.

import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse, parseScript } from "../../compiler/text/index.ts";
import { readAssembled, type Script } from "../tools/script/index.ts";
import { noFile } from "./errors.ts";
import { readFile } from "./input.ts";
import { assemblyEncoding, type SharedOptions } from "./options.ts";

/** Assembled scripts, and texts. */
const EXTENSION = /\.(json|wast)$/;

/** The scripts of a folder and all folders in it, or the file itself. @throws Error if there is no such file */
export function scriptFiles(path: string): string[] {
  if (!isFolder(path)) return [path];
  const names = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return names.flatMap((entry) => {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) return scriptFiles(inside);
    return EXTENSION.test(entry.name) ? [inside] : [];
  });
}

function isFolder(path: string): boolean {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) throw noFile(path, "no such file");
  return status.isDirectory();
}

/** @throws Error if the file is no script */
export function readScript(file: string, options: SharedOptions): Script {
  const encoding = assemblyEncoding(options);
  const text = readFile(file).toString("utf8");
  if (!file.endsWith(".json")) return { name: file, commands: parseScript(text, { encoding }) };
  const folder = dirname(file);
  return readAssembled(text, {
    read: (name) => readFile(join(folder, name)),
    assemble: (quoted) => parse(quoted, { encoding }),
  });
}

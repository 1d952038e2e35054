// Modules in folders: the file for a module's name, and names that any file system takes. `bundle` looks modules up by
// the names under which `split` writes them.

import { existsSync, readdirSync, realpathSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import type { FoundModule, Resolve } from "../../compiler/transform/index.ts";
import { bestVersion } from "../../compiler/link/index.ts";
import { moduleNotFound, versionNotFound } from "./errors.ts";
import { readModuleSync } from "./assembly.ts";
import { readFile } from "./input.ts";
import type { SharedOptions } from "./options.ts";

/** In the order in which they are looked for. */
const EXTENSIONS = [".wasm", ".wat"];

/** A file name, without an extension, for a module of any name: what is not plain is written as `%XX`. */
export const fileNameFor = (name: string): string =>
  [...new TextEncoder().encode(name)]
    .map((byte, at) => {
      const character = String.fromCharCode(byte);
      const plain = /[\w.@+~-]/.test(character) && !(at === 0 && character === ".");
      return plain ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");

export interface ModuleLookup {
  /** The file whose imports are resolved. */
  readonly root: string;
  /** Files by import name, which win. */
  readonly map: ReadonlyMap<string, string>;
  /** Imports to be left alone. */
  readonly external: ReadonlySet<string>;
}

/**
 * Finds the modules that a module imports: mapped ones, or files of their name beside the module that imports them, or else
 * the newest that fits a name with a version. @throws Error that says where was looked
 */
export function moduleFinder({ root, map, external }: ModuleLookup, options: SharedOptions): Resolve {
  return (name, importer): FoundModule | undefined => {
    if (external.has(name)) return undefined;
    const file = map.get(name) ?? fileBeside(dirname(importer ?? root), name);
    readFile(file);
    return { key: realpathSync(file), bytes: readModuleSync(file, options) };
  };
}

function fileBeside(folder: string, name: string): string {
  const candidates = EXTENSIONS.map((extension) => join(folder, fileNameFor(name) + extension));
  const found = candidates.find((file) => existsSync(file));
  if (found !== undefined) return found;
  const there = readdirSync(folder).filter((file) => EXTENSIONS.includes(extname(file)));
  const versions = bestVersion(
    name,
    there.map((file) => file.slice(0, -extname(file).length)),
  );
  if (versions?.best !== undefined) return fileBeside(folder, versions.best);
  if (versions !== undefined && versions.others.length > 0) throw versionNotFound(name, versions.others);
  throw moduleNotFound(name, candidates);
}

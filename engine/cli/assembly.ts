// Texts in: assembled, with the files that they nest. Whoever may read a text but need not loads it by way of `readModule`.

import { existsSync, realpathSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { encodeModule } from "../../compiler/binary/index.ts";
import type { ModuleDef } from "../../compiler/model/index.ts";
import { parseModule } from "../../compiler/text/index.ts";
import { moduleOf } from "../plan/index.ts";
import { fileCycle, inFile, noFile } from "./errors.ts";
import { isBinary, readFile, withFile } from "./input.ts";
import { assemblyEncoding, type SharedOptions } from "./options.ts";

/** What `readModule` gives, for those who cannot wait. @throws Error that names the file */
export function readModuleSync(file: string, options: SharedOptions): Uint8Array {
  const content = readFile(file);
  return isBinary(content) ? content : assembledFile(file, content, options);
}

/** The binary of a file that is a text. @throws Error that names the file */
export function assembledFile(file: string, content: Buffer, options: SharedOptions): Uint8Array {
  try {
    return assembled(file, content, options);
  } catch (error) {
    throw inFile(file, error);
  }
}

const assembled = (...[file, content, options, within]: Parameters<typeof assembleText>): Uint8Array =>
  encodeModule(assembleText(file, content, options, within), { encoding: assemblyEncoding(options) });

/**
 * Assembles a text and the files that it nests, `(module (file "x"))`, which are looked for beside it.
 * @param within the files that this one is nested in
 */
export function assembleText(
  file: string,
  content: Buffer,
  options: SharedOptions,
  within: readonly string[] = [],
): ModuleDef {
  const here = [...within, realpathSync(file)];
  const encoding = assemblyEncoding(options);
  return parseModule(content.toString("utf8"), {
    encoding,
    file: (path) => readNested(besideFile(file, path), options, here),
  });
}

/** The file that a path in another one means. @throws Error that says so if there is none */
export function besideFile(file: string, path: string): string {
  const found = resolve(dirname(file), path);
  const shown = relative("", found);
  if (!existsSync(found)) throw noFile(shown, `no such file; paths in ${file} are relative to its folder`);
  return shown;
}

/** A file to be nested: valid by itself, by the rules of linking. */
function readNested(file: string, options: SharedOptions, within: readonly string[]): ModuleDef {
  return withFile(file, (content) => {
    if (within.includes(realpathSync(file))) throw fileCycle();
    const bytes = isBinary(content) ? content : assembled(file, content, options, within);
    return moduleOf(bytes, { ...options, strict: true }).module.def;
  });
}

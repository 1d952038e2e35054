// Files in: a binary as it is, a text assembled first, with the files that it names.

import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { encodeModule } from "../../compiler/binary/index.ts";
import type { ModuleDef } from "../../compiler/model/index.ts";
import { parseModule } from "../../compiler/text/index.ts";
import type { ValidModule } from "../../compiler/validate/index.ts";
import { moduleOf } from "../plan/index.ts";
import { fileCycle, inFile, noFile } from "./errors.ts";
import { assemblyEncoding, type SharedOptions } from "./options.ts";

/** Runs `use` on a file's content. @throws Error that names the file, for whatever `use` throws */
export function withFile<Result>(file: string, use: (content: Buffer) => Result): Result {
  const content = readFile(file);
  try {
    return use(content);
  } catch (error) {
    throw inFile(file, error);
  }
}

/** @throws Error with one line that names the file */
export function readFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw noFile(
      file,
      (error as NodeJS.ErrnoException).code === "ENOENT" ? "no such file" : (error as Error).message,
    );
  }
}

/** @throws Error with one line that names the file */
export function writeFile(file: string, content: string | Uint8Array): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw noFile(file, (error as Error).message);
  }
}

/** The bytes of a module in a `.wasm` or `.wat` file. @throws Error that names the file */
export function readModule(file: string, options: SharedOptions): Uint8Array {
  const encoding = assemblyEncoding(options);
  return withFile(file, (content) =>
    isBinary(content) ? content : encodeModule(assembleText(file, content, options), { encoding }),
  );
}

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
    const encoding = assemblyEncoding(options);
    const bytes = isBinary(content)
      ? content
      : encodeModule(assembleText(file, content, options, within), { encoding });
    return moduleOf(bytes, { ...options, strict: true }).module.def;
  });
}

/** Texts are told from binaries by their content: a binary begins with a zero byte. */
export const isBinary = (content: Uint8Array) => content.length === 0 || content[0] === 0;

/** A file's module, validated. @throws Error that names the file */
export function readValid(file: string, options: SharedOptions): ValidModule {
  const bytes = readModule(file, options);
  return withFile(file, () => moduleOf(bytes, options).module);
}

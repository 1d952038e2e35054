// Files in: a binary as it is, a text assembled first (by `assembly`).

import { readFileSync, writeFileSync } from "node:fs";
import type { ValidModule } from "../../compiler/validate/index.ts";
import { moduleOf } from "../plan/index.ts";
import { inFile, noFile } from "./errors.ts";
import type { SharedOptions } from "./options.ts";

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

/**
 * The bytes of a module in a `.wasm` or `.wat` file. Only a text loads the parser, which takes longer than many a module.
 * @throws Error that names the file
 */
export async function readModule(file: string, options: SharedOptions): Promise<Uint8Array> {
  const content = readFile(file);
  if (isBinary(content)) return content;
  const { assembledFile } = await import("./assembly.ts");
  return assembledFile(file, content, options);
}

/** Texts are told from binaries by their content: a binary begins with a zero byte. */
export const isBinary = (content: Uint8Array) => content.length === 0 || content[0] === 0;

/** A file's module, validated. @throws Error that names the file */
export async function readValid(file: string, options: SharedOptions): Promise<ValidModule> {
  const bytes = await readModule(file, options);
  return withFile(file, () => moduleOf(bytes, options).module);
}

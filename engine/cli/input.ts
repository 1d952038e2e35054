// Files in: a binary as it is, a text assembled first.

import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "../../compiler/text/index.ts";
import type { ValidModule } from "../../compiler/validate/index.ts";
import { moduleOf } from "../plan/index.ts";
import { inFile, noFile } from "./errors.ts";
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
    isBinary(content) ? content : parse(content.toString("utf8"), { encoding }),
  );
}

/** Texts are told from binaries by their content: a binary begins with a zero byte. */
const isBinary = (content: Uint8Array) => content.length === 0 || content[0] === 0;

/** A file's module, validated. @throws Error that names the file */
export function readValid(file: string, options: SharedOptions): ValidModule {
  const bytes = readModule(file, options);
  return withFile(file, () => moduleOf(bytes, options).module);
}

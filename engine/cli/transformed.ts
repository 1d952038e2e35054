// What the commands that make modules of modules share: a validated file in, an encoded and validated module out.

import { MortiseError } from "../../compiler/base/index.ts";
import { encodeModule } from "../../compiler/binary/index.ts";
import { adviceFor, advise } from "../../compiler/link/index.ts";
import type { ModuleDef } from "../../compiler/model/index.ts";
import type { ValidModule } from "../../compiler/validate/index.ts";
import { moduleOf } from "../plan/index.ts";
import { inFile } from "./errors.ts";
import { readValid, writeFile } from "./input.ts";
import { assemblyEncoding, type SharedOptions } from "./options.ts";

/** Runs `make` on the module of a file. @throws Error that names the file and says what to do, where that is known */
export async function transformed<Result>(
  file: string,
  options: SharedOptions,
  make: (module: ValidModule) => Result,
): Promise<Result> {
  const module = await readValid(file, options);
  try {
    return make(module);
  } catch (error) {
    const advice = error instanceof MortiseError ? adviceFor(error) : undefined;
    throw inFile(file, advice === undefined ? error : advise(error as MortiseError, advice));
  }
}

/** Encodes a module tree that was made, and checks it. */
export function encoded(module: ModuleDef, options: SharedOptions): Uint8Array {
  const bytes = encodeModule(module, { encoding: assemblyEncoding(options) });
  moduleOf(bytes, options);
  return bytes;
}

/** Writes a module tree that was made. */
export const writeModule = (file: string, module: ModuleDef, options: SharedOptions): void =>
  writeFile(file, encoded(module, options));

// Examples' files: sources in C, and beside them the text forms of what clang made of them, which is what runs.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ALL_FEATURES } from "../compiler/base/index.ts";
import { decodeModule } from "../compiler/binary/index.ts";
import type { Input } from "../compiler/dylink/index.ts";
import { parse, print } from "../compiler/text/index.ts";

/** Where tests and `npm run` start. */
const EXAMPLES = "examples";

/** The path of a file of an example. */
export const pathOf = (example: string, file: string): string => join(EXAMPLES, example, file);

export const textOf = (example: string, file: string): string => readFileSync(pathOf(example, file), "utf8");

/** A module out of its text form: `libodd.so` is in `libodd.so.wat`. */
export const moduleOf = (example: string, name: string): Input => ({
  name,
  bytes: parse(textOf(example, `${name}.wat`)),
});

/** Runs `build` with an empty folder, and writes what is made there in text beside the example's sources. */
export function writeTexts(example: string, files: readonly string[], build: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "mortise-build-"));
  try {
    build(folder);
    for (const file of files) {
      const bytes = new Uint8Array(readFileSync(join(folder, file)));
      const { module } = decodeModule(bytes, { features: ALL_FEATURES, encoding: "auto" });
      const customs = module.customs.filter(({ name }) => name === "dylink.0");
      writeFileSync(pathOf(example, `${file}.wat`), print({ ...module, customs }));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Whether a file is the one that Node was told to run. */
export const isMain = (url: string): boolean =>
  process.argv[1] !== undefined && url === pathToFileURL(process.argv[1]).href;

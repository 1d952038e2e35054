// Makes the text forms: `npx tsx examples/shared-everything-c/build.ts`.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { neededSymbols } from "../../compiler/dylink/index.ts";
import { buildLibrary, buildMain, FREESTANDING, WASI_HEADERS, WASI_LIBC } from "../clang.ts";
import { isMain, pathOf, writeTexts } from "../texts.ts";

const EXAMPLE = "shared-everything-c";
export const MAIN = "libc.wasm";
/** What each library is linked with. */
const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  "libzip.so": [],
  "libimg.so": ["libzip.so"],
  "zipper.so": ["libzip.so"],
  "imgmgk.so": ["libimg.so", "libzip.so"],
};

const source = (name: string) => pathOf(EXAMPLE, name);

/** Compiles all of it, with the small libc of the example or with Debian's wasi-libc. @throws Error if clang does */
export function build(folder: string, libc: "small" | "wasi-libc"): void {
  for (const [name, needs] of Object.entries(LIBRARIES))
    buildLibrary({
      file: join(folder, name),
      sources: [source(name.replace(".so", ".c"))],
      needs: needs.map((library) => join(folder, library)),
      flags: WASI_HEADERS,
    });
  const bytesOf = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
  const used = neededSymbols(Object.keys(LIBRARIES).map((name) => ({ name, bytes: bytesOf(name) })));
  const isSmall = libc === "small";
  buildMain({
    file: join(folder, MAIN),
    sources: [source(isSmall ? "libc.c" : "wasi-libc.c")],
    exports: ["_start", ...used],
    flags: isSmall ? [...FREESTANDING, "-fno-builtin"] : WASI_LIBC,
  });
}

if (isMain(import.meta.url))
  writeTexts(EXAMPLE, [MAIN, ...Object.keys(LIBRARIES)], (folder) => build(folder, "small"));

// Makes the text forms: `npx tsx examples/dlopen/build.ts`.

import { join } from "node:path";
import { buildLibrary, buildMain, FREESTANDING } from "../clang.ts";
import { pathOf, writeTexts } from "../texts.ts";

const source = (name: string) => pathOf("dlopen", name);

writeTexts("dlopen", ["main.wasm", "libplus.so", "libtimes.so", "libpower.so"], (folder) => {
  const library = (name: string, needs: readonly string[] = []) =>
    buildLibrary({ file: join(folder, `${name}.so`), sources: [source(`${name}.c`)], needs });
  library("libplus");
  library("libtimes");
  library("libpower", [join(folder, "libtimes.so")]);
  buildMain({
    file: join(folder, "main.wasm"),
    sources: ["examples/base.c", source("main.c")],
    exports: ["run", "malloc", "say", "say_number", "output", "multiplications"],
    flags: FREESTANDING,
  });
});

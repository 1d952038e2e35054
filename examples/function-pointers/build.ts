// Makes the text forms: `npx tsx examples/function-pointers/build.ts`.

import { join } from "node:path";
import { buildLibrary, buildMain, FREESTANDING } from "../clang.ts";
import { pathOf, writeTexts } from "../texts.ts";

const source = (name: string) => pathOf("function-pointers", name);

writeTexts("function-pointers", ["main.wasm", "libshapes.so", "libdraw.so"], (folder) => {
  const shapes = join(folder, "libshapes.so");
  buildLibrary({ file: shapes, sources: [source("libshapes.c")] });
  buildLibrary({ file: join(folder, "libdraw.so"), sources: [source("libdraw.c")], needs: [shapes] });
  buildMain({
    file: join(folder, "main.wasm"),
    sources: ["examples/base.c", source("main.c")],
    exports: ["run", "malloc", "say", "say_number", "output"],
    flags: FREESTANDING,
  });
});

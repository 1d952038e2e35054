// Makes the text forms: `npx tsx examples/cycles/build.ts`.

import { join } from "node:path";
import { buildLibrary, buildMain, FREESTANDING } from "../clang.ts";
import { pathOf, writeTexts } from "../texts.ts";

const source = (name: string) => pathOf("cycles", name);

writeTexts("cycles", ["main.wasm", "libeven.so", "libodd.so"], (folder) => {
  const even = { file: join(folder, "libeven.so"), sources: [source("libeven.c")] };
  const odd = { file: join(folder, "libodd.so"), sources: [source("libodd.c")] };
  buildLibrary(even);
  buildLibrary({ ...odd, needs: [even.file] });
  buildLibrary({ ...even, needs: [odd.file] });
  buildMain({
    file: join(folder, "main.wasm"),
    sources: ["examples/base.c", source("main.c")],
    exports: ["run", "malloc", "say", "say_number", "output"],
    flags: FREESTANDING,
  });
});

// Makes the text form: `npx tsx examples/virtualization/build.ts`.

import { join } from "node:path";
import { buildMain, FREESTANDING } from "../clang.ts";
import { pathOf, writeTexts } from "../texts.ts";

writeTexts("virtualization", ["child.wasm"], (folder) => {
  const file = join(folder, "child.wasm");
  buildMain({ file, sources: [pathOf("virtualization", "child.c")], exports: [], flags: FREESTANDING });
});

// Makes the text forms: `npx tsx examples/versions/build.ts`.

import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { buildLibrary, buildMain, FREESTANDING } from "../clang.ts";
import { pathOf, writeTexts } from "../texts.ts";

const source = (name: string) => pathOf("versions", name);
const VERSIONS = ["1.0", "1.1", "2.0"];

writeTexts(
  "versions",
  ["main.wasm", "libapp.so", ...VERSIONS.map((version) => `libgreet.so.${version}`)],
  (folder) => {
    for (const version of VERSIONS)
      buildLibrary({
        file: join(folder, `libgreet.so.${version}`),
        sources: [source("libgreet.c")],
        flags: [`-DVERSION=${version.replace(".", "")}`],
      });
    // The application needs whatever is called libgreet.so.1.
    const needed = join(folder, "libgreet.so.1");
    copyFileSync(`${needed}.0`, needed);
    buildLibrary({ file: join(folder, "libapp.so"), sources: [source("libapp.c")], needs: [needed] });
    buildMain({
      file: join(folder, "main.wasm"),
      sources: ["examples/base.c", source("main.c")],
      exports: ["run", "malloc", "say", "say_number", "output"],
      flags: FREESTANDING,
    });
  },
);

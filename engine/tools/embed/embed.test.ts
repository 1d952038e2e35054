// The generated text of the helpers is that of their sources.

import { existsSync, readFileSync } from "node:fs";
import t from "tap";
import { embedHelpers, HELPER_FILES } from "./embed.ts";

t.test("text.generated.ts is up to date (npm run build:runtime)", (t) => {
  const root = `${process.cwd()}/compiler/runtime`;
  t.ok(existsSync(root), "run from the project's root");
  const read = (name: string) => readFileSync(`${root}/${name}.ts`, "utf8");
  t.equal(readFileSync(`${root}/text.generated.ts`, "utf8"), embedHelpers(HELPER_FILES.map(read)));
  t.end();
});

// Every example gives the result that its page shows, in every way.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import t from "tap";
import { type Example, runEveryWay } from "./ways.ts";

const folder = "examples";
const names = readdirSync(folder).filter((name) => existsSync(`${folder}/${name}/example.ts`));

/** The first block of an example's page: what it prints. */
function expectedOf(name: string): string {
  const page = readFileSync(`${folder}/${name}/README.md`, "utf8");
  return /```text\n(.*?)\n```/s.exec(page)![1]!;
}

for (const name of names)
  t.test(`example ${name}`, async (t) => {
    const { example } = (await import(`./${name}/example.ts`)) as { readonly example: Example };
    const missing = example.missing?.();
    if (missing !== undefined) return void t.pass(`not run: ${missing}`);
    const expected = expectedOf(name);
    for (const { way, lines } of await runEveryWay(example)) t.equal(lines.join("\n"), expected, way);
    return;
  });

// `npm run example -- NAME`: runs an example in every way, and compares what comes of it.

import { existsSync, readdirSync } from "node:fs";
import { type Example, runEveryWay } from "./ways.ts";

const folder = new URL(".", import.meta.url);
const fileOf = (name: string) => new URL(`${name}/example.ts`, folder);

const [name] = process.argv.slice(2);
if (name === undefined || !existsSync(fileOf(name))) {
  const names = readdirSync(folder).filter((entry) => existsSync(fileOf(entry)));
  console.error(`usage: npm run example -- NAME\n  ${names.join("\n  ")}`);
  process.exit(2);
}

const { example } = (await import(fileOf(name).href)) as { readonly example: Example };
if (example.missing?.() !== undefined) example.prepare?.();
const missing = example.missing?.();
if (missing !== undefined) {
  console.error(missing);
  process.exit(1);
}
const outcomes = await runEveryWay(example);
const [first] = outcomes;
for (const line of first!.lines) console.log(`  ${line}`);
let same = true;
for (const { way, lines } of outcomes) {
  const equal = lines.join("\n") === first!.lines.join("\n");
  same &&= equal;
  console.log(`${equal ? "same result" : "OTHER RESULT"}: ${way}`);
  if (!equal) for (const line of lines) console.log(`  ${line}`);
}
if (example.notFlattened !== undefined) console.log(`not flattened: ${example.notFlattened}`);
process.exitCode = same ? 0 : 1;

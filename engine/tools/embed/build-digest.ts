// A step of `npm run build`, between tsc and the bundles: a hash of what was built, which the code cache takes for the version of the compiler.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const PLACE = "dist/engine/cache/circumstances.js";
const EMPTY = 'const BUILT = "";';

const files = readdirSync("dist", { recursive: true, encoding: "utf8" })
  .filter(
    (name) => /^(compiler|engine)\/.*\.js$/.test(name.replaceAll("\\", "/")) && !name.includes(".test."),
  )
  .sort();
const hash = createHash("sha256");
for (const name of files) hash.update(`${name}\n`).update(readFileSync(`dist/${name}`));

const text = readFileSync(PLACE, "utf8");
if (!text.includes(EMPTY)) throw new Error(`${PLACE} has no place for the digest`);
writeFileSync(PLACE, text.replace(EMPTY, `const BUILT = "${hash.digest("hex").slice(0, 32)}";`));

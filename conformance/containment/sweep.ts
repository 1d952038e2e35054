// npm run containment [-- FOLDER…]
//
// Checks the generated code of every module there is (`corpus.ts`), or is in the folders, and prints how many there were and what does not belong.
// The exit code is 1 if there is any such thing.

import { check } from "./check.ts";
import { allModules } from "./corpus.ts";

let valid = 0;
let refused = 0;
let bytes = 0;
const LARGE = 1 << 20;
for (const module of allModules(process.argv.slice(2))) {
  if (module.bytes.length > LARGE) console.error(module.name);
  const found = check(module.bytes);
  if (found === undefined) {
    refused++;
    continue;
  }
  valid++;
  bytes += module.bytes.length;
  for (const complaint of found) console.log(`${module.name}: ${complaint}`);
  if (found.length > 0) process.exitCode = 1;
  if (valid % 500 === 0) console.error(`${valid} modules`);
}
console.log(`${valid} valid modules of ${(bytes / 1e6).toFixed(1)} MB checked; ${refused} refused`);

// What cached code depends on beside the binary and the options: this package, by version and by its own code.

import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { VERSION } from "../../compiler/base/index.ts";

/** A hash of all files of the package; `npm run build` writes it here (engine/tools/embed/build-digest.ts). */
const BUILT = "";

let made: string | undefined;

/** The version of the code that compiles. */
export const codeVersion = (): string => (made ??= `${VERSION} ${BUILT || sourcesDigest()}`);

/** Of sources that are run as they are: when they were changed. Nothing where they are in a bundle. */
function sourcesDigest(): string {
  if (!import.meta.url.endsWith("/engine/cache/circumstances.ts")) return "";
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const hash = createHash("sha256");
  for (const part of ["compiler", "engine"])
    for (const name of readdirSync(join(root, part), { recursive: true, encoding: "utf8" }).sort())
      if (name.endsWith(".ts")) hash.update(`${name} ${statSync(join(root, part, name)).mtimeMs}\n`);
  return hash.digest("hex");
}

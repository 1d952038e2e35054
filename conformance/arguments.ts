// Arguments of the scripts that npm runs, and what these say to `--help`.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs, type ParseArgsConfig } from "node:util";

/**
 * The arguments of a script, as `parseArgs` has them. `--help` prints what the script says of itself in its first comment and
 * ends it; what it does not know prints the error before, and ends it with 2.
 * @param script the URL of its file
 */
export function argumentsOf<T extends ParseArgsConfig>(
  script: string,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  if (process.argv.includes("--help")) {
    console.log(usage(script));
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage(script)}`);
    process.exit(2);
  }
}

/** The comment that a file begins with. */
export function usage(script: string): string {
  const lines = readFileSync(fileURLToPath(script), "utf8").split("\n");
  const end = lines.findIndex((line) => !line.startsWith("//"));
  return lines
    .slice(0, end)
    .map((line) => line.replace(/^\/\/ ?/, ""))
    .join("\n");
}

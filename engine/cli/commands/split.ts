// `mortise split FILE`: nested modules become files of a folder, and imports.

import { existsSync, mkdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { split as splitModule } from "../../../compiler/transform/index.ts";
import type { Command } from "../command.ts";
import { notAFolder } from "../errors.ts";
import { fileNameFor } from "../module-files.ts";
import { sharedOptions } from "../options.ts";
import { transformed, writeModule } from "../transformed.ts";

export const split: Command = {
  name: "split",
  usage: "FILE [-o FOLDER]",
  options: {
    output: { type: "string", short: "o", value: "FOLDER", help: "where the files go (FILE.split)" },
  },
  files: [1, 1],
  async run(args, output) {
    const [file] = args.positionals as [string];
    const options = sharedOptions(args);
    const base = basename(file).replace(/\.(wasm|wat)$/, "");
    const folder =
      (args.options["output"] as string | undefined) ?? file.replace(/(\.(wasm|wat))?$/, ".split");
    const { root, parts } = await transformed(file, options, splitModule);
    makeFolder(folder);
    for (const [name, module] of [[freeName(base, parts), root] as const, ...parts]) {
      const target = join(folder, `${fileNameFor(name)}.wasm`);
      writeModule(target, module, options);
      output.out(target);
    }
    return 0;
  },
};

/** The root's name, which no part of it has. */
function freeName(base: string, parts: ReadonlyMap<string, unknown>): string {
  let name = base;
  while (parts.has(name)) name += "-root";
  return name;
}

function makeFolder(folder: string): void {
  if (existsSync(folder) && !statSync(folder).isDirectory()) throw notAFolder(folder);
  mkdirSync(folder, { recursive: true });
}

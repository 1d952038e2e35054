// `mortise wasm2wat FILE`: prints a module as text.

import { print } from "../../../compiler/text/index.ts";
import type { Command } from "../command.ts";
import { inFile } from "../errors.ts";
import { readModule, writeFile } from "../input.ts";
import { type SharedOptions, sharedOptions } from "../options.ts";

export const wasm2wat: Command = {
  name: "wasm2wat",
  usage: "FILE.wasm [-o FILE.wat]",
  options: {
    output: { type: "string", short: "o", value: "FILE", help: "where the text goes" },
    folded: { type: "boolean", help: "instructions with their operands in parentheses" },
  },
  files: [1, 1],
  async run(args, output) {
    const [file] = args.positionals as [string];
    const target = args.options["output"] as string | undefined;
    const text = await printed(file, sharedOptions(args), args.options["folded"] === true);
    if (target === undefined) output.out(text.trimEnd());
    else writeFile(target, text);
    return 0;
  },
};

async function printed(file: string, options: SharedOptions, folded: boolean): Promise<string> {
  const bytes = await readModule(file, options);
  try {
    return print(bytes, { encoding: options.encoding, folded });
  } catch (error) {
    throw inFile(file, error);
  }
}

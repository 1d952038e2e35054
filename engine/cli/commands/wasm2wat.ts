// `mortise wasm2wat FILE`: prints a module as text.

import { print } from "../../../compiler/text/index.ts";
import type { Command } from "../command.ts";
import { inFile } from "../errors.ts";
import { readModule, writeFile } from "../input.ts";

export const wasm2wat: Command = {
  name: "wasm2wat",
  usage: "FILE.wasm [-o FILE.wat]",
  summary: "print a module as text",
  options: { output: { type: "string", short: "o", value: "FILE", help: "where the text goes" } },
  files: [1, 1],
  run(args, output) {
    const [file] = args.positionals as [string];
    const target = args.options["output"] as string | undefined;
    const text = printed(file);
    if (target === undefined) output.out(text.trimEnd());
    else writeFile(target, text);
    return 0;
  },
};

function printed(file: string): string {
  const bytes = readModule(file);
  try {
    return print(bytes);
  } catch (error) {
    throw inFile(file, error);
  }
}

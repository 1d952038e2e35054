// `mortise wat2wasm FILE`: assembles a text.

import { parse } from "../../../compiler/text/index.ts";
import type { Command } from "../command.ts";
import { inFile } from "../errors.ts";
import { readFile, writeFile } from "../input.ts";

export const wat2wasm: Command = {
  name: "wat2wasm",
  usage: "FILE.wat [-o FILE.wasm]",
  summary: "assemble a text; without -o beside it",
  options: { output: { type: "string", short: "o", value: "FILE", help: "where the binary goes" } },
  files: [1, 1],
  run(args) {
    const [file] = args.positionals as [string];
    const target = (args.options["output"] as string | undefined) ?? `${file.replace(/\.wat$/, "")}.wasm`;
    const text = readFile(file).toString("utf8");
    writeFile(target, assemble(file, text));
    return 0;
  },
};

function assemble(file: string, text: string): Uint8Array {
  try {
    return parse(text);
  } catch (error) {
    throw inFile(file, error);
  }
}

// `mortise wat2wasm FILE`: assembles a text.

import { parse } from "../../../compiler/text/index.ts";
import type { Command } from "../command.ts";
import { withFile, writeFile } from "../input.ts";
import { assemblyEncoding, sharedOptions } from "../options.ts";

export const wat2wasm: Command = {
  name: "wat2wasm",
  usage: "FILE.wat [-o FILE.wasm]",
  options: { output: { type: "string", short: "o", value: "FILE", help: "where the binary goes" } },
  files: [1, 1],
  run(args) {
    const [file] = args.positionals as [string];
    const encoding = assemblyEncoding(sharedOptions(args));
    const target = (args.options["output"] as string | undefined) ?? `${file.replace(/\.wat$/, "")}.wasm`;
    writeFile(
      target,
      withFile(file, (content) => parse(content.toString("utf8"), { encoding })),
    );
    return 0;
  },
};

// `mortise flatten FILE`: one core module of a linked one, for native engines.

import { flatten as flattenModule } from "../../../compiler/transform/index.ts";
import type { ModuleDef } from "../../../compiler/model/index.ts";
import type { Command } from "../command.ts";
import { sharedOptions } from "../options.ts";
import { transformed, writeModule } from "../transformed.ts";

export const flatten: Command = {
  name: "flatten",
  usage: "FILE [-o FILE.wasm]",
  options: {
    output: { type: "string", short: "o", value: "FILE", help: "where the module goes (FILE.flat.wasm)" },
  },
  files: [1, 1],
  async run(args, output) {
    const [file] = args.positionals as [string];
    const options = sharedOptions(args);
    const target =
      (args.options["output"] as string | undefined) ?? file.replace(/(\.(wasm|wat))?$/, ".flat.wasm");
    const flat = await transformed(file, options, flattenModule);
    writeModule(target, flat, options);
    const memories = memoriesOf(flat);
    if (memories > 1)
      output.error(
        `${target}: ${memories} memories: needs an engine with multi-memory (Node 22, Chrome 120, Firefox 125)`,
      );
    return 0;
  },
};

const memoriesOf = ({ header, memories }: ModuleDef): number =>
  memories.length + header.filter((item) => item.item === "import" && item.desc.kind === "memory").length;

// `mortise validate FILE…`: says of each file whether it is a valid module.

import type { Command } from "../command.ts";
import { readValid } from "../input.ts";
import { sharedOptions } from "../options.ts";

export const validate: Command = {
  name: "validate",
  usage: "FILE…",
  options: {},
  files: [1, Number.POSITIVE_INFINITY],
  async run(args, output) {
    const options = sharedOptions(args);
    let failed = 0;
    for (const file of args.positionals)
      try {
        await readValid(file, options);
        output.out(`${file}: valid`);
      } catch (error) {
        failed++;
        output.error((error as Error).message);
      }
    return failed === 0 ? 0 : 1;
  },
};

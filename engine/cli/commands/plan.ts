// `mortise plan FILE`: shows the instantiation plan.

import { planOf, planText } from "../../plan/index.ts";
import type { Command } from "../command.ts";
import { readValid } from "../input.ts";
import { sharedOptions } from "../options.ts";

export const plan: Command = {
  name: "plan",
  usage: "FILE [--json]",
  options: { json: { type: "boolean", help: "as the JSON that the executor reads" } },
  files: [1, 1],
  async run(args, output) {
    const made = planOf(await readValid(args.positionals[0]!, sharedOptions(args)));
    output.out(args.options["json"] ? JSON.stringify(made) : planText(made));
    return 0;
  },
};

// From the arguments of the process to a command, and from whatever goes wrong to one message.

import { type Command, type Output, ownArguments, readArguments } from "./command.ts";
import { bundle } from "./commands/bundle.ts";
import { compile } from "./commands/compile.ts";
import { flatten } from "./commands/flatten.ts";
import { graph } from "./commands/graph.ts";
import { inspect } from "./commands/inspect.ts";
import { link } from "./commands/link.ts";
import { plan } from "./commands/plan.ts";
import { run } from "./commands/run.ts";
import { split } from "./commands/split.ts";
import { validate } from "./commands/validate.ts";
import { wasm2wat } from "./commands/wasm2wat.ts";
import { wast } from "./commands/wast.ts";
import { wat2wasm } from "./commands/wat2wasm.ts";
import { unknownCommand } from "./errors.ts";
import { commandHelp, overview } from "./help.ts";
import { SHARED } from "./options.ts";

const COMMANDS: readonly Command[] = [
  run,
  compile,
  link,
  bundle,
  split,
  flatten,
  validate,
  inspect,
  graph,
  plan,
  wast,
  wat2wasm,
  wasm2wat,
];

/** Runs a command line; the exit code. Errors become one message on the error output and exit code 1. */
export async function dispatch(argv: readonly string[], output: Output): Promise<number> {
  try {
    return await execute(argv, output);
  } catch (error) {
    output.error(`mortise: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

function execute(argv: readonly string[], output: Output): number | Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    output.out(overview(COMMANDS, SHARED));
    return name === undefined ? 1 : 0;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) throw unknownCommand(name);
  const own = command.program ? rest.slice(0, ownArguments(rest, { ...SHARED, ...command.options })) : rest;
  if (own.includes("--help") || own.includes("-h")) {
    output.out(commandHelp(command, SHARED));
    return 0;
  }
  return command.run(readArguments(command, SHARED, rest), output);
}

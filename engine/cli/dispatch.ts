// From the arguments of the process to a command, and from whatever goes wrong to one message.

import { type Command, type Output, ownArguments, readArguments } from "./command.ts";
import { unknownCommand } from "./errors.ts";
import { commandHelp, overview } from "./help.ts";
import { SHARED } from "./shared-specs.ts";
import type { CommandName } from "./summaries.ts";

/** Each is loaded with what it needs of the compiler and the engine when it is asked for: most of a start is loading. */
const COMMANDS: Readonly<Record<CommandName, () => Promise<Command>>> = {
  run: async () => (await import("./commands/run.ts")).run,
  compile: async () => (await import("./commands/compile.ts")).compile,
  link: async () => (await import("./commands/link.ts")).link,
  bundle: async () => (await import("./commands/bundle.ts")).bundle,
  split: async () => (await import("./commands/split.ts")).split,
  flatten: async () => (await import("./commands/flatten.ts")).flatten,
  validate: async () => (await import("./commands/validate.ts")).validate,
  inspect: async () => (await import("./commands/inspect.ts")).inspect,
  graph: async () => (await import("./commands/graph.ts")).graph,
  plan: async () => (await import("./commands/plan.ts")).plan,
  wast: async () => (await import("./commands/wast.ts")).wast,
  wat2wasm: async () => (await import("./commands/wat2wasm.ts")).wat2wasm,
  wasm2wat: async () => (await import("./commands/wasm2wat.ts")).wasm2wat,
};

/** Runs a command line; the exit code. Errors become one message on the error output and exit code 1. */
export async function dispatch(argv: readonly string[], output: Output): Promise<number> {
  try {
    return await execute(argv, output);
  } catch (error) {
    output.error(`mortise: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

async function execute(argv: readonly string[], output: Output): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    output.out(overview(SHARED));
    return name === undefined ? 1 : 0;
  }
  if (!Object.hasOwn(COMMANDS, name)) throw unknownCommand(name);
  const command = await COMMANDS[name as CommandName]();
  const own = command.program ? rest.slice(0, ownArguments(rest, { ...SHARED, ...command.options })) : rest;
  if (own.includes("--help") || own.includes("-h")) {
    output.out(commandHelp(command, SHARED));
    return 0;
  }
  return command.run(readArguments(command, SHARED, rest), output);
}

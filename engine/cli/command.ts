// What a command is, and how its arguments are read: `node:util`'s parseArgs does the work, so the package needs no
// library for it.

import { type ParseArgsConfig, parseArgs } from "node:util";
import { badUsage } from "./errors.ts";
import type { CommandName } from "./summaries.ts";

type OptionsConfig = NonNullable<ParseArgsConfig["options"]>;

/** An option: what parseArgs wants to know, and what `--help` says. */
export interface OptionSpec {
  readonly type: "string" | "boolean";
  readonly short?: string;
  /** It may be there several times; its value is a list. */
  readonly multiple?: boolean;
  /** What stands for the value in the help: `LIST`. */
  readonly value?: string;
  readonly help: string;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

export interface Arguments {
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  /** All of them, as they were given, and how many are the command's own. */
  readonly argv: readonly string[];
  readonly own: number;
}

/** Where a command writes lines, and a program bytes (as lines, where there is no way for bytes). */
export interface Output {
  out(line: string): void;
  error(line: string): void;
  bytes?(stream: "out" | "error", data: Uint8Array): void;
}

export interface Command {
  readonly name: CommandName;
  /** Its arguments, as the help shows them. */
  readonly usage: string;
  readonly options: OptionSpecs;
  /** How many files it needs at least, and takes at most. */
  readonly files: readonly [least: number, most: number];
  /** Whatever follows the file may belong to a program: it is read as positionals. */
  readonly program?: boolean;
  /** The exit code. @throws anything; the caller prints the message */
  run(args: Arguments, output: Output): number | Promise<number>;
}

/** Numbers that begin with a minus sign, which are no options. */
const NEGATIVE = /^-(?:\d|\.\d|inf|nan)/i;
/** Hides them from parseArgs. */
const SHIELD = "\0";

/** Reads the arguments of a command. @throws Error for unknown options and a wrong number of files */
export function readArguments(command: Command, shared: OptionSpecs, argv: readonly string[]): Arguments {
  const specs = { ...shared, ...command.options };
  const args = argv.map((arg) => (NEGATIVE.test(arg) ? SHIELD + arg : arg));
  const own = command.program ? ownArguments(args, specs) : args.length;
  const { values, positionals } = parse(command, args.slice(0, own), specs);
  const [least, most] = command.files;
  if (positionals.length < least || positionals.length > most)
    throw badUsage(command, "wrong number of arguments");
  return {
    positionals: positionals.map((arg) => arg.replace(SHIELD, "")),
    options: values as Arguments["options"],
    argv,
    own,
  };
}

/** How many arguments there are up to the first file, which is one of them. */
export function ownArguments(argv: readonly string[], specs: OptionSpecs): number {
  const { tokens } = parseArgs({
    args: [...argv],
    options: optionsConfig(specs),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const file = tokens.find(({ kind }) => kind === "positional");
  return file === undefined ? argv.length : file.index + 1;
}

const optionsConfig = (specs: OptionSpecs): OptionsConfig =>
  Object.fromEntries(
    Object.entries(specs).map(([name, { type, short, multiple = false }]) => [
      name,
      { type, multiple, ...(short !== undefined && { short }) },
    ]),
  );

function parse(command: Command, args: string[], specs: OptionSpecs) {
  const options = optionsConfig(specs);
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw badUsage(command, (error as Error).message.split(". ")[0]!);
  }
}

// `mortise run FILE`: instantiates a module that imports nothing, and calls one of its functions.

import { createEngine, createMeter, type Meter } from "../../api/index.ts";
import type { Arguments, Command, Output } from "../command.ts";
import { badNumber, inFile, noFunction, wrongArgumentCount } from "../errors.ts";
import { readModule } from "../input.ts";
import { type SharedOptions, sharedOptions } from "../options.ts";
import { formatResult, parseArgument } from "../values.ts";

export const run: Command = {
  name: "run",
  usage: "FILE [--invoke NAME ARGS…]",
  summary: "instantiate a module; call an exported function (`_start`, where there is one, unless told)",
  options: {
    invoke: { type: "string", value: "NAME", help: "the function to call; its results are printed" },
    fuel: { type: "string", value: "UNITS", help: "stop after so much work; a loop's turn is about a unit" },
    time: { type: "string", value: "MS", help: "stop after so many milliseconds" },
  },
  files: [1, Number.POSITIVE_INFINITY],
  run(args, output) {
    const [file] = args.positionals as [string];
    const options = sharedOptions(args);
    const bytes = readModule(file, options);
    try {
      runModule(bytes, args, options, output);
    } catch (error) {
      throw inFile(file, error);
    }
    return 0;
  },
};

function runModule(bytes: Uint8Array, args: Arguments, options: SharedOptions, output: Output): void {
  const { featureNames: features, cores, encoding, strict } = options;
  const engine = createEngine({ cores, encoding, strict, features, types: true, meter: meterFrom(args) });
  const module = new engine.Module(bytes);
  const { exports } = new engine.Instance(module, {});
  const name = (args.options["invoke"] as string | undefined) ?? ("_start" in exports ? "_start" : undefined);
  if (name === undefined) return;
  const types = functionTypes(engine.Module.exports(module));
  const parameters = types.get(name);
  if (parameters === undefined) throw noFunction(name, [...types.keys()]);
  const found = args.positionals.length - 1;
  if (found !== parameters.length) throw wrongArgumentCount(name, parameters, found);
  const values = parameters.map((type, i) => parseArgument(type, args.positionals[i + 1]!));
  const result = (exports[name] as (...args: unknown[]) => unknown)(...values);
  for (const value of Array.isArray(result) ? result : [result])
    if (value !== undefined) output.out(formatResult(value));
}

/** What `--fuel` and `--time` grant; nothing to meter without them. @throws Error for what is no number */
function meterFrom({ options }: Arguments): Meter | undefined {
  const [fuel, time] = ["fuel", "time"].map((name) =>
    numberOption(name, options[name] as string | undefined),
  );
  return fuel === undefined && time === undefined ? undefined : createMeter({ fuel, time });
}

function numberOption(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!(value >= 0)) throw badNumber(name, text);
  return value;
}

interface Descriptor {
  readonly name: string;
  readonly kind: string;
  readonly type?: unknown;
}

/** The parameter types of the exported functions. */
function functionTypes(exports: readonly Descriptor[]): Map<string, readonly string[]> {
  return new Map(
    exports.flatMap(({ name, kind, type }) =>
      kind === "function" ? [[name, (type as { parameters: string[] }).parameters] as const] : [],
    ),
  );
}

// `mortise run FILE`: instantiates a module, and runs it: a WASI program with all the arguments that follow the file, any
// other module by one of its functions.

import {
  createEngine,
  createMeter,
  type ExportsObject,
  type Meter,
  type Module,
  type WebAssemblyNamespace as Engine,
} from "../../api/index.ts";
import { requestedCache } from "../../cache/index.ts";
import { type Arguments, type Command, type Output, readArguments } from "../command.ts";
import { badNumber, inFile, noFunction, wrongArgumentCount } from "../errors.ts";
import { commandHelp } from "../help.ts";
import { readModule } from "../input.ts";
import { sharedOptions, targetFrom, targetSpec } from "../options.ts";
import { SHARED } from "../shared-specs.ts";
import { formatResult, parseArgument } from "../values.ts";
import { WASI_OPTIONS, wasiFor, wasiRoom } from "../wasi-program.ts";

export const run: Command = {
  name: "run",
  usage: "[--dir HOST::GUEST]… [--env K=V]… FILE [ARGS…]",
  options: {
    invoke: { type: "string", value: "NAME", help: "the function to call; its results are printed" },
    fuel: { type: "string", value: "UNITS", help: "stop after so much work; a loop's turn is about a unit" },
    time: { type: "string", value: "MS", help: "stop after so many milliseconds" },
    cache: { type: "string", value: "DIR", help: "keep compiled code in a folder ($MORTISE_CACHE)" },
    target: targetSpec("such as this one"),
    ...WASI_OPTIONS,
  },
  files: [1, Number.POSITIVE_INFINITY],
  program: true,
  async run(args, output) {
    const [file] = args.positionals as [string];
    const bytes = await readModule(file, sharedOptions(args));
    try {
      return await runModule(bytes, args, output);
    } catch (error) {
      throw inFile(file, error);
    }
  },
};

/** An engine as the options want it. */
function engineFor(args: Arguments): Engine {
  const { featureNames: features, cores, encoding, strict } = sharedOptions(args);
  const shared = { cores, encoding, strict, features, types: true };
  return createEngine({
    ...shared,
    target: targetFrom(args),
    meter: meterFrom(args),
    cache: requestedCache(args.options["cache"] as string | undefined),
  });
}

async function runModule(bytes: Uint8Array, args: Arguments, output: Output): Promise<number> {
  const engine = engineFor(args);
  const module = new engine.Module(bytes);
  if (engine.Module.imports(module).some(({ module }) => module === "wasi_snapshot_preview1"))
    return runWasi(engine, module, args, output);
  // No program: options may follow the file.
  const all = readArguments({ ...run, program: false }, SHARED, args.argv);
  if (all.options["help"]) output.out(commandHelp(run, SHARED));
  else if (JSON.stringify(all.options) === JSON.stringify(args.options))
    runPlain(engine, module, all, output);
  else await runAnew(all, output);
  return 0;
}

/** Options behind the file can change what the module means. */
async function runAnew(args: Arguments, output: Output): Promise<void> {
  const engine = engineFor(args);
  const bytes = await readModule(args.positionals[0]!, sharedOptions(args));
  runPlain(engine, new engine.Module(bytes), args, output);
}

function runPlain(engine: Engine, module: Module, args: Arguments, output: Output): void {
  const { exports } = new engine.Instance(module, {});
  const name = (args.options["invoke"] as string | undefined) ?? ("_start" in exports ? "_start" : undefined);
  if (name !== undefined) invoke(engine, module, exports, name, args.positionals.slice(1), output);
}

/** Everything after the file is the program's. @returns its exit code */
async function runWasi(engine: Engine, module: Module, args: Arguments, output: Output): Promise<number> {
  const room = await wasiRoom();
  const rest = args.argv.slice(args.own);
  const name = args.options["invoke"] as string | undefined;
  const wasi = wasiFor(room, args, name === undefined ? rest : [], output);
  const instance = new engine.Instance(module, wasi.imports);
  if (name === undefined && "_start" in instance.exports) return wasi.start(instance);
  const code = wasi.run(() => {
    wasi.initialize(instance);
    if (name !== undefined) invoke(engine, module, instance.exports, name, rest, output);
  });
  return code ?? 0;
}

/** Calls a function with arguments as texts, and prints what it returns. */
function invoke(
  engine: Engine,
  module: Module,
  exports: ExportsObject,
  name: string,
  args: readonly string[],
  output: Output,
): void {
  const types = functionTypes(engine.Module.exports(module));
  const parameters = types.get(name);
  if (parameters === undefined) throw noFunction(name, [...types.keys()]);
  if (args.length !== parameters.length) throw wrongArgumentCount(name, parameters, args.length);
  const values = parameters.map((type, i) => parseArgument(type, args[i]!));
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

// `mortise compile FILE`: one JavaScript file that needs neither `eval` nor WebAssembly.

import { closeSync, openSync, writeSync } from "node:fs";
import { compileToPieces, type Format } from "../../aot/index.ts";
import type { Arguments, Command } from "../command.ts";
import { inFile, noFile } from "../errors.ts";
import { readModule, writeFile } from "../input.ts";
import { type SharedOptions, sharedOptions, targetFrom, targetSpec } from "../options.ts";

export const compile: Command = {
  name: "compile",
  usage: "FILE [-o FILE.mjs]",
  options: {
    output: { type: "string", short: "o", value: "FILE", help: "where the code goes" },
    format: { type: "string", value: "esm|cjs|iife", help: "the form of the file (esm)" },
    target: targetSpec("jit"),
    types: { type: "boolean", help: "write a declaration file (.d.ts) too" },
    "source-map": {
      type: "boolean",
      help: "write a source map to the module's text, and the text (.wat), too",
    },
    "external-runtime": { type: "boolean", help: "import the runtime from mortise/runtime" },
    instance: { type: "boolean", help: "export what the instance exports (of a module without imports)" },
    meter: {
      type: "boolean",
      help: "let `meter.fuel` and `meter.time`, which it exports, stop what it runs",
    },
    optimizations: {
      type: "string",
      value: "LIST",
      help: "-NAME,… switches optimisations off (see RATIONALE.md)",
    },
    name: { type: "string", value: "NAME", help: "of format iife: the global variable" },
  },
  files: [1, 1],
  async run(args) {
    const [file] = args.positionals as [string];
    const shared = sharedOptions(args);
    const bytes = await readModule(file, shared);
    try {
      compileFile(bytes, args, shared);
    } catch (error) {
      throw inFile(file, error);
    }
    return 0;
  },
};

const EXTENSIONS: Readonly<Record<string, string>> = { esm: ".mjs", cjs: ".cjs", iife: ".js" };

function compileFile(bytes: Uint8Array, args: Arguments, shared: SharedOptions): void {
  const { options, positionals } = args;
  const format = (options["format"] ?? "esm") as Format;
  const base = positionals[0]!.replace(/\.(wasm|wat)$/, "");
  const target = (options["output"] as string | undefined) ?? `${base}${EXTENSIONS[format] ?? ".js"}`;
  const { pieces, types, map } = compileToPieces(bytes, {
    format,
    name: options["name"] as string | undefined,
    target: targetFrom(args),
    types: options["types"] === true,
    sourceMap: options["source-map"] === true ? nameIn(target) : undefined,
    externalRuntime: options["external-runtime"] === true,
    instance: options["instance"] === true,
    meter: options["meter"] === true,
    features: shared.featureNames,
    optimizations: options["optimizations"] as string | undefined,
    encoding: shared.encoding,
    strict: shared.strict,
  });
  writePieces(target, pieces);
  if (types !== undefined) writeFile(declarationFile(target), types);
  const made = map?.();
  if (made === undefined) return;
  writeFile(`${target}.map`, made.json);
  writeFile(`${target}.wat`, made.text);
}

const nameIn = (path: string) => path.split(/[\\/]/).at(-1)!;

/** TypeScript looks for `x.d.mts` beside `x.mjs`. */
const declarationFile = (target: string) =>
  /\.[cm]?js$/.test(target) ? target.replace(/\.([cm]?)js$/, ".d.$1ts") : `${target}.d.ts`;

/** Output can be larger than a string may be. */
function writePieces(file: string, pieces: Iterable<string>): void {
  let descriptor: number;
  try {
    descriptor = openSync(file, "w");
  } catch (error) {
    throw noFile(file, (error as Error).message);
  }
  try {
    for (const piece of pieces) writeSync(descriptor, piece);
  } finally {
    closeSync(descriptor);
  }
}

// From a binary to one JavaScript file that needs neither `eval` nor WebAssembly.

import { VERSION } from "../../compiler/base/index.ts";
import { declarationsOf } from "./declarations.ts";
import { badOption, importsSomething, noRuntimeInScript } from "./errors.ts";
import { exportsText, FORMATS, type Format } from "./formats.ts";
import { customsOf, type Product, productOf, type ReadOptions, segmentsOf } from "./product.ts";
import { carriedRuntime, importedRuntime, PURE } from "./surroundings.ts";

export interface ModuleOptions extends ReadOptions {
  /** `esm` by default; `iife` is a script that sets one global variable. */
  readonly format?: Format | undefined;
  /** Of format `iife`: the global variable; `wasmModule` by default. */
  readonly name?: string | undefined;
  /** Makes the instance when the output is loaded, and exports its exports too. Only for modules without imports. */
  readonly instance?: boolean | undefined;
  /**
   * Imports the runtime, from `mortise/runtime` or the given specifier: outputs that do so share classes, so that memories
   * and tables can go from one to another. Otherwise the output contains what it uses of the runtime.
   */
  readonly externalRuntime?: boolean | string | undefined;
  /** Calls functions as the name section does, for stack traces. */
  readonly names?: boolean | undefined;
  /** Gives `types`, a declaration file. */
  readonly types?: boolean | undefined;
}

export interface CompiledModule {
  readonly code: string;
  /** With the option `types`: the text of a `.d.ts`. */
  readonly types?: string;
}

/**
 * Compiles a binary ahead of time. The same bytes and options give the same output.
 * @throws MortiseError for a binary that is not valid, TypeError for a wrong option
 */
export function compileToModule(bytes: Uint8Array, options: ModuleOptions = {}): CompiledModule {
  const { pieces, types } = compileToPieces(bytes, options);
  return { code: [...pieces].join(""), ...(types === undefined ? {} : { types }) };
}

export interface CompiledPieces {
  /** The code in pieces, to be written one after the other. */
  readonly pieces: Iterable<string>;
  readonly types: string | undefined;
}

/** As `compileToModule`, for output that is too large to be one string. */
export function compileToPieces(bytes: Uint8Array, options: ModuleOptions = {}): CompiledPieces {
  const checked = checkOptions(options);
  const product = productOf(bytes, options, checked.names);
  if (checked.instance) requireNoImports(product);
  return {
    pieces: piecesOf(product, checked),
    types: options.types ? declarationsOf(product.root, checked) : undefined,
  };
}

/** Options with all that was left open decided. */
export interface CheckedOptions {
  readonly format: Format;
  readonly name: string;
  readonly instance: boolean;
  /** What to import the runtime from; absent: the output contains it. */
  readonly runtime: string | undefined;
  readonly names: boolean;
}

function checkOptions(options: ModuleOptions): CheckedOptions {
  const { format = "esm", name = "wasmModule", externalRuntime = false } = options;
  if (!(format in FORMATS)) throw badOption("format", `one of ${Object.keys(FORMATS).join(", ")}`, format);
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) throw badOption("name", "an identifier", name);
  if (externalRuntime && format === "iife") throw noRuntimeInScript();
  const runtime = externalRuntime === true ? "mortise/runtime" : externalRuntime || undefined;
  return { format, name, instance: options.instance ?? false, runtime, names: options.names ?? true };
}

function requireNoImports({ plan }: Product): void {
  const step = plan.modules[0]!.steps.find(({ op }) => op === "import");
  if (step?.op === "import")
    throw importsSomething([step.module, step.field].filter((name) => name !== undefined).join("."));
}

function* piecesOf(product: Product, options: CheckedOptions): Generator<string> {
  const { format, runtime } = options;
  const text = FORMATS[format];
  const { call, decode, ...around } =
    runtime === undefined
      ? carriedRuntime(product)
      : importedRuntime(product, (names) => text.imports(runtime, names));
  yield `// Compiled ahead of time by Mortise ${VERSION}.\n`;
  yield `${text.opening(options.name)}${around.text}const $output=${PURE}${call[0]}\n`;
  yield* recipeParts(product, decode);
  const instance = options.instance ? product.root.exports.map(({ name }) => name) : undefined;
  const exported = exportsText(format, { values: around.exports, instance });
  yield `${call[1]};\n${exported}${text.closing}`;
}

/** Plan, generated source, data segments, and what `Module`'s static methods tell. */
function* recipeParts(product: Product, decode: string): Generator<string> {
  yield `${JSON.stringify(product.plan)},\nfunction(E){`;
  yield product.generated.source;
  yield "},\n{";
  for (const module of product.modules) {
    const segments = segmentsOf(module);
    if (segments.length === 0) continue;
    yield `${module.id}:()=>[`;
    for (const segment of segments) yield `${decode}("${segment}"),\n`;
    yield "],";
  }
  const infos = product.modules.map((module) => [module.usesLinking, customsOf(module)]);
  yield `},\n${JSON.stringify(infos)}`;
}

// From a binary to one JavaScript file that needs neither `eval` nor WebAssembly.

import { quoted, VERSION } from "../../compiler/base/index.ts";
import type { ValidModule } from "../../compiler/validate/index.ts";
import { declarationsOf } from "./declarations.ts";
import { badOption, importsSomething, noRuntimeInScript } from "./errors.ts";
import { exportsText, FORMATS, type Format } from "./formats.ts";
import { customsOf, type Product, productOf, type ReadOptions, segmentsOf } from "./product.ts";
import { type SourceMap, sourceMapOf } from "./source-map.ts";
import { carriedRuntime, exportedClasses, importedRuntime, PURE } from "./surroundings.ts";

export interface ModuleOptions extends ReadOptions {
  /**
   * The output exports `meter`, which says how much it may do: `meter.fuel` in units, `meter.time` in milliseconds from
   * then on, both without limit at first. Code that exceeds it is stopped by an `InterruptError`, exported as well.
   */
  readonly meter?: boolean | undefined;
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
  /** Gives `map`, a source map to the module's text; the value is the file name that the output will have. */
  readonly sourceMap?: string | undefined;
  /** Gives `types`, a declaration file. */
  readonly types?: boolean | undefined;
}

export interface CompiledModule {
  readonly code: string;
  /** With the option `types`: the text of a `.d.ts`. */
  readonly types?: string;
  /** With the option `sourceMap`: a source map as JSON, with the module's text in it. */
  readonly map?: string;
}

/**
 * Compiles a binary ahead of time. The same bytes and options give the same output.
 * @throws MortiseError for a binary that is not valid, TypeError for a wrong option
 */
export function compileToModule(bytes: Uint8Array, options: ModuleOptions = {}): CompiledModule {
  const { pieces, types, map } = compileToPieces(bytes, options);
  return {
    code: [...pieces].join(""),
    ...(types === undefined ? {} : { types }),
    ...(map === undefined ? {} : { map: map(true).json }),
  };
}

export interface CompiledPieces {
  /** The code in pieces, to be written one after the other. */
  readonly pieces: Iterable<string>;
  readonly types: string | undefined;
  /** Makes the source map and the text that it refers to, which is in the map too if it is to be `inline`. */
  readonly map: ((inline?: boolean) => SourceMap) | undefined;
}

/** As `compileToModule`, for output that is too large to be one string. */
export function compileToPieces(bytes: Uint8Array, options: ModuleOptions = {}): CompiledPieces {
  const checked = checkOptions(options);
  const product = productOf(bytes, options, checked.names);
  if (checked.instance) requireNoImports(product);
  const parts = partsOf(product, checked);
  const { sourceMap } = checked;
  return {
    pieces: { [Symbol.iterator]: () => piecesOf(product, parts) },
    types: options.types
      ? declarationsOf(product.root, {
          ...checked,
          metered: product.metered,
          classes: exportedClasses(product),
        })
      : undefined,
    map:
      sourceMap === undefined
        ? undefined
        : (inline = false) => sourceMapOf(product, sourceMap, linesIn(parts.before), inline),
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
  readonly sourceMap: string | undefined;
}

function checkOptions(options: ModuleOptions): CheckedOptions {
  const { format = "esm", name = "wasmModule", externalRuntime = false } = options;
  if (!(format in FORMATS)) throw badOption("format", `one of ${Object.keys(FORMATS).join(", ")}`, format);
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) throw badOption("name", "an identifier", name);
  if (externalRuntime && format === "iife") throw noRuntimeInScript();
  const runtime = externalRuntime === true ? "mortise/runtime" : externalRuntime || undefined;
  return {
    format,
    name,
    instance: options.instance ?? false,
    runtime,
    names: options.names ?? true,
    sourceMap: options.sourceMap,
  };
}

function requireNoImports({ plan }: Product): void {
  const step = plan.modules[0]!.steps.find(({ op }) => op === "import");
  if (step?.op === "import")
    throw importsSomething([step.module, step.field].filter((name) => name !== undefined).join("."));
}

/** An output, but for the source map: all before the generated source, which may be large, and all behind it. */
interface Parts {
  readonly before: string;
  readonly after: () => Generator<string>;
}

function partsOf(product: Product, options: CheckedOptions): Parts {
  const { format, runtime } = options;
  const text = FORMATS[format];
  const { call, decode, ...around } =
    runtime === undefined
      ? carriedRuntime(product)
      : importedRuntime(product, (names) => text.imports(runtime, names));
  const opening = `// Compiled ahead of time by Mortise ${VERSION}.\n${text.opening(options.name)}${around.text}`;
  const plan = quoted(product.plan);
  const instance = options.instance ? product.root.exports.map(({ name }) => name) : undefined;
  const exported = exportsText(format, { values: around.exports, instance });
  return {
    before: `${opening}const $output=${PURE}${call[0]}\n${plan},\nfunction(E){`,
    *after() {
      yield "},\n{";
      yield* segmentPieces(product, decode);
      const infos = product.modules.map((module) => infoText(module, decode));
      const metered = product.metered && options.runtime === undefined ? ",true" : "";
      yield `},\n[${infos.join(",")}]${metered}${call[1]};\n${exported}${text.closing}`;
      if (options.sourceMap !== undefined) yield `//# sourceMappingURL=${encodeURI(options.sourceMap)}.map\n`;
    },
  };
}

function* piecesOf({ generated }: Product, { before, after }: Parts): Generator<string> {
  yield before;
  yield generated.source;
  yield* after();
}

/** What is told of a module beside the plan, its custom sections made on demand. */
function infoText(module: ValidModule, decode: string): string {
  const customs = customsOf(module).map(([name, content]) => `[${quoted(name)},${decode}("${content}")]`);
  return customs.length > 0
    ? `[${module.usesLinking},()=>[${customs.join(",")}]]`
    : `[${module.usesLinking}]`;
}

/** Functions that make the data segments of core modules. */
function* segmentPieces({ modules }: Product, decode: string): Generator<string> {
  for (const module of modules) {
    const segments = segmentsOf(module);
    if (segments.length === 0) continue;
    yield `${module.id}:()=>[`;
    for (const segment of segments) yield `${decode}("${segment}"),\n`;
    yield "],";
  }
}

const linesIn = (text: string): number => text.split("\n").length - 1;

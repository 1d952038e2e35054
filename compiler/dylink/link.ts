// From a main program and libraries to one linked module.

import type { Features } from "../base/index.ts";
import { ALL_FEATURES } from "../base/index.ts";
import { decodeModule, encodeModule } from "../binary/index.ts";
import { parse } from "../text/index.ts";
import { bundle } from "../transform/index.ts";
import { validateModule } from "../validate/index.ts";
import { baseProgram } from "./base.ts";
import { codeName, linkedText } from "./emit.ts";
import { Linked } from "./linked.ts";
import { type Input, isLibrary, readLibrary, readMain, type Unit } from "./unit.ts";

export interface LinkOptions {
  /** Functions of `env` that the host gives: they stay imports of the linked module. */
  readonly hostSymbols?: readonly string[];
  readonly features?: Features;
}

/**
 * Links a main program with position-independent libraries.
 * @param main a module that `wasm-ld` linked without `-shared`, with memory, table and allocator; or the first library, and
 *   memory, table and stack are made
 * @param libraries in the order in which symbols are looked up, after the main program
 * @returns the binary of one linked module, which exports what the main program does, the libraries' functions, and the
 *   addresses of their data (mutable globals)
 * @throws MortiseError that says what is missing (`errors.ts`)
 */
export function linkShared(main: Input, libraries: readonly Input[], options: LinkOptions = {}): Uint8Array {
  const features = options.features ?? ALL_FEATURES;
  const linked = link(main, libraries, options);
  const codes = new Map(linked.units.map((unit) => [codeName(unit), unit]));
  const root = decodeModule(parse(linkedText(linked)), { features, encoding: "proposal" }).module;
  const bundled = bundle(validateModule(root, { features }), (name) => found(codes.get(name)), features);
  return encodeModule(bundled, { encoding: "proposal" });
}

/** The linked module in text, which imports the units as modules `"file:NAME"`: all glue, for people to read. */
export const linkSharedText = (main: Input, libraries: readonly Input[], options: LinkOptions = {}): string =>
  linkedText(link(main, libraries, options));

function link(main: Input, libraries: readonly Input[], { hostSymbols, features }: LinkOptions): Linked {
  const isBase = isLibrary(main, features);
  return new Linked(
    readMain(isBase ? baseProgram() : main, features),
    (isBase ? [main, ...libraries] : libraries).map((library) => readLibrary(library, features)),
    new Set(hostSymbols),
    isBase,
  );
}

const found = (unit: Unit | undefined) => unit && { key: codeName(unit), bytes: unit.bytes };

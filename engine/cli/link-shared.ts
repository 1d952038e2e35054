// `mortise link MAIN.wasm LIBRARY…`: a program of clang and its shared libraries.

import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type Input, linkShared, linkSharedText, neededFiles } from "../../compiler/dylink/index.ts";
import { readModuleSync } from "./assembly.ts";
import type { Arguments, OptionSpecs } from "./command.ts";
import { writeFile } from "./input.ts";
import { type SharedOptions, sharedOptions } from "./options.ts";

export const SHARED_OPTIONS: OptionSpecs = {
  shared: {
    type: "boolean",
    help: "the one file, a .wat, is the text form of a program that wasm-ld linked",
  },
  host: { type: "string", value: "NAMES", help: "functions of env, with commas, that JavaScript will give" },
  library: {
    type: "string",
    short: "L",
    value: "FOLDER",
    help: "where libraries that others need are found",
  },
  text: { type: "boolean", help: "write the glue as text, with the files as imports" },
};

const DESCRIPTION = /\.(wat|json)$/;

/** Whether the files are a program and its libraries, and not one file that says what is to be linked. */
export const isShared = ({ options, positionals }: Arguments): boolean =>
  positionals.length > 1 ||
  !DESCRIPTION.test(positionals[0]!) ||
  Object.keys(SHARED_OPTIONS).some((name) => options[name] !== undefined);

/** Links the files; the first is the main program. */
export function linkSharedFiles(args: Arguments): number {
  const { options, positionals } = args;
  const shared = sharedOptions(args);
  const [main, ...files] = positionals as [string, ...string[]];
  const libraries = files.map((file) => inputOf(file, shared));
  for (const folder of [options["library"] as string | undefined, dirname(main)])
    if (folder !== undefined) addNeeded(libraries, folder, shared);
  const linkOptions = {
    hostSymbols: ((options["host"] as string | undefined) ?? "").split(",").filter(Boolean),
    features: shared.features,
  };
  const isText = options["text"] === true;
  const target =
    (options["output"] as string | undefined) ??
    `${main.replace(/\.(wasm|wat)$/, "")}.linked.${isText ? "wat" : "wasm"}`;
  const link = isText ? linkSharedText : linkShared;
  writeFile(target, link(inputOf(main, shared), libraries, linkOptions));
  return 0;
}

/** `libz.so.1.wat` is the text form of `libz.so.1`. */
const nameOf = (file: string) => basename(file).replace(/\.wat$/, "");

const inputOf = (file: string, options: SharedOptions): Input => ({
  name: nameOf(file),
  bytes: readModuleSync(file, options),
});

/** Adds what libraries need and nobody named, as far as it is in a folder. */
function addNeeded(libraries: Input[], folder: string, options: SharedOptions): void {
  const files = new Map(readdirSync(folder).map((file) => [nameOf(file), file]));
  for (;;) {
    const found = neededFiles(libraries, [...files.keys()]);
    if (found.length === 0) return;
    libraries.push(...found.map((name) => inputOf(join(folder, files.get(name)!), options)));
  }
}

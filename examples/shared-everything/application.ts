// The application as a library: assembles its six texts and links them with an engine.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "../../compiler/text/index.ts";
import type { WebAssemblyNamespace } from "../../engine/index.ts";

const NAMES = ["libc", "libzip", "libimg", "zipper", "imgmgk", "app"] as const;

export type Binaries = Readonly<Record<(typeof NAMES)[number], Uint8Array>>;

export interface Program {
  /** Does the program's work; returns the size of what it compressed. */
  run(): number;
  /** Bytes of its memory that it has allocated. */
  used(): number;
}

export type Put = (byte: number) => void;

/** The binaries of the six modules, out of the texts in a folder. @throws Error if one is missing or wrong */
export function assemble(folder: string): Binaries {
  return Object.fromEntries(
    NAMES.map((name) => [name, parse(readFileSync(join(folder, `${name}.wat`), "utf8"))]),
  ) as Binaries;
}

/** Makes a function that instantiates the application; what the two programs print goes to its arguments. */
export function linked(binaries: Binaries, engine: WebAssemblyNamespace) {
  const modules = Object.fromEntries(NAMES.map((name) => [name, new engine.Module(binaries[name])]));
  return (zipperPut: Put, imgmgkPut: Put) => {
    const imports = { ...modules, "zipper-put": zipperPut, "imgmgk-put": imgmgkPut };
    const { exports } = new engine.Instance(modules["app"]!, imports);
    return exports as { readonly zipper: Program; readonly imgmgk: Program };
  };
}

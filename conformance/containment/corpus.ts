// Every module there is: the kernels and examples of this repository, the conformance data beside it, real programs where
// they are installed.

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseScript } from "../../compiler/text/index.ts";
import { DATA } from "../data.ts";

export interface Module {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const REALWORLD = process.env["MORTISE_REALWORLD"] ?? join("node_modules", ".cache", "mortise-realworld");
const HERE = ["bench/kernels/wasm", "examples"];

/** Modules of this repository. */
export const ownModules = (): Generator<Module> => modulesUnder(HERE);

/** All of them, or those under the given folders; of equal ones the first. */
export function* allModules(folders: readonly string[] = []): Generator<Module> {
  const seen = new Set<string>();
  for (const module of modulesUnder(folders.length > 0 ? folders : [...HERE, DATA, REALWORLD])) {
    const hash = createHash("sha256").update(module.bytes).digest("base64");
    if (seen.has(hash)) continue;
    seen.add(hash);
    yield module;
  }
}

function* modulesUnder(folders: readonly string[]): Generator<Module> {
  for (const folder of folders.filter((name) => existsSync(name)))
    for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort())
      yield* modulesIn(join(folder, file));
}

function* modulesIn(file: string): Generator<Module> {
  if (file.endsWith(".wasm")) yield { name: file, bytes: new Uint8Array(readFileSync(file)) };
  if (file.endsWith(".wat")) yield* attempted(file, () => parse(readFileSync(file, "utf8")));
  if (!file.endsWith(".wast")) return;
  let position = 0;
  for (const command of commandsOf(file)) {
    position++;
    if (!("module" in command) || typeof command.module !== "object") continue;
    const { module } = command;
    yield* attempted(`${file} #${position}`, () => module.bytes);
  }
}

/** Scripts of proposals whose text is not read hold no module that could be run. */
function commandsOf(file: string): ReturnType<typeof parseScript> {
  try {
    return parseScript(readFileSync(file, "utf8"));
  } catch {
    return [];
  }
}

/** Texts that are meant to be malformed give nothing. */
function* attempted(name: string, bytes: () => Uint8Array): Generator<Module> {
  try {
    yield { name, bytes: bytes() };
  } catch {
    return;
  }
}

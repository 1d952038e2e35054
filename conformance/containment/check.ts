// All the code that is made of one module: at once and function by function, for each sort of engine, counting or not, and ahead of time.

import { ALL_FEATURES, MortiseError } from "../../compiler/base/index.ts";
import { type GenerateOptions, type GeneratedSource, generateTree } from "../../compiler/codegen/index.ts";
import { compileToModule } from "../../engine/aot/index.ts";
import { modulesById } from "../../engine/instantiate/index.ts";
import { moduleOf } from "../../engine/plan/index.ts";
import type { ValidModule } from "../../compiler/validate/index.ts";
import { complaints, complaintsAhead } from "./rules.ts";

const FORMS: readonly GenerateOptions[] = [{ target: "interpreter" }, { lazy: true }, { metered: true }];
/** Of larger modules, in bytes, every form is made function by function: acorn's tree of all of it would not fit into memory. */
const LARGEST_WHOLE = 1 << 21;
/** Ahead-of-time output is parsed whole; of larger ones the source within was checked already. */
const LARGEST_AHEAD = 1 << 20;

/** What is wrong with the code of a module; `undefined` if the module is not valid. */
export function check(bytes: Uint8Array, ahead = bytes.length <= LARGEST_AHEAD): string[] | undefined {
  const root = validated(bytes);
  if (root === undefined) return undefined;
  const lazy = bytes.length > LARGEST_WHOLE;
  const found: string[] = [];
  for (const options of FORMS)
    for (const text of textsOf(root, generateTree(root, lazy ? { ...options, lazy } : options)))
      found.push(...complaints(text));
  if (ahead) found.push(...complaintsAhead(compileToModule(bytes).code));
  return [...new Set(found)];
}

function validated(bytes: Uint8Array): ValidModule | undefined {
  try {
    return moduleOf(bytes, { features: ALL_FEATURES, encoding: "auto", strict: false }).module;
  } catch (error) {
    if (error instanceof MortiseError) return undefined;
    throw error;
  }
}

/** The text of the tree, of each function that it leaves for later, and of what these share. */
export function* textsOf(root: ValidModule, generated: GeneratedSource): Generator<string> {
  yield generated.source;
  for (const [, core] of generated.source.matchAll(/const makers(\d+)=\{made:/g)) {
    yield generated.library();
    const { funcs } = modulesById(root)[Number(core)]!;
    for (const [index, { origin }] of funcs.entries())
      if (origin.from === "own") yield generated.part(Number(core), index);
  }
}

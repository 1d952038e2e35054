// All the code that is made of one module: at once and in chunks, counting or not, and ahead of time.

import { ALL_FEATURES, MortiseError } from "../../compiler/base/index.ts";
import { type GenerateOptions, type GeneratedSource, generateTree } from "../../compiler/codegen/index.ts";
import { compileToModule } from "../../engine/aot/index.ts";
import { moduleOf } from "../../engine/plan/index.ts";
import type { ValidModule } from "../../compiler/validate/index.ts";
import { complaints, complaintsAhead } from "./rules.ts";

const FORMS: readonly GenerateOptions[] = [{}, { lazy: true }, { metered: true }];
/** Ahead-of-time output is parsed whole; of larger ones the source within was checked already. */
const LARGEST_AHEAD = 1 << 20;

/** What is wrong with the code of a module; `undefined` if the module is not valid. */
export function check(bytes: Uint8Array): string[] | undefined {
  const root = validated(bytes);
  if (root === undefined) return undefined;
  const found = FORMS.flatMap((options) => [...textsOf(generateTree(root, options))].flatMap(complaints));
  if (bytes.length <= LARGEST_AHEAD) found.push(...complaintsAhead(compileToModule(bytes).code));
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

/** The text of the tree, and of each chunk that it leaves for later. */
export function* textsOf(generated: GeneratedSource): Generator<string> {
  yield generated.source;
  for (const [, core, starts] of generated.source.matchAll(/const chunks(\d+)=\{starts:\[([\d,]*)\]/g))
    for (let chunk = 0; chunk < starts!.split(",").length; chunk++)
      yield generated.chunk(Number(core), chunk);
}

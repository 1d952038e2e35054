// The recipe of a module tree that is compiled at run time: source is generated and evaluated at the first
// instantiation, and kept.

import { type GeneratedSource, generateTree } from "../../compiler/codegen/index.ts";
import type { ValidModule } from "../../compiler/validate/index.ts";
import { planOf } from "../plan/index.ts";
import { evaluate, type OnCode } from "./evaluate.ts";
import type { Recipe } from "./handover.ts";
import type { GeneratedTree } from "./js-backend.ts";
import { modulesById } from "./tree-modules.ts";
import type { ModuleInfo } from "./values.ts";

export interface CompileOptions {
  readonly onCode?: OnCode | undefined;
}

/** The recipe of a validated tree. */
export function compiledRecipe(root: ValidModule, { onCode }: CompileOptions = {}): Recipe {
  const modules = modulesById(root);
  let generated: GeneratedSource | undefined;
  let evaluated: ((support: object) => unknown) | undefined;
  const generate = (support: object) => {
    generated ??= generateTree(root, { lazy: true });
    evaluated ??= evaluate(generated.source, onCode);
    return evaluated(withChunks(support, generated, onCode)) as GeneratedTree;
  };
  return {
    plan: planOf(root),
    source: () => generateTree(root).source,
    generate,
    data: (id) =>
      modules[id]!.def.data.map(({ content }) => content.bytes.subarray(content.start, content.end)),
    info: (id) => infoOf(modules[id]!),
  };
}

/** The support object, and how code compiles the chunks that were left for later. */
const withChunks = (support: object, generated: GeneratedSource, onCode: OnCode | undefined): object => ({
  ...support,
  chunk: (core: number, chunk: number) => evaluate(generated.chunk(core, chunk), onCode)(support),
});

/** What is told of a module beyond its plan. */
export const infoOf = ({ usesLinking, def }: ValidModule): ModuleInfo => ({
  usesLinking,
  get customs() {
    return def.customs.map(
      ({ name, content: { bytes, start, end } }) => [name, bytes.subarray(start, end)] as const,
    );
  },
});

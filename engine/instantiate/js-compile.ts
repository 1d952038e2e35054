// The recipe of a module tree that is compiled at run time: source is generated and evaluated at the first
// instantiation, and kept.

import { generateTree } from "../../compiler/codegen/index.ts";
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
  const source = () => generateTree(root, {}).source;
  let evaluated: ((support: object) => unknown) | undefined;
  return {
    plan: planOf(root),
    source,
    generate: (support) => (evaluated ??= evaluate(source(), onCode))(support) as GeneratedTree,
    data: (id) =>
      modules[id]!.def.data.map(({ content }) => content.bytes.subarray(content.start, content.end)),
    info: (id) => infoOf(modules[id]!),
  };
}

/** What is told of a module beyond its plan. */
export const infoOf = ({ usesLinking, def }: ValidModule): ModuleInfo => ({
  usesLinking,
  customSections: (name) =>
    def.customs
      .filter((section) => section.name === name)
      .map(({ content: { bytes, start, end } }) => bytes.subarray(start, end)),
});

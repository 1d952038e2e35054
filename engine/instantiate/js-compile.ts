// The recipe of a module tree that is compiled at run time: source is generated and evaluated at the first
// instantiation, and kept.

import {
  type GeneratedSource,
  generateTree,
  type GenerateOptions as TreeOptions,
} from "../../compiler/codegen/index.ts";
import type { ValidModule } from "../../compiler/validate/index.ts";
import { planOf } from "../plan/index.ts";
import { evaluate, type OnCode } from "./evaluate.ts";
import type { GenerateOptions, Recipe } from "./handover.ts";
import type { GeneratedTree } from "./js-backend.ts";
import { modulesById } from "./tree-modules.ts";
import type { ModuleInfo } from "./values.ts";

/** The code of a tree, as it was made for one sort of engine. */
interface Variant {
  readonly generated: GeneratedSource;
  evaluated?: (support: object) => unknown;
}

/** The recipe of a validated tree. */
export function compiledRecipe(
  root: ValidModule,
  options: Pick<TreeOptions, "target" | "optimizations"> = {},
): Recipe {
  const { target, optimizations } = options;
  const modules = modulesById(root);
  const variants: { plain?: Variant; metered?: Variant } = {};
  const generate = (support: object, { metered, onCode }: GenerateOptions) => {
    const variant = (variants[metered ? "metered" : "plain"] ??= {
      generated: generateTree(root, { lazy: true, metered, target, optimizations }),
    });
    return evaluatedFor(variant, onCode)(withLazy(support, variant.generated, onCode)) as GeneratedTree;
  };
  return {
    plan: planOf(root),
    source: () => generateTree(root, { target, optimizations }).source,
    generate,
    metered: true,
    data: (id) =>
      modules[id]!.def.data.map(({ content }) => content.bytes.subarray(content.start, content.end)),
    info: (id) => infoOf(modules[id]!),
  };
}

/** An engine that wants to see code sees it; others share what was evaluated. */
const evaluatedFor = (variant: Variant, onCode: OnCode | undefined) =>
  onCode === undefined
    ? (variant.evaluated ??= evaluate(variant.generated.source))
    : evaluate(variant.generated.source, onCode);

/** The support object, and how code compiles the functions that were left for later. */
function withLazy(support: object, generated: GeneratedSource, onCode: OnCode | undefined): object {
  let complete: object | undefined;
  const lazy = (core: number, index: number) => {
    complete ??= { ...support, ...(evaluate(generated.library(), onCode)(support) as object) };
    return evaluate(generated.part(core, index), onCode)(complete);
  };
  return { ...support, lazy };
}

/** What is told of a module beyond its plan. */
export const infoOf = ({ usesLinking, def }: ValidModule): ModuleInfo => ({
  usesLinking,
  get customs() {
    return def.customs.map(
      ({ name, content: { bytes, start, end } }) => [name, bytes.subarray(start, end)] as const,
    );
  },
});

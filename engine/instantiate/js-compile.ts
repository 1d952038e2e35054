// The recipe of a module tree that is compiled at run time: source is generated and evaluated at the first
// instantiation, and kept.

import {
  type GeneratedSource,
  generateTree,
  type GenerateOptions as TreeOptions,
} from "../../compiler/codegen/index.ts";
import type { ValidModule } from "../../compiler/validate/index.ts";
import { planOf } from "../plan/index.ts";
import type { GenerateOptions, Recipe } from "./handover.ts";
import { evaluatedCode, runTree, type TreeCode } from "./tree-code.ts";
import { modulesById } from "./tree-modules.ts";
import type { ModuleInfo } from "./values.ts";

/** A module tree that was compiled here. */
export interface CompiledTree {
  readonly recipe: Recipe;
  /** Its code, of which big functions are generated when they are asked for; made once for each sort. */
  generated(metered: boolean): GeneratedSource;
}

/** Of a validated tree. */
export function compiledTree(
  root: ValidModule,
  { target, optimizations }: Pick<TreeOptions, "target" | "optimizations"> = {},
): CompiledTree {
  const modules = modulesById(root);
  const made: { plain?: GeneratedSource; metered?: GeneratedSource } = {};
  const generated = (metered: boolean) =>
    (made[metered ? "metered" : "plain"] ??= generateTree(root, {
      lazy: true,
      metered,
      target,
      optimizations,
    }));
  const recipe: Recipe = {
    plan: planOf(root),
    source: () => generateTree(root, { target, optimizations }).source,
    generate: generateWith(generated),
    metered: true,
    data: (id) =>
      modules[id]!.def.data.map(({ content }) => content.bytes.subarray(content.start, content.end)),
    info: (id) => infoOf(modules[id]!),
  };
  return { recipe, generated };
}

/** An engine that wants to see code sees it; others share what was evaluated. */
function generateWith(generated: CompiledTree["generated"]): Recipe["generate"] {
  const shared: { plain?: TreeCode; metered?: TreeCode } = {};
  return (support: object, { metered, onCode }: GenerateOptions) => {
    if (onCode !== undefined) return runTree(evaluatedCode(generated(metered), onCode), support);
    const sort = metered ? "metered" : "plain";
    const source = generated(metered);
    const tree = runTree((shared[sort] ??= evaluatedCode(source, undefined)), support);
    return source.afresh ? { ...tree, again: () => runTree(evaluatedCode(renewed(source)), support) } : tree;
  };
}

let renewals = 0;

/** The same as a text that V8 has not seen: of one that it has, it would give the functions that it knows. */
const renewed = (generated: GeneratedSource): GeneratedSource => ({
  ...generated,
  source: `${generated.source}//${++renewals}`,
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

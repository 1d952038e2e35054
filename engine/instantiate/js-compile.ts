// The JS backend of a module tree that is compiled at run time: source is generated and evaluated at the first
// instantiation, and kept.

import { generateTree } from "../../compiler/codegen/index.ts";
import type { ValidModule } from "../../compiler/validate/index.ts";
import { evaluate, type OnCode } from "./evaluate.ts";
import { type GeneratedTree, JsBackend } from "./js-backend.ts";
import { modulesById } from "./tree-modules.ts";

export interface CompileOptions {
  readonly onCode?: OnCode | undefined;
}

/** JS cores for a tree. `support` is the engine's support object `E`. */
export function compiledBackend(
  root: ValidModule,
  support: object,
  { onCode }: CompileOptions = {},
): JsBackend {
  const load = () => evaluate(generateTree(root, {}).source, onCode)(support) as GeneratedTree;
  const modules = modulesById(root);
  return new JsBackend(load, (id) =>
    modules[id]!.def.data.map(({ content }) => content.bytes.subarray(content.start, content.end)),
  );
}

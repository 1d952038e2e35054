// The code of a module tree as functions of the support object, however they came to be: out of generated text at once
// (`evaluatedCode`), or out of a cache.

import type { GeneratedSource } from "../../compiler/codegen/index.ts";
import { evaluate, type OnCode } from "./evaluate.ts";
import type { GeneratedTree } from "./js-backend.ts";

/** What a text of generated code is the body of. */
export type Evaluated = (support: object) => unknown;

/** The texts of a tree (`GeneratedSource` says what they are), evaluated. */
export interface TreeCode {
  tree(): Evaluated;
  library(): Evaluated;
  part(core: number, index: number): Evaluated;
}

/** A generated tree, evaluated text by text as it is asked for. */
export function evaluatedCode(generated: GeneratedSource, onCode?: OnCode | undefined): TreeCode {
  let tree: Evaluated | undefined;
  return {
    tree: () => (tree ??= evaluate(generated.source, onCode)),
    library: () => evaluate(generated.library(), onCode),
    part: (core, index) => evaluate(generated.part(core, index), onCode),
  };
}

/** The tree that code makes with a support object, to which the functions that were left for later are added. */
export function runTree(code: TreeCode, support: object): GeneratedTree {
  let complete: object | undefined;
  const lazy = (core: number, index: number) => {
    complete ??= { ...support, ...(code.library()(support) as object) };
    return code.part(core, index)(complete);
  };
  return code.tree()({ ...support, lazy }) as GeneratedTree;
}

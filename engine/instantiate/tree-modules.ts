// Finds the modules of a validated tree by their numbers.

import type { ValidModule } from "../../compiler/validate/index.ts";

/** All modules of a tree; position is `id`. */
export function modulesById(root: ValidModule): ValidModule[] {
  const modules: ValidModule[] = [];
  const visit = (module: ValidModule) => {
    modules[module.id] = module;
    module.nested.forEach(visit);
  };
  visit(root);
  return modules;
}

// A module and all nested in it, validated in binary order. An explicit stack of modules keeps deep nesting off the
// host's stack.

import { type Features, MortiseError } from "../base/index.ts";
import { usesLinking } from "../binary/index.ts";
import type { ExternType, ModuleDef, ModuleType } from "../model/index.ts";
import { Arithmetic } from "./arithmetic.ts";
import { BodyValidator } from "./bodies.ts";
import { CallGraph } from "./call-graph.ts";
import {
  addDefinitions,
  checkInitialisers,
  checkStart,
  type OpenModule,
  takeExports,
} from "./definitions.ts";
import { addNested, walkHeader } from "./header.ts";
import { ModuleState, type TreeContext } from "./spaces.ts";
import { checkMeasure } from "./type-size.ts";
import type { ValidModule } from "./valid-module.ts";

export interface ValidateOptions {
  readonly features: Features;
  /** Holds every binary to the linking rules, also those that use no linking (LINKING.md, rule 0). */
  readonly strict?: boolean | undefined;
}

/**
 * Validates a decoded module and all nested in it.
 * @throws MortiseError of kind invalid, limit or malformed, with offset and path; of the rules of `rules.ts`, or, in
 *   bodies, of the body decoder
 */
export function validateModule(def: ModuleDef, { features, strict = false }: ValidateOptions): ValidModule {
  const linked = usesLinking(def);
  const tree: TreeContext = { features, linking: strict || linked, usesLinking: linked, modules: 0 };
  let state = new ModuleState(def, tree, undefined);
  for (;;) {
    const inner = walkHeader(state);
    if (inner !== undefined) {
      state = new ModuleState(inner, tree, state);
      continue;
    }
    const module = finish(state);
    if (state.outer === undefined) return module;
    addNested(state.outer, module, state.instances);
    state = state.outer;
  }
}

/** Everything after the header. */
function finish(state: ModuleState): ValidModule {
  try {
    addDefinitions(state);
    const module = assemble(state);
    checkStart(module);
    checkInitialisers(state, module);
    const bodies = new BodyValidator(module, state.tree.features);
    for (let position = 0; position < module.def.code.length; position++) bodies.validate(position);
    module.calls.begin(module.def.code.length);
    return module;
  } catch (error) {
    throw error instanceof MortiseError ? error.locate(state.def.path) : error;
  }
}

function assemble(state: ModuleState): OpenModule {
  const { def, id, types, spaces, nested, referenced } = state;
  const exports = takeExports(state);
  return {
    def,
    id,
    types,
    funcs: spaces.func,
    tables: spaces.table,
    memories: spaces.memory,
    globals: spaces.global,
    tags: spaces.tag,
    modules: spaces.module,
    instances: spaces.instance,
    nested,
    type: ownType(state, exports),
    exports,
    referenced,
    calls: new CallGraph(spaces.func.length - def.functions.length, def.functions.length),
    arithmetic: new Arithmetic(def.functions.length),
    usesLinking: state.tree.usesLinking,
  };
}

function ownType({ imports, tree, def }: ModuleState, exports: ValidModule["exports"]): ModuleType {
  const items = new Map<string, ExternType>(exports.map(({ name, type }) => [name, type]));
  const type: ModuleType = { kind: "module", imports: imports.types, exports: items };
  if (tree.linking) checkMeasure(type, def.start);
  return type;
}

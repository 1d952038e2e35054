// The part of the engine that ahead-of-time output carries: store, host objects and the executor of plans, no
// compiler. `npm run build:aot-runtime` bundles this file into `runtime.generated.ts`, one unit a declaration; outputs take
// the units they use. Nothing happens when it is loaded.

import { MAX_INSTANCES } from "../../compiler/base/index.ts";
import { LinkError } from "../../compiler/runtime/index.ts";
import {
  contentOf,
  faceOf,
  type HostClasses,
  hostFromStore,
  isObject,
  optionalObject,
  probeBounds,
  storeFromHost,
  type Support,
} from "../host/index.ts";
import type { StoreObject } from "../host/index.ts";
import {
  Adopter,
  type Boundary,
  coreExports,
  type CoreFactory,
  type CoreKind,
  exportsObject,
  type GeneratedTree,
  HANDOVER,
  type Handover,
  handoverOf,
  type InstanceValue,
  instantiateModule,
  JsBackend,
  type ModuleInfo,
  moduleObject,
  ModuleValue,
  offered,
  type Recipe,
} from "../instantiate/index.ts";
import type { Plan, StepOf } from "../plan/index.ts";

export {
  Exception,
  Func,
  Global,
  LinkError,
  Memory,
  RuntimeError,
  Table,
  Tag,
} from "../../compiler/runtime/index.ts";
export {
  createMeter,
  exceptionClass,
  F,
  faceOf,
  fromFunc,
  globalClass,
  InterruptError,
  inward,
  isTrap,
  JS_TAG,
  memoryClass,
  outward,
  S,
  tableClass,
  tagClass,
  toFunc,
  X,
} from "../host/index.ts";
export { decode64 } from "../../compiler/base/index.ts";

/** What an output offers. */
export interface Output {
  /** A `Module` for every Mortise engine of the same version, and for every such output. */
  readonly module: object;
  /** Makes an instance; its exports object. @throws TypeError, LinkError, and what start functions throw */
  instantiate(imports?: unknown): object;
}

/** Data segments of core modules, by module; made when the module is first instantiated. */
export type Segments = Readonly<Record<number, () => readonly Uint8Array[]>>;

/** Of each module: whether it uses linking, and what makes its custom sections, if it has any. */
export type Infos = readonly (readonly [usesLinking: boolean, customs?: () => ModuleInfo["customs"]])[];

/** Puts together what an output consists of. */
export function recipeFrom(
  plan: Plan,
  generate: (support: object) => GeneratedTree,
  segments: Segments,
  infos: Infos,
  metered = false,
): Recipe {
  return {
    metered,
    plan,
    generate,
    data: (id) => segments[id]?.() ?? [],
    info: (id) => infoFrom(infos[id]!),
    source: () => `return(${generate})(E)`,
  };
}

const infoFrom = ([usesLinking, customs]: Infos[number]): ModuleInfo => ({
  usesLinking,
  get customs() {
    return customs?.() ?? [];
  },
});

/** The prototype of `Module` objects where no engine is. */
export const modulePrototype: object = /* @__PURE__ */ Object.create(Object.prototype, {
  [Symbol.toStringTag]: { value: "WebAssembly.Module" },
  [HANDOVER]: {
    get(): Handover | undefined {
      const content = contentOf(this);
      return content instanceof ModuleValue ? handoverOf(content) : undefined;
    },
  },
});

/**
 * The output of a core module that imports nothing and contains no modules: the plan is for others, and not executed.
 * `classes` has the classes of what it exports.
 */
export function core(recipe: Recipe, support: Support, classes: HostClasses): Output {
  const backend = new JsBackend(
    () => recipe.generate(support, { metered: false }),
    recipe.data,
    support.caught,
  );
  const exports = recipe.plan.modules[0]!.steps.filter((step) => step.op === "export") as CoreExport[];
  let factory: CoreFactory | undefined;
  return {
    module: moduleObject(whole(recipe)),
    instantiate() {
      // A trap may have no stack left to do it on.
      probeBounds();
      factory ??= backend.core(0);
      const made = factory([], 0);
      made.prepareExports?.([]);
      return coreExports(made, exports, (kind, item) => hostFromStore(kind, item as StoreObject, classes));
    },
  };
}

type CoreExport = StepOf<"export"> & { readonly kind: CoreKind };

/** The output of a module that imports nothing. `classes` has the classes of what it exports. */
export function standalone(recipe: Recipe, support: Support, classes: HostClasses): Output {
  const adopter = new Adopter(support, MAX_INSTANCES);
  return output(adopter.adopt(whole(recipe)), exportBoundary(classes) as Boundary, ({ code }) =>
    code.run([], []),
  );
}

/** The output of a module with imports. `classes` has the classes of what it imports and exports. */
export function importing(recipe: Recipe, support: Support, classes: HostClasses): Output {
  const adopter = new Adopter(support, MAX_INSTANCES);
  const boundary = { ...exportBoundary(classes), ...importBoundary(adopter) };
  return output(adopter.adopt(whole(recipe)), boundary, (module, imports) =>
    instantiateModule(module, optionalObject(imports, "instantiate()", "the import object"), boundary),
  );
}

const whole = (recipe: Recipe): Handover => ({ recipe, id: 0, captures: [] });

type Run = (module: ModuleValue, imports: unknown) => InstanceValue;

function output(root: ModuleValue, boundary: Boundary, run: Run): Output {
  return {
    module: boundary.fromModule(root),
    instantiate(imports) {
      // A trap may have no stack left to do it on.
      probeBounds();
      return exportsObject(run(root, imports), root.type, boundary);
    },
  };
}

type Outward = "LinkError" | "fromExtern" | "fromModule";

const exportBoundary = (classes: HostClasses): Pick<Boundary, Outward> => ({
  LinkError,
  fromExtern: ({ kind }, extern) => hostFromStore(kind, extern as StoreObject, classes),
  fromModule: (module) => faceOf(modulePrototype, module),
});

export const importBoundary = (adopter: Adopter): Omit<Boundary, Outward> => ({
  toExtern: (type, value, functions, mismatch) => storeFromHost(type, value, functions!, mismatch),
  moduleOf: (value) => moduleOf(value, adopter),
  fieldsOf,
});

/** Modules of this copy of the runtime are taken as they are. */
function moduleOf(value: unknown, adopter: Adopter): ModuleValue | undefined {
  const content = contentOf(value);
  if (content instanceof ModuleValue) return content;
  const handover = offered(value);
  return handover === undefined ? undefined : adopter.adopt(handover);
}

/** An `Instance` of an engine stands for its exports. */
function fieldsOf(value: unknown): object | undefined {
  if (!isObject(value)) return undefined;
  const { exports, [Symbol.toStringTag]: tag } = value as { exports?: object; [Symbol.toStringTag]?: string };
  return tag === "WebAssembly.Instance" ? exports : value;
}

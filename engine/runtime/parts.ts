// The part of the engine that ahead-of-time output carries: store, host objects and the executor of plans, no
// compiler. `npm run build:aot-runtime` bundles this file into `runtime.generated.ts`, one unit a declaration; outputs take
// the units they use. Nothing happens when it is loaded.

import { MAX_INSTANCES } from "../../compiler/base/index.ts";
import { LinkError } from "../../compiler/runtime/index.ts";
import {
  type CoreType,
  contentOf,
  type FunctionAdapters,
  faceOf,
  type HostClasses,
  hostFromStore,
  isObject,
  optionalObject,
  type Passages,
  passedIn,
  probeBounds,
  storeFromHost,
  type Support,
} from "../host/index.ts";
import type { StoreObject } from "../host/index.ts";
import {
  Adopter,
  type Boundary,
  coreExports,
  type Converter,
  type CoreFactory,
  type CoreKind,
  type Extern,
  exportsObject,
  type GeneratedTree,
  HANDOVER,
  type Handover,
  handoverOf,
  importedValues,
  importMismatch,
  type InstanceValue,
  instantiateModule,
  JsBackend,
  type ModuleInfo,
  moduleObject,
  ModuleValue,
  offered,
  type Recipe,
} from "../instantiate/index.ts";
import { type Plan, type Step, type StepOf, TypeReader } from "../plan/index.ts";

export {
  Exception,
  Func,
  Global,
  LinkError,
  RuntimeError,
  Table,
  Tag,
} from "../../compiler/runtime/index.ts";
export { PlacedMemory as Memory } from "../host/index.ts";
export {
  bare,
  createMeter,
  exceptionClass,
  F,
  faceOf,
  fromFunc,
  funcPassage,
  globalClass,
  globalPassage,
  InterruptError,
  inward,
  isTrap,
  JS_TAG,
  memoryClass,
  memoryPassage,
  outward,
  S,
  tableClass,
  tablePassage,
  tagClass,
  tagPassage,
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
  return coreOutput(recipe, support, classes, () => []);
}

/**
 * The output of a core module that contains no modules, and imports what core modules can. `classes` has the classes of what
 * it imports and exports, `passages` the ways in of these kinds.
 */
export function importingCore(
  recipe: Recipe,
  support: Support,
  classes: HostClasses,
  passages: Passages,
): Output {
  const types = new TypeReader(recipe.plan);
  const steps = stepsOf(recipe, "import");
  const slots = steps.map(({ module, field, type }) => ({ module, field, type: types.extern(type) }));
  const order = stepsOf(recipe, "define")[0]!.imports.map(([kind, index]) =>
    steps.findIndex((step) => step.kind === kind && step.index === index),
  );
  return coreOutput(recipe, support, classes, (functions, imports) => {
    const object = optionalObject(imports, "instantiate()", "the import object");
    const values = importedValues(slots, object, coreConverter(passages, functions));
    return order.map((slot) => values[slot]);
  });
}

const coreConverter = (passages: Passages, functions: FunctionAdapters): Converter => ({
  convert: (type, value, path) =>
    passedIn(passages, type as CoreType, value, functions, (found) =>
      importMismatch(LinkError, path, type, found),
    ),
});

/** Gives the imports of the core module in its own order: functions first. */
type Gather = (functions: FunctionAdapters, imports: unknown) => readonly Extern[];

function coreOutput(recipe: Recipe, support: Support, classes: HostClasses, gather: Gather): Output {
  const generate = () => recipe.generate(support, { metered: false });
  const backend = new JsBackend(generate, recipe.data, support.caught);
  const exports = stepsOf(recipe, "export") as CoreExport[];
  let factory: CoreFactory | undefined;
  return {
    module: moduleObject(whole(recipe)),
    instantiate(imports) {
      // A trap may have no stack left to do it on.
      probeBounds();
      const items = gather(backend.functions, imports);
      factory ??= backend.core(0);
      return coreExports(factory(items, 0), exports, (kind, item) =>
        hostFromStore(kind, item as StoreObject, classes),
      );
    },
  };
}

/** Steps of the root. */
const stepsOf = <Op extends Step["op"]>({ plan }: Recipe, op: Op): StepOf<Op>[] =>
  plan.modules[0]!.steps.filter((step): step is StepOf<Op> => step.op === op);

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

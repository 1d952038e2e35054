// Plans to closures. Each module's steps become one array of functions over a frame, made once; running them makes an
// instance. Item numbers are resolved to slots of the frame here, so that running looks nothing up.

import { MAX_INSTANCES } from "../../compiler/base/index.ts";
import type { ExternKind, ModuleType } from "../../compiler/model/index.ts";
import type { FunctionAdapters } from "../host/index.ts";
import {
  type ModulePlan,
  PLAN_FORMAT,
  type Plan,
  type Step,
  type StepOf,
  TypeReader,
} from "../plan/index.ts";
import type { Backend, CoreFactory } from "./backend.ts";
import { badPlanFormat, tooManyInstances } from "./errors.ts";
import type { Recipe } from "./handover.ts";
import {
  type Budget,
  type CoreInstance,
  type CoreKind,
  type ExportsShape,
  type Extern,
  Gathered,
  type ImportSlot,
  Instantiated,
  type InstanceValue,
  type LinkValue,
  type ModuleCode,
  type ModuleInfo,
  ModuleValue,
  type Source,
} from "./values.ts";

/** What an instance is made in: one slot for each import, then one for each step that makes a value. */
type Frame = LinkValue[];

type Action = (frame: Frame, captures: readonly ModuleValue[], budget: Budget) => LinkValue;

/** A module tree that can be instantiated: its plan, and the backend that runs its core modules. */
export class Tree {
  readonly plan: Plan;
  readonly backend: Backend;
  readonly types: TypeReader;
  /** Instances that one instantiation of the root may make. */
  readonly instanceLimit: number;
  readonly infoOf: (id: number) => ModuleInfo;
  /** What other engines can make the tree from. */
  readonly recipe: Recipe | undefined;
  private readonly codes: PlannedModule[] = [];
  /** The root as a module value. */
  readonly root: ModuleValue;

  /** @throws TypeError if the plan is of another version's format */
  constructor(
    plan: Plan,
    backend: Backend,
    instanceLimit: number = MAX_INSTANCES,
    infoOf: (id: number) => ModuleInfo = () => NO_INFO,
    recipe?: Recipe,
  ) {
    if (plan.format !== PLAN_FORMAT) throw badPlanFormat(plan.format, PLAN_FORMAT);
    this.plan = plan;
    this.backend = backend;
    this.types = new TypeReader(plan);
    this.instanceLimit = instanceLimit;
    this.infoOf = infoOf;
    this.recipe = recipe;
    this.root = new ModuleValue(this.code(0), []);
  }

  /** The code of module `id`, made when it is first asked for. */
  code(id: number): ModuleCode {
    return (this.codes[id] ??= new PlannedModule(this, id));
  }
}

/** The root is an instance, too. */
const newBudget = (limit: number): Budget => ({ left: limit - 1, limit });

/** Of a tree whose bytes are gone. */
const NO_INFO: ModuleInfo = { usesLinking: true, customs: [] };

/** One module of a tree as closures. */
class PlannedModule implements ModuleCode {
  readonly id: number;
  private readonly tree: Tree;
  readonly imports: readonly ImportSlot[];
  readonly type: ModuleType;
  readonly exports: readonly Source[];
  readonly sources: ReadonlyMap<string, Source>;
  readonly exportsOwn: boolean;
  readonly ownFunctions: readonly number[];
  private readonly actions: readonly Action[];
  private readonly definition: StepOf<"define"> | undefined;
  private readonly coreSlots: readonly number[];
  private readonly defers: boolean;
  private factory: CoreFactory | undefined;

  constructor(tree: Tree, id: number) {
    const plan = tree.plan.modules[id]!;
    this.id = id;
    this.tree = tree;
    const slots = new Slots(plan.steps);
    this.imports = importsOf(tree, plan);
    this.actions = plan.steps.flatMap((step) => actionOf(step, slots, tree));
    this.definition = plan.steps.find((step) => step.op === "define");
    this.coreSlots = this.definition?.imports.map(([kind, index]) => slots.of(kind, index)) ?? [];
    this.defers = this.definition?.deferrable === true && tree.backend.defers;
    this.type = tree.types.type(plan.type) as ModuleType;
    this.exports = exportsOf(plan, slots, this.type);
    this.sources = new Map(this.exports.map((source) => [source.name, source]));
    this.exportsOwn = this.exports.some(({ slot }) => slot < 0);
    const own = this.exports.filter(({ slot, kind }) => slot < 0 && kind === "func");
    this.ownFunctions = [...new Set(own.map(({ index }) => index))];
  }

  get info(): ModuleInfo {
    return this.tree.infoOf(this.id);
  }

  get recipe(): Recipe | undefined {
    return this.tree.recipe;
  }

  private shaper: ExportsShape | undefined;

  get shape(): ExportsShape | undefined {
    return (this.shaper ??= this.tree.backend.shape?.(this.id));
  }

  get functions(): FunctionAdapters | undefined {
    return this.tree.backend.functions;
  }

  run(imports: Frame, captures: readonly ModuleValue[], budget?: Budget): InstanceValue {
    if (this.actions.length > 0) this.act(imports, captures, budget ?? newBudget(this.tree.instanceLimit));
    if (this.definition === undefined) return new Instantiated(this, imports, undefined, 0);
    this.factory ??= this.tree.backend.core(this.definition.core);
    const turn = this.nextTurn(budget);
    return new Instantiated(this, imports, this.defers ? undefined : this.define(imports, turn), turn);
  }

  /** The instantiation that last made an instance of this module, and how many it has made. */
  private latest: Budget | undefined;
  private turns = 0;

  private nextTurn(budget: Budget | undefined): number {
    if (budget === undefined) return 0;
    if (budget !== this.latest) this.turns = 0;
    this.latest = budget;
    return this.turns++;
  }

  private act(frame: Frame, captures: readonly ModuleValue[], budget: Budget): void {
    for (const action of this.actions) frame.push(action(frame, captures, budget));
  }

  define(frame: readonly LinkValue[], turn: number): CoreInstance {
    return this.factory!(
      this.coreSlots.map((slot) => frame[slot] as Extern),
      turn,
    );
  }
}

/** Numbers the steps that make values, and finds them by the items they make. */
class Slots {
  private readonly slots = new Map<string, number>();

  constructor(steps: readonly Step[]) {
    for (const step of steps) {
      const item = itemMade(step);
      if (item !== undefined) this.slots.set(item, this.slots.size);
    }
  }

  /** The slot of an item, or -1 for one that the core instance defines. */
  of(kind: ExternKind, index: number): number {
    return this.slots.get(`${kind} ${index}`) ?? -1;
  }
}

function itemMade(step: Step): string | undefined {
  switch (step.op) {
    case "import":
    case "alias":
      return `${step.kind} ${step.index}`;
    case "gather":
    case "instantiate":
      return `instance ${step.index}`;
    case "outer":
    case "close":
      return `module ${step.index}`;
    default:
      return undefined;
  }
}

function importsOf(tree: Tree, plan: ModulePlan): ImportSlot[] {
  return plan.steps.flatMap((step) =>
    step.op === "import"
      ? { module: step.module, field: step.field, type: tree.types.extern(step.type) }
      : [],
  );
}

function exportsOf(plan: ModulePlan, slots: Slots, type: ModuleType): Source[] {
  return plan.steps.flatMap((step) => {
    if (step.op !== "export") return [];
    const { name, kind, index } = step;
    return {
      name,
      type: type.exports.get(name)!,
      slot: slots.of(kind, index),
      kind: kind as CoreKind,
      index,
    };
  });
}

function actionOf(step: Step, slots: Slots, tree: Tree): Action | [] {
  switch (step.op) {
    case "gather":
      return gatherAction(step, slots);
    case "alias":
      return aliasAction(step, slots);
    case "outer":
      return (_frame, captures) => captures[step.capture];
    case "close":
      return closeAction(step, slots, tree);
    case "instantiate":
      return instantiateAction(step, slots);
    default:
      return [];
  }
}

function gatherAction({ fields }: StepOf<"gather">, slots: Slots): Action {
  const places = fields.map(([name, kind, index]) => [name, slots.of(kind, index)] as const);
  return (frame) => new Gathered(new Map(places.map(([name, slot]) => [name, frame[slot]])));
}

function aliasAction({ instance, name }: StepOf<"alias">, slots: Slots): Action {
  const slot = slots.of("instance", instance);
  return (frame) => (frame[slot] as InstanceValue).get(name);
}

/** A module that captures nothing is the same value in every instance of its parent. */
function closeAction({ code, captures }: StepOf<"close">, slots: Slots, tree: Tree): Action {
  if (captures.length === 0) {
    let value: ModuleValue | undefined;
    return () => (value ??= new ModuleValue(tree.code(code), []));
  }
  const places = captures.map(([from, index]) => (from === "module" ? slots.of("module", index) : ~index));
  return (frame, outer) => {
    const captured = places.map((place) => (place >= 0 ? frame[place] : outer[~place]) as ModuleValue);
    return new ModuleValue(tree.code(code), captured);
  };
}

/** Where an import of the callee is found in the caller's frame. */
interface Argument {
  readonly slot: number;
  readonly field: string | undefined;
}

/** Which argument goes to which import is found once for each callee; mostly there is only one. */
function instantiateAction(step: StepOf<"instantiate">, slots: Slots): Action {
  const slot = slots.of("module", step.module);
  const given = new Map(step.args.map(([name, kind, index]) => [name, slots.of(kind, index)]));
  let callee: ModuleCode | undefined;
  let args: readonly Argument[] = [];
  return (frame, _captures, budget) => {
    if (--budget.left < 0) throw tooManyInstances(budget.limit);
    const module = frame[slot] as ModuleValue;
    if (module.code !== callee) {
      callee = module.code;
      args = callee.imports.map((item) => ({ slot: given.get(item.module)!, field: item.field }));
    }
    return module.code.run(
      args.map((argument) => argumentIn(frame, argument)),
      module.captures,
      budget,
    );
  };
}

function argumentIn(frame: Frame, { slot, field }: Argument): LinkValue {
  return field === undefined ? frame[slot] : (frame[slot] as InstanceValue).get(field);
}

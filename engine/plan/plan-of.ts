// From a validated module tree to its plan. Decides what each module captures, what its core part takes from
// elsewhere, and whether making the core part can be put off.

import type { AliasTarget, ExternKind, InstanceItem } from "../../compiler/model/index.ts";
import type { Entity, ValidModule } from "../../compiler/validate/index.ts";
import { CaptureTable } from "./captures.ts";
import { type ItemRef, type ModulePlan, PLAN_FORMAT, type Plan, type Step, type StepOf } from "./plan.ts";
import { TypeTable } from "./type-table.ts";

/** The plan of the tree whose root is `root`: plain data. */
export function planOf(root: ValidModule): Plan {
  const types = new TypeTable();
  const captures = new CaptureTable(root);
  const modules: ModulePlan[] = [];
  const visit = (module: ValidModule) => {
    modules[module.id] = modulePlan(module, types, captures);
    module.nested.forEach(visit);
  };
  visit(root);
  return { format: PLAN_FORMAT, types: types.data, modules };
}

function modulePlan(module: ValidModule, types: TypeTable, captures: CaptureTable): ModulePlan {
  const type = types.add(module.type);
  const steps: Step[] = [
    ...importSteps(module, types),
    ...gatherSteps(module),
    ...headerSteps(module, captures),
    ...defineSteps(module),
    ...exportSteps(module),
  ];
  return { path: module.def.path, type, steps };
}

/** The index spaces by kind. */
function spacesOf(module: ValidModule): Record<ExternKind, readonly Entity<unknown>[]> {
  return {
    func: module.funcs,
    table: module.tables,
    memory: module.memories,
    global: module.globals,
    tag: module.tags,
    module: module.modules,
    instance: module.instances,
  };
}

/** Finds the index at which the item that a header item brings into being stands. */
function positions(module: ValidModule): Map<object, ItemRef> {
  const found = new Map<object, ItemRef>();
  for (const [kind, space] of Object.entries(spacesOf(module)))
    space.forEach(({ origin }, index) => {
      if ("item" in origin) found.set(origin.item, [kind as ExternKind, index]);
    });
  return found;
}

function importSteps(module: ValidModule, types: TypeTable): StepOf<"import">[] {
  const places = positions(module);
  const spaces = spacesOf(module);
  const steps: StepOf<"import">[] = [];
  for (const item of module.def.header) {
    if (item.item !== "import") continue;
    const [kind, index] = places.get(item)!;
    const type = types.extern({ kind, type: spaces[kind][index]!.type } as Parameters<
      TypeTable["extern"]
    >[0]);
    const field = item.field === undefined ? {} : { field: item.field };
    steps.push({ op: "import", module: item.module, ...field, kind, index, type });
  }
  return steps;
}

/** Implicit instances, where something refers to them as instances. */
function gatherSteps(module: ValidModule): StepOf<"gather">[] {
  const used = instancesUsed(module);
  const steps: StepOf<"gather">[] = [];
  module.instances.forEach(({ origin }, index) => {
    if (origin.from !== "implicit" || !used.has(index)) return;
    steps.push({ op: "gather", name: origin.name, index, fields: fieldsOf(module, index) });
  });
  return steps;
}

function fieldsOf(module: ValidModule, instance: number): [string, ExternKind, number][] {
  const fields: [string, ExternKind, number][] = [];
  for (const [kind, space] of Object.entries(spacesOf(module)))
    space.forEach(({ origin }, index) => {
      if (origin.from === "import" && origin.instance === instance)
        fields.push([origin.item.field!, kind as ExternKind, index]);
    });
  return fields;
}

function instancesUsed(module: ValidModule): Set<number> {
  const used = new Set<number>();
  for (const item of module.def.header) {
    if (item.item === "alias" && item.target.from === "export") used.add(item.target.instance);
    if (item.item === "instance")
      for (const { kind, index } of item.args) if (kind === "instance") used.add(index);
  }
  for (const { type, index } of module.exports) if (type.kind === "instance") used.add(index);
  return used;
}

/** Aliases, nested modules and instances, in binary order. */
function headerSteps(module: ValidModule, captures: CaptureTable): Step[] {
  const places = positions(module);
  const closes = closeSteps(module, captures);
  let closed = 0;
  return module.def.header.flatMap((item): Step | [] => {
    if (item.item === "module") return closes[closed++]!;
    const place = places.get(item);
    if (place === undefined) return []; // types are gone by now
    if (item.item === "instance") return instantiateStep(item, place[1]);
    return item.item === "alias" ? aliasStep(module, item.target, place, captures) : [];
  });
}

function instantiateStep(item: InstanceItem, index: number): StepOf<"instantiate"> {
  const args = item.args.map(({ name, kind, index }) => [name, kind, index] as const);
  return { op: "instantiate", index, module: item.module, args };
}

function aliasStep(module: ValidModule, target: AliasTarget, place: ItemRef, captures: CaptureTable): Step {
  const [kind, index] = place;
  if (target.from === "export")
    return { op: "alias", kind, index, instance: target.instance, name: target.name };
  return { op: "outer", index, capture: captures.place(module, target.depth, target.index) };
}

function closeSteps(module: ValidModule, captures: CaptureTable): StepOf<"close">[] {
  const steps: StepOf<"close">[] = [];
  module.modules.forEach(({ origin }, index) => {
    if (origin.from !== "nested") return;
    const nested = module.nested[origin.nested]!;
    steps.push({ op: "close", index, code: nested.id, captures: captures.sources(module, nested) });
  });
  return steps;
}

const CORE_KINDS = ["func", "table", "memory", "global", "tag"] as const;

/** No step for a module that only links. */
function defineSteps(module: ValidModule): StepOf<"define">[] {
  const { def } = module;
  const own = [def.functions, def.tables, def.memories, def.globals, def.tags, def.elements, def.data];
  if (own.every((items) => items.length === 0) && def.startFunction === undefined) return [];
  const spaces = spacesOf(module);
  const imports: ItemRef[] = [];
  for (const kind of CORE_KINDS)
    spaces[kind].forEach(({ origin }, index) => {
      if (origin.from !== "own") imports.push([kind, index]);
    });
  return [{ op: "define", core: module.id, imports, deferrable: isDeferrable(module) }];
}

/** Running it can neither fail, nor take memory worth mention, nor be seen from outside. */
function isDeferrable({ def }: ValidModule): boolean {
  const active =
    def.elements.some(({ mode }) => mode === "active") || def.data.some(({ mode }) => mode === "active");
  return !active && def.startFunction === undefined && def.memories.length === 0 && def.tables.length === 0;
}

function exportSteps(module: ValidModule): StepOf<"export">[] {
  return module.exports.map(({ name, index, type }) => ({ op: "export", name, kind: type.kind, index }));
}

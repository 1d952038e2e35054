// The header of a module: types, imports, nested modules, instances and aliases, each of which sees what precedes
// it (LINKING.md, rules 1 to 8).

import { MAX_INSTANCES, MortiseError } from "../base/index.ts";
import type {
  AliasItem,
  ArgumentDef,
  ExternType,
  HeaderItem,
  ImportItem,
  InstanceItem,
  ModuleDef,
  ModuleItem,
  ModuleType,
} from "../model/index.ts";
import {
  aliasKindMismatch,
  aliasUnknownExport,
  argumentMismatch,
  duplicateArgument,
  missingArgument,
  mutableGlobalBoundary,
  outerAliasKind,
  outerAliasUnknown,
  tooManyInstances,
  unknownInstance,
  unknownModule,
} from "./errors.ts";
import type { ModuleState } from "./spaces.ts";
import { matches } from "./subtype.ts";
import { describeType } from "./describe-type.ts";
import { enclosing, outerTypeAt, resolveDesc, resolveType } from "./types.ts";
import type { Origin, ValidModule } from "./valid-module.ts";

/**
 * Takes in header items up to the next nested module, which is returned to be validated and given to
 * `addNested`, or to the end.
 * @throws MortiseError with the path of the item
 */
export function walkHeader(state: ModuleState): ModuleDef | undefined {
  const { header } = state.def;
  while (state.next < header.length) {
    const item = header[state.next++]!;
    if (item.item === "module") return item.module;
    if (item.item !== "import") state.importRun++;
    try {
      takeItem(state, item);
    } catch (error) {
      throw error instanceof MortiseError ? error.locate(pathOf(state.def, item), item.offset) : error;
    }
  }
  return undefined;
}

function takeItem(state: ModuleState, item: Exclude<HeaderItem, ModuleItem>): void {
  switch (item.item) {
    case "type":
      state.types.push(resolveType(item.type, item.offset, state));
      break;
    case "import":
      takeImport(state, item);
      break;
    case "instance":
      takeInstance(state, item);
      break;
    case "alias":
      takeAlias(state, item);
  }
}

/** `root/alias[3]`: the number counts the items of its sort. */
function pathOf(def: ModuleDef, item: HeaderItem): string {
  const position = def.header.filter((other) => other.item === item.item).indexOf(item);
  return `${def.path}/${item.item}[${position}]`;
}

/** Adds the nested module that `walkHeader` stopped at, once it is valid. */
export function addNested(state: ModuleState, module: ValidModule, instances: number): void {
  const origin: Origin = { from: "nested", nested: state.nested.length };
  state.nested.push(module);
  state.addModule({ kind: "module", type: module.type }, origin, instances, module.def.start);
  state.importRun++;
}

function takeImport(state: ModuleState, item: ImportItem): void {
  const { offset, desc, field } = item;
  const type = resolveDesc(desc, state.types, offset);
  if (desc.kind === "global" && desc.type.mutable) requireMutableGlobals(state, offset);
  if (field !== undefined) {
    const instance = implicitInstance(state, item);
    state.imports.addField(instance, item, type);
    addItem(state, type, { from: "import", item, instance: instance.index }, offset);
  } else {
    state.imports.addSingle(item, type);
    addItem(state, type, { from: "import", item, instance: undefined }, offset);
  }
}

/** Before mutable-globals, a mutable global stayed inside its module. */
export function requireMutableGlobals({ tree }: ModuleState, offset: number): void {
  if (!tree.features.has("mutable-globals")) throw mutableGlobalBoundary(offset);
}

/** The implicit instance of a two-level import; the first import makes it, before its own item. */
function implicitInstance(state: ModuleState, item: ImportItem) {
  const section = item.section ?? state.importRun;
  const known = state.imports.instanceFor(item, section);
  if (known !== undefined) return known;
  const instance = state.imports.addInstance(item, section, state.spaces.instance.length);
  state.add({ kind: "instance", type: instance.type }, { from: "implicit", name: item.module }, item.offset);
  return instance;
}

function addItem(state: ModuleState, type: ExternType, origin: Origin, offset: number): void {
  if (type.kind === "module") state.addModule(type, origin, 1, offset);
  else state.add(type, origin, offset);
}

function takeInstance(state: ModuleState, item: InstanceItem): void {
  const { offset } = item;
  const module = state.spaces.module[item.module];
  if (module === undefined) throw unknownModule(item.module, offset);
  checkArguments(module.type, takeArguments(state, item.args), offset);
  state.instances += state.instancesOf[item.module]!;
  if (state.instances > MAX_INSTANCES) throw tooManyInstances(MAX_INSTANCES, offset);
  const type = { kind: "instance", exports: module.type.exports } as const;
  state.add({ kind: "instance", type }, { from: "instantiate", item }, offset);
}

/** The types of arguments by name (rules 7 and 8). */
function takeArguments(state: ModuleState, args: readonly ArgumentDef[]): Map<string, ExternType> {
  const given = new Map<string, ExternType>();
  for (const { name, kind, index, offset } of args) {
    if (given.has(name)) throw duplicateArgument(name, offset);
    given.set(name, state.at(kind, index, offset));
  }
  return given;
}

function checkArguments(module: ModuleType, given: ReadonlyMap<string, ExternType>, offset: number): void {
  for (const [name, expected] of module.imports) {
    const actual = given.get(name);
    if (actual === undefined) throw missingArgument(name, describeType(expected), offset);
    const mismatch = matches(actual, expected);
    if (mismatch !== undefined)
      throw argumentMismatch(JSON.stringify(name) + mismatch.path, mismatch.expected, mismatch.found, offset);
  }
}

function takeAlias(state: ModuleState, item: AliasItem): void {
  const { target, offset } = item;
  if (target.from === "export") takeExportAlias(state, item, target);
  else if (target.kind === "type") state.types.push(outerTypeAt(state, target.depth, target.index, offset));
  else if (target.kind === "module") takeOuterModule(state, item, target.depth, target.index);
  else throw outerAliasKind(target.kind, offset);
}

type ExportTarget = Extract<AliasItem["target"], { from: "export" }>;

function takeExportAlias(state: ModuleState, item: AliasItem, { instance, kind, name }: ExportTarget): void {
  const { offset } = item;
  const entity = state.spaces.instance[instance];
  if (entity === undefined) throw unknownInstance(instance, offset);
  const type = entity.type.exports.get(name);
  if (type === undefined) throw aliasUnknownExport(name, offset);
  if (type.kind !== kind) throw aliasKindMismatch(name, kind, type.kind, offset);
  addItem(state, type, { from: "alias", item, instance, name }, offset);
}

function takeOuterModule(state: ModuleState, item: AliasItem, depth: number, index: number): void {
  const outer = enclosing(state, depth, item.offset);
  const module = outer.spaces.module[index];
  if (module === undefined) throw outerAliasUnknown("module", index, item.offset);
  const origin: Origin = { from: "outer", item, depth, index };
  state.addModule({ kind: "module", type: module.type }, origin, outer.instancesOf[index]!, item.offset);
}

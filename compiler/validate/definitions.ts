// The module's own sections: functions, tables, memories, tags, globals, exports, start function and segments
// (spec 3.4), once its header is known.

import { type ElementDef, type ExternType, FUNCREF, I32, type ValType } from "../model/index.ts";
import { ConstValidator } from "./const-expr.ts";
import {
  duplicateExport,
  elementTypeMismatch,
  functionsInElements,
  startType,
  unknownFunction,
} from "./errors.ts";
import { requireMutableGlobals } from "./header.ts";
import type { ModuleState } from "./spaces.ts";
import { checkLimits, checkMemoryLimits, funcTypeAt, tagTypeAt } from "./types.ts";
import type { ValidModule } from "./valid-module.ts";

/** A module whose definitions are being added; `referenced` is still open. */
export type OpenModule = ValidModule & { readonly referenced: Set<number> };

/** Adds the module's own items to its index spaces; initial values are checked apart, by `checkInitialisers`. */
export function addDefinitions(state: ModuleState): void {
  const { def, types } = state;
  def.functions.forEach(({ index: type, offset }, index) => {
    state.add({ kind: "func", type: funcTypeAt(types, type, offset) }, { from: "own", index }, offset);
  });
  def.tables.forEach(({ type, offset }, index) => {
    checkLimits(type.limits, offset);
    state.add({ kind: "table", type }, { from: "own", index }, offset);
  });
  def.memories.forEach(({ type, offset }, index) => {
    checkMemoryLimits(type.limits, offset);
    state.add({ kind: "memory", type }, { from: "own", index }, offset);
  });
  def.tags.forEach(({ index: type, offset }, index) => {
    state.add({ kind: "tag", type: tagTypeAt(types, type, offset) }, { from: "own", index }, offset);
  });
  def.globals.forEach(({ type, offset }, index) => {
    state.add({ kind: "global", type }, { from: "own", index }, offset);
  });
}

/** The exports with their types; their functions are `referenced`. */
export function takeExports(state: ModuleState): ValidModule["exports"] {
  const names = new Set<string>();
  return state.def.exports.map(({ name, kind, index, offset }) => {
    if (names.has(name)) throw duplicateExport(name, offset);
    names.add(name);
    const type = state.at(kind, index, offset);
    if (type.kind === "global" && type.type.mutable) requireMutableGlobals(state, offset);
    return { name, index, type };
  });
}

/** @throws MortiseError `unknown-function`, `start-type` */
export function checkStart({ def, funcs }: ValidModule): void {
  if (def.startFunction === undefined) return;
  const { index, offset } = def.startFunction;
  const entity = funcs[index];
  if (entity === undefined) throw unknownFunction(index, offset);
  const { params, results } = entity.type;
  if (params.length + results.length > 0) throw startType(offset);
}

/** Checks the initial values of globals, and the segments; functions in them are `referenced`. */
export function checkInitialisers(state: ModuleState, module: OpenModule): void {
  const { def } = state;
  const constants = new ConstValidator(
    module,
    module.globals.length - def.globals.length,
    state.tree.features,
  );
  for (const { init, type } of def.globals) constants.validate(init, type.type);
  for (const element of def.elements) checkElement(state, element, constants);
  for (const { mode, memory, at, offset } of def.data) {
    if (mode === "active") state.at("memory", memory, offset);
    if (at !== undefined) constants.validate(at, I32);
  }
}

function checkElement(state: ModuleState, element: ElementDef, constants: ConstValidator): void {
  const { mode, table, at, type, items, offset } = element;
  if (mode === "active") {
    const target = state.at("table", table, offset) as ExternType & { kind: "table" };
    if (target.type.element !== type) throw elementTypeMismatch(target.type.element, type, offset);
  }
  if (at !== undefined) constants.validate(at, I32);
  if (items.form === "funcs") checkFunctions(state, items.indices, type, offset);
  else for (const expression of items.exprs) constants.validate(expression, type);
}

function checkFunctions(state: ModuleState, indices: readonly number[], type: ValType, offset: number): void {
  if (type !== FUNCREF) throw functionsInElements(type, offset);
  for (let i = 0; i < indices.length; i++) state.at("func", indices[i]!, offset);
}

// Validation of the instructions that name locals, globals, references, tables, segments and memories
// (spec 3.3.3 to 3.3.7).

import { FUNCREF, type GlobalType, I32, type OpName, type ValType } from "../model/index.ts";
import type { BodyState } from "./body-state.ts";
import {
  dataCountRequired,
  immutableGlobal,
  selectArity,
  selectReference,
  tablesDiffer,
  typeMismatch,
  undeclaredReference,
  unknownData,
  unknownElement,
  unknownFunction,
  unknownGlobal,
} from "./errors.ts";
import type { Handler } from "./rules-control.ts";
import { ANY, isNumeric } from "./stacks.ts";

// Parametric instructions.

const select: Handler = ({ stacks }) => {
  stacks.pop(I32);
  const second = stacks.popAny();
  const first = stacks.popAny();
  if (!isNumeric(first)) throw selectReference(first, stacks.offset);
  if (!isNumeric(second)) throw selectReference(second, stacks.offset);
  if (first !== second && first !== ANY && second !== ANY) throw typeMismatch(first, second, stacks.offset);
  stacks.push(first === ANY ? second : first);
};

const selectTyped: Handler = ({ stacks }, { list }) => {
  if (list.length !== 1) throw selectArity(list.length, stacks.offset);
  stacks.pop(I32);
  stacks.pop(list[0]!);
  stacks.pop(list[0]!);
  stacks.push(list[0]!);
};

// Globals and references.

function globalAt({ module, stacks }: BodyState, index: number): GlobalType {
  const global = module.globals[index];
  if (global === undefined) throw unknownGlobal(index, stacks.offset);
  return global.type;
}

const setGlobal: Handler = (state, { a }) => {
  const { type, mutable } = globalAt(state, a);
  if (!mutable) throw immutableGlobal(a, state.stacks.offset);
  state.stacks.pop(type);
};

const refFunc: Handler = ({ module, stacks }, { a }) => {
  if (a >= module.funcs.length) throw unknownFunction(a, stacks.offset);
  if (!module.referenced.has(a)) throw undeclaredReference(a, stacks.offset);
  stacks.push(FUNCREF);
};

// Tables.

const setTable: Handler = (state, { a }) => {
  const { element } = state.table(a);
  state.stacks.pop(element);
  state.stacks.pop(I32);
};

const growTable: Handler = (state, { a }) => {
  const { element } = state.table(a);
  state.stacks.pop(I32);
  state.stacks.pop(element);
  state.stacks.push(I32);
};

const fillTable: Handler = (state, { a }) => {
  const { element } = state.table(a);
  state.stacks.pop(I32);
  state.stacks.pop(element);
  state.stacks.pop(I32);
};

function elementType({ module, stacks }: BodyState, index: number): ValType {
  const segment = module.def.elements[index];
  if (segment === undefined) throw unknownElement(index, stacks.offset);
  return segment.type;
}

/** Both ends of a table.copy or table.init hold elements of one type. */
function moveElements({ stacks }: BodyState, from: ValType, to: ValType): void {
  if (from !== to) throw tablesDiffer(to, from, stacks.offset);
  popRange(stacks);
}

/** The three operands of bulk instructions. */
function popRange(stacks: BodyState["stacks"]): void {
  stacks.pop(I32);
  stacks.pop(I32);
  stacks.pop(I32);
}

// Memories.

/** A data segment, counted ahead of the code so that one pass can check it. */
function checkData({ module, stacks }: BodyState, index: number): void {
  const count = module.def.dataCount;
  if (count === undefined) throw dataCountRequired(stacks.offset);
  if (index >= count) throw unknownData(index, stacks.offset);
}

const initMemory: Handler = (state, { a, b }) => {
  checkData(state, a);
  state.memory(b);
  popRange(state.stacks);
};

export const STORAGE_RULES = {
  drop: ({ stacks }) => void stacks.popAny(),
  select,
  select_t: selectTyped,
  "global.get": (state, { a }) => state.stacks.push(globalAt(state, a).type),
  "global.set": setGlobal,
  "ref.null": ({ stacks }, { a }) => stacks.push(a),
  "ref.is_null": ({ stacks }) => {
    stacks.popReference();
    stacks.push(I32);
  },
  "ref.func": refFunc,
  "table.get": (state, { a }) => {
    const { element } = state.table(a);
    state.stacks.pop(I32);
    state.stacks.push(element);
  },
  "table.set": setTable,
  "table.size": (state, { a }) => {
    state.table(a);
    state.stacks.push(I32);
  },
  "table.grow": growTable,
  "table.fill": fillTable,
  "table.copy": (state, { a, b }) => moveElements(state, state.table(b).element, state.table(a).element),
  "table.init": (state, { a, b }) => moveElements(state, elementType(state, a), state.table(b).element),
  "elem.drop": (state, { a }) => void elementType(state, a),
  "memory.size": (state, { a }) => {
    state.memory(a);
    state.stacks.push(I32);
  },
  "memory.grow": (state, { a }) => {
    state.memory(a);
    state.module.calls.grows();
    state.stacks.pop(I32);
    state.stacks.push(I32);
  },
  "memory.fill": (state, { a }) => {
    state.memory(a);
    popRange(state.stacks);
  },
  "memory.copy": (state, { a, b }) => {
    state.memory(a);
    state.memory(b);
    popRange(state.stacks);
  },
  "memory.init": initMemory,
  "data.drop": (state, { a }) => checkData(state, a),
} as const satisfies Partial<Record<OpName, Handler>>;

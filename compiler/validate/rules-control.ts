// Validation of control instructions (spec 3.3.8): blocks, branches, calls, exceptions old and new.

import type { BodyDecoder } from "../binary/index.ts";
import { CATCH_SIZE } from "../binary/index.ts";
import { EXNREF, FUNCREF, type FuncType, I32, Op, type OpName, type ValType } from "../model/index.ts";
import type { BodyState } from "./body-state.ts";
import {
  catchType,
  funcrefTableExpected,
  ifWithoutElse,
  labelArity,
  misplacedCatch,
  misplacedElse,
  rethrowLabel,
  returnCallType,
  unknownFunction,
} from "./errors.ts";
import { funcTypeAt } from "./types.ts";

export type Handler = (state: BodyState, body: BodyDecoder) => void;

/** A plain loop: with a closure each call would allocate a context, and each `end` is one. */
function sameTypes(a: readonly ValType[], b: readonly ValType[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

// Blocks.

function open({ stacks }: BodyState, opcode: number, type: FuncType): void {
  if (type.params.length === 0) {
    stacks.open(opcode, type);
    return;
  }
  stacks.popAll(type.params);
  stacks.open(opcode, type);
  stacks.pushAll(type.params);
}

const opens =
  (opcode: number): Handler =>
  (state, body) =>
    open(state, opcode, state.blockType(body.a));

const beginLoop: Handler = (state, body) => {
  const { arithmetic } = state.module;
  arithmetic.enterLoop(arithmetic.count);
  open(state, Op["loop"], state.blockType(body.a));
};

const beginIf: Handler = (state, body) => {
  const type = state.blockType(body.a);
  state.stacks.pop(I32);
  open(state, Op["if"], type);
};

const beginElse: Handler = ({ stacks }) => {
  if (stacks.opener !== Op["if"]) throw misplacedElse(stacks.offset);
  const type = stacks.close();
  stacks.open(Op["else"], type);
  stacks.pushAll(type.params);
};

const end: Handler = ({ stacks, module }) => {
  const opener = stacks.opener;
  const { params, results } = stacks.close();
  if (opener === Op["loop"]) module.arithmetic.leaveLoop(module.arithmetic.count);
  else if (opener === Op["if"] && !sameTypes(params, results))
    throw ifWithoutElse(params, results, stacks.offset);
  if (results.length > 0) stacks.pushAll(results);
};

// Branches.

const br: Handler = ({ stacks }, body) => {
  stacks.popAll(stacks.labelTypes(body.a));
  stacks.die();
};

const brIf: Handler = ({ stacks }, body) => {
  stacks.pop(I32);
  const types = stacks.labelTypes(body.a);
  if (types.length === 0) return;
  stacks.popAll(types);
  stacks.pushAll(types);
};

const brTable: Handler = ({ stacks }, { list }) => {
  stacks.pop(I32);
  const last = stacks.labelTypes(list[list.length - 1]!);
  let checked: readonly ValType[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const types = stacks.labelTypes(list[i]!);
    if (types === checked) continue;
    if (types.length !== last.length) throw labelArity(last.length, types.length, stacks.offset);
    stacks.peekAll(types);
    checked = types;
  }
  stacks.die();
};

const leave: Handler = ({ stacks, results }) => {
  stacks.popAll(results);
  stacks.die();
};

// Calls.

function callee({ module, stacks }: BodyState, index: number): FuncType {
  const entity = module.funcs[index];
  if (entity === undefined) throw unknownFunction(index, stacks.offset);
  module.calls.calls(index);
  return entity.type;
}

/** Immediates: type, then table. */
function indirectCallee(state: BodyState, { a, b }: BodyDecoder): FuncType {
  const { element } = state.table(b);
  if (element !== FUNCREF) throw funcrefTableExpected(element, state.stacks.offset);
  const type = funcTypeAt(state.module.types, a, state.stacks.offset);
  state.stacks.pop(I32);
  state.module.calls.callsAnything();
  return type;
}

function call({ stacks }: BodyState, type: FuncType): void {
  stacks.popAll(type.params);
  stacks.pushAll(type.results);
}

function returnCall({ stacks, results }: BodyState, type: FuncType): void {
  if (!sameTypes(results, type.results)) throw returnCallType(results, type.results, stacks.offset);
  stacks.popAll(type.params);
  stacks.die();
}

// Exceptions.

const throwTag: Handler = (state, body) => {
  state.stacks.popAll(state.tag(body.a).params);
  state.stacks.die();
};

const throwRef: Handler = ({ stacks }) => {
  stacks.pop(EXNREF);
  stacks.die();
};

/** Clauses of try_table name labels as seen from outside the block. */
const tryTable: Handler = (state, body) => {
  const type = state.blockType(body.a);
  for (let i = 0; i < body.list.length; i += CATCH_SIZE) checkClause(state, body.list, i);
  open(state, Op["try_table"], type);
};

/** Bit of the kind of a clause: it passes the exception too; kinds from 2 on catch all. */
const WITH_REF = 1;
const FIRST_CATCH_ALL = 2;

function checkClause(state: BodyState, list: readonly number[], at: number): void {
  const kind = list[at]!;
  const payload = kind < FIRST_CATCH_ALL ? state.tag(list[at + 1]!).params : [];
  const passed = kind & WITH_REF ? [...payload, EXNREF] : payload;
  const expected = state.stacks.labelTypes(list[at + 2]!);
  if (!sameTypes(passed, expected)) throw catchType(expected, passed, list[at + 3]!);
}

/** `catch` and `catch_all` of a legacy `try`; nothing follows a `catch_all`. */
function beginCatch({ stacks }: BodyState, opcode: number, params: readonly ValType[]): void {
  const { opener } = stacks;
  if (opener !== Op["try"] && opener !== Op["catch"]) throw misplacedCatch("catch", stacks.offset);
  stacks.open(opcode, stacks.close());
  stacks.pushAll(params);
}

const delegate: Handler = ({ stacks }, body) => {
  if (stacks.opener !== Op["try"]) throw misplacedCatch("delegate", stacks.offset);
  const { results } = stacks.close();
  stacks.labelTypes(body.a);
  stacks.pushAll(results);
};

const rethrow: Handler = ({ stacks }, body) => {
  const opener = stacks.openerAt(body.a);
  if (opener !== Op["catch"] && opener !== Op["catch_all"]) throw rethrowLabel(body.a, stacks.offset);
  stacks.die();
};

export const CONTROL_RULES = {
  unreachable: ({ stacks }) => stacks.die(),
  block: opens(Op["block"]),
  loop: beginLoop,
  if: beginIf,
  else: beginElse,
  end,
  br,
  br_if: brIf,
  br_table: brTable,
  return: leave,
  call: (state, body) => call(state, callee(state, body.a)),
  call_indirect: (state, body) => call(state, indirectCallee(state, body)),
  return_call: (state, body) => returnCall(state, callee(state, body.a)),
  return_call_indirect: (state, body) => returnCall(state, indirectCallee(state, body)),
  throw: throwTag,
  throw_ref: throwRef,
  try_table: tryTable,
  try: opens(Op["try"]),
  catch: (state, body) => beginCatch(state, Op["catch"], state.tag(body.a).params),
  catch_all: (state) => beginCatch(state, Op["catch_all"], []),
  delegate,
  rethrow,
} as const satisfies Partial<Record<OpName, Handler>>;

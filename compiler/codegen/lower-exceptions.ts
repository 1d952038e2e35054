// Lowering of exceptions, both generations, to JavaScript's. A wasm exception is thrown as the support object's
// `Exception` {tag, payload}; traps and exhaustion pass every handler; what the host threw is caught by `catch_all` only.

import { CATCH_SIZE } from "../binary/index.ts";
import { EXNREF, I64, type ValType } from "../model/index.ts";
import { emptyList } from "./builder.ts";
import { classOf, HIGH, REF } from "./nodes.ts";
import type { FunctionCompiler } from "./function-compiler.ts";
import type { Frame, TryState } from "./frames.ts";
import { EFFECT, NONE, READS_STATE, TRAPS } from "./ir.ts";
import type { Lowering, LoweringTable } from "./lowering.ts";
import { Ir } from "./operations.ts";

const tagName = (tag: number) => `e${tag}`;

const tagParams = (f: FunctionCompiler, tag: number): readonly ValType[] =>
  f.core.valid.tags[tag]!.type.params;

// Throwing

const throwing: Lowering = (f, body) => {
  const params = tagParams(f, body.a);
  const from = f.height - params.length;
  const words: number[] = [];
  for (let i = from; i < f.height; i++) {
    words.push(f.integer(f.low[i]!));
    if (f.high[i] !== NONE) words.push(f.high[i]!);
  }
  f.truncate(from);
  f.leave(0);
  f.core.tree.add("throwTag");
  f.evaluate(f.call("throwTag", [f.text(tagName(body.a), 15), ...words], EFFECT | TRAPS));
  f.unreachable();
};

/** Throws a caught value again; null traps. */
function rethrowValue(f: FunctionCompiler, value: number): void {
  f.leave(0);
  f.core.tree.add("throwRef");
  f.evaluate(f.call("throwRef", [value], EFFECT | TRAPS));
  f.unreachable();
}

const throwRef: Lowering = (f) => rethrowValue(f, f.pop());

const rethrow: Lowering = (f, body) => rethrowValue(f, f.variable(f.target(body.a).handler!.caught));

// try … catch (legacy)

function newTry(f: FunctionCompiler): TryState {
  const id = f.tries++;
  const caught = f.declare(`c${id}`, "null", REF);
  return { caught, body: NONE, head: NONE, last: NONE, id: id + 1, all: false };
}

const tryBlock: Lowering = (f, body) => {
  const { params, results } = f.blockType(body.a);
  f.open("try", params, results, NONE, newTry(f));
  f.enter(f.top.height, params);
};

/** Ends the body or the handler before; `reached` of any of them makes the end of the block reached. */
function endArm(f: FunctionCompiler): Frame {
  const frame = f.top;
  f.finishArm(f.top);
  const { handler } = frame;
  if (frame.kind === "try") handler!.body = f.list.head;
  else attach(f, handler!, f.list.head);
  f.frames.pop();
  f.list = emptyList();
  const next: Frame = {
    ...frame,
    kind: "catch",
    live: true,
    thenReached: frame.thenReached || frame.live,
  };
  f.frames.push(next);
  f.truncate(frame.height);
  f.newArm();
  return next;
}

/** Fills the arm of the handler chain that is open. */
function attach(f: FunctionCompiler, handler: TryState, list: number): void {
  if (handler.all) {
    if (handler.last === NONE) handler.head = list;
    else f.ir.z[handler.last] = list;
  } else f.ir.y[handler.last] = list;
}

/** `caught` is an exception with this tag. */
function tagTest(f: FunctionCompiler, caught: number, tag: number): number {
  f.core.tree.add("hasTag");
  return f.call("hasTag", [f.variable(caught), f.text(tagName(tag), 15)], READS_STATE);
}

/** Adds an arm to the chain of handlers. */
function addArm(f: FunctionCompiler, handler: TryState, condition: number): void {
  const arm = f.ir.node(Ir.if, condition, NONE, NONE);
  if (handler.last === NONE) handler.head = arm;
  else f.ir.z[handler.last] = arm;
  handler.last = arm;
}

const catching: Lowering = (f, body) => {
  const { handler } = endArm(f);
  addArm(f, handler!, tagTest(f, handler!.caught, body.a));
  f.callMade();
  pushPayload(f, handler!.caught, tagParams(f, body.a));
};

const catchAll: Lowering = (f) => {
  const { handler } = endArm(f);
  handler!.all = true;
  f.callMade();
};

/** Pushes the values an exception carries. */
function pushPayload(f: FunctionCompiler, caught: number, params: readonly ValType[]): void {
  const base = f.height;
  let word = 0;
  const assign = (position: number, kind: number) =>
    f.assign(f.slot(position, kind), f.op("payload", f.variable(caught), f.constant(word++)), base);
  params.forEach((type, k) => {
    assign(base + k, classOf(type));
    if (type === I64) assign(base + k, HIGH);
  });
  f.pushSlots(params);
}

/** Ends `try`, with or without handlers. */
export function endTry(f: FunctionCompiler, frame: Frame): void {
  f.finishArm(f.top);
  const handler = frame.handler!;
  const reached = frame.live || frame.used || frame.thenReached;
  if (handler.table) {
    handler.body = f.list.head;
    f.close(frame, reached);
    emitTry(f, frame, handler, NONE);
    return;
  }
  if (frame.kind === "try") {
    const inner = f.list;
    f.close(frame, reached);
    wrap(f, frame, inner.head);
    return;
  }
  attach(f, handler, f.list.head);
  f.close(frame, reached);
  emitTry(f, frame, handler, NONE);
}

/** Emits the JavaScript `try`: what no handler takes is thrown on. */
function emitTry(f: FunctionCompiler, frame: Frame, handler: TryState, delegated: number): void {
  const outer = f.list;
  f.list = emptyList();
  f.core.tree.add("catchable");
  const caught = f.variable(handler.caught);
  f.statement(
    Ir.evaluate,
    f.call("catchable", [caught, f.constant(handler.id), f.constant(isOutermost(f) ? 1 : 0)], EFFECT),
  );
  if (!handler.all) closeChain(f, handler, delegated);
  if (handler.head !== NONE) f.splice({ head: handler.head, tail: handler.head, previous: NONE });
  const handlers = f.list.head;
  f.list = outer;
  const statement = f.ir.node(Ir.try, handler.body, handlers, handler.caught);
  wrap(f, frame, statement);
}

/** No try of the function is around this one. */
const isOutermost = (f: FunctionCompiler) => !f.frames.some((frame) => frame.kind === "try");

/** The last `else`: throws on. */
function closeChain(f: FunctionCompiler, handler: TryState, delegated: number): void {
  f.core.tree.add("throwOn");
  const value = f.variable(handler.caught);
  const onward = f.collect(() =>
    f.statement(
      Ir.evaluate,
      f.call("throwOn", [value, f.constant(delegated === NONE ? 0 : delegated)], EFFECT),
    ),
  );
  if (handler.last === NONE) handler.head = onward;
  else f.ir.z[handler.last] = onward;
}

function wrap(f: FunctionCompiler, frame: Frame, list: number): void {
  if (frame.used) f.statement(Ir.block, frame.label, list);
  else if (list !== NONE) f.splice({ head: list, tail: lastOf(f, list), previous: NONE });
}

function lastOf(f: FunctionCompiler, list: number): number {
  let last = list;
  while (f.ir.link[last] !== NONE) last = f.ir.link[last]!;
  return last;
}

/** What the body throws goes straight to the handler of an outer try, or to the caller. */
const delegate: Lowering = (f, body) => {
  const frame = f.top;
  f.finishArm(f.top);
  const handler = frame.handler!;
  handler.body = f.list.head;
  // Labels count from outside the try itself.
  const target = delegateTarget(f, body.a + 1);
  f.close(frame, frame.live || frame.used);
  emitTry(f, frame, handler, target);
};

/** Not the number of any try. */
const TO_CALLER = 0x7fffffff;

/** Number of the try whose handlers take it; TO_CALLER and 0 mean the caller, past other tries or directly. */
function delegateTarget(f: FunctionCompiler, depth: number): number {
  for (let i = f.frames.length - 1 - depth; i >= 0; i--) {
    const { kind, handler } = f.frames[i]!;
    if (kind === "try" && handler) return handler.id;
  }
  return f.frames.some((frame) => frame.kind === "try" && frame !== f.top) ? TO_CALLER : 0;
}

// try_table

const tryTable: Lowering = (f, body) => {
  const { params, results } = f.blockType(body.a);
  const clauses = body.list;
  const handler = newTry(f);
  // The labels count from outside the block, so the handlers are made before it is opened.
  f.refresh();
  f.settleAll();
  for (let i = 0; i < clauses.length; i += CATCH_SIZE) addClause(f, handler, clauses, i);
  f.open("try", params, results, NONE, { ...handler, table: true });
  f.enter(f.top.height, params);
};

/** One clause: its test, and a branch with the payload (and the exception itself). */
function addClause(f: FunctionCompiler, handler: TryState, clauses: number[], at: number): void {
  if (handler.all) return;
  const [kind, tag, label] = clauses.slice(at, at + 3) as [number, number, number];
  const params = tag >= 0 ? tagParams(f, tag) : [];
  const height = f.height;
  const list = f.collect(() => {
    pushPayload(f, handler.caught, params);
    if (kind & 1) f.push(EXNREF, f.variable(handler.caught));
    f.callMade();
    f.refresh();
    f.jump(f.target(label));
  });
  f.viewsAreFresh();
  f.truncate(height);
  if (tag < 0) handler.all = true;
  else addArm(f, handler, tagTest(f, handler.caught, tag));
  attach(f, handler, list);
}

export const EXCEPTIONS: LoweringTable = {
  throw: throwing,
  throw_ref: throwRef,
  rethrow,
  try: tryBlock,
  catch: catching,
  catch_all: catchAll,
  delegate,
  try_table: tryTable,
};

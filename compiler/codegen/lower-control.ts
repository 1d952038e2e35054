// Lowering of structured control: blocks, loops, branches. The frames are in function-compiler.ts.

import type { ValType } from "../model/index.ts";
import type { FunctionCompiler } from "./function-compiler.ts";
import type { Frame } from "./frames.ts";
import { EFFECT, NONE, TRAPS } from "./ir.ts";
import type { Lowering, LoweringTable } from "./lowering.ts";
import { endTry } from "./lower-exceptions.ts";
import { meterLoop } from "./meter.ts";
import { Ir } from "./operations.ts";
import { join } from "./reloads.ts";

const { block: BLOCK, loop: LOOP, if: IF } = Ir;

const block =
  (kind: "block" | "loop"): Lowering =>
  (f, body) => {
    const { params, results } = f.blockType(body.a);
    if (kind === "loop") f.loopStarts.push(body.position);
    f.open(kind, params, results);
    if (params.length > 0) f.enter(f.top.height, params);
  };

const conditional: Lowering = (f, body) => {
  const { params, results } = f.blockType(body.a);
  const condition = f.popCondition();
  f.open("if", params, results, condition);
  if (params.length > 0) f.enter(f.top.height, params);
};

/** Starts the other arm: the parameters are in their variables again. */
const otherwise: Lowering = (f) => {
  const frame = f.top;
  f.finishArm(frame);
  frame.kind = "else";
  frame.then = f.list.head;
  frame.thenReached = frame.live;
  frame.live = true;
  f.reachedBy(frame.entry);
  f.list = { head: NONE, tail: NONE, previous: NONE };
  f.enter(frame.height, frame.params);
};

const end: Lowering = (f, body) => {
  const frame = f.top;
  if (frame.kind === "function") endFunction(f, frame);
  else if (frame.kind === "loop") endLoop(f, frame, body.position);
  else if (frame.kind === "if" || frame.kind === "else") endIf(f, frame);
  else if (frame.kind === "try" || frame.kind === "catch") endTry(f, frame);
  else endBlock(f, frame);
};

function endFunction(f: FunctionCompiler, frame: Frame): void {
  if (frame.live && f.functionType.results.length > 0) {
    f.settle(f.height - frame.results.length, EFFECT, NONE);
    f.returnValues();
  } else if (frame.live) f.settle(f.height, EFFECT, NONE);
  f.body = f.list.head;
  f.frames.pop();
}

function endBlock(f: FunctionCompiler, frame: Frame): void {
  f.finishArm(frame);
  const inner = f.list;
  f.close(frame, frame.live || frame.used);
  if (frame.used) f.statement(BLOCK, frame.label, inner.head);
  else f.splice(inner);
}

/** A loop that nothing continues is a block; otherwise its end is left by a `break`. */
function endLoop(f: FunctionCompiler, frame: Frame, position: number): void {
  f.loopDepth--;
  if (frame.dispatch !== undefined) f.dispatches--;
  const bytes = position - f.loopStarts.pop()!;
  f.finishArm(frame);
  if (frame.used && frame.live) leaveLoop(f, frame);
  const inner = f.list;
  f.close(frame, frame.live);
  if (!frame.used) f.splice(inner);
  else f.statement(LOOP, frame.label, f.options.metered ? meterLoop(f, inner.head, bytes) : inner.head);
}

/** `if(c)continue L;break L` is `if(!c)break L`. */
function leaveLoop(f: FunctionCompiler, frame: Frame): void {
  const { ir, list } = f;
  const { tail } = list;
  const then = tail !== NONE && ir.op[tail] === Ir.if && ir.z[tail] === NONE ? ir.y[tail]! : NONE;
  const onlyContinues = then !== NONE && ir.op[then] === Ir.continue && ir.x[then] === frame.label;
  const leave = f.collect(() => f.statement(Ir.break, frame.label));
  if (onlyContinues) {
    ir.y[tail] = NONE;
    ir.z[tail] = leave;
  } else f.splice({ head: leave, tail: leave, previous: NONE });
}

function endIf(f: FunctionCompiler, frame: Frame): void {
  f.finishArm(frame);
  const first = frame.kind === "if";
  if (first) frame.exit = join(frame.exit, frame.entry);
  const then = first ? f.list.head : frame.then;
  let otherwise = first ? NONE : f.list.head;
  if (first && frame.params.length > 0) {
    f.enter(frame.height, frame.params);
    otherwise = f.collect(() => f.landAll(frame.height, frame.results));
  }
  const reached = frame.live || frame.used || first || frame.thenReached;
  f.close(frame, reached);
  if (frame.used) f.statement(BLOCK, frame.label, f.ir.node(IF, frame.condition, then, otherwise));
  else f.statement(IF, frame.condition, then, otherwise);
}

// Branches

/** Types of the values that a branch to the frame carries. */
const carried = (frame: Frame): readonly ValType[] => (frame.kind === "loop" ? frame.params : frame.results);

const branch: Lowering = (f, body) => {
  const frame = f.target(body.a);
  f.leave(carried(frame).length);
  if (frame.kind !== "function") f.refresh();
  f.jump(frame);
  f.unreachable();
};

const branchIf: Lowering = (f, body) => {
  const frame = f.target(body.a);
  const condition = f.popCondition();
  f.beforeBranch(frame);
  const alone = f.jumpAlone(frame);
  const taken = alone === NONE ? f.collect(() => f.jump(frame)) : alone;
  f.statement(IF, condition, taken);
};

/** Each target once, with the values of the table that select it; those of the default target need no case. */
const branchTable: Lowering = (f, body) => {
  const labels = body.list;
  const fallback = labels[labels.length - 1]!;
  const selector = f.integer(f.popCondition());
  f.beforeBranch(f.target(fallback));
  f.refresh();
  noteDispatch(f, selector, labels);
  const byLabel = new Map<number, number[]>();
  labels.slice(0, -1).forEach((label, value) => {
    if (label === fallback) return;
    const values = byLabel.get(label);
    if (values) values.push(value);
    else byLabel.set(label, [value]);
  });
  const cases: number[] = [];
  for (const [label, values] of byLabel)
    cases.push(
      ...values,
      NONE,
      f.collect(() => f.jump(f.target(label))),
    );
  const otherwise = f.collect(() => f.jump(f.target(fallback)));
  f.statement(Ir.switch, selector, f.ir.list(cases), otherwise);
  f.unreachable();
};

/** A loop that begins with this branch table, inside nothing but blocks: as the Go compiler makes of a function. */
function noteDispatch(f: FunctionCompiler, selector: number, labels: readonly number[]): void {
  const { frames, ir } = f;
  if (!f.options.optimizations.threads || ir.op[selector] !== Ir.variable || f.list.head !== NONE) return;
  let at = frames.length - 1;
  while (frames[at]!.kind === "block" && frames[at]!.outer.head === NONE) at--;
  const loop = frames[at]!;
  if (loop.kind !== "loop" || loop.params.length > 0) return;
  f.dispatches++;
  loop.dispatch = { selector: ir.x[selector]!, targets: labels.map((label) => f.target(label)) };
}

const returning: Lowering = (f) => {
  f.leave(f.functionType.results.length);
  f.returnValues();
  f.unreachable();
};

const trap: Lowering = (f) => {
  f.leave(0);
  f.core.tree.add("trap");
  f.statement(Ir.evaluate, f.call("trap", [f.constant(0)], EFFECT | TRAPS));
  f.unreachable();
};

export const CONTROL: LoweringTable = {
  block: block("block"),
  loop: block("loop"),
  if: conditional,
  else: otherwise,
  end,
  br: branch,
  br_if: branchIf,
  br_table: branchTable,
  return: returning,
  unreachable: trap,
};

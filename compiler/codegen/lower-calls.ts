// Lowering of calls: direct, through tables, and tail calls. A call that may grow a memory makes the copies of its view
// stale.

import { I32, I64, type ValType } from "../model/index.ts";
import { classOf, HIGH, INT } from "./nodes.ts";
import { type FunctionCompiler, scratchArray } from "./function-compiler.ts";
import { CALLS as CALLS_ANY, EFFECT, NONE, READS_STATE, TRAPS } from "./ir.ts";
import type { Lowering, LoweringTable } from "./lowering.ts";
import { Ir } from "./operations.ts";
import { tells } from "./typed-arguments.ts";

const CALL = EFFECT | TRAPS;

/** How many words the stack holds from a position on. */
function wordsFrom(f: FunctionCompiler, from: number): number {
  let count = f.height - from;
  for (let i = from; i < f.height; i++) if (f.high[i] !== NONE) count++;
  return count;
}

/** Pops the arguments: their words, in order. */
function popArguments(f: FunctionCompiler, params: readonly ValType[]): number[] {
  const from = f.height - params.length;
  // At its size at once: an array that grows takes room for many more.
  const words = new Array<number>(wordsFrom(f, from));
  for (let i = from, n = 0; i < f.height; i++) {
    words[n++] = f.integer(f.low[i]!);
    if (f.high[i] !== NONE) words[n++] = f.high[i]!;
  }
  f.truncate(from);
  return words;
}

/** Emits a call and pushes its results. `highWord`: where the callee leaves the high word of an i64. */
function finish(
  f: FunctionCompiler,
  call: number,
  results: readonly ValType[],
  highWord: string,
  mayGrow = true,
): void {
  if (results.length === 0) f.evaluate(call);
  else if (results.length === 1 && results[0] === I64) f.pushPair(call, highWord);
  else if (results.length > 1) pushResults(f, call, results);
  else f.push(results[0]!, call);
  f.callMade(mayGrow);
}

/** First word as the result of the call, the others from scratch. */
function pushResults(f: FunctionCompiler, call: number, results: readonly ValType[]): void {
  const base = f.height;
  let word = 0;
  const assign = (position: number, kind: number) => {
    const array = scratchArray(kind === HIGH ? INT : kind);
    f.core.tree.add(array);
    const value = word === 0 ? call : f.text(`${array}[${word}]`, 15, READS_STATE);
    f.assign(f.slot(position, kind), value, base);
    word++;
  };
  results.forEach((type, k) => {
    assign(base + k, classOf(type));
    if (type === I64) assign(base + k, HIGH);
  });
  f.pushSlots(results);
}

const call: Lowering = (f, body) => {
  const index = body.a;
  const { core, options } = f;
  const { params, results } = core.funcType(index);
  const args = popArguments(f, params);
  const node = f.call(calleeOf(f, index, args), args, CALL);
  if (index === f.index) f.selfCalls.push(f.ir.x[node]!);
  const mayGrow = !options.optimizations.steady || core.mayGrow(index);
  const highWord = results[0] === I64 && core.isOwn(index) ? options.highWord : "S[1]";
  finish(f, node, results, highWord, mayGrow);
};

/** The callee is evaluated before the arguments: what they call may not be made by then. */
function calleeOf(f: FunctionCompiler, index: number, args: readonly number[]): string {
  const { core, loaded, options } = f;
  if (!core.isLate(index) || !options.optimizations.loaded) return core.callee(index);
  const isLoaded = loaded.has(index) && !args.some((arg) => f.ir.bits[arg]! & CALLS_ANY);
  loaded.note(index);
  return isLoaded ? core.functionName(index) : core.callee(index);
}

/** Pops the table index, after everything that is evaluated before it. */
function popIndex(f: FunctionCompiler, params: number): number {
  const top = f.height - 1;
  // The callee is printed before the arguments, though the index is evaluated after them.
  f.force(top);
  forceEffects(f, params);
  return f.pop();
}

/** In a loop the result is typed, for V8 sees no callee that could tell (typed-arguments.ts). */
function inLoop(f: FunctionCompiler, call: number, results: readonly ValType[]): number {
  const types = f.loopDepth > 0 && results.length === 1 && results[0] === I32;
  return types && tells(f) ? f.operate(Ir.to_int, call, NONE, NONE) : call;
}

const callIndirect: Lowering = (f, body) => {
  const type = f.core.signatureType(body.a);
  const index = popIndex(f, type.params.length);
  const view = f.core.tableView(body.b, type);
  const node = f.callTable(view, index, popArguments(f, type.params), CALL);
  finish(f, inLoop(f, node, type.results), type.results, "S[1]");
};

/** The table is read before the arguments are evaluated: none of them may change it. */
function forceEffects(f: FunctionCompiler, count: number): void {
  const from = f.height - 1 - count;
  for (let i = from; i < f.height - 1; i++)
    if (f.ir.bits[f.low[i]!]! & (EFFECT | TRAPS)) for (let j = from; j <= i; j++) f.force(j);
}

// Tail calls: the function returns a request, and the trampoline that its callers see makes the call

function tailCall(f: FunctionCompiler, callee: number, args: number[]): void {
  f.leave(0);
  f.tailCalls = true;
  f.core.tree.add("tailCall");
  const request = f.call("tailCall", [callee, ...args], CALL);
  f.statement(Ir.return, request);
  f.unreachable();
}

const returnCall: Lowering = (f, body) => {
  const callee = f.text(f.core.callee(body.a), 15);
  tailCall(f, callee, popArguments(f, f.core.funcType(body.a).params));
};

const returnCallIndirect: Lowering = (f, body) => {
  const type = f.core.signatureType(body.a);
  const index = popIndex(f, type.params.length);
  f.core.tree.add("undefinedElement");
  const callee = f.op("table_entry", f.text(f.core.tableView(body.b, type), 15), index);
  tailCall(f, callee, popArguments(f, type.params));
};

export const CALLS: LoweringTable = {
  call,
  call_indirect: callIndirect,
  return_call: returnCall,
  return_call_indirect: returnCallIndirect,
};

// Control flow: blocks with parameters and several results, loops with 32- and 64-bit counters, branches, tail calls.

import type { Body } from "./body.ts";
import { I32_EDGES, I64_EDGES } from "./constants.ts";
import { gives, index, operands } from "./expressions.ts";
import type { Letter } from "./rows.ts";
import { paramsOf, resultsOf } from "./shape.ts";

/** Signatures of blocks, loops and ifs; those with parameters or several results need multi-value. */
const BLOCKS = [
  ">",
  ">",
  ">i",
  ">j",
  "i>i",
  "j>j",
  ">ij",
  "ij>ji",
  "jj>j",
  "fd>df",
  "id>",
  "i>jd",
  "je>ej",
] as const;
const SIMPLE = [">", ">i", ">j", ">f", ">d"] as const;

function signature(body: Body): string {
  return body.choices.pick(body.shape.features.has("multi-value") ? BLOCKS : SIMPLE);
}

/** Takes values off the stack into new or known variables. */
export function takeAll(body: Body, letters: readonly Letter[]): void {
  for (const letter of [...letters].reverse()) {
    const float = letter === "f" || letter === "d";
    const locals = body.localsOf(letter).filter((at) => !float || !body.locals[at]!.exact);
    if (locals.length > 0 && body.choices.chance(60)) body.op("local.set", body.choices.pick(locals));
    else if (body.choices.chance(30)) body.op("drop");
    else body.op("local.set", body.local(letter, !float));
  }
}

/** The inside of a block: its parameters are on the stack, its results are left there. */
function inside(body: Body, type: string): void {
  const params = paramsOf(type);
  const results = resultsOf(type);
  if (params.join() === results.join() && body.choices.chance(40)) return void body.statements(3);
  takeAll(body, params);
  body.statements(3);
  body.expressions(results);
}

export function block(body: Body): void {
  const type = signature(body);
  body.expressions(paramsOf(type));
  body.open("block", type);
  inside(body, type);
  body.close();
  takeAll(body, resultsOf(type));
}

export function conditional(body: Body): void {
  const type = signature(body);
  const params = paramsOf(type);
  body.expressions(params);
  body.expression("i");
  body.open("if", type);
  inside(body, type);
  if (params.join() !== resultsOf(type).join() || body.choices.chance(60)) {
    body.op("else");
    inside(body, type);
  }
  body.close();
  takeAll(body, resultsOf(type));
}

type Compare = "ne" | "lt_s" | "lt_u" | "gt_s" | "gt_u" | "le_s" | "le_u" | "ge_s" | "ge_u";
const COMPARES: readonly Compare[] = ["ne", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "le_u", "ge_s", "ge_u"];

function holds(compare: Compare, a: bigint, b: bigint, bits: number): boolean {
  const [x, y] = compare.endsWith("_u") ? [BigInt.asUintN(bits, a), BigInt.asUintN(bits, b)] : [a, b];
  if (compare === "ne") return x !== y;
  if (compare.startsWith("lt")) return x < y;
  if (compare.startsWith("gt")) return x > y;
  return compare.startsWith("le") ? x <= y : x >= y;
}

const MOST_TURNS = 24;

/** How often a loop turns that goes on while the compare holds, or more than `MOST_TURNS`. */
function turnsOf(compare: Compare, start: bigint, step: bigint, bound: bigint, bits: number): number {
  let turns = 0;
  let value = start;
  do {
    turns++;
    value = BigInt.asIntN(bits, value + step);
  } while (turns <= MOST_TURNS && holds(compare, value, bound, bits));
  return turns;
}

/** A loop whose counter nothing else changes, often across a boundary of its type: it ends by itself. */
export function countedLoop(body: Body): void {
  const { choices } = body;
  const bits = choices.chance(60) ? 64 : 32;
  const start = bits === 64 ? choices.pick(I64_EDGES) : BigInt(choices.pick(I32_EDGES));
  const step = BigInt(choices.pick([1, 2, 4, 8, -1, -2, -8, 3, 0x10000, 0x7fffffff]));
  const turns = 1 + choices.below(8);
  const bound = BigInt.asIntN(bits, start + step * BigInt(turns));
  const wanted = choices.pick(COMPARES);
  const compare = turnsOf(wanted, start, step, bound, bits) <= MOST_TURNS ? wanted : "ne";
  // A counter of its own, which `localsOf` offers to reading code only after the loop.
  const letter = bits === 64 ? "j" : "i";
  const counter = body.local(letter);
  hide(body, counter, () => loopOver(body, { counter, letter, start, step, bound, compare }));
}

interface Count {
  readonly counter: number;
  readonly letter: "i" | "j";
  readonly start: bigint;
  readonly step: bigint;
  readonly bound: bigint;
  readonly compare: Compare;
}

/** Keeps a local from being chosen; what reads it does so by its index. */
function hide(body: Body, local: number, during: () => void): void {
  const shown = body.locals[local]!;
  body.locals[local] = { letter: "?" as Letter, exact: false };
  during();
  body.locals[local] = shown;
}

function loopOver(body: Body, { counter, letter, start, step, bound, compare }: Count): void {
  const type = letter === "j" ? "i64" : "i32";
  const number = (value: bigint) => (letter === "j" ? body.i64(value) : body.i32(Number(value)));
  number(start).op("local.set", counter);
  body.open("loop", ">", false);
  useCounter(body, counter, letter);
  body.statements(3);
  if (body.choices.chance(40)) useCounter(body, counter, letter);
  body.op("local.get", counter);
  number(step);
  body.op(`${type}.add`);
  if (body.choices.chance(60)) body.op("local.tee", counter);
  else body.op("local.set", counter).op("local.get", counter);
  number(bound);
  body.op(`${type}.${compare}`);
  body.op("br_if", 0);
  body.close();
}

/** Reads the counter: into a sum, or as an address. */
function useCounter(body: Body, counter: number, letter: "i" | "j"): void {
  const { choices, shape } = body;
  const sums = body.localsOf("j");
  const kind = choices.below(4);
  if (kind === 0 && shape.memories.length > 0) return void storeAt(body, counter, letter);
  const sum = sums.length > 0 ? choices.pick(sums) : body.local("j");
  body.op("local.get", sum);
  body.op("local.get", counter);
  if (letter === "i") body.op(choices.pick(["i64.extend_i32_s", "i64.extend_i32_u"]));
  if (kind === 1) body.i64(choices.pick([3n, 8n, -1n, 0xffffffffn, 0x100000001n])).op("i64.mul");
  body.op(choices.pick(["i64.add", "i64.xor", "i64.sub", "i64.add"])).op("local.set", sum);
}

function storeAt(body: Body, counter: number, letter: "i" | "j"): void {
  body.op("local.get", counter);
  if (letter === "j") {
    if (body.choices.chance(50)) body.i64(BigInt(body.choices.pick([1, 2, 4, 8]))).op("i64.mul");
    body.op("i32.wrap_i64");
  } else if (body.choices.chance(50)) body.i32(body.choices.below(5)).op("i32.shl");
  body.i32(0xffff).op("i32.and");
  body.expression("j");
  body.op("i64.store", 0, 0);
}

/** Leaves the function with zeros when there is no more fuel. */
export function burnFuel(body: Body): void {
  const { fuel } = body.shape;
  body.op("global.get", fuel).op("i32.eqz").open("if", ">", false);
  for (const letter of body.results) body.zero(letter);
  body.op("return").close();
  body.op("global.get", fuel).i32(1).op("i32.sub").op("global.set", fuel);
}

/** A loop that anything inside may branch to; fuel ends it. */
export function fuelLoop(body: Body): void {
  const type = body.choices.pick(
    body.shape.features.has("multi-value") ? [">", "j>j", "ij>ji", "i>"] : [">"],
  );
  body.expressions(paramsOf(type));
  body.open("loop", type);
  burnFuel(body);
  inside(body, type);
  body.close();
  takeAll(body, resultsOf(type));
}

/** A conditional branch to any label around. */
export function branch(body: Body): void {
  const targets = body.targets();
  if (targets.length === 0) return void body.op("nop");
  const { depth, types } = body.choices.pick(targets);
  if (body.choices.chance(60)) {
    body.expressions(types);
    body.expression("i");
    body.op("br_if", depth);
    takeAll(body, types);
    return;
  }
  body.expression("i");
  body.open("if", ">", false);
  body.expressions(types);
  body.op("br", depth + 1);
  unreachableCode(body);
  body.close();
}

/** Instructions that are never reached, whose operands come from nowhere. */
function unreachableCode(body: Body): void {
  const { choices } = body;
  if (!choices.chance(40)) return;
  const kind = choices.below(6);
  if (kind === 0) body.op("i32.add").op("drop");
  else if (kind === 1) body.op("i64.store", 0, 0).op("f64.const").out.raw(new Uint8Array(8)), body.op("drop");
  else if (kind === 2) body.op("select").op("drop");
  else if (kind === 3) body.op("unreachable");
  else if (kind === 4) body.op("i32.wrap_i64").op("br_if", 0);
  else body.statements(2);
}

export function branchTable(body: Body): void {
  const { choices } = body;
  const targets = body.targets();
  const same = targets.filter(({ types }) => types.join() === targets[0]?.types.join());
  const cases = 1 + choices.below(4);
  for (let i = 0; i < cases; i++) body.open("block", ">");
  const own = Array.from({ length: cases }, (_, depth) => depth);
  const outer = same.length > 0 && same[0]!.types.length === 0 ? same.map(({ depth }) => depth + cases) : [];
  const all = [...own, ...outer];
  index(body, cases + 2);
  const list = Array.from({ length: choices.below(6) }, () => choices.pick(all));
  body.op("br_table", list.length, ...list, choices.pick(all));
  for (let i = 0; i < cases; i++) {
    body.close();
    body.statements(2);
  }
}

/** Leaves the function: return, tail call, or trap; under a condition. */
export function leave(body: Body): void {
  const { choices } = body;
  body.expression("i");
  if (choices.chance(60)) body.op("i32.eqz");
  body.open("if", ">", false);
  body.statements(2);
  const kind = choices.below(8);
  if (kind === 0) body.op("unreachable");
  else if (kind < 5) tailCall(body);
  else {
    body.expressions(body.results);
    body.op("return");
  }
  unreachableCode(body);
  body.close();
}

/** A tail call to a function with the same results, or a return. */
export function tailCall(body: Body): void {
  const { shape, choices } = body;
  const fitting = shape.funcs.flatMap((type, at) => (gives(type, body.results) ? [at] : []));
  const placed = shape.placed.filter(({ func }) => gives(shape.funcs[func]!, body.results));
  if (!shape.features.has("tail-call") || fitting.length === 0) {
    body.expressions(body.results);
    return void body.op("return");
  }
  if (placed.length > 0 && choices.chance(40)) {
    const { table, at, func } = choices.pick(placed);
    operands(body, shape.funcs[func]!);
    body.i32(at).op("return_call_indirect", body.types.index(shape.funcs[func]!), table);
    return;
  }
  const func = choices.pick(fitting);
  operands(body, shape.funcs[func]!);
  body.op("return_call", func);
}

/** Several values on the stack with statements between them, taken in the end. */
export function stacked(body: Body): void {
  const { choices } = body;
  const letters = Array.from({ length: 2 + choices.below(3) }, () =>
    choices.pick(["i", "j", "f", "d"] as const),
  );
  for (const letter of letters) {
    const locals = body.localsOf(letter);
    if (locals.length > 0 && choices.chance(70)) body.op("local.get", choices.pick(locals));
    else body.expression(letter);
    if (choices.chance(40)) body.statements(1);
  }
  takeAll(body, letters);
}

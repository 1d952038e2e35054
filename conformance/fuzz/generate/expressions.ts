// Expressions: everything that leaves one value of a given type. Between operands a statement may stand, so that values
// wait on the stack while variables and memory change.

import type { Body } from "./body.ts";
import { narrow } from "./narrow.ts";
import { LOADS, type Letter, operators, type Row } from "./rows.ts";
import { paramsOf, resultsOf, type Shape } from "./shape.ts";

type Make = (body: Body, letter: Letter) => void;

/** Weights; a form that the module cannot have falls back on a leaf. */
const FORMS: readonly (readonly [number, Make])[] = [
  [10, leaf],
  [18, operator],
  [4, load],
  [3, select],
  [3, blockLike],
  [2, ifElse],
  [3, call],
  [2, callIndirect],
  [3, tee],
  [2, sizes],
  [1, branchOver],
];

/** Writes an expression of the type. */
export function expression(body: Body, letter: Letter): void {
  if (body.tight) return void shallow(body, letter);
  body.depth++;
  if (letter === "j" && body.choices.chance(35)) narrow(body);
  else body.choices.weighted(FORMS)(body, letter);
  body.depth--;
}

/** Where no more instructions should come: a constant or a variable. */
function shallow(body: Body, letter: Letter): void {
  const locals = body.localsOf(letter);
  if (locals.length > 0 && body.choices.chance(50)) body.op("local.get", body.choices.pick(locals));
  else body.constant(letter);
}

function leaf(body: Body, letter: Letter): void {
  const { choices, shape } = body;
  const globals = shape.globals.flatMap((global, index) => (global.letter === letter ? [index] : []));
  const kind = choices.below(8);
  if (letter === "r" && kind < 3) return void refFunc(body);
  if (kind < 5) return void shallow(body, letter);
  if (kind === 5 && globals.length > 0) body.op("global.get", choices.pick(globals));
  else if (kind === 6 && (letter === "r" || letter === "e")) tableGet(body, letter);
  else body.constant(letter);
}

function refFunc(body: Body): void {
  const func = body.choices.below(body.shape.funcs.length);
  body.referenced.add(func);
  body.op("ref.func", func);
}

function tableGet(body: Body, letter: Letter): void {
  const table = tableOf(body, letter);
  if (table < 0) return void body.constant(letter);
  index(body, body.shape.tables[table]!.min);
  body.op("table.get", table);
}

export function tableOf({ shape, choices }: Body, letter: Letter): number {
  const tables = shape.tables.flatMap(({ element }, at) => (element === letter ? [at] : []));
  return tables.length === 0 ? -1 : choices.pick(tables);
}

/** An i32 that is mostly below a bound. */
export function index(body: Body, bound: number): void {
  const { choices } = body;
  const mask = 2 ** Math.max(0, Math.floor(Math.log2(Math.max(1, bound)))) - 1;
  if (choices.chance(6)) body.i32(bound);
  else if (choices.chance(40)) body.i32(choices.below(Math.max(1, bound)));
  else {
    body.expression("i");
    if (!choices.chance(4)) body.i32(mask).op("i32.and");
  }
}

const operatorCache = new WeakMap<object, Map<Letter, Row[]>>();

function operatorsOf({ features }: Shape, letter: Letter): Row[] {
  let byLetter = operatorCache.get(features);
  if (byLetter === undefined) operatorCache.set(features, (byLetter = new Map()));
  let rows = byLetter.get(letter);
  if (rows === undefined) byLetter.set(letter, (rows = operators(features, letter)));
  return rows;
}

/** Operands whose bits show in the result. */
const SHOWS_BITS = /reinterpret|copysign/;
const MAY_TRAP_INT = /\.(div|rem)_/;
const MAY_TRAP_FLOAT = /\.trunc_f/;

function operator(body: Body, letter: Letter): void {
  const { choices, shape } = body;
  if (letter === "r" || letter === "e") return void select(body, letter);
  if (letter === "i" && choices.chance(4)) return void isNull(body);
  operate(body, choices.pick(operatorsOf(shape, letter)));
}

/** An operator of the table with operands made for it. */
export function operate(body: Body, { opcode, params }: Row): void {
  const { name } = opcode;
  if (MAY_TRAP_FLOAT.test(name) && !body.choices.chance(15))
    return void truncate(body, opcode.name, params[0]!);
  params.forEach((param, at) => {
    if (at > 0) interlude(body);
    if (SHOWS_BITS.test(name) && (param === "f" || param === "d")) bits(body, param);
    else body.expression(param);
    if (at === 1 && MAY_TRAP_INT.test(name) && !body.choices.chance(10)) nonZero(body, param);
  });
  body.opcode(opcode);
}

/** Makes a divisor odd, or keeps it. */
function nonZero(body: Body, letter: Letter): void {
  if (letter === "i") body.i32(1).op("i32.or");
  else if (letter === "j") body.i64(1n).op("i64.or");
}

/** A truncation whose operand is mostly in range. */
function truncate(body: Body, name: string, param: Letter): void {
  const unsigned = name.endsWith("_u");
  const { choices } = body;
  const wide = name.startsWith("i64") && choices.chance(50);
  body.expression(wide ? "j" : "i");
  if (unsigned && !choices.chance(10)) {
    if (wide) body.i64(BigInt(1 + choices.below(40))).op("i64.shr_u");
    else body.i32(1 + choices.below(20)).op("i32.shr_u");
  }
  if (param === "f") body.op(wide ? "f32.convert_i64_s" : "f32.convert_i32_s");
  else body.op(wide ? "f64.convert_i64_s" : "f64.convert_i32_s");
  if (choices.chance(30)) fraction(body, param);
  body.op(name as "i32.trunc_f32_s");
}

function fraction(body: Body, letter: Letter): void {
  if (letter === "f") body.f32(0x3f400000).op("f32.mul");
  else body.f64(0x3fe8000000000000n).op("f64.mul");
}

/** A float whose bits are looked at: one that the spec fixes, or any with NaNs made canonical. */
export function bits(body: Body, letter: "f" | "d"): void {
  if (body.choices.chance(50)) return void body.rules.exact(body, letter);
  body.expression(letter);
  canonical(body, letter);
}

export function canonical(body: Body, letter: "f" | "d"): void {
  const local = body.local(letter, false);
  body.op("local.tee", local);
  if (letter === "f") body.f32(0x7fc00000);
  else body.f64(0x7ff8000000000000n);
  body.op("local.get", local).op("local.get", local);
  body.op(letter === "f" ? "f32.eq" : "f64.eq").op("select");
}

/** Floats that are only copied, by way of what keeps all bits. */
export function exact(body: Body, letter: Letter): void {
  const { choices, shape } = body;
  const locals = body.localsOf(letter, true);
  const f = letter === "f";
  const kind = body.tight ? choices.below(2) : choices.below(9);
  body.depth++;
  const globals = shape.globals.flatMap((g, at) => (g.letter === letter && g.exact ? [at] : []));
  if (kind === 1 && locals.length > 0) body.op("local.get", choices.pick(locals));
  else if (kind === 2 || kind === 3) load(body, letter);
  else if (kind === 4) {
    body.expression(f ? "i" : "j");
    body.op(f ? "f32.reinterpret_i32" : "f64.reinterpret_i64");
  } else if (kind === 5) {
    exact(body, letter);
    const names = f ? (["f32.abs", "f32.neg"] as const) : (["f64.abs", "f64.neg"] as const);
    body.op(choices.pick(names));
  } else if (kind === 6) {
    exact(body, letter);
    exact(body, letter);
    body.op(f ? "f32.copysign" : "f64.copysign");
  } else if (kind === 7 && globals.length > 0) body.op("global.get", choices.pick(globals));
  else if (kind === 8) {
    exact(body, letter);
    exact(body, letter);
    body.expression("i");
    body.op("select");
  } else body.constant(letter, true);
  body.depth--;
}

function isNull(body: Body): void {
  body.expression(body.choices.pick(["r", "e"]));
  body.op("ref.is_null");
}

function load(body: Body, letter: Letter): void {
  const rows = LOADS[letter];
  if (rows === undefined || body.shape.memories.length === 0) return void leaf(body, letter);
  access(body, body.choices.pick(rows), () => {});
}

const PAGE = 65_536;

/** An address, what comes between, and the instruction with its alignment and offset. */
export function access(body: Body, { opcode }: Row, value: () => void): void {
  const { choices, shape } = body;
  const memory = choices.below(shape.memories.length);
  const size = shape.memories[memory]!.min * PAGE;
  const offset = choices.weighted([
    [12, () => 0],
    [8, () => choices.below(64)],
    [1, () => Math.max(0, size - choices.below(16))],
    [1, () => choices.below(PAGE)],
  ])();
  if (choices.chance(1)) address(body, size);
  else if (size - offset < 64) body.i32(choices.below(4));
  else address(body, size - offset);
  interlude(body);
  value();
  const most = Math.log2(opcode.width);
  const align = choices.chance(70) ? most : choices.below(most + 1);
  body.opcode(opcode);
  if (memory > 0 || (shape.memories.length > 1 && choices.chance(10))) body.out.u32(align | 0x40).u32(memory);
  else body.out.u32(align);
  body.out.u32(choices.chance(1) ? 0xffffffff - choices.below(9) : offset);
}

/** Mostly inside the memory, often at its end, sometimes anywhere; now and then from 64-bit arithmetic. */
function address(body: Body, room: number): void {
  const { choices } = body;
  const kind = choices.below(20);
  const mask = 2 ** Math.floor(Math.log2(Math.max(1, room - 8))) - 1;
  if (kind === 0) body.i32(room - choices.below(12));
  else if (kind === 1) body.expression("i");
  else if (kind < 7) body.i32(choices.below(Math.min(room, 256)));
  else if (kind < 11) {
    body.expression("j");
    body.op("i32.wrap_i64").i32(mask).op("i32.and");
  } else {
    body.expression("i");
    body.i32(choices.pick([mask, mask & 0xfff, mask & 0xff, mask & -8])).op("i32.and");
  }
}

/** A statement between operands. */
export function interlude(body: Body): void {
  if (!body.tight && body.choices.chance(7)) body.statement();
}

function select(body: Body, letter: Letter): void {
  const typed = letter === "r" || letter === "e" || body.choices.chance(20);
  body.expression(letter);
  interlude(body);
  body.expression(letter);
  body.expression("i");
  if (typed) body.op("select_t", 1).out.u8({ i: 0x7f, j: 0x7e, f: 0x7d, d: 0x7c, r: 0x70, e: 0x6f }[letter]);
  else body.op("select");
}

function blockLike(body: Body, letter: Letter): void {
  body.open("block", `>${letter}`);
  body.statements(3);
  body.expression(letter);
  body.close();
}

function ifElse(body: Body, letter: Letter): void {
  body.expression("i");
  body.open("if", `>${letter}`);
  body.statements(2);
  body.expression(letter);
  body.op("else");
  body.statements(2);
  body.expression(letter);
  body.close();
}

/** A block that is left early with its value. */
function branchOver(body: Body, letter: Letter): void {
  body.open("block", `>${letter}`);
  body.expression(letter);
  body.expression("i");
  body.op("br_if", 0);
  if (body.choices.chance(50)) {
    body.op("drop");
    body.statements(2);
    body.expression(letter);
  }
  body.close();
}

function tee(body: Body, letter: Letter): void {
  const locals = body
    .localsOf(letter)
    .filter((at) => !body.locals[at]!.exact || (letter !== "f" && letter !== "d"));
  body.expression(letter);
  if (locals.length > 0) body.op("local.tee", body.choices.pick(locals));
}

/** The functions whose first result, and no other, is of the type. */
function call(body: Body, letter: Letter): void {
  const fitting = body.shape.funcs.flatMap((signature, at) => (signature.endsWith(`>${letter}`) ? [at] : []));
  if (fitting.length === 0) return void leaf(body, letter);
  const func = body.choices.pick(fitting);
  operands(body, body.shape.funcs[func]!);
  body.op("call", func);
}

/** Arguments of a call, with statements between them. */
export function operands(body: Body, signature: string): void {
  paramsOf(signature).forEach((param, at) => {
    if (at > 0) interlude(body);
    body.expression(param);
  });
}

function callIndirect(body: Body, letter: Letter): void {
  const { choices, shape } = body;
  const fitting = shape.placed.filter(({ func }) => shape.funcs[func]!.endsWith(`>${letter}`));
  if (fitting.length === 0) return void leaf(body, letter);
  indirect(body, choices.pick(fitting));
}

/** A call through a table: to where a function of the type once was put, mostly. */
export function indirect(body: Body, { table, at, func }: { table: number; at: number; func: number }): void {
  const { choices, shape } = body;
  const signature = shape.funcs[func]!;
  operands(body, signature);
  if (choices.chance(8)) index(body, shape.tables[table]!.min);
  else body.i32(at);
  body.op("call_indirect", body.types.index(signature), table);
}

function sizes(body: Body, letter: Letter): void {
  const { choices, shape } = body;
  if (letter !== "i") return void operator(body, letter);
  const kind = choices.below(4);
  if (kind < 2 && shape.memories.length > 0) {
    const memory = choices.below(shape.memories.length);
    if (kind === 0) body.op("memory.size", memory);
    else {
      growth(body);
      body.op("memory.grow", memory);
    }
  } else if (kind >= 2 && shape.tables.length > 0) {
    const table = choices.below(shape.tables.length);
    if (kind === 2) body.op("table.size", table);
    else {
      body.expression(shape.tables[table]!.element);
      growth(body);
      body.op("table.grow", table);
    }
  } else leaf(body, letter);
}

/** How much to grow by: mostly a little. */
function growth(body: Body): void {
  if (body.choices.chance(15)) body.i32(body.choices.pick([-1, 65_537, 10_000_001, 0x7fffffff, -0x80000000]));
  else if (body.choices.chance(60)) body.i32(body.choices.below(2));
  else {
    body.expression("i");
    body.i32(1).op("i32.and");
  }
}

/** True if a function gives exactly these results. */
export const gives = (signature: string, results: readonly Letter[]): boolean =>
  resultsOf(signature).join() === results.join();

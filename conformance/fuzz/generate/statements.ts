// Statements: what leaves the stack as it was. Control flow is in `control.ts`, exceptions are in `exceptions.ts`.

import type { Body } from "./body.ts";
import * as control from "./control.ts";
import * as exceptions from "./exceptions.ts";
import { access, bits, index, indirect, interlude, operands, tableOf } from "./expressions.ts";
import { type Letter, STORES } from "./rows.ts";
import { resultsOf } from "./shape.ts";

type Make = (body: Body) => void;

const FORMS: readonly (readonly [number, Make])[] = [
  [12, setLocal],
  [6, setGlobal],
  [9, store],
  [3, dropped],
  [4, callStatement],
  [2, indirectStatement],
  [3, bulkMemory],
  [3, tableStatement],
  [5, control.conditional],
  [4, control.block],
  [5, control.countedLoop],
  [2, control.fuelLoop],
  [3, control.branch],
  [2, control.branchTable],
  [2, control.leave],
  [3, control.stacked],
  [1, (body) => void body.op("nop")],
  [4, exceptions.exceptional],
];

/** Writes a statement. */
export function statement(body: Body): void {
  if (body.tight) return void setLocal(body);
  body.depth++;
  body.choices.weighted(FORMS)(body);
  body.depth--;
}

const LETTERS: readonly Letter[] = ["i", "j", "i", "j", "f", "d", "r", "e"];

function setLocal(body: Body): void {
  const { choices } = body;
  const letter = choices.pick(LETTERS);
  const known = body.localsOf(letter);
  const float = letter === "f" || letter === "d";
  const local =
    known.length > 0 && (known.length > 6 || choices.chance(75))
      ? choices.pick(known)
      : body.local(letter, float ? choices.chance(50) : true);
  if (float && body.locals[local]!.exact) body.rules.exact(body, letter);
  else body.expression(letter);
  body.op("local.set", local);
}

function setGlobal(body: Body): void {
  const { shape, choices } = body;
  const mutable = shape.globals.flatMap(({ mutable, fuel }, at) => (mutable && !fuel ? [at] : []));
  if (mutable.length === 0) return void setLocal(body);
  const global = choices.pick(mutable);
  const { letter, exact } = shape.globals[global]!;
  if (exact && (letter === "f" || letter === "d")) body.rules.exact(body, letter);
  else body.expression(letter);
  body.op("global.set", global);
}

function store(body: Body): void {
  if (body.shape.memories.length === 0) return void setLocal(body);
  const row = body.choices.pick(STORES);
  const letter = row.params[1]!;
  access(body, row, () => (letter === "f" || letter === "d" ? bits(body, letter) : body.expression(letter)));
}

function dropped(body: Body): void {
  body.expression(body.choices.pick(LETTERS));
  body.op("drop");
}

/** Results are put into variables, or dropped. */
function take(body: Body, signature: string): void {
  for (const letter of resultsOf(signature).reverse()) {
    const locals = body
      .localsOf(letter)
      .filter((at) => !body.locals[at]!.exact || (letter !== "f" && letter !== "d"));
    if (locals.length > 0 && body.choices.chance(70)) body.op("local.set", body.choices.pick(locals));
    else body.op("drop");
  }
}

function callStatement(body: Body): void {
  const func = body.choices.below(body.shape.funcs.length);
  const signature = body.shape.funcs[func]!;
  operands(body, signature);
  body.op("call", func);
  take(body, signature);
}

function indirectStatement(body: Body): void {
  const { shape, choices } = body;
  if (shape.placed.length === 0) return void callStatement(body);
  const target = choices.pick(shape.placed);
  indirect(body, target);
  take(body, shape.funcs[target.func]!);
}

/** How many bytes or elements: mostly few. */
function length(body: Body): void {
  if (body.choices.chance(80)) body.i32(body.choices.below(40));
  else {
    body.expression("i");
    body.i32(63).op("i32.and");
  }
}

/** A place in a memory: mostly low, or at its end. */
function place(body: Body, room: number): void {
  if (body.choices.chance(8)) body.i32(room - body.choices.below(33));
  else {
    body.expression("i");
    body.i32(0xfff).op("i32.and");
  }
}

function bulkMemory(body: Body): void {
  const { shape, choices } = body;
  if (shape.memories.length === 0) return void setLocal(body);
  const memory = choices.below(shape.memories.length);
  const room = shape.memories[memory]!.min * 65_536;
  const kind = choices.below(7);
  if (kind >= 5 && shape.datas.length > 0) {
    const data = choices.below(shape.datas.length);
    if (kind === 6) return void body.op("data.drop", data);
    place(body, room);
    index(body, shape.datas[data]! + 1);
    if (choices.chance(85)) body.i32(choices.below(3));
    else length(body);
    body.op("memory.init", data, memory);
    return;
  }
  place(body, room);
  interlude(body);
  if (kind < 2) body.expression("i");
  else place(body, room);
  length(body);
  if (kind < 2) body.op("memory.fill", memory);
  else body.op("memory.copy", memory, choices.below(shape.memories.length));
}

function tableStatement(body: Body): void {
  const { shape, choices } = body;
  const letter = choices.pick(["r", "e"] as const);
  const table = tableOf(body, letter);
  if (table < 0) return void setLocal(body);
  const { min } = shape.tables[table]!;
  const kind = choices.below(8);
  const elems = shape.elems.flatMap(({ element }, at) => (element === letter ? [at] : []));
  index(body, min);
  if (kind < 3) {
    body.expression(letter);
    body.op("table.set", table);
  } else if (kind === 3) {
    body.expression(letter);
    body.i32(choices.below(3)).op("table.fill", table);
  } else if (kind === 4 && elems.length > 0) {
    const elem = choices.pick(elems);
    index(body, shape.elems[elem]!.count + 1);
    body.i32(choices.below(3)).op("table.init", elem, table);
  } else if (kind === 5 && elems.length > 0) body.op("drop").op("elem.drop", choices.pick(elems));
  else {
    index(body, min);
    body.i32(choices.below(3)).op("table.copy", table, tableOf(body, letter));
  }
}

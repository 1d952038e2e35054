// Exceptions in either form: the standard's try_table and the older try. A module has one of the two.

import type { Body } from "./body.ts";
import { takeAll } from "./control.ts";
import { paramsOf } from "./shape.ts";

/** Kinds of catch clauses. */
const CATCH = 0;
const CATCH_REF = 1;
const CATCH_ALL = 2;
const CATCH_ALL_REF = 3;

export function exceptional(body: Body): void {
  const { shape, choices } = body;
  if (shape.exceptions === "none" || shape.tags.length === 0) return void body.statement();
  if (choices.chance(35)) return void thrown(body);
  if (shape.exceptions === "new") tryTable(body);
  else legacy(body);
}

/** Throws, under a condition. */
function thrown(body: Body): void {
  const tag = body.choices.below(body.shape.tags.length);
  under(body, 75, () => {
    body.expressions(paramsOf(body.shape.tags[tag]!));
    body.op("throw", tag);
  });
}

/** Writes something under a condition in so many of a hundred cases; otherwise what follows is never reached. */
function under(body: Body, percent: number, write: () => void): void {
  if (!body.choices.chance(percent)) return void write();
  body.expression("i");
  body.open("if", ">", false);
  write();
  body.close();
}

/** A statement that may well throw. */
function risky(body: Body): void {
  body.statements(2);
  thrown(body);
  body.statements(1);
}

function tryTable(body: Body): void {
  const { shape, choices } = body;
  const tag = choices.below(shape.tags.length);
  const kind = choices.below(4);
  const params = kind < CATCH_ALL ? paramsOf(shape.tags[tag]!) : [];
  const reference = kind === CATCH_REF || kind === CATCH_ALL_REF;
  const type = `>${params.join("")}${reference ? "x" : ""}`;
  body.open("block", ">", false);
  body.open("block", type, false);
  body.op("try_table").out.u8(0x40);
  const clauses = choices.chance(30) && shape.tags.length > 1 ? 2 : 1;
  body.out.u32(clauses);
  for (let i = 0; i < clauses; i++) {
    body.out.u8(kind);
    if (kind === CATCH || kind === CATCH_REF) body.out.u32(tag);
    body.out.u32(0);
  }
  body.labels.push({ types: [] });
  body.depth++;
  risky(body);
  body.close();
  body.op("br", 1);
  body.close();
  if (reference) handleReference(body);
  takeAll(body, params);
  body.statements(2);
  body.close();
}

/** An exnref is on the stack: thrown again, kept in a variable, or dropped. */
function handleReference(body: Body): void {
  const { choices } = body;
  const local = body.locals.push({ letter: "x" as "e", exact: false }) - 1;
  body.op("local.set", local);
  if (choices.chance(30)) return;
  under(body, 60, () => void body.op("local.get", local).op("throw_ref"));
}

function legacy(body: Body): void {
  const { shape, choices } = body;
  const kind = choices.below(8);
  const outer = kind === 7;
  if (outer) body.open("try", ">");
  body.open("try", ">");
  risky(body);
  if (outer) {
    body.labels.pop();
    body.depth--;
    body.op("delegate", 0);
    body.statements(1);
  }
  const tag = choices.below(shape.tags.length);
  if (kind !== 1) {
    body.op("catch", tag);
    takeAll(body, paramsOf(shape.tags[tag]!));
    handler(body);
  }
  if (kind < 3) {
    body.op("catch_all");
    handler(body);
  }
  body.close();
}

function handler(body: Body): void {
  body.statements(2);
  if (!body.choices.chance(60)) return;
  const around = body.labels.length;
  under(body, 60, () => void body.op("rethrow", body.labels.length - around));
}

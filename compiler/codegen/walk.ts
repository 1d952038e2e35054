// Visiting the IR: the lists inside a statement, its expressions, and the variables they read.

import { type Arena, NONE } from "./ir.ts";
import { Ir, TEMPLATES } from "./operations.ts";

/** A place that holds the head of a list of statements. */
export interface ListPlace {
  get(): number;
  set(head: number): void;
}

/** The lists inside a statement, in the order they are printed. */
export function listsOf(ir: Arena, statement: number): ListPlace[] {
  // The columns are asked for each time: they are replaced when the arena grows.
  const field = (column: "x" | "y" | "z"): ListPlace => ({
    get: () => ir[column][statement]!,
    set: (head) => {
      ir[column][statement] = head;
    },
  });
  switch (ir.op[statement]) {
    case Ir.if:
      return [field("y"), field("z")];
    case Ir.block:
    case Ir.loop:
      return [field("y")];
    case Ir.sequence:
      return [field("x")];
    case Ir.try:
      return [field("x"), field("y")];
    case Ir.switch:
      return [...caseLists(ir.lists[ir.y[statement]!]!), field("z")];
    default:
      return [];
  }
}

/** In a switch's list, each run of case values ends with NONE, and the head of the statements follows. */
function caseLists(cases: number[]): ListPlace[] {
  const places: ListPlace[] = [];
  for (let i = 0; i < cases.length; i++) {
    while (cases[i] !== NONE) i++;
    const at = ++i;
    places.push({
      get: () => cases[at]!,
      set: (head) => {
        cases[at] = head;
      },
    });
  }
  return places;
}

/** The statements of a list. */
export function statementsOf(ir: Arena, head: number): number[] {
  const list: number[] = [];
  for (let id = head; id !== NONE; id = ir.link[id]!) list.push(id);
  return list;
}

/** The expression a statement evaluates itself, or NONE. */
export function expressionOf(ir: Arena, statement: number): number {
  switch (ir.op[statement]) {
    case Ir.set:
      return ir.y[statement]!;
    case Ir.evaluate:
    case Ir.if:
    case Ir.switch:
    case Ir.return:
      return ir.x[statement]!;
    default:
      return NONE;
  }
}

/** The variable a statement writes, or NONE. */
export function writtenBy(ir: Arena, statement: number): number {
  if (ir.op[statement] === Ir.set) return ir.x[statement]!;
  return ir.op[statement] === Ir.try ? ir.z[statement]! : NONE;
}

/** Visits an expression and all in it. Their depth is bounded by MAX_DEPTH. */
export function eachNode(ir: Arena, node: number, visit: (node: number) => void): void {
  if (node === NONE) return;
  visit(node);
  const op = ir.op[node]!;
  if (op === Ir.call || op === Ir.call_table) {
    for (const arg of ir.lists[ir.y[node]!]!) eachNode(ir, arg, visit);
    if (op === Ir.call_table) eachNode(ir, ir.z[node]!, visit);
  }
  if (op >= TEMPLATES) return;
  const operands = ir.operations[op]!.operandBits;
  if (operands & 1) eachNode(ir, ir.x[node]!, visit);
  if (operands & 2) eachNode(ir, ir.y[node]!, visit);
  if (operands & 4) eachNode(ir, ir.z[node]!, visit);
}

/** Visits a list and every statement inside it, outer ones first. */
export function eachStatement(ir: Arena, head: number, visit: (statement: number) => void): void {
  for (let id = head; id !== NONE; id = ir.link[id]!) {
    visit(id);
    const op = ir.op[id]!;
    if (op === Ir.switch) for (const place of listsOf(ir, id)) eachStatement(ir, place.get(), visit);
    if (op === Ir.sequence || op === Ir.try) eachStatement(ir, ir.x[id]!, visit);
    if (op === Ir.if || op === Ir.block || op === Ir.loop || op === Ir.try)
      eachStatement(ir, ir.y[id]!, visit);
    if (op === Ir.if) eachStatement(ir, ir.z[id]!, visit);
  }
}

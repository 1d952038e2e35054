// Which variables are live at chosen points of a function: the values of which may still be read. Backward over the
// structured IR; a loop's head is iterated until nothing changes.

import { type Arena, NONE } from "./ir.ts";
import { Ir, TEMPLATES } from "./operations.ts";
import { expressionOf, listsOf } from "./walk.ts";

/** A set of variables, 32 to a word. */
export type Bits = Uint32Array;

export const hasBit = (bits: Bits, i: number): boolean => (bits[i >>> 5]! & (1 << i)) !== 0;

function join(into: Bits, from: Bits): boolean {
  let changed = false;
  for (let i = 0; i < into.length; i++) {
    const word = (into[i]! | from[i]!) >>> 0;
    if (word !== into[i]) changed = true;
    into[i] = word;
  }
  return changed;
}

const BEFORE = 1;
const AFTER = 2;

export class Liveness {
  private readonly ir: Arena;
  private readonly words: number;
  /** What is live where a `break` or `continue` of a label goes. */
  private readonly breaks = new Map<number, Bits>();
  private readonly heads = new Map<number, Bits>();
  /** Live in some handler around: an exception may come from anywhere. Absent outside of every try. */
  private ambient: Bits | undefined;
  /** Statements after (before) which the sets are wanted. */
  readonly after = new Map<number, Bits | undefined>();
  readonly before = new Map<number, Bits | undefined>();
  private readonly wanted: Uint8Array;
  /** Statements of the lists that are being visited. */
  private readonly open: number[] = [];
  /** Sets that are not in use. */
  private readonly spare: Bits[] = [];

  constructor(ir: Arena, variables: number) {
    this.ir = ir;
    this.words = (variables >>> 5) + 1;
    this.wanted = new Uint8Array(ir.count);
  }

  /** Fills `after` and `before` for the statements that are keys in them. */
  run(body: number): void {
    for (const statement of this.after.keys()) this.wanted[statement]! |= AFTER;
    for (const statement of this.before.keys()) this.wanted[statement]! |= BEFORE;
    this.list(body, new Uint32Array(this.words));
  }

  /** What is live where a `break` (or `continue`) of a label goes. */
  target(isBreak: boolean, label: number): Bits | undefined {
    return (isBreak ? this.breaks : this.heads).get(label);
  }

  /** A copy, to be given back. */
  private copy(bits: Bits): Bits {
    const copy = this.spare.pop() ?? new Uint32Array(this.words);
    copy.set(bits);
    return copy;
  }

  /** Changes what is live after the list into what is live before it. */
  private list(head: number, live: Bits): void {
    const { ir, open, wanted } = this;
    const start = open.length;
    for (let id = head; id !== NONE; id = ir.link[id]!) open.push(id);
    while (open.length > start) {
      const statement = open.pop()!;
      if (wanted[statement]! & AFTER) this.after.set(statement, live.slice());
      this.statement(statement, live);
      if (this.ambient !== undefined) join(live, this.ambient);
      if (wanted[statement]! & BEFORE) this.before.set(statement, live.slice());
    }
  }

  private statement(statement: number, live: Bits): void {
    const { ir } = this;
    const x = ir.x[statement]!;
    switch (ir.op[statement]) {
      case Ir.set:
        live[x >>> 5]! &= ~(1 << x);
        break;
      case Ir.block:
        this.note(this.breaks, x, live);
        this.list(ir.y[statement]!, live);
        break;
      case Ir.loop:
        this.loop(x, ir.y[statement]!, live);
        break;
      case Ir.break:
        live.set(this.breaks.get(x)!);
        break;
      case Ir.continue:
        live.set(this.heads.get(x)!);
        break;
      case Ir.return:
        live.fill(0);
        break;
      case Ir.try:
        this.try(x, ir.y[statement]!, ir.z[statement]!, live);
        break;
      case Ir.if:
      case Ir.switch:
        this.branches(statement, live);
        break;
    }
    const expression = expressionOf(ir, statement);
    if (expression !== NONE) this.reads(expression, live);
  }

  private note(places: Map<number, Bits>, label: number, live: Bits): void {
    const known = places.get(label);
    if (known === undefined) places.set(label, live.slice());
    else known.set(live);
  }

  private branches(statement: number, live: Bits): void {
    const { ir } = this;
    const after = this.copy(live);
    live.fill(0);
    if (ir.op[statement] === Ir.if) {
      this.branch(ir.y[statement]!, after, live);
      this.branch(ir.z[statement]!, after, live);
    } else for (const place of listsOf(ir, statement)) this.branch(place.get(), after, live);
    this.spare.push(after);
  }

  /** Joins into `live` what is live before a branch. */
  private branch(list: number, after: Bits, live: Bits): void {
    if (list === NONE) {
      join(live, after);
      return;
    }
    const before = this.copy(after);
    this.list(list, before);
    join(live, before);
    this.spare.push(before);
  }

  private loop(label: number, body: number, live: Bits): void {
    this.note(this.breaks, label, live);
    const head = this.heads.get(label) ?? new Uint32Array(this.words);
    this.heads.set(label, head);
    do {
      live.set(head);
      this.list(body, live);
    } while (join(head, live));
  }

  private try(body: number, handler: number, caught: number, live: Bits): void {
    const handled = live.slice();
    this.list(handler, handled);
    handled[caught >>> 5]! &= ~(1 << caught);
    const outer = this.ambient;
    this.ambient = handled.slice();
    if (outer !== undefined) join(this.ambient, outer);
    this.list(body, live);
    this.ambient = outer;
    join(live, handled);
  }

  /** Adds the variables of an expression; those without any have an empty bit set. */
  private reads(node: number, live: Bits): void {
    const { ir } = this;
    if (ir.link[node] === 0) return;
    const op = ir.op[node]!;
    if (op < TEMPLATES) {
      const operands = ir.operations[op]!.operandBits;
      if (operands & 1) this.reads(ir.x[node]!, live);
      if (operands & 2) this.reads(ir.y[node]!, live);
      if (operands & 4) this.reads(ir.z[node]!, live);
    } else if (op === Ir.variable) {
      const variable = ir.x[node]!;
      live[variable >>> 5]! |= 1 << variable;
    } else if (op === Ir.call || op === Ir.call_table) {
      for (const arg of ir.lists[ir.y[node]!]!) this.reads(arg, live);
      if (op === Ir.call_table) this.reads(ir.z[node]!, live);
    }
  }
}

// Which variables are live at chosen points of a function: the values of which may still be read. Backward over the
// structured IR; a loop's head is iterated until nothing changes.

import { type Arena, NONE } from "./ir.ts";
import { Ir } from "./operations.ts";
import { eachNode, expressionOf, listsOf, statementsOf } from "./walk.ts";

/** A set of variables, 32 to a word. */
export type Bits = Uint32Array;

export const hasBit = (bits: Bits, i: number): boolean => (bits[i >>> 5]! & (1 << i)) !== 0;

function join(into: Bits, from: Bits): boolean {
  let changed = false;
  for (let i = 0; i < into.length; i++) {
    const word = into[i]! | from[i]!;
    if (word >>> 0 !== into[i]) changed = true;
    into[i] = word;
  }
  return changed;
}

export class Liveness {
  private readonly ir: Arena;
  private readonly words: number;
  /** What is live where a `break` or `continue` of a label goes. */
  private readonly breaks = new Map<number, Bits>();
  private readonly heads = new Map<number, Bits>();
  /** Live in some handler around: an exception may come from anywhere. */
  private ambient: Bits;
  /** Statements after (before) which the sets are wanted. */
  readonly after = new Map<number, Bits | undefined>();
  readonly before = new Map<number, Bits | undefined>();

  constructor(ir: Arena, variables: number) {
    this.ir = ir;
    this.words = (variables >>> 5) + 1;
    this.ambient = new Uint32Array(this.words);
  }

  /** Fills `after` and `before` for the statements that are keys in them. */
  run(body: number): void {
    this.list(body, new Uint32Array(this.words));
  }

  /** What is live where a `break` (or `continue`) of a label goes. */
  target(isBreak: boolean, label: number): Bits | undefined {
    return (isBreak ? this.breaks : this.heads).get(label);
  }

  /** What is live before the list, `out` being live after it. `out` is changed into it. */
  private list(head: number, out: Bits): Bits {
    const statements = statementsOf(this.ir, head);
    for (let i = statements.length - 1; i >= 0; i--) {
      const statement = statements[i]!;
      if (this.after.has(statement)) this.after.set(statement, out.slice());
      this.statement(statement, out);
      join(out, this.ambient);
      if (this.before.has(statement)) this.before.set(statement, out.slice());
    }
    return out;
  }

  private statement(statement: number, live: Bits): void {
    const { ir } = this;
    const x = ir.x[statement]!;
    switch (ir.op[statement]) {
      case Ir.set:
        live[x >>> 5]! &= ~(1 << x);
        break;
      case Ir.block:
        this.breaks.set(x, live.slice());
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
    this.reads(expressionOf(ir, statement), live);
  }

  private branches(statement: number, live: Bits): void {
    const after = live.slice();
    live.fill(0);
    for (const place of listsOf(this.ir, statement)) join(live, this.list(place.get(), after.slice()));
  }

  private loop(label: number, body: number, live: Bits): void {
    this.breaks.set(label, live.slice());
    const head = this.heads.get(label) ?? new Uint32Array(this.words);
    this.heads.set(label, head);
    let entry: Bits;
    do entry = this.list(body, head.slice());
    while (join(head, entry));
    live.set(entry);
  }

  private try(body: number, handler: number, caught: number, live: Bits): void {
    const handled = this.list(handler, live.slice());
    handled[caught >>> 5]! &= ~(1 << caught);
    const outer = this.ambient;
    this.ambient = handled.slice();
    join(this.ambient, outer);
    this.list(body, live);
    this.ambient = outer;
    join(live, handled);
  }

  private reads(expression: number, live: Bits): void {
    if (expression === NONE) return;
    eachNode(this.ir, expression, (node) => {
      if (this.ir.op[node] !== Ir.variable) return;
      const variable = this.ir.x[node]!;
      live[variable >>> 5]! |= 1 << variable;
    });
  }
}

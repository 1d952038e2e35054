// Which variables are live at chosen points of a function: the values of which may still be read. Backward over the
// structured IR; a loop's head is iterated until nothing changes.

import { type Arena, NONE } from "./ir.ts";
import { Ir } from "./operations.ts";
import type { Structure } from "./structure.ts";

const {
  set: SET,
  block: BLOCK,
  loop: LOOP,
  break: BREAK,
  continue: CONTINUE,
  return: RETURN,
  sequence: SEQUENCE,
  try: TRY,
  if: IF,
  switch: SWITCH,
} = Ir;

/** A set of variables, 32 to a word. */
export type Bits = Int32Array;

export const hasBit = (bits: Bits, i: number): boolean => (bits[i >>> 5]! & (1 << i)) !== 0;

export function join(into: Bits, from: Bits): boolean {
  let changed = false;
  for (let i = 0; i < into.length; i++) {
    const word = into[i]! | from[i]!;
    if (word === into[i]) continue;
    changed = true;
    into[i] = word;
  }
  return changed;
}

const BEFORE = 1;
const AFTER = 2;

/** What a statement does to the variables that are live after it; `x` is its first field. */
type Transfer = (liveness: Liveness, statement: number, x: number, live: Bits) => void;

export class Liveness {
  /** By operation. As a table, for V8 inlines only calls whose target it knows, and else puts level into level. */
  private static readonly STATEMENTS: readonly (Transfer | undefined)[] = Liveness.statements();

  private static statements(): Transfer[] {
    const table: Transfer[] = [];
    table[IF] = (liveness, statement, _, live) => liveness.branches(statement, live);
    table[SWITCH] = table[IF];
    table[BREAK] = (liveness, _, x, live) => live.set(liveness.breaks[x]!);
    table[CONTINUE] = (liveness, _, x, live) => live.set(liveness.heads[x]!);
    table[BLOCK] = (liveness, statement, x, live) => {
      liveness.noteBreak(x, live);
      liveness.list(liveness.structure.listsFrom(statement), live);
    };
    table[LOOP] = (liveness, statement, x, live) =>
      liveness.loop(x, liveness.structure.listsFrom(statement), live);
    table[RETURN] = (_, __, ___, live) => live.fill(0);
    table[SEQUENCE] = (liveness, statement, _, live) =>
      liveness.list(liveness.structure.listsFrom(statement), live);
    table[TRY] = (liveness, statement, _, live) =>
      liveness.try(liveness.structure.listsFrom(statement), liveness.ir.z[statement]!, live);
    return table;
  }

  private readonly ir: Arena;
  private readonly structure: Structure;
  private readonly words: number;
  /** What is live where a `break` or `continue` of a label goes, by label. */
  private readonly breaks: (Bits | undefined)[];
  private readonly heads: (Bits | undefined)[];
  /** Live in some handler around: an exception may come from anywhere. Absent outside of every try. */
  private ambient: Bits | undefined;
  /** What is live after (before) the statements for which it is wanted. */
  private readonly after = new Map<number, Bits>();
  private readonly before = new Map<number, Bits>();
  private readonly wanted: Uint8Array;
  /** Sets that are not in use. */
  private readonly spare: Bits[] = [];

  constructor(ir: Arena, structure: Structure, variables: number, labels: number) {
    this.ir = ir;
    this.structure = structure;
    this.words = (variables >>> 5) + 1;
    this.breaks = new Array<Bits | undefined>(labels).fill(undefined);
    this.heads = new Array<Bits | undefined>(labels).fill(undefined);
    this.wanted = new Uint8Array(structure.count);
  }

  /** Asks for what is live before `first` and after `last`. */
  want(first: number, last: number): void {
    this.wanted[first]! |= BEFORE;
    this.wanted[last]! |= AFTER;
  }

  run(): void {
    this.list(0, this.empty());
  }

  liveBefore(statement: number): Bits {
    return this.before.get(statement) ?? this.empty();
  }

  liveAfter(statement: number): Bits {
    return this.after.get(statement) ?? this.empty();
  }

  /** What is live where a `break` (or `continue`) of a label goes. */
  target(isBreak: boolean, label: number): Bits | undefined {
    return (isBreak ? this.breaks : this.heads)[label];
  }

  private empty(): Bits {
    return new Int32Array(this.words);
  }

  /** A copy, which may be given back. */
  private copy(bits: Bits): Bits {
    const copy = this.spare.pop() ?? this.empty();
    copy.set(bits);
    return copy;
  }

  /** Changes what is live after the list into what is live before it. Assignments, most statements, take no call. */
  private list(list: number, live: Bits): void {
    const { ir, wanted } = this;
    const { previous, tails, from, to, reads } = this.structure;
    for (let statement = tails[list]!; statement !== NONE; statement = previous[statement]!) {
      if (wanted[statement]! & AFTER) this.after.set(statement, this.copy(live));
      const op = ir.op[statement]!;
      const x = ir.x[statement]!;
      if (op === SET) live[x >>> 5]! &= ~(1 << x);
      else Liveness.STATEMENTS[op]?.(this, statement, x, live);
      const last = to[statement]!;
      for (let i = from[statement]!; i < last; i++) live[reads[i]! >>> 5]! |= 1 << reads[i]!;
      if (this.ambient !== undefined) join(live, this.ambient);
      if (wanted[statement]! & BEFORE) this.before.set(statement, this.copy(live));
    }
  }

  private noteBreak(label: number, live: Bits): void {
    const known = this.breaks[label];
    if (known === undefined) this.breaks[label] = this.copy(live);
    else known.set(live);
  }

  private branches(statement: number, live: Bits): void {
    const { structure } = this;
    const after = this.copy(live);
    live.fill(0);
    const to = structure.listsTo(statement);
    for (let list = structure.listsFrom(statement); list < to; list++) this.branch(list, after, live);
    this.spare.push(after);
  }

  /** Joins into `live` what is live before a branch. */
  private branch(list: number, after: Bits, live: Bits): void {
    const last = this.structure.tails[list]!;
    const place = last === NONE ? after : this.onlyJump(last);
    if (place !== undefined) {
      join(live, place);
      return;
    }
    const before = this.copy(after);
    this.list(list, before);
    join(live, before);
    this.spare.push(before);
  }

  /** What is live where a list goes that is nothing but a jump, as most branches are; given its last statement. */
  private onlyJump(last: number): Bits | undefined {
    const { ir } = this;
    const op = ir.op[last];
    if (op !== BREAK && op !== CONTINUE) return undefined;
    if (this.structure.previous[last] !== NONE || this.ambient !== undefined || this.wanted[last] !== 0)
      return undefined;
    return op === BREAK ? this.breaks[ir.x[last]!] : this.heads[ir.x[last]!];
  }

  private loop(label: number, body: number, live: Bits): void {
    this.noteBreak(label, live);
    const head = (this.heads[label] ??= this.empty());
    do {
      live.set(head);
      this.list(body, live);
    } while (join(head, live));
  }

  private try(body: number, caught: number, live: Bits): void {
    const handled = this.copy(live);
    this.list(body + 1, handled);
    handled[caught >>> 5]! &= ~(1 << caught);
    const outer = this.ambient;
    this.ambient = this.copy(handled);
    if (outer !== undefined) join(this.ambient, outer);
    this.list(body, live);
    this.ambient = outer;
    join(live, handled);
  }
}

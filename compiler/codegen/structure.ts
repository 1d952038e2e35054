// What is where in a function that is to be split: a tape of what its statements do, in the order they are printed, and of
// each statement its size, whether it calls, and its place on the tape. All else (liveness.ts, usage.ts) reads the tape. Flat
// and without recursion: such functions have tens of thousands of nodes and thousands of levels, and are measured before V8
// has optimised any of this.

import type { FunctionCompiler } from "./function-compiler.ts";
import { type Arena, CALLS, FAULTS, GROWS, NONE, NOTHING, READS_MEMORY, sizeOf } from "./ir.ts";
import { PLACE } from "./nodes.ts";
import { Ir, TEMPLATES } from "./operations.ts";
import { CASE, STATEMENT } from "./size.ts";

// As constants of the module they cost nothing; as properties, a look-up for each node.
const {
  variable: VARIABLE,
  call_table: CALL_TABLE,
  set: SET,
  reload: RELOAD,
  evaluate: EVALUATE,
  if: IF,
  sequence: SEQUENCE,
  block: BLOCK,
  loop: LOOP,
  break: BREAK,
  continue: CONTINUE,
  switch: SWITCH,
  return: RETURN,
  try: TRY,
} = Ir;

/**
 * What an entry of the tape says, in its low bits; what stands above them. A statement's assignment stands before what it
 * reads: it is a REWRITE, which leaves what was there live, if it reads the variable itself.
 */
export const READ = 0; // variable
export const WRITE = 1; // variable
export const REWRITE = 2; // variable
export const DOES = 3; // bits of ir.ts, of those that count here
export const JUMP = 4; // the statement that leaves
export const OPEN = 5; // the statement with lists: they follow
export const NEXT = 6; // the statement whose next list follows
export const CLOSE = 7; // the statement

/** Low bits of an entry. */
export const KIND = 7;
export const SHIFT = 3;

const NOTED = READS_MEMORY | FAULTS | CALLS | GROWS;
/** What a reload does counts as a call. */
const RELOADS = (CALLS << SHIFT) | DOES;

/** Words of a switch's list from which on it counts as dispatching; a case has about three. */
const DISPATCH = 3 * 24;

/** Where the head of a list is: a field of its owner, or from `CASES` on a position in the list of a switch. */
const [X, Y, Z, CASES] = [0, 1, 2, 3];

/** A list of statements: what holds its head. */
export interface Place {
  readonly owner: number;
  readonly field: number;
}

/** The body of the function. */
export const BODY: Place = { owner: NONE, field: X };

/** Where the head of the case is that begins at a position in the list of a switch; behind them all: its length. */
function headOfCase(cases: readonly number[], position: number): number {
  if (position >= cases.length) return cases.length;
  while (cases[position] !== NONE) position++;
  return position + 1;
}

export class Structure {
  private readonly f: FunctionCompiler;
  private readonly ir: Arena;
  readonly tape: number[] = [];
  /** Of each statement, its first entry, and the one after its last. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Bytes of a statement with all in it. */
  readonly size: Int32Array;
  /** By statement, 1: it calls, or something in it does. */
  readonly calls: Uint8Array;
  /** The same for a switch of many cases, as interpreters have: each pass would be a call of a region with as many exits. */
  readonly dispatches: Uint8Array;
  /** Where on the tape labels are opened. */
  readonly opened: Int32Array;
  /** Bytes of all statements; how deep statements stand in statements; how many entries are jumps or borders of lists. */
  total = 0;
  height = 0;
  turns = 0;
  /** Statements that are open, and of each which list: a position in that of a switch, else 0 or 1. */
  private depth = 0;
  private readonly owners: number[] = [NOTHING];
  private readonly stages: number[] = [0];
  /** Nodes that `reads` has yet to look at. */
  private readonly pending: number[] = [];

  constructor(f: FunctionCompiler) {
    const { count } = f.ir;
    this.f = f;
    this.ir = f.ir;
    this.start = new Int32Array(count);
    this.end = new Int32Array(count);
    this.size = new Int32Array(count);
    this.calls = new Uint8Array(count);
    this.dispatches = new Uint8Array(count);
    this.opened = new Int32Array(f.labels);
    this.append(f.body);
  }

  // Lists

  head({ owner, field }: Place): number {
    const { ir } = this;
    if (owner === NONE) return this.f.body;
    if (field === X) return ir.x[owner]!;
    if (field === Y) return ir.y[owner]!;
    return field === Z ? ir.z[owner]! : ir.lists[ir.y[owner]!]![field - CASES]!;
  }

  setHead({ owner, field }: Place, head: number): void {
    const { ir } = this;
    if (owner === NONE) this.f.body = head;
    else if (field === X) ir.x[owner] = head;
    else if (field === Y) ir.y[owner] = head;
    else if (field === Z) ir.z[owner] = head;
    else ir.lists[ir.y[owner]!]![field - CASES] = head;
  }

  /** The lists inside a statement, in the order they are printed. */
  listsOf(owner: number): Place[] {
    const op = this.ir.op[owner]!;
    const fields: number[] = [];
    if (op === SEQUENCE || op === TRY) fields.push(X);
    if (op === IF || op === BLOCK || op === LOOP || op === TRY) fields.push(Y);
    if (op === SWITCH) {
      const cases = this.ir.lists[this.ir.y[owner]!]!;
      for (let i = headOfCase(cases, 0); i < cases.length; i = headOfCase(cases, i + 1))
        fields.push(CASES + i);
    }
    if (op === IF || op === SWITCH) fields.push(Z);
    return fields.map((field) => ({ owner, field }));
  }

  // The tape

  /**
   * Puts a list of statements, with all in them, on the tape. The loop has next to nothing in it: V8 would compile all of this
   * twice, for a loop that runs and for the next call, and throw the second away, since it knows nothing of the beginning.
   */
  append(head: number): void {
    const bottom = this.depth;
    for (let id = head; id !== NONE || this.depth !== bottom; )
      id = id === NONE ? this.endList() : this.statement(id);
  }

  /** Puts a statement on the tape, or begins what is in it: what comes next in the list. */
  private statement(id: number): number {
    const { ir, tape } = this;
    const kind = ir.op[id]!;
    this.start[id] = tape.length;
    let own = STATEMENT;
    if (kind === SET) {
      const variable = ir.x[id]!;
      if (this.f.kinds[variable] !== PLACE) tape.push((variable << SHIFT) | WRITE);
      own += this.evaluates(id, kind, ir.y[id]!);
    } else if (kind === EVALUATE || kind === IF || kind === SWITCH || kind === RETURN) {
      const expression = ir.x[id]!;
      if (expression !== NONE) own += this.evaluates(id, kind, expression);
    } else if (kind === RELOAD) tape.push(RELOADS);
    if (kind > EVALUATE && kind !== BREAK && kind !== CONTINUE && kind !== RETURN)
      return this.open(id, kind, own);
    if (kind > EVALUATE) {
      tape.push((id << SHIFT) | JUMP);
      this.turns++;
    }
    this.size[id] = own;
    this.total += own;
    this.end[id] = tape.length;
    return ir.link[id]!;
  }

  /** Notes what a statement's expression does and reads: its size. */
  private evaluates(id: number, kind: number, expression: number): number {
    const { ir, tape, calls } = this;
    const known = ir.bits[expression]!;
    const does = known & NOTED;
    if (does !== 0) tape.push((does << SHIFT) | DOES);
    if ((does & CALLS) !== 0) calls[id] = calls[this.owners[this.depth]!] = 1;
    if (ir.link[expression] !== 0) this.reads(id, kind, expression);
    return sizeOf(known);
  }

  /** Notes the variables that a statement's expression reads, as they occur. */
  private reads(statement: number, kind: number, expression: number): void {
    const { tape, pending } = this;
    const { op, x, y, z, link, operandBits } = this.ir;
    const templates = TEMPLATES;
    const first = tape.length;
    let n = first;
    let count = 0;
    for (let node = expression; ; ) {
      const operation = op[node]!;
      const left = x[node]!;
      if (operation === VARIABLE) tape[n++] = left << SHIFT;
      else if (operation < templates) {
        const operands = operandBits[operation]!;
        if (operands & 4 && link[z[node]!] !== 0) pending[count++] = z[node]!;
        if (operands & 2) {
          const right = y[node]!;
          if (link[right] !== 0) pending[count++] = right;
        }
        if (operands & 1 && link[left] !== 0) {
          node = left;
          continue;
        }
      } else count = this.argumentsOf(node, operation, count);
      if (count === 0) break;
      node = pending[--count]!;
    }
    if (kind === SET && (link[expression]! & (1 << x[statement]!)) !== 0) this.rewrite(statement, first);
  }

  /** Leaves the operands of a call to `reads`: how many nodes are left to it. */
  private argumentsOf(node: number, operation: number, count: number): number {
    const { pending } = this;
    const { y, z, link, lists } = this.ir;
    if (operation === CALL_TABLE && link[z[node]!] !== 0) pending[count++] = z[node]!;
    const args = lists[y[node]!]!;
    for (let i = args.length - 1; i >= 0; i--) if (link[args[i]!] !== 0) pending[count++] = args[i]!;
    return count;
  }

  /** Of an assignment, the reads of which begin at `first`: notes if it reads the variable that it writes. */
  private rewrite(statement: number, first: number): void {
    const { tape } = this;
    const variable = this.ir.x[statement]! << SHIFT;
    if (tape.indexOf(variable | READ, first) < 0) return;
    tape[tape.lastIndexOf(variable | WRITE, first)] = variable | REWRITE;
  }

  /** Begins the first list of a statement, which has so many bytes without its lists: its head. */
  private open(id: number, kind: number, own: number): number {
    const { ir, tape } = this;
    this.size[id] = this.total;
    this.total += kind === SWITCH ? own + CASE * ir.lists[ir.y[id]!]!.length : own;
    const depth = ++this.depth;
    if (depth > this.height) this.height = depth;
    this.owners[depth] = id;
    this.stages[depth] = 0;
    this.turns += 2;
    if (kind === BLOCK || kind === LOOP) this.opened[ir.x[id]!] = tape.length;
    else if (kind === TRY) tape.push((ir.z[id]! << SHIFT) | REWRITE);
    tape.push((id << SHIFT) | OPEN);
    if (kind === SWITCH) return this.openCases(id);
    return kind === SEQUENCE || kind === TRY ? ir.x[id]! : ir.y[id]!;
  }

  private openCases(id: number): number {
    const cases = this.ir.lists[this.ir.y[id]!]!;
    if (cases.length >= DISPATCH)
      for (let depth = this.depth; depth > 0; depth--) this.dispatches[this.owners[depth]!] = 1;
    return this.caseFrom(id, 0);
  }

  /** The list of the case that begins at a position in those of a switch; the default list behind them. */
  private caseFrom(id: number, position: number): number {
    const { ir } = this;
    const cases = ir.lists[ir.y[id]!]!;
    const at = headOfCase(cases, position);
    this.stages[this.depth] = at;
    return at < cases.length ? cases[at]! : ir.z[id]!;
  }

  /** Ends a list: begins the next one of its statement, or goes on behind that. The head, or the statement. */
  private endList(): number {
    const { ir, tape, depth } = this;
    const id = this.owners[depth]!;
    const kind = ir.op[id]!;
    const stage = this.stages[depth]!;
    if (kind === SWITCH) {
      if (stage === ir.lists[ir.y[id]!]!.length) return this.close(id);
    } else if (stage > 0 || (kind !== TRY && (kind !== IF || ir.z[id] === NONE))) return this.close(id);
    tape.push((id << SHIFT) | NEXT);
    this.turns++;
    if (kind === SWITCH) return this.caseFrom(id, stage + 1);
    this.stages[depth] = 1;
    return kind === IF ? ir.z[id]! : ir.y[id]!;
  }

  private close(id: number): number {
    const { tape, size, calls } = this;
    this.depth--;
    size[id] = this.total - size[id]!;
    this.end[id] = tape.push((id << SHIFT) | CLOSE);
    const owner = this.owners[this.depth]!;
    if (calls[id] !== 0) calls[owner] = 1;
    return this.ir.link[id]!;
  }
}

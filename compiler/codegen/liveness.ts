// Which variables are live at chosen points of a function: the values of which may still be read. Backward over the tape of
// structure.ts, of which only jumps and borders of lists are kept, each with what the statements before it read and write; and
// 32 variables at a time, so that a set of them is a number. A loop's head is iterated until nothing changes.

import type { Arena } from "./ir.ts";
import { Ir } from "./operations.ts";
import { CLOSE, JUMP, KIND, NEXT, OPEN, READ, SHIFT, type Structure, WRITE } from "./structure.ts";

/** A set of variables, 32 to a word. */
export type Bits = Int32Array;

export const hasBit = (bits: Bits, i: number): boolean => (bits[i >>> 5]! & (1 << i)) !== 0;

// What a row does to the variables that are live after it; what its argument is.
const POINT = 1; // which
const BREAKS = 2; // label
const CONTINUES = 3; // label
const RETURNS = 4;
/** A condition, and nothing but a break under it. */
const BREAKS_IF = 5; // label
const BLOCK_END = 6; // label
const LOOP_END = 7; // label
const LOOP_HEAD = 8; // label
const IF_END = 9;
const ELSE = 10;
const IF_HEAD = 11;
const SWITCH_END = 12;
const CASE = 13;
const SWITCH_HEAD = 14;
const TRY_END = 15;
const HANDLER = 16; // variable of the caught value
const TRY_HEAD = 17;

/** The rows that entries of the tape become, by operation and kind of entry. Heads and ends that are not here change nothing. */
const ROWS = new Uint8Array(Object.keys(Ir).length << SHIFT);
for (const [op, kind, row] of [
  [Ir.break, JUMP, BREAKS],
  [Ir.continue, JUMP, CONTINUES],
  [Ir.return, JUMP, RETURNS],
  [Ir.block, CLOSE, BLOCK_END],
  [Ir.loop, OPEN, LOOP_HEAD],
  [Ir.loop, CLOSE, LOOP_END],
  [Ir.if, OPEN, IF_HEAD],
  [Ir.if, NEXT, ELSE],
  [Ir.if, CLOSE, IF_END],
  [Ir.switch, OPEN, SWITCH_HEAD],
  [Ir.switch, NEXT, CASE],
  [Ir.switch, CLOSE, SWITCH_END],
  [Ir.try, OPEN, TRY_HEAD],
  [Ir.try, NEXT, HANDLER],
  [Ir.try, CLOSE, TRY_END],
] as const)
  ROWS[(op << SHIFT) | kind] = row;

export class Liveness {
  private readonly ir: Arena;
  private readonly tape: readonly number[];
  private readonly labels: number;
  private readonly points: number;
  /** What each row is, and its argument; of loops by label, the row of the end. */
  private readonly kinds: number[] = [];
  private readonly args: number[] = [];
  private readonly ends: Int32Array;
  private rows = 0;
  /** What the statements before a row read before they write it, and what they write: by word, then by row. */
  private readonly reads: Int32Array;
  private readonly writes: Int32Array;
  private readonly capacity: number;
  /** By word: what is live where a `break` or `continue` of a label goes, and at points. */
  private readonly breaks: Int32Array[] = [];
  private readonly heads: Int32Array[] = [];
  private readonly notes: Int32Array[] = [];

  /** `points`: positions on the tape, in order. */
  constructor(ir: Arena, structure: Structure, variables: number, labels: number, points: readonly number[]) {
    const words = (variables + 31) >>> 5;
    this.ir = ir;
    this.tape = structure.tape;
    this.labels = labels;
    this.points = points.length;
    this.ends = new Int32Array(labels);
    this.capacity = structure.turns + points.length + 1;
    this.reads = new Int32Array(words * this.capacity);
    this.writes = new Int32Array(words * this.capacity);
    this.enter(points);
    for (let word = 0; word < words; word++) this.solve(word);
  }

  /** What is live at a point. */
  at(point: number): Bits {
    const { notes } = this;
    const live = new Int32Array(notes.length);
    for (let word = 0; word < live.length; word++) live[word] = notes[word]![point]!;
    return live;
  }

  /** Joins what is live where a `break` (or `continue`) of a label goes into a set. */
  joinTarget(into: Bits, isBreak: boolean, label: number): void {
    const sets = isBreak ? this.breaks : this.heads;
    for (let word = 0; word < into.length; word++) into[word]! |= sets[word]![label]!;
  }

  /** Makes rows of the tape. What each entry takes is a function, for the loop runs but once (see `append` of structure.ts). */
  private enter(points: readonly number[]): void {
    const { length } = this.tape;
    let [point, next] = [0, points[0]];
    for (let i = 0; i <= length; i++) {
      while (i === next) {
        this.row(POINT, point);
        next = points[++point];
      }
      if (i < length) this.entry(i);
    }
    this.row(RETURNS, 0);
  }

  /** Notes a variable with the row that stands before, or adds a row. */
  private entry(position: number): void {
    const entry = this.tape[position]!;
    const kind = entry & KIND;
    if (kind >= JUMP) {
      this.turn(entry >>> SHIFT, kind, position);
      return;
    }
    const { reads, writes } = this;
    const at = (entry >>> (SHIFT + 5)) * this.capacity + this.rows;
    const bit = 1 << (entry >>> SHIFT);
    if (kind === WRITE) writes[at]! |= bit;
    else if (kind === READ && (writes[at]! & bit) === 0) reads[at]! |= bit;
  }

  private row(kind: number, arg: number): void {
    this.kinds[this.rows] = kind;
    this.args[this.rows] = arg;
    this.rows++;
  }

  /** Adds the row, if there is one, of a jump or border of a list. */
  private turn(statement: number, kind: number, position: number): void {
    const { ir, rows } = this;
    const row = ROWS[(ir.op[statement]! << SHIFT) | kind]!;
    if (row === 0) return;
    if (row === IF_END && this.onlyBreaks(position)) {
      this.kinds[rows - 2] = BREAKS_IF;
      this.args[rows - 2] = this.args[rows - 1]!;
      this.rows--;
      return;
    }
    const arg = row === HANDLER ? ir.z[statement]! : ir.x[statement]!;
    if (row === LOOP_END) this.ends[arg] = rows;
    this.row(row, arg);
  }

  /** The condition that ends here has no statement but a `break`. */
  private onlyBreaks(position: number): boolean {
    const { tape, kinds, rows } = this;
    if (kinds[rows - 1] !== BREAKS || kinds[rows - 2] !== IF_HEAD) return false;
    return (tape[position - 1]! & KIND) === JUMP && (tape[position - 2]! & KIND) === OPEN;
  }

  /** Finds what is live everywhere, of the variables of one word. */
  private solve(word: number): void {
    const { kinds, args, ends, capacity } = this;
    const reads = this.reads.subarray(word * capacity);
    const writes = this.writes.subarray(word * capacity);
    const breaks = (this.breaks[word] = new Int32Array(this.labels));
    const heads = (this.heads[word] = new Int32Array(this.labels));
    const notes = (this.notes[word] = new Int32Array(this.points));
    /** What the rows that are open need later; live in some handler around, as an exception may come from anywhere. */
    const stack: number[] = [];
    let [top, ambient, live] = [0, 0, 0];
    for (let row = this.rows - 1; row >= 0; row--) {
      const arg = args[row]!;
      switch (kinds[row]) {
        case BREAKS_IF:
          live |= breaks[arg]!;
          break;
        case BLOCK_END:
          breaks[arg] = live;
          break;
        case IF_END:
        case TRY_END:
          stack[top++] = live;
          break;
        case IF_HEAD:
          live |= stack[--top]!;
          break;
        case BREAKS:
          live = breaks[arg]!;
          break;
        case CONTINUES:
          live = heads[arg]!;
          break;
        case RETURNS:
          live = 0;
          break;
        case ELSE: {
          const after = stack[top - 1]!;
          stack[top - 1] = live;
          live = after;
          break;
        }
        case LOOP_END:
          breaks[arg] = live;
          live = heads[arg]!;
          break;
        case LOOP_HEAD:
          if ((live & ~heads[arg]!) === 0) break;
          heads[arg] = live |= heads[arg]!;
          row = ends[arg]!;
          break;
        case SWITCH_END:
          stack[top++] = 0;
          stack[top++] = live;
          break;
        case CASE:
          stack[top - 2]! |= live;
          live = stack[top - 1]!;
          break;
        case SWITCH_HEAD:
          live |= stack[top - 2]!;
          top -= 2;
          break;
        case HANDLER: {
          const handled = arg >>> 5 === word ? live & ~(1 << arg) : live;
          live = stack[--top]!;
          stack[top++] = ambient;
          stack[top++] = handled;
          ambient |= handled;
          break;
        }
        case TRY_HEAD:
          live |= stack[--top]!;
          ambient = stack[--top]!;
          break;
        case POINT:
          notes[arg] = live;
      }
      live = reads[row]! | (live & ~writes[row]!) | ambient;
    }
  }
}

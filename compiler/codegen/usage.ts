// What statements do with variables, and how they may be left: all that making a region of them, or printing it, asks for.

import type { FunctionCompiler } from "./function-compiler.ts";
import { NONE } from "./ir.ts";
import { Ir } from "./operations.ts";
import { DOES, JUMP, KIND, READ, REWRITE, SHIFT, type Structure, WRITE } from "./structure.ts";

/** How a region may be left otherwise than at its end. */
export interface Exit {
  readonly op: number;
  readonly label: number;
}

export interface Usage {
  /** Variables, in the order in which they are first read, first written, first mentioned. */
  readonly read: number[];
  readonly written: number[];
  readonly variables: number[];
  /** Those that are written and never read, in the order in which they are first written. */
  unread: number[];
  /** What the expressions do: bits of ir.ts. */
  bits: number;
  /** Jumps to labels outside, and returns: each distinct one once; and the statements that leave by the `way`-th of them. */
  readonly exits: Exit[];
  readonly leaving: { readonly statement: number; readonly way: number }[];
}

/** Entries of the tape, from one position to another. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a variable is known to be. */
const IS_READ = 1;
const IS_WRITTEN = 2;

export class Usages {
  private readonly f: FunctionCompiler;
  private readonly structure: Structure;
  /** Of each variable, what it is known to be. Empty between passes. */
  private readonly marks: Uint8Array;
  /** By label, and behind them of returns: which exit leads there, from 1. Empty between passes. */
  private readonly ways: Int32Array;
  private usage = emptyUsage();

  constructor(f: FunctionCompiler, structure: Structure) {
    this.f = f;
    this.structure = structure;
    this.marks = new Uint8Array(f.variables.length);
    this.ways = new Int32Array(2 * f.labels + 1);
  }

  /** Of statements the entries of which are these, in order. Labels that were opened before `from` are outside. */
  of(spans: readonly Span[], from: number): Usage {
    const usage = emptyUsage();
    this.usage = usage;
    for (const span of spans) this.enter(span, from);
    usage.unread = usage.written.filter((variable) => (this.marks[variable]! & IS_READ) === 0);
    for (const variable of usage.variables) this.marks[variable] = 0;
    for (const exit of usage.exits) this.ways[placeOf(exit)] = 0;
    if (this.f.usesTemporary) usage.variables.push(this.f.temporary());
    return usage;
  }

  private enter({ from, to }: Span, outermost: number): void {
    const { tape } = this.structure;
    const { marks, usage } = this;
    for (let i = from; i < to; i++) {
      const entry = tape[i]!;
      const kind = entry & KIND;
      const value = entry >>> SHIFT;
      if (kind === READ) {
        if ((marks[value]! & IS_READ) === 0) this.mark(value, IS_READ, usage.read);
      } else if (kind === WRITE || kind === REWRITE) {
        if ((marks[value]! & IS_WRITTEN) === 0) this.mark(value, IS_WRITTEN, usage.written);
      } else if (kind === DOES) usage.bits |= value;
      else if (kind === JUMP) this.jump(value, outermost);
    }
  }

  private mark(variable: number, as: number, list: number[]): void {
    if (this.marks[variable] === 0) this.usage.variables.push(variable);
    this.marks[variable]! |= as;
    list.push(variable);
  }

  private jump(statement: number, outermost: number): void {
    const { ir } = this.f;
    const op = ir.op[statement]!;
    if (op === Ir.return) this.leave(statement, op, NONE);
    else if (this.structure.opened[ir.x[statement]!]! < outermost)
      this.leave(statement, op, ir.x[statement]!);
  }

  private leave(statement: number, op: number, label: number): void {
    const { exits, leaving } = this.usage;
    const exit = { op, label };
    const way = (this.ways[placeOf(exit)] ||= exits.push(exit));
    leaving.push({ statement, way });
  }
}

/** Two places for each label, and the first for returns. */
const placeOf = ({ op, label }: Exit): number =>
  op === Ir.return ? 0 : 2 * label + (op === Ir.break ? 1 : 2);

const emptyUsage = (): Usage => ({
  read: [],
  written: [],
  variables: [],
  unread: [],
  bits: 0,
  exits: [],
  leaving: [],
});

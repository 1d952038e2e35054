// What a list of statements does with variables, and how it may be left: all that making a region of it, or printing it,
// asks for, in one pass.

import { PLACE } from "./nodes.ts";
import type { FunctionCompiler } from "./function-compiler.ts";
import { CALLS, NONE } from "./ir.ts";
import { Ir } from "./operations.ts";
import { expressionOf, type Structure } from "./structure.ts";

const {
  reload: RELOAD,
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
  /** What the expressions do: bits of ir.ts. */
  bits: number;
  /** Jumps to labels outside, and returns: each distinct one once; and the statements that leave by the `way`-th of them. */
  readonly exits: Exit[];
  readonly leaving: { readonly statement: number; readonly way: number }[];
}

/** Takes a statement in; `x` is its first field. */
type Visit = (usages: Usages, statement: number, x: number) => void;

const READ = 1;
const WRITTEN = 2;

export class Usages {
  private readonly f: FunctionCompiler;
  private readonly structure: Structure;
  /** Of each variable, what it is known to be; of each label, whether it is inside. Empty between passes. */
  private readonly marks: Uint8Array;
  private readonly inside: Uint8Array;
  private usage = emptyUsage();
  private readonly fresh: number[] = [];

  /** `labels`: more than the function will have. */
  constructor(f: FunctionCompiler, structure: Structure, labels: number) {
    this.f = f;
    this.structure = structure;
    this.marks = new Uint8Array(f.variables.length);
    this.inside = new Uint8Array(labels);
  }

  of(head: number): Usage {
    const usage = emptyUsage();
    this.usage = usage;
    this.visit(head);
    for (const variable of usage.variables) this.marks[variable] = 0;
    if (this.f.usesTemporary) usage.variables.push(this.f.temporary());
    return usage;
  }

  /** A list and every statement inside it, outer ones first. */
  private visit(head: number): void {
    const { ir } = this.f;
    for (let id = head; id !== NONE; id = ir.link[id]!) {
      const op = ir.op[id]!;
      const x = ir.x[id]!;
      if (op === SET) this.write(x);
      const expression = op === SET ? ir.y[id]! : expressionOf(ir, id);
      if (expression !== NONE) this.expression(id, expression);
      Usages.STATEMENTS[op]?.(this, id, x);
    }
  }

  /** What statements do besides evaluating an expression, by operation; a table as that of Liveness. */
  private static readonly STATEMENTS: readonly (Visit | undefined)[] = Usages.statements();

  private static statements(): Visit[] {
    const table: Visit[] = [];
    table[BREAK] = (usages, id, label) => {
      if (usages.inside[label] === 0) usages.leave(id, BREAK, label);
    };
    table[CONTINUE] = (usages, id, label) => {
      if (usages.inside[label] === 0) usages.leave(id, CONTINUE, label);
    };
    table[RETURN] = (usages, id) => usages.leave(id, RETURN, NONE);
    table[RELOAD] = (usages) => {
      usages.usage.bits |= CALLS;
    };
    table[BLOCK] = table[LOOP] = (usages, id, label) => {
      usages.inside[label] = 1;
      usages.visit(usages.f.ir.y[id]!);
      usages.inside[label] = 0;
    };
    table[IF] = (usages, id) => {
      const { ir } = usages.f;
      usages.visit(ir.y[id]!);
      usages.visit(ir.z[id]!);
    };
    table[SEQUENCE] = (usages, _, list) => usages.visit(list);
    table[TRY] = (usages, id, body) => {
      const { ir } = usages.f;
      usages.write(ir.z[id]!);
      usages.visit(body);
      usages.visit(ir.y[id]!);
    };
    table[SWITCH] = (usages, id) => usages.cases(id);
    return table;
  }

  private cases(id: number): void {
    const { ir } = this.f;
    const cases = ir.lists[ir.y[id]!]!;
    for (let i = 0; i < cases.length; i++) {
      while (cases[i] !== NONE) i++;
      this.visit(cases[++i]!);
    }
    this.visit(ir.z[id]!);
  }

  private write(variable: number): void {
    if (this.f.kinds[variable] === PLACE || this.marks[variable]! & WRITTEN) return;
    if (this.marks[variable] === 0) this.usage.variables.push(variable);
    this.marks[variable]! |= WRITTEN;
    this.usage.written.push(variable);
  }

  private read(variable: number): void {
    if (this.marks[variable] === 0) this.usage.variables.push(variable);
    this.marks[variable]! |= READ;
    this.usage.read.push(variable);
  }

  /** A statement's expression: what it reads is known, unless the statement was made after that. */
  private expression(statement: number, expression: number): void {
    const { structure } = this;
    if (statement < structure.count) {
      const { reads } = structure;
      const to = structure.to[statement]!;
      for (let i = structure.from[statement]!; i < to; i++)
        if ((this.marks[reads[i]!]! & READ) === 0) this.read(reads[i]!);
    } else {
      this.fresh.length = 0;
      structure.variablesOf(expression, this.fresh);
      for (const variable of this.fresh) if ((this.marks[variable]! & READ) === 0) this.read(variable);
    }
    this.usage.bits |= this.f.ir.bits[expression]!;
  }

  private leave(statement: number, op: number, label: number): void {
    const { exits, leaving } = this.usage;
    let way = exits.findIndex((exit) => exit.op === op && exit.label === label) + 1;
    if (way === 0) way = exits.push({ op, label });
    leaving.push({ statement, way });
  }
}

const emptyUsage = (): Usage => ({
  read: [],
  written: [],
  variables: [],
  bits: 0,
  exits: [],
  leaving: [],
});

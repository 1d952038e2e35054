// Makes functions of chosen runs of statements. A region gets the live variables that it uses as arguments and leaves those
// that it changes in scratch; its result says how it was left (0: at its end; n: by the n-th jump or return that leads out of
// it). Nothing is kept between calls.

import { type FunctionCompiler, scratchArray } from "./function-compiler.ts";
import { classOf, INT } from "./nodes.ts";
import { CALLS, EFFECT, FAULTS, GROWS, NONE, READS_MEMORY, READS_STATE } from "./ir.ts";
import { type Bits, hasBit, join, Liveness } from "./liveness.ts";
import { Ir } from "./operations.ts";
import type { Structure } from "./structure.ts";
import { type Exit, type Usage, Usages } from "./usage.ts";

/** Scratch words of results lie below. */
const SCRATCH = 1024;
const MAX_OUTPUTS = 2048;
const MAX_INPUTS = 4096;

/** A function made of a part of another one, or what is left of that: what it is given, and what it has to declare. */
export interface Region {
  readonly name: string;
  readonly inputs: readonly number[];
  readonly body: number;
  readonly variables: readonly number[];
  readonly views: ReadonlySet<number>;
}

/** Statements in a row, by number of their list, first and last one; `whole` takes the list as it is by then. */
export interface Run {
  readonly list: number;
  readonly first: number;
  readonly last: number;
  readonly whole: boolean;
}

const NO_VIEWS: ReadonlySet<number> = new Set();

export class Regions {
  private readonly f: FunctionCompiler;
  private readonly runs: readonly Run[];
  private readonly structure: Structure;
  private readonly live: Liveness;
  private readonly usages: Usages;
  private readonly made: Region[] = [];
  /** Holds the way a region was left: one variable for all. */
  private readonly way: number;

  constructor(f: FunctionCompiler, structure: Structure, runs: readonly Run[]) {
    this.f = f;
    this.runs = runs;
    this.structure = structure;
    this.way = f.declare("w", "0", INT);
    this.live = new Liveness(f.ir, structure, f.variables.length, f.labels);
    this.usages = new Usages(f, structure, f.labels + runs.length);
  }

  /** Takes all runs out of the function. */
  split(): { regions: Region[]; main: Region } {
    const { f, live } = this;
    for (const { first, last } of this.runs) live.want(first, last);
    live.run();
    // Runs of one list are in order: from the last, so that what stands before a run is still there.
    for (const run of reversedWithinLists(this.runs))
      this.take(run, live.liveBefore(run.first), live.liveAfter(run.last));
    const usage = this.usages.of(f.body);
    const params = usage.variables.filter((variable) => f.initial[variable] === undefined);
    const main = { name: this.name(0), inputs: [], body: f.body, ...this.mentioned(usage, params) };
    return { regions: this.made, main };
  }

  private take(run: Run, liveIn: Bits, liveOut: Bits): void {
    const { link } = this.f.ir;
    const head = run.whole ? this.structure.head(run.list) : run.first;
    const last = run.whole ? lastOf(link, head) : run.last;
    const rest = link[last]!;
    link[last] = NONE;
    const usage = this.usages.of(head);
    const live = this.liveAtExits(usage.exits, liveOut);
    const outputs = usage.written.filter((v) => hasBit(live, v));
    const inputs = [...new Set([...usage.read, ...outputs])].filter((v) => hasBit(liveIn, v));
    if (outputs.length > MAX_OUTPUTS || inputs.length > MAX_INPUTS) {
      link[last] = rest;
      return;
    }
    const name = this.name(this.made.length);
    this.insert(run.list, head, this.replacement(name, usage, inputs, outputs), rest);
    this.made.push({
      name,
      inputs,
      body: this.regionBody(head, outputs, usage),
      ...this.mentioned(usage, inputs),
    });
  }

  /** What a text made of the statements has to declare. Where memory is accessed, that is every view that the function uses. */
  private mentioned(
    { bits, exits, variables }: Usage,
    given: readonly number[],
  ): Pick<Region, "variables" | "views"> {
    const { views } = this.f;
    const own = new Set(variables);
    if (exits.length > 0) own.add(this.way);
    for (const variable of given) own.delete(variable);
    return {
      variables: [...own],
      views: bits & (READS_MEMORY | FAULTS) ? views : NO_VIEWS,
    };
  }

  private name(number: number): string {
    return `${this.f.core.functionName(this.f.index)}r${number}`;
  }

  /** Live after the region: at its end and wherever its exits lead. Labels are asked of the liveness pass. */
  private liveAtExits(exits: readonly Exit[], liveOut: Bits): Bits {
    const live = liveOut.slice();
    for (const { op, label } of exits) {
      const there = op === Ir.return ? undefined : this.live.target(op === Ir.break, label);
      if (there) join(live, there);
    }
    return live;
  }

  // What stands where the run was

  private replacement(name: string, usage: Usage, inputs: number[], outputs: number[]): number[] {
    const { f } = this;
    const list: number[] = [];
    const add = (op: number, x: number, y = NONE, z = NONE) => {
      list.push(f.ir.node(op, x, y, z));
    };
    const args = inputs.map((v) => f.variable(v));
    add(Ir.set, this.way, f.call(name, args, EFFECT));
    for (const [i, v] of outputs.entries()) add(Ir.set, v, f.text(this.scratch(v, i), 15, READS_STATE));
    if (usage.bits & (CALLS | GROWS))
      for (let m = 0; m < f.core.valid.memories.length; m++) add(Ir.reload, m);
    if (usage.exits.length > 0)
      add(Ir.switch, f.variable(this.way), f.ir.list(this.dispatch(usage.exits)), NONE);
    return list;
  }

  /** The cases of a switch that goes on where the region wanted to. */
  private dispatch(exits: readonly Exit[]): number[] {
    const { ir } = this.f;
    return exits.flatMap((exit, i) => {
      const jump = ir.node(exit.op, exit.op === Ir.return ? this.returned() : exit.label, NONE, NONE);
      return [i + 1, NONE, jump];
    });
  }

  /** The function's first result word, where a region left it. */
  private returned(): number {
    return this.f.functionType.results.length === 0 ? NONE : this.f.text(this.resultPlace(), 15, READS_STATE);
  }

  private resultPlace(): string {
    const array = scratchArray(classOf(this.f.functionType.results[0]!));
    this.f.core.tree.add(array);
    return `${array}[${SCRATCH - 1}]`;
  }

  private scratch(variable: number, position: number): string {
    const array = scratchArray(this.f.kinds[variable]!);
    this.f.core.tree.add(array);
    return `${array}[${SCRATCH + position}]`;
  }

  private insert(list: number, head: number, statements: number[], rest: number): void {
    const { ir } = this.f;
    statements.forEach((statement, i) => {
      ir.link[statement] = statements[i + 1] ?? rest;
    });
    let before = NONE;
    for (let id = this.structure.head(list); id !== head; id = ir.link[id]!) before = id;
    if (before === NONE) this.structure.setHead(list, statements[0]!);
    else ir.link[before] = statements[0]!;
  }

  // The region itself

  /** `X:{…} outputs to scratch; return way`: every exit notes its number and leaves the block. */
  private regionBody(head: number, outputs: readonly number[], { exits, leaving }: Usage): number {
    const { f } = this;
    const { ir } = f;
    const label = f.newLabel();
    for (const { statement, way } of leaving) this.leave(statement, way, label);
    const set = (variable: number, node: number) => ir.node(Ir.set, variable, node, NONE);
    // At the end, not at the start: a region inside may have left its own number in the variable.
    if (exits.length > 0) ir.link[lastOf(ir.link, head)] = set(this.way, f.constant(0));
    const block = ir.node(Ir.block, label, head, NONE);
    const stores = outputs.map((v, i) => set(f.place(this.scratch(v, i)), f.variable(v)));
    const end = ir.node(Ir.return, exits.length > 0 ? f.variable(this.way) : f.constant(0), NONE, NONE);
    return this.chain([block, ...stores, end]);
  }

  /** Turns a jump or return into `{result; way; break X}`. */
  private leave(statement: number, way: number, label: number): void {
    const { f } = this;
    const { ir } = f;
    const value = ir.op[statement] === Ir.return ? ir.x[statement]! : NONE;
    const parts = [
      ...(value === NONE ? [] : [ir.node(Ir.set, f.place(this.resultPlace()), value, NONE)]),
      ir.node(Ir.set, this.way, f.constant(way), NONE),
      ir.node(Ir.break, label, NONE, NONE),
    ];
    ir.op[statement] = Ir.sequence;
    ir.x[statement] = this.chain(parts);
  }

  /** Makes a list of statements; its head. */
  private chain(statements: readonly number[]): number {
    statements.forEach((statement, i) => {
      this.f.ir.link[statement] = statements[i + 1] ?? NONE;
    });
    return statements[0]!;
  }
}

/** Runs of the same list in reverse, lists in their order (inner ones first). */
function* reversedWithinLists(runs: readonly Run[]): Generator<Run> {
  for (let i = 0; i < runs.length; ) {
    let end = i + 1;
    while (end < runs.length && runs[end]!.list === runs[i]!.list && !runs[end]!.whole) end++;
    for (let k = end - 1; k >= i; k--) yield runs[k]!;
    i = end;
  }
}

function lastOf(link: Int32Array, head: number): number {
  let last = head;
  while (link[last] !== NONE) last = link[last]!;
  return last;
}

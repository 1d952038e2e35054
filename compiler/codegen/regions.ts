// Makes functions of chosen runs of statements. A region gets the live variables that it uses as arguments and leaves those
// that it changes in scratch; its result says how it was left (0: at its end; n: by the n-th jump or return that leads out of
// it). Nothing is kept between calls.

import { type FunctionCompiler, scratchArray } from "./function-compiler.ts";
import { classOf, FLOAT, INT } from "./nodes.ts";
import { CALLS, EFFECT, FAULTS, GROWS, NONE, READS_MEMORY, READS_STATE } from "./ir.ts";
import { type Bits, hasBit, Liveness } from "./liveness.ts";
import { Ir } from "./operations.ts";
import type { Place, Structure } from "./structure.ts";
import { chained, tells, typing } from "./typed-arguments.ts";
import { type Exit, type Span, type Usage, Usages } from "./usage.ts";

/** Scratch words of results lie below. */
const SCRATCH = 1024;
/** Words that a region takes of scratch, which has 4096. */
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

/** Statements in a row, and where they are on the tape; `whole` takes the list as it is by then. */
export interface Run extends Span {
  readonly place: Place;
  /** How many statements are around. */
  readonly depth: number;
  readonly first: number;
  readonly last: number;
  /** The statement before the first. */
  readonly before: number;
  readonly whole: boolean;
}

/** What was a run, and the entries of what stands there now. */
interface Taken {
  readonly run: Run;
  readonly now: Span;
}

const NO_VIEWS: ReadonlySet<number> = new Set();

export class Regions {
  private readonly f: FunctionCompiler;
  private readonly runs: readonly Run[];
  private readonly structure: Structure;
  /** Positions on the tape where runs begin or end, by number. */
  private readonly points = new Map<number, number>();
  private readonly live: Liveness;
  private readonly usages: Usages;
  private readonly made: Region[] = [];
  /** Runs that are regions by now, but for those inside others. */
  private taken: Taken[] = [];
  /** Holds the way a region was left: one variable for all. */
  private readonly way: number;

  /** `runs`: inner ones first, and those of a list from its end, so that what stands before a run is still there. */
  constructor(f: FunctionCompiler, structure: Structure, runs: readonly Run[]) {
    this.f = f;
    this.runs = runs;
    this.structure = structure;
    this.way = f.declare("w", "0", INT);
    this.usages = new Usages(f, structure);
    const points = [...new Set(runs.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
    for (const position of points) this.points.set(position, this.points.size);
    this.live = new Liveness(f.ir, structure, f.variables.length, f.labels, points);
  }

  /** Takes all runs out of the function. */
  split(): { regions: Region[]; main: Region } {
    const { f, runs } = this;
    const everything = { from: 0, to: this.structure.tape.length };
    const nested = runs.some(({ whole }) => whole);
    for (const run of runs) this.take(run, nested ? this.entriesOf(run) : [run]);
    const usage = this.usages.of(this.entriesOf(everything), 0);
    const params = usage.variables.filter((variable) => f.initial[variable] === undefined);
    const main = { name: this.name(0), inputs: [], body: f.body, ...this.mentioned(usage, params) };
    return { regions: this.made, main };
  }

  /** What stands in a part of the function by now. */
  private entriesOf({ from, to }: Span): Span[] {
    const entries: Span[] = [];
    let at = from;
    for (const { run, now } of this.taken.sort((a, b) => a.run.from - b.run.from)) {
      if (run.from < from || run.to > to) continue;
      entries.push({ from: at, to: run.from }, now);
      at = run.to;
    }
    entries.push({ from: at, to });
    return entries;
  }

  private take(run: Run, entries: readonly Span[]): void {
    const { link } = this.f.ir;
    const head = run.whole ? this.structure.head(run.place) : run.first;
    const last = run.whole ? lastOf(link, head) : run.last;
    const rest = link[last]!;
    const usage = this.usages.of(entries, run.from);
    const live = this.liveAtExits(usage.exits, this.liveAt(run.to));
    const liveIn = this.liveAt(run.from);
    const outputs = usage.written.filter((v) => hasBit(live, v));
    const inputs = usage.read.filter((v) => hasBit(liveIn, v));
    for (const v of usage.unread) if (hasBit(live, v) && hasBit(liveIn, v)) inputs.push(v);
    if (outputs.length > MAX_OUTPUTS || inputs.length > MAX_INPUTS) return;
    link[last] = NONE;
    if (entries.length > 1)
      this.taken = this.taken.filter((inner) => inner.run.from < run.from || inner.run.to > run.to);
    const name = this.name(this.made.length);
    const { args, spilled } = this.handed(inputs);
    this.insert(run, this.replacement(name, usage, args, spilled, outputs), rest);
    this.made.push({
      name,
      inputs: args,
      body: this.regionBody(this.typed(args, spilled, head), last, outputs, usage),
      ...this.mentioned(usage, args),
    });
  }

  /** Floats are left in scratch, as far as there is room, where V8 would make an object of each that is an argument. */
  private handed(inputs: readonly number[]): { args: number[]; spilled: number[] } {
    const { f } = this;
    const args: number[] = [];
    const spilled: number[] = [];
    const spills = tells(f);
    for (const v of inputs)
      (spills && f.kinds[v] === FLOAT && spilled.length < MAX_OUTPUTS ? spilled : args).push(v);
    return { args, spilled };
  }

  /** What a region begins with: integers are typed, floats are fetched. */
  private typed(args: readonly number[], spilled: readonly number[], head: number): number {
    const { f } = this;
    if (!tells(f)) return head;
    const fetch = (v: number, i: number) =>
      f.ir.node(Ir.set, v, f.text(this.scratch(v, i), 15, READS_STATE), NONE);
    return chained(f, [...typing(f, args), ...spilled.map(fetch)], head);
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

  private liveAt(position: number): Bits {
    return this.live.at(this.points.get(position)!);
  }

  /** Live after the region: at its end, `live`, and wherever its exits lead. Labels are asked of the liveness pass. */
  private liveAtExits(exits: readonly Exit[], live: Bits): Bits {
    for (const { op, label } of exits)
      if (op !== Ir.return) this.live.joinTarget(live, op === Ir.break, label);
    return live;
  }

  // What stands where the run was

  private replacement(
    name: string,
    usage: Usage,
    inputs: readonly number[],
    spilled: readonly number[],
    outputs: readonly number[],
  ): number[] {
    const { f } = this;
    const list: number[] = [];
    const add = (op: number, x: number, y = NONE, z = NONE) => {
      list.push(f.ir.node(op, x, y, z));
    };
    for (const [i, v] of spilled.entries()) add(Ir.set, f.place(this.scratch(v, i)), f.variable(v));
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
    const cases: number[] = [];
    let way = 1;
    for (const { op, label } of exits)
      cases.push(way++, NONE, ir.node(op, op === Ir.return ? this.returned() : label, NONE, NONE));
    return cases;
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

  /** Puts a region's replacement in its place, and on the tape. */
  private insert(run: Run, statements: number[], rest: number): void {
    const { structure } = this;
    const from = structure.tape.length;
    const head = chained(this.f, statements);
    structure.append(head);
    this.f.ir.link[statements.at(-1)!] = rest;
    if (run.before === NONE) structure.setHead(run.place, head);
    else this.f.ir.link[run.before] = head;
    this.taken.push({ run, now: { from, to: structure.tape.length } });
  }

  // The region itself

  /** `X:{…} outputs to scratch; return way`: every exit notes its number and leaves the block. */
  private regionBody(
    head: number,
    last: number,
    outputs: readonly number[],
    { exits, leaving }: Usage,
  ): number {
    const { f } = this;
    const { ir } = f;
    const label = f.newLabel();
    for (const { statement, way } of leaving) this.leave(statement, way, label);
    const set = (variable: number, node: number) => ir.node(Ir.set, variable, node, NONE);
    // At the end, not at the start: a region inside may have left its own number in the variable.
    if (exits.length > 0) ir.link[last] = set(this.way, f.constant(0));
    const block = ir.node(Ir.block, label, head, NONE);
    const stores = outputs.map((v, i) => set(f.place(this.scratch(v, i)), f.variable(v)));
    const end = ir.node(Ir.return, exits.length > 0 ? f.variable(this.way) : f.constant(0), NONE, NONE);
    return chained(this.f, [block, ...stores, end]);
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
    ir.x[statement] = chained(this.f, parts);
  }
}

function lastOf(link: Int32Array, head: number): number {
  let last = head;
  while (link[last] !== NONE) last = link[last]!;
  return last;
}

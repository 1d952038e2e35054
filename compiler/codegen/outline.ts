// Splits functions that V8 would never optimise, or could not even parse: runs of statements become functions of their own.
// A region gets the live variables that it uses as arguments and leaves those that it changes in scratch; its result says how it
// was left (0: at its end; n: by the n-th jump or return that leads out of it). Nothing is kept between calls.

import { classOf } from "./builder.ts";
import { type FunctionCompiler, scratchArray } from "./function-compiler.ts";
import { type Arena, EFFECT, NONE, READS_STATE, VIEWS } from "./ir.ts";
import { Extents } from "./extents.ts";
import { type Bits, hasBit, Liveness } from "./liveness.ts";
import { Ir, TEMPLATES } from "./operations.ts";
import { arenaSize, statementSize } from "./size.ts";
import {
  eachNode,
  eachStatement,
  expressionOf,
  type ListPlace,
  listsOf,
  statementsOf,
  writtenBy,
} from "./walk.ts";

/** Split functions are brought down to this, where it can be done: the larger a function, the later V8 optimises it. */
const SMALL_ENOUGH = 24_000;
/** Sizes of a region that is worth a call, and of one that V8 optimises gladly. */
const MIN_REGION = 250;
const MAX_REGION = 20_000;
/** What a call of a region takes. */
const CALL_SIZE = 120;
/** Statements inside statements: V8's parser overflows its stack at about 2,000. */
const MAX_NESTING = 500;
/** Scratch words of results lie below. */
const SCRATCH = 1024;
const MAX_OUTPUTS = 2048;
const MAX_INPUTS = 4096;

/** A function made of a part of another one. */
export interface Region {
  readonly name: string;
  readonly inputs: readonly number[];
  readonly body: number;
}

interface Run {
  readonly place: ListPlace;
  /** First and last statement; `whole` takes the list as it is by then. */
  readonly first: number;
  readonly last: number;
  readonly whole: boolean;
}

/** Takes regions out of a compiled function, if it is too large or too deep; changes `f.body`. */
export function outline(f: FunctionCompiler): Region[] {
  if (f.nesting <= MAX_NESTING && arenaSize(f.ir) <= f.options.target.maxFunction) return [];
  const extents = new Extents(f.ir);
  extents.measure(f.body);
  const { size, height } = extents.list(f.body);
  const { maxFunction } = f.options.target;
  if ((size <= maxFunction && height <= MAX_NESTING) || f.tailCalls) return [];
  const body: ListPlace = {
    get: () => f.body,
    set: (head) => {
      f.body = head;
    },
  };
  const pieces = size > maxFunction ? choosePieces(f, extents, size) : { chosen: [], left: size };
  const selection = new Selection(f.ir, pieces.chosen, pieces.left > maxFunction);
  selection.all(body);
  return new Outliner(f, selection.runs).regions();
}

/** Statements in a row that may become a region. */
interface Piece {
  readonly statements: number[];
  size: number;
  calls: boolean;
}

/** Which pieces are taken out: large ones first, and those without calls last, for these are the fast paths of interpreters. */
function choosePieces(
  f: FunctionCompiler,
  extents: Extents,
  size: number,
): { chosen: Piece[]; left: number } {
  const worth = ({ size, calls }: Piece) => (calls ? size : size / 4);
  const candidates = piecesOf(f.ir, extents, f.body).sort((a, b) => worth(b) - worth(a));
  let left = size;
  const chosen: Piece[] = [];
  for (const piece of candidates) {
    if (left <= (piece.calls ? SMALL_ENOUGH : f.options.target.maxFunction)) break;
    chosen.push(piece);
    left -= piece.size - CALL_SIZE;
  }
  return { chosen, left };
}

/** All candidates of a list: what stands between statements that are themselves too large for a region. */
function piecesOf(ir: Arena, extents: Extents, head: number): Piece[] {
  const pieces: Piece[] = [];
  let open: Piece = { statements: [], size: 0, calls: false };
  const close = () => {
    if (open.size >= MIN_REGION) pieces.push(open);
    open = { statements: [], size: 0, calls: false };
  };
  for (const statement of statementsOf(ir, head)) {
    const { size, calls, dispatches } = extents.statement(statement);
    const apart = size > MAX_REGION || dispatches;
    if (apart || open.size + size > MAX_REGION) close();
    if (apart) {
      for (const place of listsOf(ir, statement)) pieces.push(...piecesOf(ir, extents, place.get()));
      continue;
    }
    open.statements.push(statement);
    open.size += size;
    open.calls ||= calls;
  }
  close();
  return pieces;
}

/** Makes runs of what was chosen, innermost first, and of lists that are too deep, or still too large. */
class Selection {
  readonly runs: Run[] = [];
  private readonly ir: Arena;
  /** First statement of each piece, and its last one. */
  private readonly pieces: ReadonlyMap<number, number>;
  private readonly taken: ReadonlySet<number>;
  private readonly bySize: boolean;

  constructor(ir: Arena, pieces: readonly Piece[], bySize: boolean) {
    this.ir = ir;
    this.bySize = bySize;
    this.pieces = new Map(pieces.map(({ statements }) => [statements[0]!, statements.at(-1)!]));
    this.taken = new Set(pieces.flatMap(({ statements }) => statements));
  }

  /** What is left of lists, by their first statement. */
  private readonly done = new Map<number, { size: number; height: number }>();

  /** Chooses in a list and all in it, from the inside out. */
  all(body: ListPlace): void {
    const places = [body];
    for (const place of places)
      for (const statement of statementsOf(this.ir, place.get())) places.push(...listsOf(this.ir, statement));
    for (const place of places.reverse()) this.done.set(place.get(), this.list(place));
  }

  /** Returns what is left of the list. */
  private list(place: ListPlace): { size: number; height: number } {
    const statements = statementsOf(this.ir, place.get());
    let size = 0;
    let height = 0;
    for (const statement of statements) {
      const extent = this.statement(statement);
      const taken = this.taken.has(statement);
      size += taken ? 0 : extent.size;
      height = Math.max(height, taken ? 1 : extent.height);
    }
    for (const statement of statements) {
      const last = this.pieces.get(statement);
      if (last === undefined) continue;
      this.runs.push({ place, first: statement, last, whole: false });
      size += CALL_SIZE;
    }
    const excess = height >= MAX_NESTING || (this.bySize && size > SMALL_ENOUGH);
    if (!excess || statements.length === 0) return { size, height };
    this.runs.push({ place, first: statements[0]!, last: statements.at(-1)!, whole: true });
    return { size: CALL_SIZE, height: 1 };
  }

  private statement(statement: number): { size: number; height: number } {
    const total = { size: statementSize(this.ir, statement), height: 0 };
    for (const inner of listsOf(this.ir, statement)) {
      const { size, height } = this.done.get(inner.get())!;
      total.size += size;
      total.height = Math.max(total.height, height + 1);
    }
    return total;
  }
}

/** How a region may be left otherwise than at its end. */
interface Exit {
  readonly op: number;
  readonly label: number;
}

/** Makes regions of chosen runs. */
class Outliner {
  private readonly f: FunctionCompiler;
  private readonly runs: Run[];
  private readonly live: Liveness;
  private readonly made: Region[] = [];
  /** Holds the way a region was left: one variable for all. */
  private readonly way: number;

  constructor(f: FunctionCompiler, runs: Run[]) {
    this.f = f;
    this.runs = runs;
    this.way = f.declare("w", "0");
    this.live = new Liveness(f.ir, f.variables.length);
  }

  regions(): Region[] {
    for (const { first, last } of this.runs) {
      this.live.before.set(first, undefined);
      this.live.after.set(last, undefined);
    }
    this.live.run(this.f.body);
    const sets = this.runs.map(
      ({ first, last }) => [this.live.before.get(first)!, this.live.after.get(last)!] as const,
    );
    // Runs of one list are in order: from the last, so that what stands before a run is still there.
    const order = this.runs.map((run, i) => ({ run, sets: sets[i]! }));
    for (const { run, sets } of reversedWithinLists(order)) this.take(run, sets[0], sets[1]);
    return this.made;
  }

  private take(run: Run, liveIn: Bits, liveOut: Bits): void {
    const { ir } = this.f;
    const head = run.whole ? run.place.get() : run.first;
    const last = run.whole ? lastOf(ir.link, head) : run.last;
    const rest = ir.link[last]!;
    ir.link[last] = NONE;
    const { read, written } = this.uses(head);
    const exits = this.exits(head);
    const live = this.liveAtExits(exits, liveOut);
    const outputs = [...written].filter((v) => hasBit(live, v));
    const inputs = [...new Set([...read, ...outputs])].filter((v) => hasBit(liveIn, v));
    if (outputs.length > MAX_OUTPUTS || inputs.length > MAX_INPUTS) {
      ir.link[last] = rest;
      return;
    }
    const call = this.replacement(head, inputs, outputs, exits);
    this.insert(run.place, head, call, rest);
    this.made.push({
      name: this.name(this.made.length),
      inputs,
      body: this.regionBody(head, outputs, exits),
    });
  }

  private name(number: number): string {
    return `${this.f.core.functionName(this.f.index)}r${number}`;
  }

  /** Live after the region: at its end and wherever its exits lead. Labels are asked of the liveness pass. */
  private liveAtExits(exits: readonly Exit[], liveOut: Bits): Bits {
    const live = liveOut.slice();
    for (const { op, label } of exits) {
      const there = op === Ir.return ? undefined : this.live.target(op === Ir.break, label);
      if (there) for (let i = 0; i < live.length; i++) live[i]! |= there[i]!;
    }
    return live;
  }

  private uses(head: number): { read: Set<number>; written: Set<number> } {
    const { ir } = this.f;
    const read = new Set<number>();
    const written = new Set<number>();
    eachStatement(ir, head, (statement) => {
      const target = writtenBy(ir, statement);
      if (target !== NONE && !this.f.isPlace(target)) written.add(target);
      eachNode(ir, expressionOf(ir, statement), (node) => {
        if (ir.op[node] === Ir.variable) read.add(ir.x[node]!);
      });
    });
    return { read, written };
  }

  /** Jumps to labels outside, and returns: each distinct one once. */
  private exits(head: number): Exit[] {
    const { ir } = this.f;
    const inside = new Set<number>();
    const exits = new Map<string, Exit>();
    eachStatement(ir, head, (statement) => {
      const op = ir.op[statement]!;
      const label = ir.x[statement]!;
      if (op === Ir.block || op === Ir.loop) inside.add(label);
      if (op === Ir.return) exits.set("return", { op, label: NONE });
      else if ((op === Ir.break || op === Ir.continue) && !inside.has(label))
        exits.set(`${op}/${label}`, { op, label });
    });
    return [...exits.values()];
  }

  // What stands where the run was

  private replacement(head: number, inputs: number[], outputs: number[], exits: readonly Exit[]): number[] {
    const { f } = this;
    const list: number[] = [];
    const add = (op: number, x: number, y = NONE, z = NONE) => {
      const statement = f.ir.node(op, x, y, z);
      f.ir.link[statement] = NONE;
      list.push(statement);
    };
    const args = inputs.map((v) => f.variable(v));
    add(Ir.set, this.way, f.call(this.name(this.made.length), args, EFFECT));
    for (const [i, v] of outputs.entries()) add(Ir.set, v, f.text(this.scratch(v, i), 15, READS_STATE));
    if (this.refreshes(head)) for (let m = 0; m < f.core.valid.memories.length; m++) add(Ir.reload, m);
    if (exits.length > 0) add(Ir.switch, f.variable(this.way), f.ir.list(this.dispatch(exits)), NONE);
    return list;
  }

  /** The cases of a switch that goes on where the region wanted to. */
  private dispatch(exits: readonly Exit[]): number[] {
    const { ir } = this.f;
    return exits.flatMap((exit, i) => {
      const jump = ir.node(exit.op, exit.op === Ir.return ? this.returned() : exit.label, NONE, NONE);
      ir.link[jump] = NONE;
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
    const letter = this.f.variables[variable]![0]!;
    const array = scratchArray(this.f.classOfVariable(variable, letter));
    this.f.core.tree.add(array);
    return `${array}[${SCRATCH + position}]`;
  }

  /** The region may leave the copies of memory views stale. */
  private refreshes(head: number): boolean {
    const { ir } = this.f;
    let calls = false;
    eachStatement(ir, head, (statement) => {
      if (ir.op[statement] === Ir.reload) calls = true;
      eachNode(ir, expressionOf(ir, statement), (node) => {
        const op = ir.op[node]!;
        if (op === Ir.call || op === Ir.call_table || op === Ir.memory_grow) calls = true;
      });
    });
    return calls;
  }

  private insert(place: ListPlace, head: number, statements: number[], rest: number): void {
    const { ir } = this.f;
    statements.forEach((statement, i) => {
      ir.link[statement] = statements[i + 1] ?? rest;
    });
    let before = NONE;
    for (let id = place.get(); id !== head; id = ir.link[id]!) before = id;
    if (before === NONE) place.set(statements[0]!);
    else ir.link[before] = statements[0]!;
  }

  // The region itself

  /** `X:{…} outputs to scratch; return way`: every exit notes its number and leaves the block. */
  private regionBody(head: number, outputs: readonly number[], exits: readonly Exit[]): number {
    const { f } = this;
    const { ir } = f;
    const label = f.newLabel();
    if (exits.length > 0) this.redirect(head, exits, label);
    const set = (variable: number, node: number) => {
      const statement = ir.node(Ir.set, variable, node, NONE);
      ir.link[statement] = NONE;
      return statement;
    };
    // At the end, not at the start: a region inside may have left its own number in the variable.
    if (exits.length > 0) ir.link[lastOf(ir.link, head)] = set(this.way, f.constant(0));
    const block = ir.node(Ir.block, label, head, NONE);
    const stores = outputs.map((v, i) => set(f.place(this.scratch(v, i)), f.variable(v)));
    const end = ir.node(Ir.return, exits.length > 0 ? f.variable(this.way) : f.constant(0), NONE, NONE);
    const list = [block, ...stores, end];
    list.forEach((statement, i) => {
      ir.link[statement] = list[i + 1] ?? NONE;
    });
    return list[0]!;
  }

  private redirect(head: number, exits: readonly Exit[], label: number): void {
    const { ir } = this.f;
    const number = new Map(exits.map((exit, i) => [`${exit.op}/${exit.label}`, i + 1]));
    const leaving: { statement: number; way: number }[] = [];
    eachStatement(ir, head, (statement) => {
      const op = ir.op[statement]!;
      const target = op === Ir.return ? NONE : ir.x[statement]!;
      const way =
        op === Ir.return || op === Ir.break || op === Ir.continue ? number.get(`${op}/${target}`) : undefined;
      if (way !== undefined) leaving.push({ statement, way });
    });
    for (const { statement, way } of leaving) this.leave(statement, way, label);
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
    parts.forEach((part, i) => {
      ir.link[part] = parts[i + 1] ?? NONE;
    });
    ir.op[statement] = Ir.sequence;
    ir.x[statement] = parts[0]!;
  }
}

/** Runs of the same list in reverse, lists in their order (inner ones first). */
function* reversedWithinLists<T extends { run: Run }>(items: readonly T[]): Generator<T> {
  for (let i = 0; i < items.length; ) {
    let end = i + 1;
    while (end < items.length && items[end]!.run.place === items[i]!.run.place && !items[end]!.run.whole)
      end++;
    for (let k = end - 1; k >= i; k--) yield items[k]!;
    i = end;
  }
}

function lastOf(link: Int32Array, head: number): number {
  let last = head;
  while (link[last] !== NONE) last = link[last]!;
  return last;
}

/** Variables and memory views that a list mentions: what a function made of it has to declare. */
export function mentioned(f: FunctionCompiler, head: number): { variables: Set<number>; views: Set<number> } {
  const { ir } = f;
  const variables = new Set<number>();
  const views = new Set<number>();
  eachStatement(ir, head, (statement) => {
    const target = writtenBy(ir, statement);
    if (target !== NONE && !f.isPlace(target)) variables.add(target);
    eachNode(ir, expressionOf(ir, statement), (node) => {
      const op = ir.op[node]!;
      if (op === Ir.variable) variables.add(ir.x[node]!);
      if (op >= TEMPLATES) return;
      const operation = ir.operations[op]!;
      for (const view of operation.views) views.add(ir.z[node]! * VIEWS.length + view);
      if (operation.temporary) variables.add(f.temporary());
    });
  });
  return { variables, views };
}

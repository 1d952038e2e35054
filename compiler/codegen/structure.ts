// What is where in a function that is to be split: its lists, numbered, and of each statement its size, its height, what it
// reads and whether it calls. Columns by node: such functions have tens of thousands of nodes, and are measured before V8
// has optimised any of this.

import { type Arena, FLAGS, NONE, sizeOf } from "./ir.ts";
import { Ir, TEMPLATES } from "./operations.ts";
import { CASE, STATEMENT } from "./size.ts";

// As constants of the module they cost nothing; as properties, a look-up for each node.
const {
  variable: VARIABLE,
  call: CALL_DIRECT,
  call_table: CALL_TABLE,
  set: SET,
  evaluate: EVALUATE,
  if: IF,
  sequence: SEQUENCE,
  block: BLOCK,
  loop: LOOP,
  switch: SWITCH,
  return: RETURN,
  try: TRY,
} = Ir;

/** It has a switch of many cases, as interpreters do: each pass through it would be a call of a region with as many exits. */
export const DISPATCHES = 1 << 15;

/** Words of a switch's list from which on it counts as dispatching; a case has about three. */
const DISPATCH = 3 * 24;

/** Where the head of a list is: a field of its owner, or from `CASES` on a position in the list of a switch. */
const [X, Y, Z, CASES] = [0, 1, 2, 3];

/** A list by what holds its head: the body of a function. */
interface Body {
  body: number;
}

/** The expression a statement evaluates itself, or NONE. */
export function expressionOf(ir: Arena, statement: number): number {
  const op = ir.op[statement];
  if (op === SET) return ir.y[statement]!;
  return op === EVALUATE || op === IF || op === SWITCH || op === RETURN ? ir.x[statement]! : NONE;
}

export class Structure {
  private readonly ir: Arena;
  private readonly function: Body;
  /** Nodes of the arena when it was measured. */
  readonly count: number;
  /** Bytes of a statement with all in it. */
  readonly size: Int32Array;
  /** Bytes of a statement without the lists in it. */
  readonly own: Int32Array;
  /** How deep statements stand in a statement. */
  readonly height: Int32Array;
  /** What a statement does with all in it: bits of its expressions (ir.ts), and DISPATCHES. */
  readonly flags: Uint16Array;
  /** Of each statement, its first list; the others follow it. */
  private readonly firstList: Int32Array;
  readonly listCount: Int32Array;
  /** The statement before, and of each list the first and the last one: as long as nothing is taken out. */
  readonly previous: Int32Array;
  readonly tails: number[] = [];
  readonly heads: number[] = [];
  private readonly owners: number[] = [];
  private readonly fields: number[] = [];
  /** Variables that a statement's expression reads: from `from` to `to` in `reads`. */
  readonly reads: number[] = [];
  readonly from: Int32Array;
  readonly to: Int32Array;

  constructor(ir: Arena, body: Body) {
    this.ir = ir;
    this.function = body;
    const { count } = ir;
    this.count = count;
    this.size = new Int32Array(count);
    this.own = new Int32Array(count);
    this.height = new Int32Array(count);
    this.flags = new Uint16Array(count);
    this.firstList = new Int32Array(count);
    this.listCount = new Int32Array(count);
    this.previous = new Int32Array(count);
    this.from = new Int32Array(count);
    this.to = new Int32Array(count);
    this.addList(NONE, X);
    for (let list = 0; list < this.lists; list++) this.enterList(list);
    const { listCount, tails, previous } = this;
    for (let list = this.lists - 1; list >= 0; list--)
      for (let id = tails[list]!; id !== NONE; id = previous[id]!)
        if (listCount[id] !== 0) this.includeLists(id);
  }

  // Lists

  /** How many lists there are. List 0 is the body; those inside a list have higher numbers. */
  lists = 0;

  head(list: number): number {
    const owner = this.owners[list]!;
    if (owner === NONE) return this.function.body;
    const { ir } = this;
    const field = this.fields[list]!;
    if (field === X) return ir.x[owner]!;
    if (field === Y) return ir.y[owner]!;
    return field === Z ? ir.z[owner]! : ir.lists[ir.y[owner]!]![field - CASES]!;
  }

  setHead(list: number, head: number): void {
    const owner = this.owners[list]!;
    const { ir } = this;
    const field = this.fields[list]!;
    if (owner === NONE) this.function.body = head;
    else if (field === X) ir.x[owner] = head;
    else if (field === Y) ir.y[owner] = head;
    else if (field === Z) ir.z[owner] = head;
    else ir.lists[ir.y[owner]!]![field - CASES] = head;
  }

  /** The lists inside a statement, in the order they are printed: the first, and the one after the last. */
  listsFrom(statement: number): number {
    return this.firstList[statement]!;
  }

  listsTo(statement: number): number {
    return this.firstList[statement]! + this.listCount[statement]!;
  }

  private addList(owner: number, field: number): void {
    this.lists++;
    this.owners.push(owner);
    this.fields.push(field);
  }

  private enterList(list: number): void {
    const { link } = this.ir;
    const head = this.head(list);
    let previous = NONE;
    this.heads.push(head);
    for (let id = head; id !== NONE; id = link[id]!) {
      this.previous[id] = previous;
      this.enter(id);
      previous = id;
    }
    this.tails.push(previous);
  }

  /** Notes the size of a statement, without the lists in it, and what it reads and does; numbers its lists. */
  private enter(id: number): void {
    const { ir, reads } = this;
    const op = ir.op[id]!;
    const expression = op === SET ? ir.y[id]! : expressionOf(ir, id);
    let size = STATEMENT;
    this.from[id] = reads.length;
    if (expression !== NONE) {
      const bits = ir.bits[expression]!;
      size += sizeOf(bits);
      this.flags[id] = bits & FLAGS;
      if (ir.link[expression] !== 0) this.variablesOf(expression, reads);
    }
    this.to[id] = reads.length;
    this.own[id] = this.size[id] = size;
    if (op >= BLOCK || op === IF || op === SEQUENCE) this.enterLists(id, op);
  }

  private enterLists(id: number, op: number): void {
    const first = this.lists;
    if (op === SEQUENCE || op === TRY) this.addList(id, X);
    if (op === IF || op === BLOCK || op === LOOP || op === TRY) this.addList(id, Y);
    if (op === SWITCH) this.addCases(id);
    if (op === IF || op === SWITCH) this.addList(id, Z);
    this.firstList[id] = first;
    this.listCount[id] = this.lists - first;
  }

  /** In a switch's list, each run of case values ends with NONE, and the head of the statements follows. */
  private addCases(id: number): void {
    const cases = this.ir.lists[this.ir.y[id]!]!;
    this.own[id] = this.size[id] = this.own[id]! + CASE * cases.length;
    if (cases.length >= DISPATCH) this.flags[id]! |= DISPATCHES;
    for (let i = 0; i < cases.length; i++) {
      while (cases[i] !== NONE) i++;
      this.addList(id, CASES + ++i);
    }
  }

  /** Nodes that `variablesOf` has yet to look at. */
  private readonly pending: number[] = [];

  /**
   * Adds the variables that an expression reads, as they occur. Those without any have an empty bit set. Without recursion: in
   * cold code calls are what takes time.
   */
  variablesOf(expression: number, into: number[]): void {
    const { pending, ir } = this;
    const { op, x, y, z, link, operandBits } = ir;
    let count = 1;
    pending[0] = expression;
    while (count > 0) {
      const node = pending[--count]!;
      if (link[node] === 0) continue;
      const kind = op[node]!;
      if (kind === VARIABLE) into.push(x[node]!);
      else if (kind < TEMPLATES) {
        const operands = operandBits[kind]!;
        if (operands & 4) pending[count++] = z[node]!;
        if (operands & 2) pending[count++] = y[node]!;
        if (operands & 1) pending[count++] = x[node]!;
      } else if (kind === CALL_DIRECT || kind === CALL_TABLE) {
        const args = ir.lists[y[node]!]!;
        if (kind === CALL_TABLE) pending[count++] = z[node]!;
        for (let i = args.length - 1; i >= 0; i--) pending[count++] = args[i]!;
      }
    }
  }

  // Sizes

  /** The lists of a statement, those inside them having been included. */
  private includeLists(id: number): void {
    const { tails, previous, size, flags, height } = this;
    const to = this.listsTo(id);
    let deepest = 0;
    let total = size[id]!;
    let all = flags[id]!;
    for (let list = this.listsFrom(id); list < to; list++)
      for (let inner = tails[list]!; inner !== NONE; inner = previous[inner]!) {
        total += size[inner]!;
        all |= flags[inner]!;
        if (height[inner]! > deepest) deepest = height[inner]!;
      }
    size[id] = total;
    flags[id] = all;
    height[id] = deepest + 1;
  }
}

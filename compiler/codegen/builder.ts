// Builds the IR of one function while its body is decoded: the operand stack holds expressions that are not evaluated
// yet, and whatever would change what they mean puts them into variables first. No instruction is known here;
// the lowering files know them.

import { I32, type ValType } from "../model/index.ts";
import { Bases } from "./bases.ts";
import { Indices } from "./indices.ts";
import {
  type Arena,
  BOOLEAN,
  DEPTH,
  EFFECT,
  FAULTS,
  INHERITED,
  MAX_DEPTH,
  NONE,
  NOTHING,
  packed,
  READS_MEMORY,
  READS_STATE,
  TRAPS,
} from "./ir.ts";
import { classOf, HIGH, INT, makeBinary, Nodes, slotAt } from "./nodes.ts";
import { Ir } from "./operations.ts";
import { Quotients } from "./quotients.ts";

const DEEPEST = packed(0, MAX_DEPTH, 0);
const READS = READS_MEMORY | READS_STATE;
/** What has one of these may have to be evaluated before a statement. */
const WAITS_NOT = EFFECT | READS | TRAPS | FAULTS;

const { const: CONST, number: NUMBER, variable: VARIABLE, set: SET, evaluate: EVALUATE } = Ir;

/** A list of statements being built: its first, last and last-but-one. */
export interface Statements {
  head: number;
  tail: number;
  previous: number;
}

export const emptyList = (): Statements => ({ head: NONE, tail: NONE, previous: NONE });

export class Builder extends Nodes {
  /** The operand stack: low (or only) word, high word, type. The arena's: they are replaced when it grows. */
  low: Int32Array;
  high: Int32Array;
  type: Int32Array;
  height = 0;
  list: Statements = emptyList();

  constructor(ir: Arena) {
    super(ir);
    this.low = ir.operands.low;
    this.high = ir.operands.high;
    this.type = ir.operands.type;
  }

  // The operand stack

  push(type: ValType, low: number, high = NONE): void {
    const { height } = this;
    if (height === this.low.length) this.enlargeStack();
    this.low[height] = low;
    this.high[height] = high;
    this.type[height] = type;
    this.height = height + 1;
    const { bits } = this.ir;
    if ((bits[low]! & DEPTH) > DEEPEST || (high !== NONE && (bits[high]! & DEPTH) > DEEPEST))
      this.force(height);
  }

  /** Pushes an atom, or two. */
  pushAtoms(type: ValType, low: number, high: number): void {
    const { height } = this;
    if (height === this.low.length) this.enlargeStack();
    this.low[height] = low;
    this.high[height] = high;
    this.type[height] = type;
    this.height = height + 1;
  }

  /** Makes the top entry, if it is a comparison, a number. */
  integerTop(): void {
    const node = this.low[this.height - 1]!;
    if (this.ir.bits[node]! & BOOLEAN) this.low[this.height - 1] = this.integer(node);
  }

  /** Pushes a constant of one word. */
  pushConstant(value: number): void {
    this.pushAtoms(I32, this.ir.constant(value), NONE);
  }

  /** Replaces the top two entries, of one word each, by an operation on them, which need not be atoms. */
  binary(op: number, type: ValType): void {
    const { ir, low } = this;
    const position = this.height - 2;
    let x = low[position]!;
    let y = low[position + 1]!;
    if (((ir.bits[x]! | ir.bits[y]!) & BOOLEAN) !== 0) {
      y = this.integer(y);
      x = this.integer(x);
    }
    const node = makeBinary(this, op, x, y, NONE);
    low[position] = node;
    this.type[position] = type;
    this.height = position + 1;
    if ((ir.bits[node]! & DEPTH) > DEEPEST) this.force(position);
  }

  private enlargeStack(): void {
    const { operands } = this.ir;
    operands.enlarge();
    this.low = operands.low;
    this.high = operands.high;
    this.type = operands.type;
  }

  /** Pops the top entry; a comparison comes as the boolean it is. The high word is dropped: read it before. */
  popRaw(): number {
    return this.low[--this.height]!;
  }

  pop(): number {
    const node = this.low[--this.height]!;
    return this.ir.bits[node]! & BOOLEAN ? this.integer(node) : node;
  }

  truncate(height: number): void {
    this.height = height;
  }

  /** Makes the entry an atom (both words), evaluating it now. */
  force(position: number): void {
    const low = this.low[position]!;
    const high = this.high[position]!;
    if (high === NONE) {
      if (!this.isAtom(low)) this.settleInto(position);
    } else if (!this.isAtom(low) || !(this.isAtom(high) || this.isSign(low, high))) this.settleInto(position);
  }

  /** Puts the entry into the variables of its own position, unless it is there. By a table, as `operate`. */
  settleInto(position: number): void {
    SETTLERS[this.high[position] === NONE ? 0 : 1]!(
      this,
      position,
      this.slot(position, classOf(this.type[position]!)),
    );
  }

  move(position: number, node: number, target: number): number {
    if (!this.isVariable(node, target)) this.assign(target, node, position);
    return this.variable(target);
  }

  /** Two assignments in an order in which neither overwrites what the other still reads. */
  assignPair(
    lowTarget: number,
    highTarget: number,
    low: number,
    high: number,
    assign: (variable: number, node: number) => void,
  ): void {
    const move = (target: number, node: number) => {
      if (!this.isVariable(node, target)) assign(target, node);
    };
    if (!this.reads(high, lowTarget)) {
      move(lowTarget, low);
      move(highTarget, high);
    } else if (!this.reads(low, highTarget)) {
      move(highTarget, high);
      move(lowTarget, low);
    } else {
      const spare = this.declareSpare();
      assign(spare, low);
      move(highTarget, high);
      assign(lowTarget, this.variable(spare));
    }
  }

  /**
   * Evaluates every entry below `limit` that could not be evaluated after a statement which has `bits` and writes
   * `variable` (or `NONE`).
   */
  settle(limit: number, bits: number, variable: number): void {
    const { ir, low, high } = this;
    const mask = variable === NONE ? 0 : 1 << variable;
    for (let i = 0; i < limit; i++) {
      const x = low[i]!;
      const word = high[i]!;
      const y = word === NONE ? NOTHING : word;
      // Most are constants and variables, which wait as long as it takes.
      if ((((ir.link[x]! | ir.link[y]!) & mask) | ((ir.bits[x]! | ir.bits[y]!) & WAITS_NOT)) === 0) continue;
      if (this.conflicts(x, word, bits, variable)) this.settleInto(i);
    }
  }

  private conflicts(low: number, high: number, bits: number, variable: number): boolean {
    const own = this.ir.bits[low]! | (high === NONE ? 0 : this.ir.bits[high]!);
    if (own & EFFECT && bits & (EFFECT | TRAPS | FAULTS | READS)) return true;
    if (own & (READS | TRAPS | FAULTS) && bits & EFFECT) return true;
    if (own & TRAPS && bits & (TRAPS | FAULTS)) return true;
    if (own & FAULTS && bits & TRAPS) return true;
    return variable !== NONE && (this.reads(low, variable) || this.reads(high, variable));
  }

  /** Puts everything that is not a constant into the variables of its position: before control flow divides. */
  settleAll(): void {
    for (let i = 0; i < this.height; i++)
      if (!this.isLiteral(this.low[i]!) || !this.isLiteral(this.high[i]!)) this.settleInto(i);
  }

  /** A constant, or no word at all. */
  private isLiteral(node: number): boolean {
    return node === NONE || this.ir.op[node] === CONST || this.ir.op[node] === NUMBER;
  }

  /**
   * Places in memory that were accessed since the last label, by the variable that their addresses are made from: what
   * is added, and the width in bytes. They are not out of bounds.
   */
  accessed: Map<number, Map<string, number>> | undefined;

  /** Something is known of accesses: in `accessed` or `indices`. */
  notesAccesses = false;

  /** At a label nothing is known of the variables. */
  forgetAccesses(): void {
    if (this.quotients.isOpen) this.quotients.forget();
    if (!this.notesAccesses) return;
    this.notesAccesses = false;
    this.accessed?.clear();
    this.indices.clear();
  }

  /** Positions in arrays that accesses can share. */
  readonly indices = new Indices();

  /** What is known of the last quotient. */
  readonly quotients = new Quotients();

  /** Variables that are known not to be negative. */
  readonly bases = new Bases();

  private written(variable: number): void {
    this.bases.forget(variable);
    if (!this.notesAccesses) return;
    this.accessed?.delete(variable);
    this.indices.forget(variable);
  }

  // Statements

  statement(op: number, x: number, y = NONE, z = NONE): void {
    const { ir, list } = this;
    const statement = ir.node(op, x, y, z);
    if (op === SET) this.written(x);
    if (list.head === NONE) list.head = statement;
    else ir.link[list.tail] = statement;
    list.previous = list.tail;
    list.tail = statement;
  }

  /** `variable = node`, after what it would disturb on the stack below `limit`. */
  assign(variable: number, node: number, limit = this.height): void {
    const { bits } = this.ir;
    const value = bits[node]! & BOOLEAN ? this.integer(node) : node;
    if (limit > 0) this.settle(limit, bits[value]! & INHERITED, variable);
    this.statement(SET, variable, value);
  }

  /**
   * Instead of copying a stack variable that was written by the last statement, lets that statement write the local.
   * Only where nothing on the stack still wants the local's old value.
   */
  retarget(value: number, position: number, kind: number, to: number): boolean {
    const { ir } = this;
    if (ir.op[value] !== VARIABLE) return false;
    const from = ir.x[value]!;
    const { tail } = this.list;
    // Only a variable that exists can have been written.
    if (from !== this.slots[slotAt(position, kind)] || !this.writes(tail, from) || this.isPending(to))
      return false;
    ir.x[tail] = to;
    this.written(to);
    return true;
  }

  /** The same for both words of an i64, written by the last two statements in either order. */
  retargetPair(low: number, high: number, position: number, lowTo: number, highTo: number): boolean {
    const { ir, list } = this;
    if (ir.op[low] !== VARIABLE || ir.op[high] !== VARIABLE || list.previous === NONE) return false;
    const lowFrom = ir.x[low]!;
    const highFrom = ir.x[high]!;
    if (lowFrom !== this.slots[slotAt(position, INT)] || highFrom !== this.slots[slotAt(position, HIGH)])
      return false;
    if (this.isPending(lowTo) || this.isPending(highTo)) return false;
    const lowFirst = this.writes(list.previous, lowFrom) && this.writes(list.tail, highFrom);
    if (!lowFirst && !(this.writes(list.previous, highFrom) && this.writes(list.tail, lowFrom))) return false;
    const second = ir.y[list.tail]!;
    const firstFrom = lowFirst ? lowFrom : highFrom;
    const firstTo = lowFirst ? lowTo : highTo;
    const secondTo = lowFirst ? highTo : lowTo;
    if (this.reads(second, firstFrom) || this.reads(second, firstTo)) return false;
    ir.x[list.previous] = firstTo;
    ir.x[list.tail] = secondTo;
    this.written(firstTo);
    this.written(secondTo);
    return true;
  }

  protected writes(statement: number, variable: number): boolean {
    return statement !== NONE && this.ir.op[statement] === SET && this.ir.x[statement] === variable;
  }

  /** Does an entry of the stack still read the variable? */
  private isPending(variable: number): boolean {
    const { link } = this.ir;
    const mask = 1 << variable;
    for (let i = 0; i < this.height; i++) {
      const x = this.low[i]!;
      const y = this.high[i]!;
      if ((link[x]! & mask) !== 0 && this.reads(x, variable)) return true;
      if (y !== NONE && (link[y]! & mask) !== 0 && this.reads(y, variable)) return true;
    }
    return false;
  }

  /** An expression for its effect. */
  evaluate(node: number): void {
    if (this.height > 0) this.settle(this.height, this.ir.bits[node]! & INHERITED, NONE);
    this.statement(EVALUATE, node);
  }

  /** Drops a value: what it does or may trap on still happens. */
  discard(node: number): void {
    if (node !== NONE && this.ir.bits[node]! & (EFFECT | TRAPS | FAULTS)) this.evaluate(node);
  }
}

/** Puts a stack entry into `target`, the variable of its position. */
type Settler = (builder: Builder, position: number, target: number) => void;

const settleWord: Settler = (builder, position, target) => {
  builder.low[position] = builder.move(position, builder.low[position]!, target);
};

/** A word that is known stays what it is. */
const settlePair: Settler = (builder, position, lowTarget) => {
  const low = builder.low[position]!;
  const high = builder.high[position]!;
  if (builder.isConstant(high)) settleWord(builder, position, lowTarget);
  else if (builder.isSign(low, high)) {
    settleWord(builder, position, lowTarget);
    builder.high[position] = builder.signOf(builder.low[position]!);
  } else {
    const highTarget = builder.slot(position, HIGH);
    if (builder.isConstant(low)) builder.high[position] = builder.move(position, high, highTarget);
    else settleWords(builder, position, lowTarget, highTarget);
  }
};

function settleWords(builder: Builder, position: number, lowTarget: number, highTarget: number): void {
  const assign = (variable: number, node: number) => builder.assign(variable, node, position);
  builder.assignPair(lowTarget, highTarget, builder.low[position]!, builder.high[position]!, assign);
  builder.low[position] = builder.variable(lowTarget);
  builder.high[position] = builder.variable(highTarget);
}

const SETTLERS: readonly Settler[] = [settleWord, settlePair];

// Builds the IR of one function while its body is decoded: the operand stack holds expressions that are not evaluated
// yet, and whatever would change what they mean puts them into variables first. No instruction is known here;
// the lowering files know them.

import { F32, F64, I32, I64, type ValType } from "../model/index.ts";
import {
  BRANCHES,
  type Arena,
  BOOLEAN,
  EFFECT,
  FAULTS,
  INHERITED,
  MAX_DEPTH,
  NONE,
  READS_MEMORY,
  READS_STATE,
  TRAPS,
  VIEWS,
} from "./ir.ts";
import { type ExpressionName, Ir, TEMPLATES } from "./operations.ts";

const READS = READS_MEMORY | READS_STATE;

const {
  const: CONST,
  number: NUMBER,
  variable: VARIABLE,
  call: CALL,
  call_table: CALL_TABLE,
  set: SET,
  to_int: TO_INT,
} = Ir;

/** Variable classes: what a JavaScript variable holds for its whole life. */
export const INT = 0;
export const HIGH = 1;
export const FLOAT = 2;
export const REF = 3;
/** None of the function's variables: a place outside of it, by its text. */
export const PLACE = 4;
const CLASS_LETTERS = "szdr";

export const classOf = (type: ValType): number =>
  type === I32 || type === I64 ? INT : type === F32 || type === F64 ? FLOAT : REF;

/** The variable that templates use. */
export const TEMPORARY = "q";

/** A list of statements being built: its first, last and last-but-one. */
export interface Statements {
  head: number;
  tail: number;
  previous: number;
}

export const emptyList = (): Statements => ({ head: NONE, tail: NONE, previous: NONE });

export class Builder {
  readonly ir: Arena;
  /** Names of variables, by number. */
  readonly variables: string[] = [];
  /** Initial values of those that are declared in the body (`undefined`: parameters and pseudo-variables). */
  readonly initial: (string | undefined)[] = [];
  /** Their classes. */
  readonly kinds: number[] = [];
  /** The operand stack: low (or only) word, high word, type. The arena's: they are replaced when it grows. */
  low: Int32Array;
  high: Int32Array;
  type: Int32Array;
  height = 0;
  /** Views that the function uses: the memory times the number of views, and which of them. */
  readonly views = new Set<number>();
  list: Statements = emptyList();
  private readonly slots: number[][] = [[], [], [], []];

  constructor(ir: Arena) {
    this.ir = ir;
    this.low = ir.operands.low;
    this.high = ir.operands.high;
    this.type = ir.operands.type;
  }

  // Variables

  declare(name: string, initial: string | undefined, kind: number): number {
    this.initial.push(initial);
    this.kinds.push(kind);
    return this.variables.push(name) - 1;
  }

  /** The variable of a stack position, for one class of value. */
  slot(position: number, kind: number): number {
    const known = this.slots[kind]![position];
    if (known !== undefined) return known;
    const name = `${CLASS_LETTERS[kind]}${position}`;
    return (this.slots[kind]![position] = this.declare(name, kind === REF ? "null" : "0", kind));
  }

  private spare = NONE;

  /** A variable that is read right after it is written. */
  private declareSpare(): number {
    if (this.spare === NONE) this.spare = this.declare("u", "0", INT);
    return this.spare;
  }

  private named = new Map<string, number>();

  /** A variable of the function by name, declared when it is first asked for. */
  private once(name: string, kind: number): number {
    const known = this.named.get(name);
    if (known !== undefined) return known;
    const variable = this.declare(name, "0", kind);
    this.named.set(name, variable);
    return variable;
  }

  /** Holds where in an array of words an i64 is, until it is read or written. */
  wordIndex(): number {
    return this.once("p", FLOAT);
  }

  /** Holds a value within one operation. */
  temporary(): number {
    return this.once(TEMPORARY, FLOAT);
  }

  // Expressions

  constant(value: number): number {
    return this.ir.expression(CONST, value | 0, NONE, NONE, 0, 0, 0);
  }

  /** A natural number below 2^53, which need not be a word. */
  natural(value: number): number {
    return value <= 0x7fffffff ? this.constant(value) : this.number(String(value));
  }

  /** A float64 or an expression that is a constant, by its text. */
  number(text: string): number {
    return this.ir.node(Ir.number, this.ir.text(text), NONE, NONE);
  }

  text(text: string, precedence: number, bits = 0): number {
    const id = this.ir.node(Ir.text, this.ir.text(text), precedence, NONE);
    this.ir.bits[id] = bits;
    return id;
  }

  variable(number: number): number {
    return this.ir.expression(VARIABLE, number, NONE, NONE, 1 << number, 0, 0);
  }

  /** An operation of the table. Operands that it prints twice must be atoms. */
  op(name: ExpressionName, x: number, y = NONE, z = NONE): number {
    return this.operate(Ir[name], x, y, z);
  }

  operate(op: number, x: number, y: number, z: number): number {
    const { ir } = this;
    const operands = ir.operandBits[op]!;
    let bits = 0;
    let link = 0;
    let depth = 0;
    if (operands & 1) {
      bits = ir.bits[x]!;
      link = ir.link[x]!;
      depth = ir.depth[x]! + 1;
    }
    if (operands & 2) {
      bits |= ir.bits[y]!;
      link |= ir.link[y]!;
      if (ir.depth[y]! >= depth) depth = ir.depth[y]! + 1;
    }
    if (operands & 4) {
      bits |= ir.bits[z]!;
      link |= ir.link[z]!;
      if (ir.depth[z]! >= depth) depth = ir.depth[z]! + 1;
    }
    if (ir.isSpecial[op] !== 0) this.noteSpecial(op, z);
    return ir.expression(op, x, y, z, link, (bits & INHERITED) | ir.ownBits[op]!, depth);
  }

  /** Views of the first memory that are noted, as bits. */
  private viewsOfFirst = 0;

  /** What an operation uses of the function. */
  private noteSpecial(op: number, memory: number): void {
    const views = this.ir.viewBits[op]!;
    if (this.ir.isTemporary[op] !== 0) this.temporary();
    if (memory === 0) {
      if ((views & ~this.viewsOfFirst) === 0) return;
      this.viewsOfFirst |= views;
    }
    for (let view = 0; view < VIEWS.length; view++)
      if (views & (1 << view)) this.views.add(memory * VIEWS.length + view);
  }

  /** What an expression takes over from an operand. */
  private inherit(id: number, operand: number): void {
    const { ir } = this;
    ir.bits[id]! |= ir.bits[operand]! & INHERITED;
    ir.link[id]! |= ir.link[operand]!;
    if (ir.depth[operand]! >= ir.depth[id]!) ir.depth[id] = ir.depth[operand]! + 1;
  }

  /** Makes a node another operation on the same operands. */
  become(node: number, name: ExpressionName): void {
    const { ir } = this;
    const op = Ir[name];
    ir.op[node] = op;
    ir.bits[node] = (ir.bits[node]! & ~BRANCHES) | (ir.ownBits[op]! & BRANCHES);
    this.noteSpecial(op, ir.z[node]!);
  }

  /** A call by the text of its callee. `bits` says what it does. */
  call(callee: string, args: number[], bits: number): number {
    const { ir } = this;
    const id = ir.expression(CALL, ir.text(callee), ir.list(args), NONE, 0, bits, 0);
    for (let i = 0; i < args.length; i++) this.inherit(id, args[i]!);
    return id;
  }

  /** A call of the function at `index` (an atom) of a table's view, or of what traps where there is none. */
  callTable(view: string, index: number, args: number[], bits: number): number {
    const id = this.call(view, args, bits);
    this.ir.op[id] = CALL_TABLE;
    this.ir.z[id] = index;
    this.ir.link[id]! |= this.ir.link[index]!;
    return id;
  }

  isConstant(node: number): boolean {
    return this.ir.op[node] === CONST;
  }

  isConstantOf(node: number, value: number): boolean {
    return this.ir.op[node] === CONST && this.ir.x[node] === value;
  }

  /** A constant or a variable: may be printed any number of times. */
  isAtom(node: number): boolean {
    const op = this.ir.op[node]!;
    return op === CONST || op === VARIABLE || op === NUMBER;
  }

  /** A comparison as a number. */
  integer(node: number): number {
    return this.ir.bits[node]! & BOOLEAN ? this.operate(TO_INT, node, NONE, NONE) : node;
  }

  // The operand stack

  push(type: ValType, low: number, high = NONE): void {
    const { height } = this;
    if (height === this.low.length) this.enlargeStack();
    this.low[height] = low;
    this.high[height] = high;
    this.type[height] = type;
    this.height = height + 1;
    const { depth } = this.ir;
    if (depth[low]! > MAX_DEPTH || (high !== NONE && depth[high]! > MAX_DEPTH)) this.force(height);
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
    return this.integer(this.popRaw());
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

  /** Puts the entry into the variables of its own position, unless it is there. */
  settleInto(position: number): void {
    const kind = classOf(this.type[position]!);
    const target = this.slot(position, kind);
    if (this.high[position] === NONE) this.low[position] = this.move(position, this.low[position]!, target);
    else this.settlePair(position, target, this.slot(position, HIGH));
  }

  private move(position: number, node: number, target: number): number {
    if (!this.isVariable(node, target)) this.assign(target, node, position);
    return this.variable(target);
  }

  isVariable(node: number, variable: number): boolean {
    return this.ir.op[node] === VARIABLE && this.ir.x[node] === variable;
  }

  /** A word that is known stays what it is. */
  private settlePair(position: number, lowTarget: number, highTarget: number): void {
    const low = this.low[position]!;
    const high = this.high[position]!;
    if (this.isConstant(high)) this.low[position] = this.move(position, low, lowTarget);
    else if (this.isSign(low, high)) {
      this.low[position] = this.move(position, low, lowTarget);
      this.high[position] = this.signOf(this.low[position]!);
    } else if (this.isConstant(low)) this.high[position] = this.move(position, high, highTarget);
    else {
      const assign = (variable: number, node: number) => this.assign(variable, node, position);
      this.assignPair(lowTarget, highTarget, low, high, assign);
      this.low[position] = this.variable(lowTarget);
      this.high[position] = this.variable(highTarget);
    }
  }

  /** The high word of a sign extension of `low`, an atom. */
  signOf(low: number): number {
    return this.isConstant(low)
      ? this.constant(this.ir.x[low]! >> 31)
      : this.op("shr_s", low, this.constant(31));
  }

  /** Is `high` the sign of the variable that `low` is? */
  isSign(low: number, high: number): boolean {
    const { ir } = this;
    if (ir.op[low] !== Ir.variable || ir.op[high] !== Ir.shr_s) return false;
    return this.isVariable(ir.x[high]!, ir.x[low]!) && this.isConstantOf(ir.y[high]!, 31);
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

  /** Does the expression read a variable? The bit set answers most questions. */
  reads(node: number, variable: number): boolean {
    const { ir } = this;
    if (node === NONE || !(ir.link[node]! & (1 << variable))) return false;
    if (ir.op[node] === VARIABLE) return ir.x[node] === variable;
    return this.operandReads(node, variable);
  }

  private operandReads(node: number, variable: number): boolean {
    const { ir } = this;
    const op = ir.op[node]!;
    if (op < TEMPLATES) {
      const operands = ir.operations[op]!.operandBits;
      return (
        ((operands & 1) !== 0 && this.reads(ir.x[node]!, variable)) ||
        ((operands & 2) !== 0 && this.reads(ir.y[node]!, variable)) ||
        ((operands & 4) !== 0 && this.reads(ir.z[node]!, variable))
      );
    }
    if (op === CALL_TABLE && this.reads(ir.z[node]!, variable)) return true;
    if (op !== CALL && op !== CALL_TABLE) return false;
    const args = ir.lists[ir.y[node]!]!;
    for (let i = 0; i < args.length; i++) if (this.reads(args[i]!, variable)) return true;
    return false;
  }

  /** Visits the expressions that a node is made of. */
  private eachOperand(node: number, visit: (child: number) => void): void {
    const { ir } = this;
    const op = ir.op[node]!;
    if (op === Ir.call || op === Ir.call_table) ir.lists[ir.y[node]!]!.forEach(visit);
    if (op === Ir.call_table) visit(ir.z[node]!);
    if (op >= TEMPLATES) return;
    for (const operand of ir.operations[op]!.operands)
      visit(operand === 0 ? ir.x[node]! : operand === 1 ? ir.y[node]! : ir.z[node]!);
  }

  /**
   * Evaluates every entry below `limit` that could not be evaluated after a statement which has `bits` and writes
   * `variable` (or `NONE`).
   */
  settle(limit: number, bits: number, variable: number): void {
    for (let i = 0; i < limit; i++) {
      if (this.conflicts(this.low[i]!, bits, variable) || this.conflicts(this.high[i]!, bits, variable))
        this.settleInto(i);
    }
  }

  private conflicts(node: number, bits: number, variable: number): boolean {
    if (node === NONE) return false;
    const own = this.ir.bits[node]!;
    if (own & EFFECT && bits & (EFFECT | TRAPS | FAULTS | READS)) return true;
    if (own & (READS | TRAPS | FAULTS) && bits & EFFECT) return true;
    if (own & TRAPS && bits & (TRAPS | FAULTS)) return true;
    if (own & FAULTS && bits & TRAPS) return true;
    return variable !== NONE && this.reads(node, variable);
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
  readonly accessed = new Map<number, Map<string, number>>();

  /** At a label nothing is known of the variables. Clearing an empty map would make a new table. */
  forgetAccesses(): void {
    if (this.accessed.size > 0) this.accessed.clear();
  }

  // Statements

  append(statement: number): void {
    const { ir, list } = this;
    if (this.accessed.size > 0 && ir.op[statement] === SET) this.accessed.delete(ir.x[statement]!);
    ir.link[statement] = NONE;
    if (list.head === NONE) list.head = statement;
    else ir.link[list.tail] = statement;
    list.previous = list.tail;
    list.tail = statement;
  }

  statement(op: number, x: number, y = NONE, z = NONE): void {
    this.append(this.ir.node(op, x, y, z));
  }

  /** `variable = node`, after what it would disturb on the stack below `limit`. */
  assign(variable: number, node: number, limit = this.height): void {
    const value = this.integer(node);
    this.settle(limit, this.ir.bits[value]! & INHERITED, variable);
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
    if (from !== this.slots[kind]![position] || !this.writes(tail, from) || this.isPending(to)) return false;
    ir.x[tail] = to;
    this.accessed.delete(to);
    return true;
  }

  /** The same for both words of an i64, written by the last two statements in either order. */
  retargetPair(low: number, high: number, position: number, lowTo: number, highTo: number): boolean {
    const { ir, list } = this;
    if (ir.op[low] !== VARIABLE || ir.op[high] !== VARIABLE || list.previous === NONE) return false;
    const lowFrom = ir.x[low]!;
    const highFrom = ir.x[high]!;
    if (lowFrom !== this.slots[INT]![position] || highFrom !== this.slots[HIGH]![position]) return false;
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
    this.accessed.delete(firstTo);
    this.accessed.delete(secondTo);
    return true;
  }

  /** In an expression, reads one variable instead of another. */
  substitute(node: number, from: number, to: number): void {
    const { ir } = this;
    if (!this.reads(node, from)) return;
    ir.link[node]! |= 1 << to;
    if (ir.op[node] === Ir.variable) ir.x[node] = to;
    else this.eachOperand(node, (child) => this.substitute(child, from, to));
  }

  private writes(statement: number, variable: number): boolean {
    return statement !== NONE && this.ir.op[statement] === SET && this.ir.x[statement] === variable;
  }

  /** Does an entry of the stack still read the variable? */
  private isPending(variable: number): boolean {
    for (let i = 0; i < this.height; i++)
      if (this.reads(this.low[i]!, variable) || this.reads(this.high[i]!, variable)) return true;
    return false;
  }

  /** An expression for its effect. */
  evaluate(node: number): void {
    this.settle(this.height, this.ir.bits[node]! & INHERITED, NONE);
    this.statement(Ir.evaluate, node);
  }

  /** Drops a value: what it does or may trap on still happens. */
  discard(node: number): void {
    if (node !== NONE && this.ir.bits[node]! & (EFFECT | TRAPS | FAULTS)) this.evaluate(node);
  }
}

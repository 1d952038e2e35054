// Variables and expressions of one function: how nodes are made, and what is asked of them.

import { F32, F64, I32, I64, type ValType } from "../model/index.ts";
import {
  type Arena,
  ATOM,
  BOOLEAN,
  BRANCHES,
  CALLS,
  DEPTH,
  depthOf,
  INHERITED,
  NONE,
  packed,
  SIZE,
  sizeOf,
  VIEWS,
} from "./ir.ts";
import { type ExpressionName, Ir, TEMPLATES } from "./operations.ts";
import { ARGUMENT_SIZE, CALL_SIZE } from "./size.ts";

const {
  const: CONST,
  number: NUMBER,
  variable: VARIABLE,
  text: TEXT,
  call: CALL,
  call_table: CALL_TABLE,
  shr_s: SHR_S,
  to_int: TO_INT,
  is_zero: IS_ZERO,
  not: NOT,
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

/** Where a table of variables by stack position and class has one. */
export const slotAt = (position: number, kind: number): number => (position << 2) | kind;

const numberedNames = new Map<string, string[]>();

/** `l12`: made once, for all functions have the same. */
export function numbered(letter: string, number: number): string {
  let names = numberedNames.get(letter);
  if (names === undefined) numberedNames.set(letter, (names = []));
  return (names[number] ??= `${letter}${number}`);
}

/** The variable that templates use. */
export const TEMPORARY = "q";

export class Nodes {
  readonly ir: Arena;
  /** Names of variables, by number. */
  readonly variables: string[] = [];
  /** Initial values of those that are declared in the body (`undefined`: parameters and pseudo-variables). */
  readonly initial: (string | undefined)[] = [];
  /** Their classes. */
  readonly kinds: number[] = [];
  /** Views that the function uses: the memory times the number of views, and which of them. */
  readonly views = new Set<number>();
  /** Variables of stack positions, by class: at `slotAt`. */
  protected readonly slots: number[] = [];

  constructor(ir: Arena) {
    this.ir = ir;
  }

  // Variables

  declare(name: string, initial: string | undefined, kind: number): number {
    this.initial.push(initial);
    this.kinds.push(kind);
    return this.variables.push(name) - 1;
  }

  /** The variable of a stack position, for one class of value. */
  slot(position: number, kind: number): number {
    const known = this.slots[slotAt(position, kind)];
    if (known !== undefined) return known;
    const name = numbered(CLASS_LETTERS[kind]!, position);
    return (this.slots[slotAt(position, kind)] = this.declare(name, kind === REF ? "null" : "0", kind));
  }

  private spare = NONE;

  /** A variable that is read right after it is written. */
  protected declareSpare(): number {
    if (this.spare === NONE) this.spare = this.declare("u", "0", INT);
    return this.spare;
  }

  private named: Map<string, number> | undefined;

  /** A variable of the function by name, declared when it is first asked for. */
  private once(name: string, kind: number): number {
    this.named ??= new Map();
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

  /** Holds a position in an array that several accesses share. */
  indexVariable(number: number): number {
    return this.once(numbered("p", number), FLOAT);
  }

  get usesTemporary(): boolean {
    return this.named?.has(TEMPORARY) === true;
  }

  /** Holds a value within one operation. */
  temporary(): number {
    return this.once(TEMPORARY, FLOAT);
  }

  // Expressions

  constant(value: number): number {
    return this.ir.constant(value | 0);
  }

  /** A natural number below 2^53, which need not be a word. */
  natural(value: number): number {
    return value <= 0x7fffffff ? this.ir.constant(value) : this.number(String(value));
  }

  /** A float64 or an expression that is a constant, by its text. */
  number(text: string): number {
    return this.ir.expression(NUMBER, this.ir.text(text), NONE, NONE, 0, packed(0, 0, ATOM));
  }

  text(text: string, precedence: number, bits = 0): number {
    return this.ir.expression(TEXT, this.ir.text(text), precedence, NONE, 0, packed(bits, 0, ATOM));
  }

  variable(number: number): number {
    return this.ir.variable(number);
  }

  /** An operation of the table. Operands that it prints twice must be atoms. */
  op(name: ExpressionName, x: number, y = NONE, z = NONE): number {
    return this.operate(Ir[name], x, y, z);
  }

  /**
   * An operation by its number. What makes the node comes from a table: V8 inlines only calls whose target it knows, and
   * would else put all of this into each of the hundreds of places that make nodes.
   */
  operate(op: number, x: number, y: number, z: number): number {
    return MAKERS[this.ir.operandBits[op]!]!(this, op, x, y, z);
  }

  /** Views of the first memory that are noted, as bits. */
  private viewsOfFirst = 0;

  /** What an operation uses of the function. */
  noteSpecial(op: number, memory: number): void {
    const views = this.ir.viewBits[op]!;
    if (this.ir.isTemporary[op] !== 0) this.temporary();
    if (memory === 0) {
      if ((views & ~this.viewsOfFirst) === 0) return;
      this.viewsOfFirst |= views;
    }
    for (let view = 0; view < VIEWS.length; view++)
      if (views & (1 << view)) this.views.add(memory * VIEWS.length + view);
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
    let [link, depth, inherited] = [0, -1, 0];
    let size = CALL_SIZE + ARGUMENT_SIZE * args.length;
    for (let i = 0; i < args.length; i++) {
      const operand = args[i]!;
      const of = ir.bits[operand]!;
      inherited |= of;
      link |= ir.link[operand]!;
      size += sizeOf(of);
      depth = Math.max(depth, depthOf(of));
    }
    const own = packed(bits | CALLS | (inherited & INHERITED), depth + 1, size);
    return ir.expression(CALL, ir.text(callee), ir.list(args), NONE, link, own);
  }

  /** A call of the function at `index` (an atom) of a table's view, or of what traps where there is none. */
  callTable(view: string, index: number, args: number[], bits: number): number {
    const id = this.call(view, args, bits);
    this.ir.op[id] = CALL_TABLE;
    this.ir.z[id] = index;
    this.ir.link[id]! |= this.ir.link[index]!;
    this.ir.bits[id]! += this.ir.bits[index]! & SIZE;
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

  /** Undoes `integer`, for where only truth matters. */
  condition(node: number): number {
    return this.ir.op[node] === TO_INT ? this.ir.x[node]! : node;
  }

  /** Is a word, or a comparison as a number, zero? */
  isZero(node: number): number {
    const { ir } = this;
    const condition = this.condition(node);
    if (!(ir.bits[condition]! & BOOLEAN)) return this.operate(IS_ZERO, node, NONE, NONE);
    return ir.op[condition] === NOT ? ir.x[condition]! : this.operate(NOT, condition, NONE, NONE);
  }

  isVariable(node: number, variable: number): boolean {
    return this.ir.op[node] === VARIABLE && this.ir.x[node] === variable;
  }

  /** The high word of a sign extension of `low`, an atom. */
  signOf(low: number): number {
    return this.isConstant(low)
      ? this.constant(this.ir.x[low]! >> 31)
      : this.operate(SHR_S, low, this.constant(31), NONE);
  }

  /** Is `high` the sign of the variable that `low` is? */
  isSign(low: number, high: number): boolean {
    const { ir } = this;
    if (ir.op[low] !== VARIABLE || ir.op[high] !== SHR_S) return false;
    return this.isVariable(ir.x[high]!, ir.x[low]!) && this.isConstantOf(ir.y[high]!, 31);
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

  /** An expression that reads one variable instead of another. */
  substitute(node: number, from: number, to: number): number {
    const { ir } = this;
    if (!this.reads(node, from)) return node;
    const op = ir.op[node]!;
    if (op === VARIABLE) return this.variable(to);
    ir.link[node]! |= 1 << to;
    const operands = op < TEMPLATES ? ir.operandBits[op]! : op === CALL_TABLE ? 4 : 0;
    if (operands & 1) ir.x[node] = this.substitute(ir.x[node]!, from, to);
    if (operands & 2) ir.y[node] = this.substitute(ir.y[node]!, from, to);
    if (operands & 4) ir.z[node] = this.substitute(ir.z[node]!, from, to);
    if (op === CALL || op === CALL_TABLE) {
      const args = ir.lists[ir.y[node]!]!;
      for (let i = 0; i < args.length; i++) args[i] = this.substitute(args[i]!, from, to);
    }
    return node;
  }
}

const ABOVE = DEPTH | SIZE;

type Maker = (nodes: Nodes, op: number, x: number, y: number, z: number) => number;

const makeUnary: Maker = (nodes, op, x, y, z) => {
  const { ir } = nodes;
  if (ir.isSpecial[op] !== 0) nodes.noteSpecial(op, z);
  const of = ir.bits[x]!;
  const bits = ((of & INHERITED) | ir.ownBits[op]!) + (of & ABOVE);
  return ir.expression(op, x, y, z, ir.link[x]!, bits);
};

export const makeBinary: Maker = (nodes, op, x, y, z) => {
  const { ir } = nodes;
  if (ir.isSpecial[op] !== 0) nodes.noteSpecial(op, z);
  const [a, b] = [ir.bits[x]!, ir.bits[y]!];
  const deeper = (a & DEPTH) > (b & DEPTH) ? a : b;
  const bits = (((a | b) & INHERITED) | ir.ownBits[op]!) + (deeper & DEPTH) + (a & SIZE) + (b & SIZE);
  return ir.expression(op, x, y, z, ir.link[x]! | ir.link[y]!, bits);
};

/** Any operands: what is none counts as the node that is nothing. */
const makeOther: Maker = (nodes, op, x, y, z) => {
  const { ir } = nodes;
  if (ir.isSpecial[op] !== 0) nodes.noteSpecial(op, z);
  const operands = ir.operandBits[op]!;
  let [flags, depth, size, link] = [0, 0, 0, 0];
  const take = (node: number) => {
    const of = ir.bits[node]!;
    flags |= of & INHERITED;
    depth = Math.max(depth, of & DEPTH);
    size += of & SIZE;
    link |= ir.link[node]!;
  };
  if (operands & 1) take(x);
  if (operands & 2) take(y);
  if (operands & 4) take(z);
  return ir.expression(op, x, y, z, link, (flags | ir.ownBits[op]!) + depth + size);
};

/** By the operands that are expressions, as bits. */
const MAKERS: readonly Maker[] = [0, 1, 2, 3, 4, 5, 6, 7].map((operands) =>
  operands === 1 ? makeUnary : operands === 3 ? makeBinary : makeOther,
);

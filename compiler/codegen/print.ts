// Prints one function's IR as JavaScript. Recursion is bounded: expressions by MAX_DEPTH, statements by the outliner.

import { type Arena, type Hole, NONE, NONNEGATIVE, type Operation } from "./ir.ts";
import { Ir, TEMPLATES } from "./operations.ts";
import type { TextBuffer } from "./text-buffer.ts";

// As constants of the module they cost nothing; as properties, a look-up for each case of a switch.
const {
  const: CONST,
  number: NUMBER,
  variable: VARIABLE,
  text: TEXT,
  call: CALL,
  set: SET,
  reload: RELOAD,
  evaluate: EVALUATE,
  if: IF,
  sequence: SEQUENCE,
  block: BLOCK,
  loop: LOOP,
  break: BREAK,
  continue: CONTINUE,
  switch: SWITCH,
  return: RETURN,
} = Ir;

const SPACE = 32;
const OPEN = 40;
const CLOSE = 41;
const COMMA = 44;
const MINUS = 45;
const SEMICOLON = 59;
const EQUALS = 61;
const LEFT_BRACE = 123;
const RIGHT_BRACE = 125;

/** An expression of this depth adds up at most 2^20 words: float64 holds it exactly. */
const MAX_LOOSE = 20;

/** How variables and memories are called in the function being printed. */
export interface PrintNames {
  /** By number. */
  readonly variables: readonly string[];
  /** The local copy of a memory's view, a position in VIEWS. */
  view(memory: number, view: number): string;
  /** The variable that holds a value within one operation. */
  readonly temporary: string;
  /** The memory's store object. */
  memory(memory: number): string;
  /** By memory, statements that read the function's copies of its views again. */
  readonly reloads: readonly string[];
  /** Called for each helper or tree-level name an operation mentions. */
  use(name: string): void;
  /** Operations whose names were reported. */
  readonly noted: Uint8Array;
}

export class Printer {
  private readonly out: TextBuffer;
  private readonly ir: Arena;
  private readonly names: PrintNames;
  private readonly variables: readonly string[];
  private readonly noted: Uint8Array;

  /** Prints by way of `out`. */
  constructor(ir: Arena, names: PrintNames, out: TextBuffer) {
    this.ir = ir;
    this.names = names;
    this.variables = names.variables;
    this.noted = names.noted;
    this.out = out;
  }

  /** Writes the statements of a list. */
  print(list: number): void {
    this.list(list);
  }

  /** Writes one expression. */
  printExpression(node: number, precedence = 0): void {
    this.expression(node, precedence);
  }

  private write(text: string): void {
    this.out.write(text);
  }

  private list(head: number): void {
    for (let id = head; id !== NONE; id = this.ir.link[id]!) this.statement(id);
  }

  private expression(id: number, precedence: number): void {
    const { ir } = this;
    const op = ir.op[id]!;
    if (op < TEMPLATES) this.template(id, ir.operations[op]!, precedence);
    else if (op === CONST) this.integer(ir.x[id]!, precedence);
    else if (op === VARIABLE) this.out.write(this.variables[ir.x[id]!]!);
    else if (op === NUMBER) this.literal(ir.texts[ir.x[id]!]!, precedence);
    else if (op === TEXT) this.wrapped(ir.texts[ir.x[id]!]!, ir.y[id]! < precedence);
    else if (op === CALL) {
      this.write(ir.texts[ir.x[id]!]!);
      this.arguments(ir.lists[ir.y[id]!]!);
    } else this.callTable(id);
  }

  private wrapped(text: string, parentheses: boolean): void {
    if (parentheses) this.out.code(OPEN);
    this.write(text);
    if (parentheses) this.out.code(CLOSE);
  }

  private literal(text: string, precedence: number): void {
    this.wrapped(text, text.charCodeAt(0) === MINUS && this.isUnfit(precedence));
  }

  private integer(value: number, precedence: number): void {
    const parentheses = value < 0 && this.isUnfit(precedence);
    if (parentheses) this.out.code(OPEN);
    this.out.integer(value);
    if (parentheses) this.out.code(CLOSE);
  }

  /** Negative literals are unary expressions, and two signs must not touch. */
  private isUnfit(precedence: number): boolean {
    return precedence > 14 || this.out.last === MINUS;
  }

  private template(id: number, operation: Operation, precedence: number): void {
    const { out } = this;
    const { codes, holes } = operation;
    if (this.noted[operation.number] === 0) this.note(operation);
    const parentheses = operation.precedence < precedence;
    if (parentheses) out.code(OPEN);
    const first = codes[0]!;
    if (first.length > 0) {
      if (first[0] === MINUS && out.last === MINUS) out.code(SPACE);
      out.codes(first);
    }
    for (let i = 0; i < holes.length; i++) {
      const hole = holes[i]!;
      if (hole.form === "plain") this.expression(this.operand(id, hole.operand), hole.precedence);
      else this.hole(id, hole);
      out.codes(codes[i + 1]!);
    }
    if (parentheses) out.code(CLOSE);
  }

  private note({ number, names }: Operation): void {
    this.names.noted[number] = 1;
    for (const name of names) this.names.use(name);
  }

  private operand(id: number, operand: number): number {
    const { ir } = this;
    return operand === 0 ? ir.x[id]! : operand === 1 ? ir.y[id]! : ir.z[id]!;
  }

  private hole(id: number, { operand, form, precedence, view }: Hole): void {
    const child = this.operand(id, operand);
    if (form === "unsigned") this.unsigned(child, precedence);
    else if (form === "view") this.write(this.names.view(child, view));
    else if (form === "loose") this.loose(child, precedence);
    else if (form === "flipped") this.flipped(child);
    else if (form === "temporary") this.write(this.names.temporary);
    else this.write(this.names.memory(child));
  }

  /** Without the `|0` of what is not too large for it. */
  private loose(id: number, precedence: number): void {
    const { ir } = this;
    const op = ir.op[id]!;
    const form = op < TEMPLATES && ir.depth[id]! <= MAX_LOOSE ? ir.operations[op]!.loose : undefined;
    if (form === undefined) this.expression(id, precedence);
    else this.template(id, form, precedence);
  }

  /** The order of flipped numbers is that of unsigned ones. */
  private flipped(id: number): void {
    const { ir } = this;
    if (ir.op[id] === CONST) this.integer(ir.x[id]! ^ -2147483648, 15);
    else {
      this.write("(");
      this.expression(id, 6);
      this.write("^-2147483648)");
    }
  }

  private unsigned(id: number, precedence: number): void {
    const { ir } = this;
    if (ir.op[id] === CONST) this.natural(ir.x[id]!);
    else if (ir.bits[id]! & NONNEGATIVE) this.expression(id, precedence);
    else {
      this.loose(id, 10);
      this.write(">>>0");
    }
  }

  /** A word that is unsigned. Small ones are printed as the others are: V8 need not know there of numbers that are no words. */
  private natural(value: number): void {
    if (value >= 0) this.out.integer(value);
    else this.write(String(value >>> 0));
  }

  private callTable(id: number): void {
    const { ir } = this;
    this.names.use("undefinedElement");
    this.write(`(${ir.texts[ir.x[id]!]!}[`);
    this.expression(ir.z[id]!, 0);
    this.write("]||undefinedElement)");
    this.arguments(ir.lists[ir.y[id]!]!);
  }

  private arguments(args: readonly number[]): void {
    this.out.code(OPEN);
    for (let i = 0; i < args.length; i++) {
      if (i > 0) this.out.code(COMMA);
      this.expression(args[i]!, 1);
    }
    this.out.code(CLOSE);
  }

  private statement(id: number): void {
    const { ir } = this;
    const x = ir.x[id]!;
    const y = ir.y[id]!;
    switch (ir.op[id]) {
      case SET:
        this.out.write(this.variables[x]!);
        this.out.code(EQUALS);
        this.expression(y, 1);
        this.out.code(SEMICOLON);
        return;
      case RELOAD:
        this.write(this.names.reloads[x]!);
        return;
      case EVALUATE:
        this.expression(x, 0);
        this.out.code(SEMICOLON);
        return;
      case IF:
        this.conditional(x, y, ir.z[id]!);
        return;
      case SEQUENCE:
        this.list(x);
        return;
      case BLOCK:
        this.labelled(x, ":{", y);
        return;
      case LOOP:
        this.labelled(x, ":for(;;){", y);
        return;
      case BREAK:
        this.jump("break L", x);
        return;
      case CONTINUE:
        this.jump("continue L", x);
        return;
      case SWITCH:
        this.switch(x, ir.lists[y]!, ir.z[id]!);
        return;
      case RETURN:
        this.write(x === NONE ? "return" : "return ");
        if (x !== NONE) this.expression(x, 0);
        this.out.code(SEMICOLON);
        return;
      default:
        this.try(x, y, ir.z[id]!);
    }
  }

  private labelled(label: number, opening: string, list: number): void {
    this.write("L");
    this.out.integer(label);
    this.write(opening);
    this.list(list);
    this.out.code(RIGHT_BRACE);
  }

  private jump(text: string, label: number): void {
    this.write(text);
    this.out.integer(label);
    this.out.code(SEMICOLON);
  }

  private conditional(condition: number, then: number, otherwise: number): void {
    const inverted = then === NONE;
    this.write(inverted ? "if(!" : "if(");
    this.expression(condition, inverted ? 14 : 0);
    this.out.code(CLOSE);
    this.branch(inverted ? otherwise : then);
    if (inverted || otherwise === NONE) return;
    this.write("else ");
    this.branch(otherwise);
  }

  /** Braces unless it is one simple statement; a dangling `else` cannot arise, since an `if` gets them. */
  private branch(list: number): void {
    const { ir } = this;
    const op = list === NONE ? IF : ir.op[list];
    const simple = op !== IF && op !== SEQUENCE && op !== RELOAD && ir.link[list] === NONE;
    if (!simple) this.out.code(LEFT_BRACE);
    this.list(list);
    if (!simple) this.out.code(RIGHT_BRACE);
  }

  private switch(value: number, cases: readonly number[], otherwise: number): void {
    this.write("switch(");
    this.expression(value, 0);
    this.write("){");
    for (let i = 0; i < cases.length; i++) {
      for (; cases[i] !== NONE; i++) {
        this.write("case ");
        this.out.integer(cases[i]!);
        this.write(":");
      }
      this.list(cases[++i]!);
    }
    this.write("default:");
    this.list(otherwise);
    this.write("}");
  }

  private try(body: number, handler: number, caught: number): void {
    this.write("try{");
    this.list(body);
    this.write(`}catch(e){${this.variables[caught]!}=e;`);
    this.list(handler);
    this.write("}");
  }
}

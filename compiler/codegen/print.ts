// Prints one function's IR as JavaScript. Recursion is bounded: expressions by MAX_DEPTH, statements by the outliner.

import { type Arena, type Hole, NONE, NONNEGATIVE, type Operation } from "./ir.ts";
import { Ir, TEMPLATES } from "./operations.ts";

/** An expression of this depth adds up at most 2^20 words: float64 holds it exactly. */
const MAX_LOOSE = 20;

/** How variables and memories are called in the function being printed. */
export interface PrintNames {
  variable(id: number): string;
  /** The local copy of a memory's view, a position in VIEWS. */
  view(memory: number, view: number): string;
  /** The variable that holds a value within one operation. */
  readonly temporary: string;
  /** The memory's store object. */
  memory(memory: number): string;
  /** Statements that read the function's copies of a memory's views again. */
  reload(memory: number): string;
  /** Called for each helper or tree-level name an operation mentions. */
  use(name: string): void;
}

export class Printer {
  private out = "";
  /** What was written last: asking `out` itself would make V8 flatten it every time. */
  private last = "";
  private readonly ir: Arena;
  private readonly names: PrintNames;

  constructor(ir: Arena, names: PrintNames) {
    this.ir = ir;
    this.names = names;
  }

  /** The statements of a list as JavaScript. */
  statements(list: number): string {
    this.out = "";
    this.last = "";
    this.list(list);
    return this.out;
  }

  /** One expression as JavaScript. */
  text(node: number, precedence = 0): string {
    this.out = "";
    this.last = "";
    this.expression(node, precedence);
    return this.out;
  }

  private write(text: string): void {
    if (text === "") return;
    this.out += text;
    this.last = text;
  }

  private list(head: number): void {
    for (let id = head; id !== NONE; id = this.ir.link[id]!) this.statement(id);
  }

  private expression(id: number, precedence: number): void {
    const { ir } = this;
    const op = ir.op[id]!;
    if (op < TEMPLATES) this.template(id, ir.operations[op]!, precedence);
    else if (op === Ir.const) this.literal(String(ir.x[id]!), precedence);
    else if (op === Ir.variable) this.write(this.names.variable(ir.x[id]!));
    else if (op === Ir.number) this.literal(ir.texts[ir.x[id]!]!, precedence);
    else if (op === Ir.text) this.wrapped(ir.texts[ir.x[id]!]!, ir.y[id]! < precedence);
    else if (op === Ir.call) {
      this.write(ir.texts[ir.x[id]!]!);
      this.arguments(ir.lists[ir.y[id]!]!);
    } else this.callTable(id);
  }

  private wrapped(text: string, parentheses: boolean): void {
    this.write(parentheses ? `(${text})` : text);
  }

  /** Negative literals are unary expressions, and two signs must not touch. */
  private literal(text: string, precedence: number): void {
    const negative = text.charCodeAt(0) === 45;
    this.wrapped(text, negative && (precedence > 14 || this.last.endsWith("-")));
  }

  private template(
    id: number,
    { texts, holes, precedence: own, names }: Operation,
    precedence: number,
  ): void {
    for (const name of names) this.names.use(name);
    const parentheses = own < precedence;
    if (parentheses) this.write("(");
    if (this.last.endsWith("-") && texts[0]!.startsWith("-")) this.write(" ");
    this.write(texts[0]!);
    for (let i = 0; i < holes.length; i++) {
      this.hole(id, holes[i]!);
      this.write(texts[i + 1]!);
    }
    if (parentheses) this.write(")");
  }

  private hole(id: number, { operand, form, precedence, view }: Hole): void {
    const { ir } = this;
    const child = operand === 0 ? ir.x[id]! : operand === 1 ? ir.y[id]! : ir.z[id]!;
    if (form === "plain") this.expression(child, precedence);
    else if (form === "unsigned") this.unsigned(child, precedence);
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
    if (ir.op[id] === Ir.const) this.literal(String(ir.x[id]! ^ -2147483648), 15);
    else {
      this.write("(");
      this.expression(id, 6);
      this.write("^-2147483648)");
    }
  }

  private unsigned(id: number, precedence: number): void {
    const { ir } = this;
    if (ir.op[id] === Ir.const) this.write(String(ir.x[id]! >>> 0));
    else if (ir.bits[id]! & NONNEGATIVE) this.expression(id, precedence);
    else {
      this.loose(id, 10);
      this.write(">>>0");
    }
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
    this.write("(");
    for (let i = 0; i < args.length; i++) {
      if (i > 0) this.write(",");
      this.expression(args[i]!, 1);
    }
    this.write(")");
  }

  private statement(id: number): void {
    const { ir } = this;
    const x = ir.x[id]!;
    const y = ir.y[id]!;
    switch (ir.op[id]) {
      case Ir.set:
        this.write(`${this.names.variable(x)}=`);
        this.expression(y, 1);
        this.write(";");
        return;
      case Ir.reload:
        this.write(this.names.reload(x));
        return;
      case Ir.evaluate:
        this.expression(x, 0);
        this.write(";");
        return;
      case Ir.if:
        this.conditional(x, y, ir.z[id]!);
        return;
      case Ir.sequence:
        this.list(x);
        return;
      case Ir.block:
        this.write(`L${x}:{`);
        this.list(y);
        this.write("}");
        return;
      case Ir.loop:
        this.write(`L${x}:for(;;){`);
        this.list(y);
        this.write("}");
        return;
      case Ir.break:
        this.write(`break L${x};`);
        return;
      case Ir.continue:
        this.write(`continue L${x};`);
        return;
      case Ir.switch:
        this.switch(x, ir.lists[y]!, ir.z[id]!);
        return;
      case Ir.return:
        this.write("return");
        if (x !== NONE) {
          this.write(" ");
          this.expression(x, 0);
        }
        this.write(";");
        return;
      default:
        this.try(x, y, ir.z[id]!);
    }
  }

  private conditional(condition: number, then: number, otherwise: number): void {
    const inverted = then === NONE;
    this.write(inverted ? "if(!" : "if(");
    this.expression(condition, inverted ? 14 : 0);
    this.write(")");
    this.branch(inverted ? otherwise : then);
    if (inverted || otherwise === NONE) return;
    this.write("else ");
    this.branch(otherwise);
  }

  /** Braces unless it is one simple statement; a dangling `else` cannot arise, since an `if` gets them. */
  private branch(list: number): void {
    const { ir } = this;
    const op = list === NONE ? Ir.if : ir.op[list];
    const simple = op !== Ir.if && op !== Ir.sequence && op !== Ir.reload && ir.link[list] === NONE;
    if (!simple) this.write("{");
    this.list(list);
    if (!simple) this.write("}");
  }

  private switch(value: number, cases: readonly number[], otherwise: number): void {
    this.write("switch(");
    this.expression(value, 0);
    this.write("){");
    for (let i = 0; i < cases.length; i++) {
      for (; cases[i] !== NONE; i++) this.write(`case ${cases[i]}:`);
      this.list(cases[++i]!);
    }
    this.write("default:");
    this.list(otherwise);
    this.write("}");
  }

  private try(body: number, handler: number, caught: number): void {
    this.write("try{");
    this.list(body);
    this.write(`}catch(e){${this.names.variable(caught)}=e;`);
    this.list(handler);
    this.write("}");
  }
}

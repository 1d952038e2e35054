// Prints one function's IR as JavaScript. Recursion is bounded: expressions by MAX_DEPTH, statements by the outliner.

import { type Arena, NONE, NONNEGATIVE } from "./ir.ts";
import { type Hole, Ir, OPERATIONS, TEMPLATES } from "./operations.ts";

/** How variables and memories are called in the function being printed. */
export interface PrintNames {
  variable(id: number): string;
  /** The local copy of a memory's view. */
  view(memory: number): string;
  /** The memory's store object. */
  memory(memory: number): string;
  /** The view itself, where a copy is refreshed from. */
  fresh(memory: number): string;
  /** Does the function have a copy of the memory's view? */
  uses(memory: number): boolean;
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
    this.out += text;
    this.last = text;
  }

  private list(head: number): void {
    for (let id = head; id !== NONE; id = this.ir.link[id]!) this.statement(id);
  }

  private expression(id: number, precedence: number): void {
    const { ir } = this;
    const op = ir.op[id]!;
    if (op < TEMPLATES) this.template(id, op, precedence);
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

  private template(id: number, op: number, precedence: number): void {
    const { texts, holes, precedence: own, names } = OPERATIONS[op]!;
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

  private hole(id: number, { operand, form, precedence }: Hole): void {
    const { ir } = this;
    const child = operand === 0 ? ir.x[id]! : operand === 1 ? ir.y[id]! : ir.z[id]!;
    if (form === "plain") this.expression(child, precedence);
    else if (form === "unsigned") this.unsigned(child, precedence);
    else if (form === "view") this.write(this.names.view(child));
    else this.write(this.names.memory(child));
  }

  private unsigned(id: number, precedence: number): void {
    const { ir } = this;
    if (ir.op[id] === Ir.const) this.write(String(ir.x[id]! >>> 0));
    else if (ir.bits[id]! & NONNEGATIVE) this.expression(id, precedence);
    else {
      this.expression(id, 10);
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
        if (this.names.uses(x)) this.write(`${this.names.view(x)}=${this.names.fresh(x)};`);
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

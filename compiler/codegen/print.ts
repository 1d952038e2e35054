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
  call_table: CALL_TABLE,
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
  try: TRY,
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

type PrintExpression = (printer: Printer, id: number, precedence: number) => void;
type PrintStatement = (printer: Printer, id: number) => void;

export class Printer {
  readonly out: TextBuffer;
  readonly ir: Arena;
  readonly names: PrintNames;
  readonly variables: readonly string[];

  /** Prints by way of `out`. */
  constructor(ir: Arena, names: PrintNames, out: TextBuffer) {
    this.ir = ir;
    this.names = names;
    this.variables = names.variables;
    this.out = out;
  }

  /** Writes the statements of a list. */
  list(head: number): void {
    const { ir } = this;
    for (let id = head; id !== NONE; id = ir.link[id]!) STATEMENTS[ir.op[id]!]!(this, id);
  }

  /**
   * Writes one expression. What prints it comes from a table: V8 inlines only calls whose target it knows, and would else
   * put level into level wherever the recursion is entered, which takes its optimiser longer than all of the printing.
   */
  expression(id: number, precedence: number): void {
    EXPRESSIONS[this.ir.op[id]!]!(this, id, precedence);
  }
}

function wrapped({ out }: Printer, text: string, parentheses: boolean): void {
  if (parentheses) out.code(OPEN);
  out.write(text);
  if (parentheses) out.code(CLOSE);
}

/** Negative literals are unary expressions, and two signs must not touch. */
const isUnfit = ({ out }: Printer, precedence: number): boolean => precedence > 14 || out.last === MINUS;

function literal(printer: Printer, text: string, precedence: number): void {
  wrapped(printer, text, text.charCodeAt(0) === MINUS && isUnfit(printer, precedence));
}

function integer(printer: Printer, value: number, precedence: number): void {
  const { out } = printer;
  const parentheses = value < 0 && isUnfit(printer, precedence);
  if (parentheses) out.code(OPEN);
  out.integer(value);
  if (parentheses) out.code(CLOSE);
}

const template: PrintExpression = (printer, id, precedence) =>
  fill(printer, id, printer.ir.operations[printer.ir.op[id]!]!, precedence);

function fill(printer: Printer, id: number, operation: Operation, precedence: number): void {
  const { out, names } = printer;
  const { codes, holes } = operation;
  if (names.noted[operation.number] === 0) note(names, operation);
  const parentheses = operation.precedence < precedence;
  if (parentheses) out.code(OPEN);
  const first = codes[0]!;
  if (first.length > 0) {
    if (first[0] === MINUS && out.last === MINUS) out.code(SPACE);
    out.codes(first);
  }
  for (let i = 0; i < holes.length; i++) {
    const hole = holes[i]!;
    const child = operand(printer.ir, id, hole.operand);
    if (hole.form === "plain") printer.expression(child, hole.precedence);
    else HOLES[hole.form](printer, child, hole);
    out.codes(codes[i + 1]!);
  }
  if (parentheses) out.code(CLOSE);
}

function note(names: PrintNames, operation: Operation): void {
  names.noted[operation.number] = 1;
  for (const name of operation.names) names.use(name);
}

const operand = (ir: Arena, id: number, number: number): number =>
  number === 0 ? ir.x[id]! : number === 1 ? ir.y[id]! : ir.z[id]!;

/** What fills a hole, by its form. */
const HOLES: Readonly<
  Record<Exclude<Hole["form"], "plain">, (printer: Printer, child: number, hole: Hole) => void>
> = {
  unsigned: (printer, child, { precedence }) => unsigned(printer, child, precedence),
  view: ({ out, names }, child, { view }) => out.write(names.view(child, view)),
  loose: (printer, child, { precedence }) => loose(printer, child, precedence),
  flipped: (printer, child) => flipped(printer, child),
  temporary: ({ out, names }) => out.write(names.temporary),
  memory: ({ out, names }, child) => out.write(names.memory(child)),
};

/** Without the `|0` of what is not too large for it. */
function loose(printer: Printer, id: number, precedence: number): void {
  const { ir } = printer;
  const op = ir.op[id]!;
  const form = op < TEMPLATES && ir.depth[id]! <= MAX_LOOSE ? ir.operations[op]!.loose : undefined;
  if (form === undefined) printer.expression(id, precedence);
  else fill(printer, id, form, precedence);
}

/** The order of flipped numbers is that of unsigned ones. */
function flipped(printer: Printer, id: number): void {
  const { ir, out } = printer;
  if (ir.op[id] === CONST) integer(printer, ir.x[id]! ^ -2147483648, 15);
  else {
    out.code(OPEN);
    printer.expression(id, 6);
    out.write("^-2147483648)");
  }
}

function unsigned(printer: Printer, id: number, precedence: number): void {
  const { ir } = printer;
  if (ir.op[id] === CONST) natural(printer.out, ir.x[id]!);
  else if (ir.bits[id]! & NONNEGATIVE) printer.expression(id, precedence);
  else {
    loose(printer, id, 10);
    printer.out.write(">>>0");
  }
}

/** A word that is unsigned. Small ones are printed as the others are: V8 need not know there of numbers that are no words. */
function natural(out: TextBuffer, value: number): void {
  if (value >= 0) out.integer(value);
  else out.write(String(value >>> 0));
}

function callFunction(printer: Printer, id: number): void {
  const { ir, out } = printer;
  out.write(ir.texts[ir.x[id]!]!);
  argumentList(printer, ir.lists[ir.y[id]!]!);
}

function callTable(printer: Printer, id: number): void {
  const { ir, out, names } = printer;
  names.use("undefinedElement");
  out.write(`(${ir.texts[ir.x[id]!]!}[`);
  printer.expression(ir.z[id]!, 0);
  out.write("]||undefinedElement)");
  argumentList(printer, ir.lists[ir.y[id]!]!);
}

function argumentList(printer: Printer, args: readonly number[]): void {
  const { out } = printer;
  out.code(OPEN);
  for (let i = 0; i < args.length; i++) {
    if (i > 0) out.code(COMMA);
    printer.expression(args[i]!, 1);
  }
  out.code(CLOSE);
}

/** What prints an expression, by operation. */
const EXPRESSIONS: readonly PrintExpression[] = expressions();

function expressions(): PrintExpression[] {
  const table: PrintExpression[] = Array.from({ length: TEMPLATES }, () => template);
  table[CONST] = (printer, id, precedence) => integer(printer, printer.ir.x[id]!, precedence);
  table[VARIABLE] = ({ out, variables, ir }, id) => out.write(variables[ir.x[id]!]!);
  table[NUMBER] = (printer, id, precedence) =>
    literal(printer, printer.ir.texts[printer.ir.x[id]!]!, precedence);
  table[TEXT] = (printer, id, precedence) =>
    wrapped(printer, printer.ir.texts[printer.ir.x[id]!]!, printer.ir.y[id]! < precedence);
  table[CALL] = callFunction;
  table[CALL_TABLE] = callTable;
  return table;
}

/** What prints a statement, by operation. */
const STATEMENTS: Readonly<Record<number, PrintStatement>> = statements();

function statements(): PrintStatement[] {
  const table: PrintStatement[] = [];
  table[SET] = assignment;
  table[RELOAD] = ({ out, names, ir }, id) => out.write(names.reloads[ir.x[id]!]!);
  table[EVALUATE] = (printer, id) => {
    printer.expression(printer.ir.x[id]!, 0);
    printer.out.code(SEMICOLON);
  };
  table[IF] = conditional;
  table[SEQUENCE] = (printer, id) => printer.list(printer.ir.x[id]!);
  table[BLOCK] = (printer, id) => labelled(printer, id, ":{");
  table[LOOP] = (printer, id) => labelled(printer, id, ":for(;;){");
  table[BREAK] = (printer, id) => jump(printer, id, "break L");
  table[CONTINUE] = (printer, id) => jump(printer, id, "continue L");
  table[SWITCH] = choice;
  table[RETURN] = returning;
  table[TRY] = guarded;
  return table;
}

function assignment(printer: Printer, id: number): void {
  const { ir, out } = printer;
  out.write(printer.variables[ir.x[id]!]!);
  out.code(EQUALS);
  printer.expression(ir.y[id]!, 1);
  out.code(SEMICOLON);
}

function returning(printer: Printer, id: number): void {
  const { out } = printer;
  const value = printer.ir.x[id]!;
  out.write(value === NONE ? "return" : "return ");
  if (value !== NONE) printer.expression(value, 0);
  out.code(SEMICOLON);
}

function labelled(printer: Printer, id: number, opening: string): void {
  const { ir, out } = printer;
  out.write("L");
  out.integer(ir.x[id]!);
  out.write(opening);
  printer.list(ir.y[id]!);
  out.code(RIGHT_BRACE);
}

function jump({ ir, out }: Printer, id: number, text: string): void {
  out.write(text);
  out.integer(ir.x[id]!);
  out.code(SEMICOLON);
}

function conditional(printer: Printer, id: number): void {
  const { ir, out } = printer;
  const then = ir.y[id]!;
  const otherwise = ir.z[id]!;
  const inverted = then === NONE;
  out.write(inverted ? "if(!" : "if(");
  printer.expression(ir.x[id]!, inverted ? 14 : 0);
  out.code(CLOSE);
  branch(printer, inverted ? otherwise : then);
  if (inverted || otherwise === NONE) return;
  out.write("else ");
  branch(printer, otherwise);
}

/** Braces unless it is one simple statement; a dangling `else` cannot arise, since an `if` gets them. */
function branch(printer: Printer, list: number): void {
  const { ir, out } = printer;
  const op = list === NONE ? IF : ir.op[list];
  const simple = op !== IF && op !== SEQUENCE && op !== RELOAD && ir.link[list] === NONE;
  if (!simple) out.code(LEFT_BRACE);
  printer.list(list);
  if (!simple) out.code(RIGHT_BRACE);
}

/** A switch. Its list has, for each case, its values, NONE and its statements. */
function choice(printer: Printer, id: number): void {
  const { ir, out } = printer;
  const cases = ir.lists[ir.y[id]!]!;
  out.write("switch(");
  printer.expression(ir.x[id]!, 0);
  out.write("){");
  for (let i = 0; i < cases.length; i++) {
    for (; cases[i] !== NONE; i++) {
      out.write("case ");
      out.integer(cases[i]!);
      out.write(":");
    }
    printer.list(cases[++i]!);
  }
  out.write("default:");
  printer.list(ir.z[id]!);
  out.write("}");
}

function guarded(printer: Printer, id: number): void {
  const { ir, out } = printer;
  out.write("try{");
  printer.list(ir.x[id]!);
  out.write(`}catch(e){${printer.variables[ir.z[id]!]!}=e;`);
  printer.list(ir.y[id]!);
  out.write("}");
}

// Prints one function's IR as JavaScript. Recursion is bounded: expressions by MAX_DEPTH, statements by the outliner.

import {
  AFTER_MINUS,
  type Arena,
  depthOf,
  FLIPPED,
  LOOSE,
  MEMORY,
  NONE,
  NONNEGATIVE,
  type Operation,
  PLAIN,
  TEMPORARY,
  UNSIGNED,
  VIEW,
  VIEWS,
} from "./ir.ts";
import type { NameUse } from "./core-context.ts";
import { Ir, TEMPLATES } from "./operations.ts";

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

const MINUS = 45;
/** The bits of a precedence without AFTER_MINUS. */
const PRECEDENCE = AFTER_MINUS - 1;
const IS_PLAIN = PLAIN;
const IS_VIEW = VIEW;
/** No operation. */
const OTHER = -1;
const VIEW_COUNT = VIEWS.length;

/** An expression of this depth adds up at most 2^20 words: float64 holds it exactly. */
const MAX_LOOSE = 20;

/** How variables and memories are called in the function being printed. */
export interface PrintNames {
  /** By number. */
  readonly variables: readonly string[];
  /** The local copies of the memories' views: the memory times the number of views, and which of them. */
  readonly views: readonly string[];
  /** The variable that holds a value within one operation. */
  readonly temporary: string;
  /** By memory, statements that read the function's copies of its views again. */
  readonly reloads: readonly string[];
  /** Takes the helpers and tree-level names that operations mention. */
  readonly tree: NameUse;
}

type PrintExpression = (printer: Printer, id: number, precedence: number) => string;
type PrintStatement = (printer: Printer, id: number) => string;

export class Printer {
  readonly ir: Arena;
  readonly names: PrintNames;
  readonly variables: readonly string[];

  constructor(ir: Arena, names: PrintNames) {
    this.ir = ir;
    this.names = names;
    this.variables = names.variables;
  }

  /** The statements of a list. */
  list(head: number): string {
    const { ir } = this;
    let text = "";
    for (let id = head; id !== NONE; id = ir.link[id]!) text += STATEMENTS[ir.op[id]!]!(this, id);
    return text;
  }

  /**
   * One expression. What prints it comes from a table: V8 inlines only calls whose target it knows, and would else
   * put level into level wherever the recursion is entered, which takes its optimiser longer than all of the printing.
   */
  expression(id: number, precedence: number): string {
    return EXPRESSIONS[this.ir.op[id]!]!(this, id, precedence);
  }
}

/** Nearly all integers of a text are below. */
const SMALL = 1 << 8;
const INTEGERS: readonly string[] = Array.from({ length: SMALL }, (_, i) => String(i));

/** A signed word, in decimal. */
const decimal = (value: number): string => (value >>> 0 < SMALL ? INTEGERS[value]! : String(value));

/** A literal. Negative ones are unary expressions, and two signs must not touch. */
const literal = (text: string, precedence: number): string =>
  precedence > 14 && text.charCodeAt(0) === MINUS ? `(${text})` : text;

const integer = (value: number, precedence: number): string =>
  value < 0 && precedence > 14 ? `(${value})` : decimal(value);

/**
 * Prints a template: that of the operation, or `form`. Variables, small numbers and views are most of what there is in holes:
 * they are printed here, which is cheaper than a call for each.
 */
function template(printer: Printer, id: number, precedence: number, form?: Operation): string {
  const { ir, variables, names } = printer;
  const operation = form ?? ir.operations[ir.op[id]!]!;
  const { texts, holes } = operation;
  if (names.tree.operations[operation.number] === 0) note(names.tree, operation);
  // No branches where only few programs come: V8 gives up what it has optimised when it sees a new one.
  const parentheses = operation.precedence < (precedence & PRECEDENCE);
  let sign = parentheses ? 0 : precedence & AFTER_MINUS;
  let text = operation.starts[sign === 0 ? 0 : 1];
  sign &= operation.passes;
  for (let i = 0; i < holes.length; ) {
    const { operand, form, precedence, view } = holes[i]!;
    const child = operand === 0 ? ir.x[id]! : operand === 1 ? ir.y[id]! : ir.z[id]!;
    const op = form === IS_PLAIN ? ir.op[child]! : OTHER;
    if (op === VARIABLE) text += variables[ir.x[child]!]!;
    else if (op === CONST && ir.x[child]! >>> 0 < SMALL) text += INTEGERS[ir.x[child]!]!;
    else if (form === IS_VIEW) text += names.views[child * VIEW_COUNT + view]!;
    // One call for all: were all it has seen one function, V8 would put that one in here.
    else text += (op === OTHER ? HOLES[form]! : EXPRESSIONS[op]!)(printer, child, precedence | sign);
    text += texts[++i]!;
    sign = 0;
  }
  return parentheses ? `(${text})` : text;
}

function note(tree: NameUse, operation: Operation): void {
  tree.operations[operation.number] = 1;
  for (const name of operation.names) tree.add(name);
}

/** What fills a hole, by its form, those that `template` prints itself left out. */
const HOLES: readonly PrintExpression[] = holes();

function holes(): PrintExpression[] {
  const table: PrintExpression[] = [];
  table[UNSIGNED] = unsigned;
  table[LOOSE] = loose;
  table[FLIPPED] = flipped;
  table[TEMPORARY] = ({ names }) => names.temporary;
  table[MEMORY] = (_, memory) => `m${memory}`;
  return table;
}

/** Without the `|0` of what is not too large for it. */
function loose(printer: Printer, id: number, precedence: number): string {
  const { ir } = printer;
  const op = ir.op[id]!;
  const form = op < TEMPLATES && depthOf(ir.bits[id]!) <= MAX_LOOSE ? ir.operations[op]!.loose : undefined;
  return form === undefined ? printer.expression(id, precedence) : template(printer, id, precedence, form);
}

/** The order of flipped numbers is that of unsigned ones. */
function flipped(printer: Printer, id: number): string {
  const { ir } = printer;
  if (ir.op[id] === CONST) return integer(ir.x[id]! ^ -2147483648, 15);
  return `(${printer.expression(id, 6)}^-2147483648)`;
}

function unsigned(printer: Printer, id: number, precedence: number): string {
  const { ir } = printer;
  if (ir.op[id] === CONST) return natural(ir.x[id]!);
  if (ir.bits[id]! & NONNEGATIVE) return printer.expression(id, precedence);
  return `${loose(printer, id, precedence)}>>>0`;
}

/** A word that is unsigned. Small ones are printed as the others are: V8 need not know there of numbers that are no words. */
const natural = (value: number): string => (value >= 0 ? decimal(value) : String(value >>> 0));

const callFunction: PrintExpression = (printer, id) => {
  const { ir } = printer;
  return ir.texts[ir.x[id]!]! + argumentList(printer, ir.lists[ir.y[id]!]!);
};

const callTable: PrintExpression = (printer, id) => {
  const { ir, names } = printer;
  names.tree.add("undefinedElement");
  const index = printer.expression(ir.z[id]!, 0);
  const args = argumentList(printer, ir.lists[ir.y[id]!]!);
  return `(${ir.texts[ir.x[id]!]!}[${index}]||undefinedElement)${args}`;
};

function argumentList(printer: Printer, args: readonly number[]): string {
  const { ir, variables } = printer;
  let text = "(";
  for (let i = 0; i < args.length; i++) {
    if (i > 0) text += ",";
    const arg = args[i]!;
    text += ir.op[arg] === VARIABLE ? variables[ir.x[arg]!]! : printer.expression(arg, 1);
  }
  return `${text})`;
}

/** What prints an expression, by operation. */
const EXPRESSIONS: readonly PrintExpression[] = expressions();

function expressions(): PrintExpression[] {
  const table: PrintExpression[] = Array.from({ length: TEMPLATES }, () => template);
  table[CONST] = (printer, id, precedence) => integer(printer.ir.x[id]!, precedence);
  table[VARIABLE] = ({ variables, ir }, id) => variables[ir.x[id]!]!;
  table[NUMBER] = ({ ir }, id, precedence) => literal(ir.texts[ir.x[id]!]!, precedence);
  table[TEXT] = ({ ir }, id, precedence) => {
    const text = ir.texts[ir.x[id]!]!;
    return ir.y[id]! < (precedence & PRECEDENCE) ? `(${text})` : text;
  };
  table[CALL] = callFunction;
  table[CALL_TABLE] = callTable;
  return table;
}

/** What prints a statement, by operation. */
const STATEMENTS: Readonly<Record<number, PrintStatement>> = statements();

function statements(): PrintStatement[] {
  const table: PrintStatement[] = [];
  table[SET] = (printer, id) => {
    const { ir } = printer;
    const value = ir.y[id]!;
    return `${printer.variables[ir.x[id]!]!}=${EXPRESSIONS[ir.op[value]!]!(printer, value, 1)};`;
  };
  table[RELOAD] = ({ names, ir }, id) => names.reloads[ir.x[id]!]!;
  table[EVALUATE] = (printer, id) => `${printer.expression(printer.ir.x[id]!, 0)};`;
  table[IF] = conditional;
  table[SEQUENCE] = (printer, id) => printer.list(printer.ir.x[id]!);
  table[BLOCK] = (printer, id) => `L${printer.ir.x[id]!}:{${printer.list(printer.ir.y[id]!)}}`;
  table[LOOP] = (printer, id) => `L${printer.ir.x[id]!}:for(;;){${printer.list(printer.ir.y[id]!)}}`;
  table[BREAK] = ({ ir }, id) => `break L${decimal(ir.x[id]!)};`;
  table[CONTINUE] = ({ ir }, id) => `continue L${decimal(ir.x[id]!)};`;
  table[SWITCH] = choice;
  table[RETURN] = (printer, id) => {
    const value = printer.ir.x[id]!;
    return value === NONE ? "return;" : `return ${printer.expression(value, 0)};`;
  };
  table[TRY] = guarded;
  return table;
}

function conditional(printer: Printer, id: number): string {
  const { ir } = printer;
  const then = ir.y[id]!;
  const otherwise = ir.z[id]!;
  if (then === NONE) return `if(!${printer.expression(ir.x[id]!, 14)})${branch(printer, otherwise)}`;
  const text = `if(${printer.expression(ir.x[id]!, 0)})${branch(printer, then)}`;
  return otherwise === NONE ? text : `${text}else ${branch(printer, otherwise)}`;
}

/** Braces unless it is one simple statement; a dangling `else` cannot arise, since an `if` gets them. */
function branch(printer: Printer, list: number): string {
  const { ir } = printer;
  const op = list === NONE ? IF : ir.op[list]!;
  const simple = op !== IF && op !== SEQUENCE && op !== RELOAD && ir.link[list] === NONE;
  return simple ? STATEMENTS[op]!(printer, list) : `{${printer.list(list)}}`;
}

/** A switch. Its list has, for each case, its values, NONE and its statements. */
function choice(printer: Printer, id: number): string {
  const { ir } = printer;
  const cases = ir.lists[ir.y[id]!]!;
  let text = `switch(${printer.expression(ir.x[id]!, 0)}){`;
  for (let i = 0; i < cases.length; i++) {
    for (; cases[i] !== NONE; i++) text += `case ${cases[i]!}:`;
    text += printer.list(cases[++i]!);
  }
  return `${text}default:${printer.list(ir.z[id]!)}}`;
}

function guarded(printer: Printer, id: number): string {
  const { ir } = printer;
  const caught = printer.variables[ir.z[id]!]!;
  return `try{${printer.list(ir.x[id]!)}}catch(e){${caught}=e;${printer.list(ir.y[id]!)}}`;
}

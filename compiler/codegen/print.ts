// Prints one function's IR as JavaScript. Recursion is bounded: expressions by MAX_DEPTH, statements by the outliner.

// biome-ignore-all lint/style/useTemplate: a template literal asks of each of its strings, once more, whether it is one.

import {
  AFTER_MINUS,
  type Arena,
  CONSTANT_0,
  depthOf,
  FIRST,
  FLIPPED,
  type Hole,
  LOOSE,
  MEMORY,
  NONE,
  NONNEGATIVE,
  type Operation,
  PLAIN,
  SHARED_VARIABLES,
  TEMPORARY,
  UNSIGNED,
  VARIABLE_0,
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
  /** What prints an expression, by operation. */
  readonly expressions: readonly PrintExpression[];

  constructor(ir: Arena, names: PrintNames) {
    this.ir = ir;
    this.names = names;
    this.variables = names.variables;
    this.expressions = expressionsOf(ir.operations);
  }

  /** The statements of a list. */
  list(head: number): string {
    const { ir } = this;
    let text = "";
    for (let id = head; id !== NONE; id = ir.link[id]!) text += STATEMENTS[ir.op[id]!]!(this, id);
    return text;
  }

  /**
   * One expression. Most are a variable or a small number, by their node alone. What prints others comes from a table: V8 inlines
   * only calls whose target it knows, and would else put level into level wherever the recursion is entered, which takes its
   * optimiser longer than all of the printing.
   */
  expression(id: number, precedence: number): string {
    if (id <= SHARED_VARIABLES) return this.variables[id - VARIABLE_0]!;
    if (id >= CONSTANT_0 && id < FIRST) return INTEGERS[id - CONSTANT_0]!;
    return this.expressions[this.ir.op[id]!]!(this, id, precedence);
  }
}

/** Nearly all integers of a text are below. */
const SMALL = 1 << 8;
const INTEGERS: readonly string[] = Array.from({ length: SMALL }, (_, i) => String(i));

/** A signed word, in decimal. */
const decimal = (value: number): string => (value >>> 0 < SMALL ? INTEGERS[value]! : `${value}`);

/** A literal. Negative ones are unary expressions, and two signs must not touch. */
const literal = (text: string, precedence: number): string =>
  precedence > 14 && text.charCodeAt(0) === MINUS ? `(${text})` : text;

const integer = (value: number, precedence: number): string =>
  value < 0 && precedence > 14 ? `(${value})` : decimal(value);

/** Prints a template: that of the operation, or `form`. */
function template(printer: Printer, id: number, precedence: number, form?: Operation): string {
  const { ir, names } = printer;
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
    if (form === IS_PLAIN) text += printer.expression(child, precedence | sign);
    else if (form === IS_VIEW) text += names.views[child * VIEW_COUNT + view]!;
    else text += HOLES[form]!(printer, child, precedence | sign);
    // Adding nothing is a call, too.
    const next = texts[++i]!;
    if (next !== "") text += next;
    sign = 0;
  }
  return parentheses ? "(" + text + ")" : text;
}

/**
 * Prints templates of two operands and what stands between and behind them, as most are: with all that does not change in
 * the context of a function of their own, where V8's interpreter has it at hand.
 */
function infix(operation: Operation): PrintExpression {
  const [left, right] = [operation.holes[0]!.precedence, operation.holes[1]!.precedence];
  const [, middle, end] = operation.texts as [string, string, string];
  const own = operation.precedence;
  const closed = `${end})`;
  return (printer, id, precedence) => {
    const { ir } = printer;
    const parentheses = own < (precedence & PRECEDENCE);
    const sign = parentheses ? 0 : precedence & AFTER_MINUS;
    const x = printer.expression(ir.x[id]!, left | sign);
    const y = printer.expression(ir.y[id]!, right);
    if (parentheses) return "(" + x + middle + y + closed;
    return end === "" ? x + middle + y : x + middle + y + end;
  };
}

/** The same for accesses by a view: of a value that is loaded, or stored. */
function access(operation: Operation): PrintExpression {
  const [, method, next, end] = operation.texts as [string, string, string, string?];
  const { view } = operation.holes[0]!;
  // By memory: the names of views are the same in all functions.
  const methods: string[] = [];
  return (printer, id) => {
    const { ir, names } = printer;
    const memory = ir.z[id]!;
    const start = (methods[memory] ??= names.views[memory * VIEW_COUNT + view]! + method);
    const place = start + printer.expression(ir.x[id]!, 1);
    return end === undefined ? place + next : place + next + printer.expression(ir.y[id]!, 1) + end;
  };
}

const isPlain = ({ form }: Hole): boolean => form === IS_PLAIN;

/** What prints a template. */
function printerOf(operation: Operation): PrintExpression {
  const { holes, texts, names } = operation;
  if (names.length > 0) return template;
  if (texts.length === 3 && texts[0] === "" && holes.every(isPlain) && !operation.atoms)
    return infix(operation);
  const [first, ...others] = holes;
  const isAccess = first?.form === IS_VIEW && texts[0] === "" && operation.precedence === 15;
  return isAccess &&
    others.length > 0 &&
    others.every(({ form, precedence }) => form === IS_PLAIN && precedence === 1)
    ? access(operation)
    : template;
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
  return loose(printer, id, precedence) + ">>>0";
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
  if (args.length === 0) return "()";
  let text = "(" + printer.expression(args[0]!, 1);
  for (let i = 1; i < args.length; i++) text += "," + printer.expression(args[i]!, 1);
  return text + ")";
}

const known = new WeakMap<readonly Operation[], readonly PrintExpression[]>();

/** What prints an expression, by operation. */
function expressionsOf(operations: readonly Operation[]): readonly PrintExpression[] {
  let table = known.get(operations);
  if (table === undefined) known.set(operations, (table = makeExpressions(operations)));
  return table;
}

function makeExpressions(operations: readonly Operation[]): PrintExpression[] {
  const table: PrintExpression[] = operations.map(printerOf);
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
    return printer.variables[ir.x[id]!]! + "=" + printer.expression(ir.y[id]!, 1) + ";";
  };
  table[RELOAD] = ({ names, ir }, id) => names.reloads[ir.x[id]!]!;
  table[EVALUATE] = (printer, id) => printer.expression(printer.ir.x[id]!, 0) + ";";
  table[IF] = conditional;
  table[SEQUENCE] = (printer, id) => printer.list(printer.ir.x[id]!);
  table[BLOCK] = (printer, id) =>
    "L" + decimal(printer.ir.x[id]!) + ":{" + printer.list(printer.ir.y[id]!) + "}";
  table[LOOP] = (printer, id) =>
    "L" + decimal(printer.ir.x[id]!) + ":for(;;){" + printer.list(printer.ir.y[id]!) + "}";
  const breaks: string[] = [];
  const continues: string[] = [];
  table[BREAK] = ({ ir }, id) => (breaks[ir.x[id]!] ??= `break L${ir.x[id]!};`);
  table[CONTINUE] = ({ ir }, id) => (continues[ir.x[id]!] ??= `continue L${ir.x[id]!};`);
  table[SWITCH] = choice;
  table[RETURN] = (printer, id) => {
    const value = printer.ir.x[id]!;
    return value === NONE ? "return;" : "return " + printer.expression(value, 0) + ";";
  };
  table[TRY] = guarded;
  return table;
}

function conditional(printer: Printer, id: number): string {
  const { ir } = printer;
  const then = ir.y[id]!;
  const otherwise = ir.z[id]!;
  if (then === NONE) return "if(!" + printer.expression(ir.x[id]!, 14) + ")" + branch(printer, otherwise);
  const text = "if(" + printer.expression(ir.x[id]!, 0) + ")" + branch(printer, then);
  return otherwise === NONE ? text : text + "else " + branch(printer, otherwise);
}

/** Braces unless it is one simple statement; a dangling `else` cannot arise, since an `if` gets them. */
function branch(printer: Printer, list: number): string {
  const { ir } = printer;
  const op = list === NONE ? IF : ir.op[list]!;
  const simple = op !== IF && op !== SEQUENCE && op !== RELOAD && ir.link[list] === NONE;
  return simple ? STATEMENTS[op]!(printer, list) : "{" + printer.list(list) + "}";
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

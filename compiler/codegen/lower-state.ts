// Lowering of parametric instructions, locals, globals, tables and references.

import { FUNCREF, I32, I64, type ValType } from "../model/index.ts";
import { classOf, INT } from "./nodes.ts";
import type { FunctionCompiler, Local } from "./function-compiler.ts";
import { EFFECT, FAULTS, NONE, READS_MEMORY, READS_STATE, TRAPS } from "./ir.ts";
import type { Lowering, LoweringTable } from "./lowering.ts";
import { Ir } from "./operations.ts";

const { variable: VARIABLE, select: SELECT, set: SET } = Ir;

const drop: Lowering = (f) => {
  const high = f.high[f.height - 1]!;
  const low = f.popRaw();
  f.discard(low);
  f.discard(high);
};

// select

/** JavaScript's `?:` evaluates the condition first and only one value: both values must be free to move. */
function movable(f: FunctionCompiler, node: number, condition: number): boolean {
  if (node === NONE) return true;
  const bits = f.ir.bits[node]!;
  if (bits & (EFFECT | TRAPS | FAULTS)) return false;
  return !(f.ir.bits[condition]! & EFFECT && bits & (READS_MEMORY | READS_STATE));
}

const select: Lowering = (f) => {
  const top = f.height - 1;
  const type = f.type[top - 1]!;
  const condition = f.low[top]!;
  const values = [top - 2, top - 1];
  for (const i of values)
    if (!movable(f, f.low[i]!, condition) || !movable(f, f.high[i]!, condition)) f.force(i);
  if (type === I64) f.force(top);
  const test = f.popRaw();
  const [y, yHigh] = [f.integer(f.low[top - 1]!), f.high[top - 1]!];
  const [x, xHigh] = [f.integer(f.low[top - 2]!), f.high[top - 2]!];
  f.truncate(top - 2);
  const high = type === I64 ? f.operate(SELECT, test, xHigh, yHigh) : NONE;
  f.push(type, f.operate(SELECT, test, x, y), high);
};

// Locals

const localGet: Lowering = (f, body) => f.getLocal(f.locals[body.a]!);

function noteChange(f: FunctionCompiler, { low, high }: Local): void {
  f.changing ??= new Set();
  f.changing.add(low);
  if (high !== NONE) f.changing.add(high);
}

/** Assigns the top entry to a local and pops it. */
export function setLocal(f: FunctionCompiler, local: Local): void {
  const { low, high } = local;
  const position = f.height - 1;
  if (f.loopDepth > 0 && f.initial[low] === undefined) noteChange(f, local);
  if (f.quotients.isOpen) f.quotients.set(local, { low: f.low[position]!, high: f.high[position]! });
  if (high === NONE) {
    f.height = position;
    const value = f.low[position]!;
    const isVariable = f.ir.op[value] === VARIABLE;
    if (!isVariable || !f.retarget(value, position, classOf(local.type), low)) f.assign(low, value);
    return;
  }
  const highValue = f.high[position]!;
  const lowValue = f.pop();
  if (f.retargetPair(lowValue, highValue, position, low, high)) return;
  if (!f.reads(highValue, low) && f.retarget(lowValue, position, INT, low)) {
    f.assign(high, f.substitute(highValue, f.slot(position, INT), low));
    return;
  }
  f.assignPair(low, high, lowValue, highValue, (variable, node) => f.assign(variable, node));
}

const localTee: Lowering = (f, body) => {
  setLocal(f, f.locals[body.a]!);
  localGet(f, body);
};

// Globals

const globalGet: Lowering = (f, body) => {
  const access = f.core.global(body.a);
  const bits = access.constant ? 0 : READS_STATE;
  const high = access.type === I64 ? f.text(access.high, 15, bits) : NONE;
  f.push(access.type, f.text(access.value, 15, bits), high);
};

const globalSet: Lowering = (f, body) => {
  const access = f.core.global(body.a);
  const high = f.high[f.height - 1]!;
  const low = f.pop();
  if (high === NONE) store(f, access.value, low);
  else {
    const assign = (variable: number, node: number) => storeTo(f, variable, node);
    f.assignPair(f.place(access.value), f.place(access.high), low, high, assign);
  }
};

const store = (f: FunctionCompiler, place: string, node: number) => storeTo(f, f.place(place), node);

/** Writes state outside the function: whatever reads state must be evaluated before. */
function storeTo(f: FunctionCompiler, place: number, node: number): void {
  f.settle(f.height, EFFECT, NONE);
  f.statement(SET, place, node);
}

// Tables and references

const tableName = (table: number) => `t${table}`;

/** A method of a table object; `inputs` operands. */
function tableCall(f: FunctionCompiler, table: number, method: string, inputs: number, bits: number): number {
  const args: number[] = [];
  for (let i = 0; i < inputs; i++) args.unshift(f.pop());
  return f.call(`${tableName(table)}.${method}`, args, bits);
}

const elementType = (f: FunctionCompiler, table: number): ValType => f.core.valid.tables[table]!.type.element;

const tableGet: Lowering = (f, body) =>
  f.push(elementType(f, body.a), tableCall(f, body.a, "get", 1, READS_STATE | TRAPS));

const tableSize: Lowering = (f, body) =>
  f.push(I32, f.text(`${tableName(body.a)}.elements.length`, 15, READS_STATE));

const tableGrow: Lowering = (f, body) => {
  const call = tableCall(f, body.a, "growBy", 2, EFFECT);
  const result = f.slot(f.height, INT);
  f.assign(result, call);
  f.push(I32, f.variable(result));
};

const tableEffect =
  (method: string, inputs: number): Lowering =>
  (f, body) =>
    f.evaluate(tableCall(f, body.a, method, inputs, EFFECT | TRAPS));

/** table.copy and table.init: from another table, or from a segment. */
function transfer(f: FunctionCompiler, table: number, method: string, from: string): void {
  const [count, start, to] = [f.pop(), f.pop(), f.pop()];
  f.evaluate(f.call(`${tableName(table)}.${method}`, [to, f.text(from, 15), start, count], EFFECT | TRAPS));
}

const isNull: Lowering = (f) => f.push(I32, f.op("is_null", f.pop()));

/** A reference to a function of the module: always the same object. */
const refFunc: Lowering = (f, body) => f.push(FUNCREF, f.text(`R(${body.a})`, 15, READS_STATE));

export const STATE: LoweringTable = {
  nop: () => {},
  drop,
  select,
  select_t: select,
  "local.get": localGet,
  "local.set": (f, body) => setLocal(f, f.locals[body.a]!),
  "local.tee": localTee,
  "global.get": globalGet,
  "global.set": globalSet,
  "table.get": tableGet,
  "table.set": tableEffect("set", 2),
  "table.size": tableSize,
  "table.grow": tableGrow,
  "table.fill": tableEffect("fill", 3),
  "table.copy": (f, body) => transfer(f, body.a, "copy", tableName(body.b)),
  "table.init": (f, body) => transfer(f, body.b, "init", `N[${body.a}]`),
  "elem.drop": (f, body) => f.dropSegment(`N[${body.a}]`, "NOTHING"),
  "ref.null": (f, body) => f.push(body.a, f.text("null", 15)),
  "ref.is_null": isNull,
  "ref.func": refFunc,
};

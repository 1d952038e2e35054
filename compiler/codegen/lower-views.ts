// Lowering of plain loads and stores for a JIT: one call of the DataView each, whose RangeError is the trap. No control flow may
// stand inside its arguments, so operands that branch are put into variables first.

import { I64, type ValType } from "../model/index.ts";
import { ACCESSORS, type AccessorName } from "./accessors.ts";
import { address, byAccessor, prove } from "./addresses.ts";
import type { FunctionCompiler } from "./function-compiler.ts";
import { BOOLEAN, BRANCHES, EFFECT, NONE } from "./ir.ts";
import type { Lowering } from "./lowering.ts";
import { HIGH, INT } from "./nodes.ts";
import { Ir } from "./operations.ts";

const { add: ADD, load32: LOAD, store32: STORE } = Ir;

const MOVES_NOT = BRANCHES | EFFECT;

/** By the number of an operation that accesses memory: the one that calls an accessor for it, where there is one. */
const ACCESSOR_CALLS = new Map(
  (Object.keys(ACCESSORS) as AccessorName[]).map((name) => [Ir[name], Ir[`${name}_called`]]),
);

/** The operation for an access: in very big modules, outside of loops, the call of an accessor. */
const accessBy = (f: FunctionCompiler, op: number): number =>
  f.options.accessors === true ? accessorFor(f, op) : op;

function accessorFor(f: FunctionCompiler, op: number): number {
  const called = byAccessor(f) ? ACCESSOR_CALLS.get(op) : undefined;
  if (called !== undefined) return called;
  if (f.loopDepth > 0) f.accessesInLoops++;
  return op;
}

/** A load of one word, or of a float that its operation prints the address of once. */
export function loadByView(
  f: FunctionCompiler,
  type: ValType,
  op: number,
  memory: number,
  offset: number,
): void {
  const position = f.height - 1;
  if ((f.ir.bits[f.low[position]!]! & (MOVES_NOT | BOOLEAN)) !== 0) prepareAddress(f, position);
  const access = accessBy(f, op);
  if (f.unsettled) f.useMemory(memory, access !== op);
  const base = f.low[position]!;
  f.height = position;
  f.push(type, f.operate(access, address(f, base, offset), NONE, memory));
  prove(f, base);
}

function prepareAddress(f: FunctionCompiler, position: number): void {
  if ((f.ir.bits[f.low[position]!]! & MOVES_NOT) !== 0) f.force(position);
  f.low[position] = f.integer(f.low[position]!);
}

/** A store of the top entry, one word or a float, at the address below it. */
export function storeByView(f: FunctionCompiler, op: number, memory: number, offset: number): void {
  const position = f.height - 2;
  const { bits } = f.ir;
  if ((bits[f.low[position]!]! & (MOVES_NOT | BOOLEAN)) !== 0) prepareAddress(f, position);
  if ((bits[f.low[position + 1]!]! & MOVES_NOT) !== 0) {
    f.force(position);
    f.force(position + 1);
  }
  const access = accessBy(f, op);
  if (f.unsettled) f.useMemory(memory, access !== op);
  const base = f.low[position]!;
  const value = f.low[position + 1]!;
  f.height = position;
  f.evaluate(f.operate(access, address(f, base, offset), value, memory));
  prove(f, base);
}

/**
 * The low word first: where it was in bounds, the base is not negative, so the other's address needs no test of that; where
 * their sum is beyond a word, it is negative. The base must not stand where the low word goes.
 */
export const loadPairByView: Lowering = (f, body) => {
  const position = f.height - 1;
  f.useMemory(body.a, byAccessor(f));
  const [low, high] = [f.slot(position, INT), f.slot(position, HIGH)];
  const base = atomElsewhere(f, low, high);
  const word = (at: number) => f.operate(accessBy(f, LOAD), at, NONE, body.a);
  f.assign(low, word(address(f, base, body.b)));
  const next = f.isConstant(base)
    ? address(f, base, body.b + 4)
    : f.operate(ADD, base, f.constant(body.b + 4), NONE);
  f.assign(high, word(next));
  f.push(I64, f.variable(low), f.variable(high));
};

/** Pops what is no atom, or is in the variable `taken`, into the variable `free`. */
function atomElsewhere(f: FunctionCompiler, taken: number, free: number): number {
  const node = f.pop();
  if (f.isAtom(node) && !f.reads(node, taken)) return node;
  f.assign(free, node);
  return f.variable(free);
}

/** The high word first: where it fits, the low one does, so a trap leaves no half-written value. */
export const storePairByView: Lowering = (f, body) => {
  const position = f.height - 2;
  f.force(position);
  const low = f.low[position + 1]!;
  const high = f.high[position + 1]!;
  if (((f.ir.bits[low]! | f.ir.bits[high]!) & MOVES_NOT) !== 0) f.force(position + 1);
  f.useMemory(body.a, byAccessor(f));
  const [lowWord, highWord] = [f.low[position + 1]!, f.high[position + 1]!];
  const base = f.low[position]!;
  f.height = position;
  const op = accessBy(f, STORE);
  f.evaluate(f.operate(op, address(f, base, body.b + 4), highWord, body.a));
  prove(f, base);
  f.evaluate(f.operate(op, address(f, base, body.b), f.integer(lowWord), body.a));
};

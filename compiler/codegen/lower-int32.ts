// Lowering of i32 instructions. Most are one row: the operation of the same meaning.

import { I32, type OpName } from "../model/index.ts";
import type { FunctionCompiler } from "./function-compiler.ts";
import { NONE, NONNEGATIVE } from "./ir.ts";
import type { Lowering, LoweringTable } from "./lowering.ts";
import { type ExpressionName, Ir } from "./operations.ts";

/** A binary operation without special cases. */
export function binary(name: ExpressionName): Lowering {
  const op = Ir[name];
  return (f) => {
    if (f.ir.takesAtoms[op] !== 0) forceTop(f, 2);
    f.binary(op, I32);
  };
}

export function unary(name: ExpressionName): Lowering {
  const op = Ir[name];
  return (f) => {
    if (f.ir.takesAtoms[op] !== 0) forceTop(f, 1);
    f.push(I32, f.operate(op, f.pop(), NONE, NONE));
  };
}

/** Makes the top entries atoms, in the order they were pushed. */
export function forceTop(f: FunctionCompiler, count: number): void {
  for (let i = f.height - count; i < f.height; i++) f.force(i);
}

/** The top entry, if it is a constant. */
export function topConstant(f: FunctionCompiler): number | undefined {
  const node = f.low[f.height - 1]!;
  return f.isConstant(node) ? f.ir.x[node]! : undefined;
}

/** Division by a constant that cannot trap needs no test. */
function division(
  checked: ExpressionName,
  byConstant: ExpressionName,
  safe: (divisor: number) => boolean,
): Lowering {
  const plain = binary(byConstant);
  const guarded = binary(checked);
  return (f, body) => {
    const divisor = topConstant(f);
    if (divisor !== undefined && safe(divisor)) plain(f, body);
    else guarded(f, body);
  };
}

const nonZero = (divisor: number) => divisor !== 0;

const {
  and: AND,
  mul: MUL,
  mul_loop: MUL_LOOP,
  mul_const: MUL_CONST,
  shr_u: SHR_U,
  shr_u_const: SHR_U_CONST,
  sub: SUB,
} = Ir;

function and(f: FunctionCompiler): void {
  const y = f.pop();
  const x = f.pop();
  const node = f.operate(AND, x, y, NONE);
  const { ir } = f;
  const mask = (n: number) => (ir.bits[n]! & NONNEGATIVE) !== 0 || (f.isConstant(n) && ir.x[n]! >= 0);
  if (mask(x) || mask(y)) ir.bits[node]! |= NONNEGATIVE;
  f.push(I32, node);
}

function shiftRight(f: FunctionCompiler): void {
  const amount = topConstant(f);
  const y = f.pop();
  const x = f.pop();
  if (amount === undefined) f.push(I32, f.operate(SHR_U, x, y, NONE));
  else if ((amount & 31) === 0) f.push(I32, x);
  else f.push(I32, f.operate(SHR_U_CONST, x, f.constant(amount & 31), NONE));
}

/** Rotation by a constant: `sign` is 1 to the left, -1 to the right. */
function rotation(name: ExpressionName, sign: number): Lowering {
  const general = binary(name);
  return (f, body) => {
    const constant = topConstant(f);
    if (constant === undefined) {
      general(f, body);
      return;
    }
    f.pop();
    const amount = (sign * constant) & 31;
    if (amount === 0) return;
    forceTop(f, 1);
    const x = f.pop();
    f.push(I32, f.op("rotl_const", x, f.constant(amount), f.constant(32 - amount)));
  };
}

function subtract(f: FunctionCompiler): void {
  const y = f.pop();
  const x = f.pop();
  f.push(I32, f.isConstantOf(x, 0) ? f.op("negate", y) : f.operate(SUB, x, y, NONE));
}

/** Multiples of small numbers are exact in float64, which saves an interpreter a call. */
export const multiplication = (f: FunctionCompiler, factor: number): number =>
  f.isConstant(factor) && Math.abs(f.ir.x[factor]!) <= 4096 ? MUL_CONST : calling(f, MUL, MUL_LOOP, "imul");

/** An operation that calls a function of Math: in loops by a copy, if the target likes that. */
export function calling(f: FunctionCompiler, op: number, inLoop: number, callee: string): number {
  if (f.loopDepth === 0 || !f.options.target.copiesMath) return op;
  f.copy(callee);
  return inLoop;
}

function multiply(f: FunctionCompiler): void {
  const y = f.pop();
  const x = f.pop();
  f.push(I32, f.operate(multiplication(f, y), x, y, NONE));
}

function isZero(f: FunctionCompiler): void {
  f.push(I32, f.isZero(f.popRaw()));
}

const constant: Lowering = (f, body) => f.pushConstant(body.a);

/** Binary instructions without special cases, by the operation of the same meaning. */
export const BINARY: Partial<Record<OpName, ExpressionName>> = {
  "i32.eq": "eq",
  "i32.ne": "ne",
  "i32.lt_s": "lt",
  "i32.lt_u": "lt_u",
  "i32.gt_s": "gt",
  "i32.gt_u": "gt_u",
  "i32.le_s": "le",
  "i32.le_u": "le_u",
  "i32.ge_s": "ge",
  "i32.ge_u": "ge_u",
  "i32.add": "add",
  "i32.or": "or",
  "i32.xor": "xor",
  "i32.shl": "shl",
  "i32.shr_s": "shr_s",
};

const binaries: LoweringTable = Object.fromEntries(
  Object.entries(BINARY).map(([instruction, operation]) => [instruction, binary(operation)]),
);

export const INT32: LoweringTable = {
  ...binaries,
  "i32.const": constant,
  "i32.eqz": isZero,
  "i32.clz": unary("clz"),
  "i32.ctz": unary("ctz"),
  "i32.popcnt": unary("popcnt"),
  "i32.sub": subtract,
  "i32.mul": multiply,
  "i32.div_s": division("div_s", "div_s_const", (d) => d !== 0 && d !== -1),
  "i32.div_u": division("div_u", "div_u_const", nonZero),
  "i32.rem_s": division("rem_s", "rem_s_const", nonZero),
  "i32.rem_u": division("rem_u", "rem_u_const", nonZero),
  "i32.and": and,
  "i32.shr_u": shiftRight,
  "i32.rotl": rotation("rotl", 1),
  "i32.rotr": rotation("rotr", -1),
  "i32.extend8_s": unary("extend8"),
  "i32.extend16_s": unary("extend16"),
};

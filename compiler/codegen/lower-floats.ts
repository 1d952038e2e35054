// Lowering of f32 and f64 instructions. f32 values are float64 numbers that float32 can hold; every operation that
// rounds is followed by one `fround`, which is exact for + - * / and sqrt of float32 operands (double rounding is
// innocuous: 53 >= 2*24 + 2 bits).

import { F32, F64, I32, type ValType } from "../model/index.ts";
import { bitsOfFloat, floatOfBits } from "./float-bits.ts";
import type { FunctionCompiler } from "./function-compiler.ts";
import { ARITHMETIC, NONE } from "./ir.ts";
import { calling, forceTop } from "./lower-int32.ts";
import type { Lowering, LoweringTable } from "./lowering.ts";
import { type ExpressionName, Ir } from "./operations.ts";

const { fround: FROUND, fround_loop: FROUND_LOOP, number: NUMBER } = Ir;

/** What may stand for an operation where only arithmetic sees the result: a signalling NaN becomes quiet, any sign will do. */
const SEEN_BY_ARITHMETIC = new Map<number, ExpressionName>([
  [Ir.load_f32, "load_f32_raw"],
  [Ir.load_f32_shared, "load_f32_raw_shared"],
  [Ir.f32_from_bits, "f32_from_bits_raw"],
  [Ir.fneg, "fneg_raw"],
]);

/** Pops a float that only arithmetic sees. */
export function popArithmetic(f: FunctionCompiler): number {
  const node = f.popRaw();
  const { ir } = f;
  const raw = SEEN_BY_ARITHMETIC.get(ir.op[node]!);
  if (raw !== undefined) {
    f.become(node, raw);
    ir.bits[node]! |= ARITHMETIC;
  }
  return node;
}

/** The operation to use in a loop, where it differs; the operation's name is its helper's, too. */
const IN_LOOPS: Partial<Record<ExpressionName, ExpressionName>> = {
  fadd: "fadd_loop",
  fsub: "fsub_loop",
  fmul: "fmul_loop",
};

/** A literal with a fraction keeps V8 from speculating on integers by itself. */
function hasFraction(f: FunctionCompiler, node: number): boolean {
  const { ir } = f;
  return ir.op[node] === NUMBER && !Number.isInteger(Number(ir.texts[ir.x[node]!]));
}

function arithmetic(f: FunctionCompiler, name: ExpressionName): number {
  const y = popArithmetic(f);
  const x = popArithmetic(f);
  const primed = f.primes && f.loopDepth > 0 && !hasFraction(f, x) && !hasFraction(f, y);
  const inLoop = primed ? IN_LOOPS[name] : undefined;
  if (inLoop === undefined) return f.op(name, x, y);
  f.copy(name);
  return f.op(inLoop, x, y);
}

const round = (f: FunctionCompiler, type: ValType, node: number) => (type === F32 ? rounded(f, node) : node);

const rounded = (f: FunctionCompiler, node: number) =>
  f.operate(calling(f, FROUND, FROUND_LOOP, "fround"), node, NONE, NONE);

const binary =
  (type: ValType, name: ExpressionName, rounds = true): Lowering =>
  (f) => {
    const node = arithmetic(f, name);
    f.push(type, rounds ? round(f, type, node) : node);
  };

const unary =
  (type: ValType, name: ExpressionName, rounds = false): Lowering =>
  (f) => {
    const node = f.op(name, popArithmetic(f));
    f.push(type, rounds ? round(f, type, node) : node);
  };

/** Rounding to an integer may hand a signalling NaN through as it is; the spec wants it quiet. */
const integral =
  (type: ValType, name: ExpressionName): Lowering =>
  (f) => {
    const x = popArithmetic(f);
    const node = f.op(name, x);
    f.push(type, f.ir.bits[x]! & ARITHMETIC ? node : f.op("fquiet", node));
  };

const compare =
  (name: ExpressionName): Lowering =>
  (f) => {
    const y = popArithmetic(f);
    const x = popArithmetic(f);
    f.push(I32, f.op(name, x, y));
  };

/** Negation shows the sign of a NaN: only of an arithmetic result is that nobody's business. */
const negate =
  (type: ValType): Lowering =>
  (f) => {
    const arithmetic = f.ir.bits[f.low[f.height - 1]!]! & ARITHMETIC;
    if (!arithmetic) forceTop(f, 1);
    f.push(type, f.op(arithmetic ? "fneg_raw" : "fneg", f.pop()));
  };

const copysign =
  (type: ValType): Lowering =>
  (f) => {
    const y = f.pop();
    const x = f.pop();
    f.push(type, f.op("fcopysign", x, y));
  };

const absolute =
  (type: ValType): Lowering =>
  (f) =>
    f.push(type, f.op("fabs", f.pop()));

/** The instructions that f32 and f64 have alike. */
function both(prefix: "f32" | "f64", type: ValType): LoweringTable {
  return {
    [`${prefix}.eq`]: compare("eq"),
    [`${prefix}.ne`]: compare("ne"),
    [`${prefix}.lt`]: compare("lt"),
    [`${prefix}.gt`]: compare("gt"),
    [`${prefix}.le`]: compare("le"),
    [`${prefix}.ge`]: compare("ge"),
    [`${prefix}.abs`]: absolute(type),
    [`${prefix}.neg`]: negate(type),
    [`${prefix}.copysign`]: copysign(type),
    [`${prefix}.ceil`]: integral(type, "fceil"),
    [`${prefix}.floor`]: integral(type, "ffloor"),
    [`${prefix}.trunc`]: integral(type, "ftrunc"),
    [`${prefix}.nearest`]: unary(type, "fnearest"),
    [`${prefix}.sqrt`]: unary(type, "fsqrt", true),
    [`${prefix}.add`]: binary(type, "fadd"),
    [`${prefix}.sub`]: binary(type, "fsub"),
    [`${prefix}.mul`]: binary(type, "fmul"),
    [`${prefix}.div`]: binary(type, "fdiv"),
    [`${prefix}.min`]: binary(type, "fmin", false),
    [`${prefix}.max`]: binary(type, "fmax", false),
  };
}

// Constants

const scratch = new DataView(new ArrayBuffer(8));

/** A float64 as JavaScript text; what has no literal is an expression. */
export function floatText(x: number): string {
  if (x !== x) return "NaN";
  if (Object.is(x, -0)) return "-0";
  if (x === Infinity) return "Infinity";
  return x === -Infinity ? "-Infinity" : String(x);
}

function pushFloat(f: FunctionCompiler, type: ValType, x: number): void {
  const node = f.number(floatText(x));
  f.ir.bits[node]! |= ARITHMETIC;
  f.push(type, node);
}

// Engines' own NaN is 0x7ff8000000000000, which is also what carries a float32's 0x7fc00000. It is not told to be arithmetic: its
// sign shows.

const f32Constant: Lowering = (f, body) => {
  scratch.setInt32(0, body.a);
  const x = scratch.getFloat32(0);
  if (x === x) pushFloat(f, F32, x);
  else if (body.a === 0x7fc00000) f.push(F32, f.number("NaN"));
  else f.push(F32, f.op("f32_from_bits", f.constant(body.a)));
};

const f64Constant: Lowering = (f, body) => {
  scratch.setInt32(0, body.high);
  scratch.setInt32(4, body.low);
  const x = scratch.getFloat64(0);
  if (x === x) pushFloat(f, F64, x);
  else if (body.high === 0x7ff80000 && body.low === 0) f.push(F64, f.number("NaN"));
  else f.push(F64, f.op("f64_from_bits", f.constant(body.low), f.constant(body.high)));
};

// Conversions

const toInteger =
  (name: ExpressionName): Lowering =>
  (f) =>
    f.push(I32, f.op(name, popArithmetic(f)));

/** An i32 as a float: as it is, or unsigned. */
const fromInteger =
  (type: ValType, unsigned: boolean): Lowering =>
  (f) => {
    const x = f.pop();
    const value = unsigned ? f.op("f_from_u", x) : x;
    f.push(type, round(f, type, value));
  };

const fromPair =
  (type: ValType, name: ExpressionName): Lowering =>
  (f) => {
    const high = f.high[f.height - 1]!;
    const low = f.pop();
    f.push(type, type === F32 ? f.op(name, low, high) : f.op(name, high, low));
  };

const toPair =
  (name: ExpressionName): Lowering =>
  (f) => {
    f.pushPair(f.op(name, popArithmetic(f)), "HI");
  };

/** Rounds; a NaN becomes quiet on the way, as the spec wants. */
const demote: Lowering = (f) => f.push(F32, rounded(f, popArithmetic(f)));

const promote: Lowering = (f) => {
  const x = popArithmetic(f);
  f.push(F64, f.ir.bits[x]! & ARITHMETIC ? x : rounded(f, x));
};

// Reinterpretations of f64; those of f32 are in float-bits.ts

const bitsOfDouble: Lowering = (f) => {
  f.pushPair(f.op("f64_low", f.pop()), "f64_high()");
};

const doubleOfBits: Lowering = (f) => {
  forceTop(f, 1);
  const high = f.high[f.height - 1]!;
  f.push(F64, f.op("f64_from_bits", f.pop(), high));
};

export const FLOATS: LoweringTable = {
  ...both("f32", F32),
  ...both("f64", F64),
  "f32.const": f32Constant,
  "f64.const": f64Constant,
  "i32.trunc_f32_s": toInteger("i32_trunc_s"),
  "i32.trunc_f32_u": toInteger("i32_trunc_u"),
  "i32.trunc_f64_s": toInteger("i32_trunc_s"),
  "i32.trunc_f64_u": toInteger("i32_trunc_u"),
  "i32.trunc_sat_f32_s": toInteger("i32_trunc_sat_s"),
  "i32.trunc_sat_f32_u": toInteger("i32_trunc_sat_u"),
  "i32.trunc_sat_f64_s": toInteger("i32_trunc_sat_s"),
  "i32.trunc_sat_f64_u": toInteger("i32_trunc_sat_u"),
  "i64.trunc_f32_s": toPair("i64_trunc_s"),
  "i64.trunc_f32_u": toPair("i64_trunc_u"),
  "i64.trunc_f64_s": toPair("i64_trunc_s"),
  "i64.trunc_f64_u": toPair("i64_trunc_u"),
  "i64.trunc_sat_f32_s": toPair("i64_trunc_sat_s"),
  "i64.trunc_sat_f32_u": toPair("i64_trunc_sat_u"),
  "i64.trunc_sat_f64_s": toPair("i64_trunc_sat_s"),
  "i64.trunc_sat_f64_u": toPair("i64_trunc_sat_u"),
  "f32.convert_i32_s": fromInteger(F32, false),
  "f32.convert_i32_u": fromInteger(F32, true),
  "f64.convert_i32_s": fromInteger(F64, false),
  "f64.convert_i32_u": fromInteger(F64, true),
  "f32.convert_i64_s": fromPair(F32, "f32_from_pair_s"),
  "f32.convert_i64_u": fromPair(F32, "f32_from_pair_u"),
  "f64.convert_i64_s": fromPair(F64, "f_from_pair_s"),
  "f64.convert_i64_u": fromPair(F64, "f_from_pair_u"),
  "f32.demote_f64": demote,
  "f64.promote_f32": promote,
  "i32.reinterpret_f32": bitsOfFloat,
  "f32.reinterpret_i32": floatOfBits,
  "i64.reinterpret_f64": bitsOfDouble,
  "f64.reinterpret_i64": doubleOfBits,
};

// Lowering of i64 instructions to pairs of words. Words that are known (zero after an extension, constants) are folded,
// so that 64-bit code on small values becomes 32-bit code. Every word on the stack is free of effects: what has some is
// assigned at once.

import { I32, I64 } from "../model/index.ts";
import { HIGH, INT } from "./nodes.ts";
import type { FunctionCompiler } from "./function-compiler.ts";
import { BOOLEAN, EFFECT, FAULTS, NONE, NONNEGATIVE, TRAPS } from "./ir.ts";
import { highProduct, isSmall, plainHighProduct } from "./high-product.ts";
import { forceTop, multiplication } from "./lower-int32.ts";
import type { Lowering, LoweringTable } from "./lowering.ts";
import { type ExpressionName, Ir } from "./operations.ts";

const { add: ADD, sub: SUB, carry: CARRY, shl: SHL, shr_u_const: SHR_U, and: AND, or: OR, xor: XOR } = Ir;

interface Pair {
  low: number;
  high: number;
}

function pop(f: FunctionCompiler): Pair {
  const high = f.high[f.height - 1]!;
  return { high, low: f.pop() };
}

/** Both operands of a binary instruction, as atoms. */
function popAtoms(f: FunctionCompiler): [Pair, Pair] {
  forceTop(f, 2);
  const y = pop(f);
  return [pop(f), y];
}

const push = (f: FunctionCompiler, low: number, high: number) => f.push(I64, low, high);

/** The constant a node is, or undefined. */
const known = (f: FunctionCompiler, node: number) => (f.isConstant(node) ? f.ir.x[node]! : undefined);

const isZero = (f: FunctionCompiler, node: number) => known(f, node) === 0;

/** What is known of a pair: it is the zero extension, the sign extension of its low word, or both. */
const UNSIGNED = 1;
const SIGNED = 2;

function extension(f: FunctionCompiler, { low, high }: Pair): number {
  const value = known(f, low);
  if (isZero(f, high)) {
    const same = value === undefined ? (f.ir.bits[low]! & NONNEGATIVE) !== 0 : value >= 0;
    return same ? UNSIGNED | SIGNED : UNSIGNED;
  }
  if (value !== undefined) return known(f, high) === value >> 31 ? SIGNED : 0;
  return f.isSign(low, high) ? SIGNED : 0;
}

/** The number that an extended pair is. */
const numeric = (f: FunctionCompiler, x: Pair) =>
  extension(f, x) === UNSIGNED ? f.op("f_from_u", x.low) : x.low;

/** x + y on words, without the additions of zero. */
function sum(f: FunctionCompiler, x: number, y: number): number {
  if (isZero(f, x)) return y;
  return isZero(f, y) ? x : f.operate(ADD, x, y, NONE);
}

function difference(f: FunctionCompiler, x: number, y: number): number {
  if (isZero(f, y)) return x;
  return isZero(f, x) ? f.op("negate", y) : f.operate(SUB, x, y, NONE);
}

// Arithmetic

/** The sum's low word goes into a variable: the carry is read off it. */
const add: Lowering = (f) => {
  const [operand, y] = popAtoms(f);
  if (isZero(f, y.low)) {
    push(f, operand.low, sum(f, operand.high, y.high));
    return;
  }
  const low = f.slot(f.height, INT);
  const x = clearOf(f, operand, low);
  const high = sum(f, x.high, y.high);
  f.assign(low, f.operate(ADD, x.low, y.low, NONE));
  const carry = f.operate(CARRY, f.variable(low), y.low, NONE);
  push(f, f.variable(low), sum(f, high, carry));
};

/** The operand, its high word not read off the variable `low`, which is to be written: a shift or a sign may have made it so. */
function clearOf(f: FunctionCompiler, x: Pair, low: number): Pair {
  if (!f.reads(x.high, low)) return x;
  const high = f.slot(f.height, HIGH);
  if (f.reads(x.low, high)) {
    push(f, x.low, x.high);
    f.settleInto(f.height - 1);
    return pop(f);
  }
  f.assign(high, x.high);
  return { low: x.low, high: f.variable(high) };
}

/** The local that a pair reads. */
const localOf = (f: FunctionCompiler, { low, high }: Pair) =>
  f.locals.find((local) => f.isVariable(low, local.low) && f.isVariable(high, local.high));

const sub: Lowering = (f) => {
  if (subtractProduct(f)) return;
  const [x, y] = popAtoms(f);
  const high = difference(f, x.high, y.high);
  if (isZero(f, y.low)) push(f, x.low, high);
  else push(f, difference(f, x.low, y.low), difference(f, high, f.operate(CARRY, x.low, y.low, NONE)));
};

/** x - (x / c) * c: the high word is 0. */
function subtractProduct(f: FunctionCompiler): boolean {
  const { quotients, height } = f;
  if (!quotients.hasProduct) return false;
  const product = { low: f.low[height - 1]!, high: f.high[height - 1]! };
  const x = { low: f.low[height - 2]!, high: f.high[height - 2]! };
  if (!quotients.isRest(localOf(f, x), product)) return false;
  f.truncate(height - 2);
  push(f, f.op("sub", x.low, product.low), f.constant(0));
  return true;
}

function product(f: FunctionCompiler, x: number, y: number): number {
  if (isZero(f, x) || isZero(f, y)) return f.constant(0);
  return known(f, y) === 1 ? x : f.operate(multiplication(f, y), x, y, NONE);
}

const mul: Lowering = (f) => {
  const [x, y] = popAtoms(f);
  if (extension(f, x) & extension(f, y) & SIGNED && known(f, y.low) === undefined) {
    push(f, f.operate(multiplication(f, y.low), x.low, y.low, NONE), f.op("mul_high_s", x.low, y.low));
    return;
  }
  const cross = sum(f, product(f, x.high, y.low), product(f, x.low, y.high));
  const low = product(f, x.low, y.low);
  const plain = plainHighProduct(f, x.low, y.low);
  if (plain === undefined && f.options.target.sharesProducts) pushShared(f, [x, y], low, cross);
  else {
    const high = plain ?? highProduct(f, x.low, y.low, product(f, x.low, y.low));
    const words = { low, high: sum(f, cross, high) };
    if (f.quotients.hasLocal)
      f.quotients.multiplied(localOf(f, x), isZero(f, y.high) ? known(f, y.low) : undefined, words);
    push(f, words.low, words.high);
  }
};

/** Computes the low word of a product once, for the high word is made of it: in the first variable that the operands do not read. */
function pushShared(f: FunctionCompiler, operands: [Pair, Pair], low: number, cross: number): void {
  const [x, y] = operands;
  const isFree = (variable: number) =>
    operands.every((pair) => !f.reads(pair.low, variable) && !f.reads(pair.high, variable));
  const variable = [0, 1, 2].map((above) => f.slot(f.height + above, INT)).find(isFree);
  if (variable === undefined)
    push(f, low, sum(f, cross, highProduct(f, x.low, y.low, product(f, x.low, y.low))));
  else {
    f.assign(variable, low);
    const word = f.variable(variable);
    push(f, word, sum(f, cross, highProduct(f, x.low, y.low, word)));
  }
}

/** Division on words where both operands are extended, by a helper otherwise. */
const divide =
  (usual: string, checked: "div_u" | "rem_u" | "div_s" | "rem_s"): Lowering =>
  (f) => {
    const helper = f.options.target.helpers[usual] ?? usual;
    const [x, y] = popAtoms(f);
    const both = extension(f, x) & extension(f, y);
    const divisor = known(f, y.low);
    if (both & UNSIGNED) {
      const name = checked.startsWith("div") ? "div_u" : "rem_u";
      f.push(I32, f.op(divisor ? `${name}_const` : name, x.low, y.low));
      extendUnsigned(f);
    } else if (both & SIGNED && checked.endsWith("_s") && divisor && divisor !== -1)
      pushExtended(f, f.op(`${checked as "div_s" | "rem_s"}_const`, x.low, y.low));
    else if (checked === "div_u" && usual !== helper && isZero(f, y.high) && isSmall(divisor) && divisor > 1)
      divideInFloat(f, x, y.low, divisor);
    else if (checked.endsWith("_u") && usual === helper && isDigitDivisor(f, y) && !readsAbove(f, x))
      divideDigits(f, x, y.low, checked === "div_u");
    else if (checked.endsWith("_s") && usual !== helper && isZero(f, y.high) && isSmall(divisor))
      callDivision(f, `${usual}_small`, [x.low, x.high, y.low]);
    else callDivision(f, helper, [x.low, x.high, y.low, y.high]);
  };

function callDivision(f: FunctionCompiler, helper: string, words: number[]): void {
  f.core.tree.add(helper);
  f.pushPair(f.call(helper, words, TRAPS | EFFECT), "HI");
}

/** By a constant below 2^21: a remainder with the low word is below 2^53, which float64 divides well enough, without a call. */
function divideInFloat(f: FunctionCompiler, x: Pair, divisor: number, value: number): void {
  const number = (value: number) => f.number(String(value));
  const variable = f.slot(f.height + 1, INT);
  const isFree = !f.reads(x.low, variable) && !f.reads(x.high, variable);
  const word = isFree ? variable : f.slot(f.height + 2, INT);
  f.assign(word, f.op("div_u_const", x.high, divisor));
  const multiple = f.op("fmul", f.variable(word), number(value));
  const rest = f.op("fmul", f.op("fsub", f.op("f_from_u", x.high), multiple), number(2 ** 32));
  const low = f.op("fdiv", f.op("fadd", rest, f.op("f_from_u", x.low)), number(value));
  const quotient = { low: f.op("or", low, f.constant(0)), high: f.variable(word) };
  const local = f.options.optimizations.quotients ? localOf(f, x) : undefined;
  if (local !== undefined) f.quotients.divided(local, value, quotient);
  push(f, quotient.low, quotient.high);
}

/** Does a divisor leave remainders that, with 16 bits more, are not negative as words? */
function isDigitDivisor(f: FunctionCompiler, y: Pair): boolean {
  const divisor = known(f, y.low) ?? 0;
  return f.options.optimizations.quotients && isZero(f, y.high) && divisor > 1 && divisor <= 1 << 15;
}

/** Does a pair read the variables of the position above the top, where the divisor was? */
const readsAbove = (f: FunctionCompiler, { low, high }: Pair) =>
  [INT, HIGH].some((kind) => {
    const variable = f.slot(f.height + 1, kind);
    return f.reads(low, variable) || f.reads(high, variable);
  });

/** Long division by a small constant: of the high word, then of two digits of 16 bits. V8 multiplies instead of dividing. */
function divideDigits(f: FunctionCompiler, x: Pair, divisor: number, quotient: boolean): void {
  const withDigit = (rest: number, digit: number) => f.op("or", f.op("shl", rest, f.constant(16)), digit);
  const variables = [f.slot(f.height + 1, INT), f.slot(f.height + 1, HIGH)] as const;
  const [first, second] = variables.map((each) => f.variable(each)) as [number, number];
  const upper = withDigit(f.op("rem_u_const", x.high, divisor), f.op("shr_u_const", x.low, f.constant(16)));
  f.assign(variables[0], upper);
  const lower = withDigit(f.op("rem_s_const", first, divisor), f.op("and", x.low, f.constant(0xffff)));
  if (!quotient) {
    push(f, f.op("rem_s_const", lower, divisor), f.constant(0));
    return;
  }
  f.assign(variables[1], lower);
  const low = withDigit(f.op("div_s_const", first, divisor), f.op("div_s_const", second, divisor));
  push(f, low, f.op("div_u_const", x.high, divisor));
}

// Bits

type BitRule = "other" | number | undefined;

/** What a bitwise operation with 0 and with -1 comes to: the other operand, a constant, or nothing special. */
interface Bitwise {
  readonly op: number;
  readonly ofZero: BitRule;
  readonly ofOnes: BitRule;
}

const BIT_AND: Bitwise = { op: AND, ofZero: 0, ofOnes: "other" };
const BIT_OR: Bitwise = { op: OR, ofZero: "other", ofOnes: -1 };
const BIT_XOR: Bitwise = { op: XOR, ofZero: "other", ofOnes: undefined };

const bitwise =
  (operation: Bitwise): Lowering =>
  (f) => {
    const y = pop(f);
    const x = pop(f);
    push(f, foldBits(f, operation, x.low, y.low), foldBits(f, operation, x.high, y.high));
  };

function foldBits(f: FunctionCompiler, operation: Bitwise, x: number, y: number): number {
  const folded = foldConstant(f, operation, y, x) ?? foldConstant(f, operation, x, y);
  if (folded !== undefined) return folded;
  const node = f.operate(operation.op, x, y, NONE);
  if (operation === BIT_AND && (isNatural(f, x) || isNatural(f, y))) f.ir.bits[node]! |= NONNEGATIVE;
  return node;
}

function foldConstant(
  f: FunctionCompiler,
  { ofZero, ofOnes }: Bitwise,
  constant: number,
  other: number,
): number | undefined {
  const value = known(f, constant);
  const rule = value === 0 ? ofZero : value === -1 ? ofOnes : undefined;
  return typeof rule === "number" ? f.constant(rule) : rule && other;
}

const isNatural = (f: FunctionCompiler, node: number) => (known(f, node) ?? -1) >= 0;

const or = (f: FunctionCompiler, x: number, y: number) => foldBits(f, BIT_OR, x, y);

function shiftLeft(f: FunctionCompiler, x: number, n: number): number {
  if (n === 0 || isZero(f, x)) return x;
  return f.operate(SHL, x, f.constant(n), NONE);
}

function shiftRight(f: FunctionCompiler, x: number, n: number): number {
  if (n === 0 || isZero(f, x)) return x;
  return f.operate(SHR_U, x, f.constant(n), NONE);
}

type ConstantShift = (f: FunctionCompiler, x: Pair, n: number) => Pair;

const shlConstant: ConstantShift = (f, x, n) => {
  if (n >= 32) return { low: f.constant(0), high: shiftLeft(f, x.low, n - 32) };
  return { low: shiftLeft(f, x.low, n), high: or(f, shiftLeft(f, x.high, n), shiftRight(f, x.low, 32 - n)) };
};

const shrUnsignedConstant: ConstantShift = (f, x, n) => {
  if (n >= 32) return { low: shiftRight(f, x.high, n - 32), high: f.constant(0) };
  return {
    low: or(f, shiftRight(f, x.low, n), shiftLeft(f, x.high, 32 - n)),
    high: shiftRight(f, x.high, n),
  };
};

const shrSignedConstant: ConstantShift = (f, x, n) => {
  if (isZero(f, x.high)) return shrUnsignedConstant(f, x, n);
  const arithmetic = (by: number) => (by === 0 ? x.high : f.op("shr_s", x.high, f.constant(by)));
  if (n >= 32) return { low: arithmetic(n - 32), high: arithmetic(31) };
  return { low: or(f, shiftRight(f, x.low, n), shiftLeft(f, x.high, 32 - n)), high: arithmetic(n) };
};

const rotlConstant: ConstantShift = (f, x, n) => {
  const [low, high] = n >= 32 ? [x.high, x.low] : [x.low, x.high];
  const by = n & 31;
  if (by === 0) return { low, high };
  return {
    low: or(f, shiftLeft(f, low, by), shiftRight(f, high, 32 - by)),
    high: or(f, shiftLeft(f, high, by), shiftRight(f, low, 32 - by)),
  };
};

/** A shift: by a constant in words, otherwise by two operations on three atoms. */
const shift =
  (byConstant: ConstantShift, low: ExpressionName, high: ExpressionName): Lowering =>
  (f) => {
    const [x, y] = popAtoms(f);
    const amount = known(f, y.low);
    if (amount === undefined) push(f, f.op(low, x.low, x.high, y.low), f.op(high, x.low, x.high, y.low));
    else {
      const shifted = (amount & 63) === 0 ? x : byConstant(f, x, amount & 63);
      push(f, shifted.low, shifted.high);
    }
  };

const countZeros =
  (name: "clz" | "ctz"): Lowering =>
  (f) => {
    forceTop(f, 1);
    const x = pop(f);
    const [first, second] = name === "clz" ? [x.high, x.low] : [x.low, x.high];
    const beyond = f.op("add", f.op(name, second), f.constant(32));
    push(f, f.op("select", f.op("eq", first, f.constant(0)), beyond, f.op(name, first)), f.constant(0));
  };

const countOnes: Lowering = (f) => {
  const x = pop(f);
  push(f, f.op("add", f.op("popcnt", x.low), f.op("popcnt", x.high)), f.constant(0));
};

// Comparisons

const equal =
  (name: "eq" | "ne"): Lowering =>
  (f) => {
    const y = pop(f);
    const x = pop(f);
    const [kindX, kindY] = [extension(f, x), extension(f, y)];
    if (kindX & kindY) {
      f.push(I32, f.op(name, x.low, y.low));
      return;
    }
    if (kindX && kindY) {
      f.push(I32, f.op(name, numeric(f, x), numeric(f, y)));
      return;
    }
    const differing = or(f, foldBits(f, BIT_XOR, x.low, y.low), foldBits(f, BIT_XOR, x.high, y.high));
    f.push(I32, f.op(name, differing, f.constant(0)));
  };

type Order = "lt" | "gt" | "le" | "ge";

/** Do the high words alone decide? No low word is below 0, and none is above -1. */
function isHighOrder(f: FunctionCompiler, order: Order, x: Pair, y: Pair): boolean {
  const [lowest, highest] = order === "lt" || order === "ge" ? [y, x] : [x, y];
  return isZero(f, lowest.low) || known(f, highest.low) === -1;
}

/** Of extended operands by their numbers; otherwise by the high words, and where these are equal by the low ones. */
function compare(order: Order, signed: boolean): Lowering {
  const strict = order === "lt" || order === "le" ? "lt" : "gt";
  const ofWords = Ir[order];
  const ofLow = Ir[`${order}_u`];
  const ofHigh = signed ? ofWords : ofLow;
  const ofDifferent = signed ? Ir[strict] : Ir[`${strict}_u`];
  return (f) => {
    const [x, y] = popAtoms(f);
    const [kindX, kindY] = [extension(f, x), extension(f, y)];
    const lower = f.operate(ofLow, x.low, y.low, NONE);
    const byHigh = isHighOrder(f, order, x, y);
    // Sign extension keeps the unsigned order too.
    if (signed && kindX & kindY & SIGNED) f.push(I32, f.operate(ofWords, x.low, y.low, NONE));
    else if (kindX & kindY) f.push(I32, lower);
    else if (byHigh) f.push(I32, f.operate(ofHigh, x.high, y.high, NONE));
    else if (signed && kindX && kindY) f.push(I32, f.operate(ofWords, numeric(f, x), numeric(f, y), NONE));
    else if (!signed && (isZero(f, x.high) || isZero(f, y.high))) {
      // The other one is above a word, or the low words decide.
      const [high, below] = isZero(f, x.high) ? [y.high, order[0] === "l"] : [x.high, order[0] === "g"];
      const zero = f.constant(0);
      const node = below
        ? f.op("either", f.op("ne", high, zero), lower)
        : f.op("both", f.op("eq", high, zero), lower);
      f.push(I32, node);
    } else {
      const higher = f.operate(ofDifferent, x.high, y.high, NONE);
      const node = f.op("select", f.op("eq", x.high, y.high), lower, higher);
      f.ir.bits[node]! |= BOOLEAN;
      f.push(I32, node);
    }
  };
}

const equalsZero: Lowering = (f) => {
  const x = pop(f);
  f.push(I32, f.isZero(or(f, x.low, x.high)));
};

// Conversions

/** Pushes the sign extension of a word, which becomes an atom first. */
function pushExtended(f: FunctionCompiler, low: number): void {
  f.push(I32, low);
  forceTop(f, 1);
  const atom = f.pop();
  push(f, atom, f.signOf(atom));
}

/** What the word does it does now: nothing that happens to the other word may come before. */
function extendUnsigned(f: FunctionCompiler): void {
  if (f.ir.bits[f.low[f.height - 1]!]! & (EFFECT | TRAPS | FAULTS)) forceTop(f, 1);
  push(f, f.pop(), f.constant(0));
}

const extendWithin =
  (name: "extend8" | "extend16"): Lowering =>
  (f) =>
    pushExtended(f, f.op(name, pop(f).low));

export const INT64: LoweringTable = {
  "i64.const": (f, body) => push(f, f.constant(body.low), f.constant(body.high)),
  "i64.add": add,
  "i64.sub": sub,
  "i64.mul": mul,
  "i64.div_s": divide("i64_div_s", "div_s"),
  "i64.div_u": divide("i64_div_u", "div_u"),
  "i64.rem_s": divide("i64_rem_s", "rem_s"),
  "i64.rem_u": divide("i64_rem_u", "rem_u"),
  "i64.and": bitwise(BIT_AND),
  "i64.or": bitwise(BIT_OR),
  "i64.xor": bitwise(BIT_XOR),
  "i64.shl": shift(shlConstant, "shl64_low", "shl64_high"),
  "i64.shr_u": shift(shrUnsignedConstant, "shr64_low", "shr64_high_u"),
  "i64.shr_s": shift(shrSignedConstant, "shr64_low_s", "shr64_high_s"),
  "i64.rotl": shift(rotlConstant, "rotl64_low", "rotl64_high"),
  "i64.rotr": shift((f, x, n) => rotlConstant(f, x, 64 - n), "rotr64_low", "rotr64_high"),
  "i64.clz": countZeros("clz"),
  "i64.ctz": countZeros("ctz"),
  "i64.popcnt": countOnes,
  "i64.eqz": equalsZero,
  "i64.eq": equal("eq"),
  "i64.ne": equal("ne"),
  "i64.lt_s": compare("lt", true),
  "i64.lt_u": compare("lt", false),
  "i64.gt_s": compare("gt", true),
  "i64.gt_u": compare("gt", false),
  "i64.le_s": compare("le", true),
  "i64.le_u": compare("le", false),
  "i64.ge_s": compare("ge", true),
  "i64.ge_u": compare("ge", false),
  "i32.wrap_i64": (f) => f.push(I32, pop(f).low),
  "i64.extend_i32_s": (f) => pushExtended(f, f.pop()),
  "i64.extend_i32_u": extendUnsigned,
  "i64.extend8_s": extendWithin("extend8"),
  "i64.extend16_s": extendWithin("extend16"),
  "i64.extend32_s": (f) => pushExtended(f, pop(f).low),
};

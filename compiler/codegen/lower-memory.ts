// Lowering of loads, stores and bulk memory. Every access is one DataView call whose RangeError is the trap; no control
// flow may stand inside its arguments, so operands that branch are put into variables first.

import type { BodyDecoder } from "../binary/index.ts";
import { F32, F64, I32, I64, type ValType } from "../model/index.ts";
import { HIGH, INT } from "./builder.ts";
import type { FunctionCompiler } from "./function-compiler.ts";
import { ARITHMETIC, BRANCHES, EFFECT, NONE, NONNEGATIVE, TRAPS } from "./ir.ts";
import type { Lowering, LoweringTable } from "./lowering.ts";
import { type ExpressionName, Ir } from "./operations.ts";

/** Puts the top `count` entries into variables if one of them branches, or calls: the view is read before them. */
function hoistBranches(f: FunctionCompiler, count: number): void {
  const from = f.height - count;
  for (let i = from; i < f.height; i++) {
    const high = f.high[i]!;
    const bits = f.ir.bits[f.low[i]!]! | (high === NONE ? 0 : f.ir.bits[high]!);
    if (bits & (BRANCHES | EFFECT)) {
      for (let j = from; j <= i; j++) f.force(j);
    }
  }
}

/** The address `base + offset`. Memories end at 2 GiB, so that without an offset a negative base traps by itself. */
function address(f: FunctionCompiler, base: number, offset: number): number {
  if (offset === 0) return base;
  if (f.isConstant(base)) return f.number(String((f.ir.x[base]! >>> 0) + offset));
  const k = f.number(String(offset));
  return f.ir.bits[base]! & NONNEGATIVE ? f.op("fadd", base, k) : f.op("address", base, k);
}

const load =
  (type: ValType, name: ExpressionName): Lowering =>
  (f, body) => {
    hoistBranches(f, 1);
    f.useMemory(body.a);
    const base = f.pop();
    f.push(type, f.op(name, address(f, base, body.b), NONE, body.a));
  };

/** A narrow load extended to 64 bits. */
const loadExtended =
  (name: ExpressionName, signed: boolean): Lowering =>
  (f, body) => {
    hoistBranches(f, 1);
    f.useMemory(body.a);
    const low = f.slot(f.height - 1, INT);
    const base = f.pop();
    f.assign(low, f.op(name, address(f, base, body.b), NONE, body.a));
    const word = f.variable(low);
    f.push(I64, word, signed ? f.op("shr_s", word, f.constant(31)) : f.constant(0));
  };

/** The high word first: its bounds check covers the low one. */
const loadPair: Lowering = (f, body) => {
  f.force(f.height - 1);
  f.useMemory(body.a);
  const base = f.pop();
  const position = f.height;
  const high = f.slot(position, HIGH);
  const low = f.slot(position, INT);
  f.assign(high, f.op("load32", address(f, base, body.b + 4), NONE, body.a));
  f.assign(low, f.op("load32", address(f, base, body.b), NONE, body.a));
  f.push(I64, f.variable(low), f.variable(high));
};

const store =
  (name: ExpressionName): Lowering =>
  (f, body) =>
    storeWord(f, body, name, f.integer(f.low[f.height - 1]!));

/** Stores `value`, which is the top entry or one of its words, at the address below it. */
function storeWord(f: FunctionCompiler, body: BodyDecoder, name: ExpressionName, value: number): void {
  f.low[f.height - 1] = value;
  f.high[f.height - 1] = NONE;
  hoistBranches(f, 2);
  f.useMemory(body.a);
  const word = f.popRaw();
  const base = f.pop();
  f.evaluate(f.op(name, address(f, base, body.b), word, body.a));
}

/** The low part of an i64. */
const storeLow =
  (name: ExpressionName): Lowering =>
  (f, body) => {
    f.type[f.height - 1] = I32;
    storeWord(f, body, name, f.low[f.height - 1]!);
  };

/** The high word first: where it fits, the low one does, so a trap leaves no half-written value. */
const storePair: Lowering = (f, body) => {
  f.force(f.height - 2);
  hoistBranches(f, 1);
  f.useMemory(body.a);
  const high = f.high[f.height - 1]!;
  const low = f.pop();
  const base = f.pop();
  f.evaluate(f.op("store32", address(f, base, body.b + 4), high, body.a));
  f.evaluate(f.op("store32", address(f, base, body.b), low, body.a));
};

/** f32.store rounds by itself, and copies the bits of what was only loaded. */
const storeF32: Lowering = (f, body) => {
  const { ir } = f;
  const value = f.low[f.height - 1]!;
  if (ir.op[value] === Ir.load_f32) {
    ir.op[value] = Ir.load32;
    f.type[f.height - 1] = I32;
    storeWord(f, body, "store32", value);
  } else if (ir.op[value] === Ir.fround) storeWord(f, body, "store_f32_raw", ir.x[value]!);
  else storeWord(f, body, ir.bits[value]! & ARITHMETIC ? "store_f32_raw" : "store_f32", value);
};

const memorySize: Lowering = (f, body) => f.push(I32, f.op("memory_size", NONE, NONE, body.a));

const memoryGrow: Lowering = (f, body) => {
  const delta = f.pop();
  const result = f.slot(f.height, INT);
  f.assign(result, f.op("memory_grow", delta, NONE, body.a));
  f.callMade();
  f.push(I32, f.variable(result));
};

/** A bulk operation: a helper on store objects and the top three words. */
function bulk(f: FunctionCompiler, helper: string, objects: string[]): void {
  f.core.tree.add(helper);
  const operands = [f.pop(), f.pop(), f.pop()].reverse();
  const args = [...objects.map((text) => f.text(text, 15)), ...operands];
  f.evaluate(f.call(helper, args, EFFECT | TRAPS));
}

const memoryName = (memory: number) => `m${memory}`;

export const MEMORY: LoweringTable = {
  "i32.load": load(I32, "load32"),
  "i32.load8_s": load(I32, "load8_s"),
  "i32.load8_u": load(I32, "load8_u"),
  "i32.load16_s": load(I32, "load16_s"),
  "i32.load16_u": load(I32, "load16_u"),
  "i64.load": loadPair,
  "i64.load8_s": loadExtended("load8_s", true),
  "i64.load8_u": loadExtended("load8_u", false),
  "i64.load16_s": loadExtended("load16_s", true),
  "i64.load16_u": loadExtended("load16_u", false),
  "i64.load32_s": loadExtended("load32", true),
  "i64.load32_u": loadExtended("load32", false),
  "f32.load": load(F32, "load_f32"),
  "f64.load": load(F64, "load_f64"),
  "i32.store": store("store32"),
  "i32.store8": store("store8"),
  "i32.store16": store("store16"),
  "i64.store": storePair,
  "i64.store8": storeLow("store8"),
  "i64.store16": storeLow("store16"),
  "i64.store32": storeLow("store32"),
  "f32.store": storeF32,
  "f64.store": store("store_f64"),
  "memory.size": memorySize,
  "memory.grow": memoryGrow,
  "memory.fill": (f, body) => bulk(f, "memory_fill", [memoryName(body.a)]),
  "memory.copy": (f, body) => bulk(f, "memory_copy", [memoryName(body.a), memoryName(body.b)]),
  "memory.init": (f, body) => bulk(f, "memory_init", [memoryName(body.b), `B[${body.a}]`]),
  "data.drop": (f, body) => f.dropSegment(`B[${body.a}]`, "EMPTY"),
};

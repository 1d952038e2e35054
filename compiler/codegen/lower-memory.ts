// Lowering of loads, stores and bulk memory. For a JIT every access is one DataView call whose RangeError is the trap; no
// control flow may stand inside its arguments, so operands that branch are put into variables first. For an interpreter
// (target.ts) it is an element of a typed array, and the DataView where there is none.

import type { BodyDecoder } from "../binary/index.ts";
import { F32, F64, I32, I64, type ValType } from "../model/index.ts";
import { HIGH, INT } from "./nodes.ts";
import { ACCESSORS, type AccessorName } from "./accessors.ts";
import { address, byAccessor, prove } from "./addresses.ts";
import { bitsAtHand } from "./float-bits.ts";
import type { FunctionCompiler } from "./function-compiler.ts";
import { ARITHMETIC, BRANCHES, depthOf, EFFECT, FIRST, NONE, TRAPS } from "./ir.ts";
import type { Lowering, LoweringTable } from "./lowering.ts";
import { loadByView, loadPairByView, storeByView, storePairByView } from "./lower-views.ts";
import { noteFirst, positionOf, sharedPosition } from "./indices.ts";
import { ALIGNMENTS, type AlignedName, type ExpressionName, Ir, type StoreName } from "./operations.ts";

const { load_f32: LOAD_F32, fround: FROUND, fround_loop: FROUND_LOOP, number: NUMBER } = Ir;

/** Makes the operands of an access, the top `count` entries, what the target's accesses can take. */
function prepare(f: FunctionCompiler, count: number): void {
  const from = f.height - count;
  for (let i = from; i < f.height; i++) {
    const low = f.low[i]!;
    const high = f.high[i]!;
    const bits = f.ir.bits[low]! | (high === NONE ? 0 : f.ir.bits[high]!);
    const movable = f.options.target.arrays ? isShort(f, low) : (bits & (BRANCHES | EFFECT)) === 0;
    if (!movable) for (let j = from; j <= i; j++) f.force(j);
  }
}

/** A value that may be printed twice, of which one is evaluated, and that after its place in memory was looked at. */
const isShort = (f: FunctionCompiler, node: number): boolean =>
  depthOf(f.ir.bits[node]!) < 2 && (f.ir.bits[node]! & (EFFECT | TRAPS)) === 0;

/** By the number of an operation that calls an accessor: the access itself. */
const IN_PLACE: (AccessorName | undefined)[] = [];
for (const name of Object.keys(ACCESSORS) as AccessorName[]) IN_PLACE[Ir[`${name}_called`]] = name;

/** The same as 1 and 0, for what looks at all nodes. */
const CALLS_ACCESSOR = new Uint8Array(Object.keys(Ir).length);
for (const number of IN_PLACE.keys()) CALLS_ACCESSOR[number] = IN_PLACE[number] === undefined ? 0 : 1;

/** A function with more accesses for each of its calls is one that computes. */
const ACCESSES_A_CALL = 12;

/**
 * Accesses stand where they are after all in a function that computes: V8 optimises it early, inlines only so many accessors,
 * and no functions after these. Otherwise true: they call accessors.
 */
export function chooseAccesses(f: FunctionCompiler): boolean {
  const { ir } = f;
  const { op, count } = ir;
  let called = 0;
  for (let id = FIRST; id < count; id++) called += CALLS_ACCESSOR[op[id]!]!;
  if (called > f.accessesInLoops && called <= ACCESSES_A_CALL * f.calls) return true;
  for (let id = FIRST; id < ir.count; id++) {
    const name = IN_PLACE[ir.op[id]!];
    if (name !== undefined) f.become(id, name);
  }
  return false;
}

/** The operation for an access: arrays are for natural alignment, the DataView for code that says it has less. */
function accessFor(f: FunctionCompiler, body: BodyDecoder, name: ExpressionName): ExpressionName {
  if (byAccessor(f) && name in ACCESSORS) return `${name as AccessorName}_called`;
  if (f.loopDepth > 0) f.accessesInLoops++;
  if (!f.options.target.arrays) return name;
  const alignment = ALIGNMENTS[name as AlignedName] ?? 0;
  return body.align < alignment ? `${name as AlignedName}_unaligned` : name;
}

const PAGE = 65_536;

/** The width of an access in bytes. */
const widthOf = (name: ExpressionName): number =>
  name.includes("64") ? 8 : name.includes("16") ? 2 : name.includes("8") ? 1 : 4;

/** What is added to the variable that an address is made from, if it is made so. */
function placeOf(f: FunctionCompiler, body: BodyDecoder, base: number): [number, string] | undefined {
  const { ir } = f;
  const sum = ir.op[base] === Ir.add && f.isConstant(ir.y[base]!);
  const variable = sum ? ir.x[base]! : base;
  if (ir.op[variable] !== Ir.variable) return undefined;
  return [ir.x[variable]!, `${body.a} ${body.b} ${sum ? ir.x[ir.y[base]!]! : 0}`];
}

/** Notes an access; was there one of the same place before? */
function accessedBefore(f: FunctionCompiler, body: BodyDecoder, base: number, name: ExpressionName): boolean {
  const place = f.options.target.arrays ? placeOf(f, body, base) : undefined;
  if (place === undefined) return false;
  const [variable, added] = place;
  f.accessed ??= new Map();
  const known = f.accessed.get(variable) ?? new Map<string, number>();
  f.accessed.set(variable, known);
  f.notesAccesses = true;
  const width = known.get(added) ?? 0;
  known.set(added, Math.max(width, widthOf(name)));
  return width >= widthOf(name);
}

/** The form of an access for constant addresses, if there is one, and where in its array this address is. */
function knownPlace(
  f: FunctionCompiler,
  body: BodyDecoder,
  base: number,
  name: ExpressionName,
  offset = body.b,
): [op: number, position: number] | undefined {
  if (!f.options.target.arrays || !f.isConstant(base)) return undefined;
  const op = Ir[`${name}_known` as ExpressionName] as number | undefined;
  const width = widthOf(name);
  const position = ((f.ir.x[base]! >>> 0) + offset) / width;
  const least = f.core.valid.memories[body.a]!.type.limits.min * (PAGE / width);
  return op !== undefined && Number.isInteger(position) && position < least ? [op, position] : undefined;
}

/** f32.load has the DataView's form for both targets in one: it prints its address twice. */
function load(type: ValType, name: ExpressionName): Lowering {
  const byArray = loadByArray(type, name);
  if (name === "load_f32") return byArray;
  const op = Ir[name];
  return (f, body) => {
    if (f.options.target.arrays) byArray(f, body);
    else loadByView(f, type, op, body.a, body.b);
  };
}

const loadByArray =
  (type: ValType, name: ExpressionName): Lowering =>
  (f, body) => {
    prepare(f, 1);
    // It prints its address twice.
    if (name === "load_f32" && !isShort(f, f.low[f.height - 1]!)) f.force(f.height - 1);
    f.useMemory(body.a);
    const base = f.pop();
    const known = knownPlace(f, body, base, name);
    if (known !== undefined) {
      f.push(type, f.operate(known[0], f.natural(known[1]), NONE, body.a));
      return;
    }
    accessedBefore(f, body, base, name);
    const form = accessFor(f, body, name);
    const access = () => f.op(form, address(f, base, body.b), NONE, body.a);
    const shared = form === name && f.options.target.arrays;
    f.push(type, shared ? loadShared(f, body, base, name, access) : access());
    prove(f, base);
  };

/** A load that shares its position with others, if there are any. */
function loadShared(
  f: FunctionCompiler,
  body: BodyDecoder,
  base: number,
  name: ExpressionName,
  access: () => number,
): number {
  const op = Ir[`${name}_shared` as ExpressionName] as number | undefined;
  if (op === undefined || !f.options.optimizations.indices) return access();
  const position = positionOf(f, body, base, widthOf(name));
  if (position === undefined) return access();
  const shared = sharedPosition(f, position);
  if (shared !== undefined) return f.operate(op, shared, address(f, base, body.b), body.a);
  return f.indices.get(position.base, position.width) === undefined
    ? noteFirst(f, position, access)
    : access();
}

/** The operation and position of a store, if it shares the position with earlier accesses. */
function storeShared(
  f: FunctionCompiler,
  body: BodyDecoder,
  base: number,
  name: ExpressionName,
  again: boolean,
): [op: number, position: number] | undefined {
  const op = Ir[`${name}${again ? "_again" : ""}_shared` as ExpressionName] as number | undefined;
  const position = op === undefined ? undefined : positionOf(f, body, base, widthOf(name));
  if (op === undefined || position === undefined || position.kind === "sum") return undefined;
  if (again && position.kind !== "base") return undefined;
  const shared = sharedPosition(f, position);
  return shared === undefined ? undefined : [op, shared];
}

/** A narrow load extended to 64 bits. */
const loadExtended =
  (name: ExpressionName, signed: boolean): Lowering =>
  (f, body) => {
    prepare(f, 1);
    f.useMemory(body.a, byAccessor(f));
    const low = f.slot(f.height - 1, INT);
    const base = f.pop();
    f.assign(low, f.op(accessFor(f, body, name), address(f, base, body.b), NONE, body.a));
    if (!f.isVariable(base, low)) prove(f, base);
    const word = f.variable(low);
    f.push(I64, word, signed ? f.op("shr_s", word, f.constant(31)) : f.constant(0));
  };

const loadPair: Lowering = (f, body) => (f.options.target.arrays ? loadByIndex : loadPairByView)(f, body);

/** The high word first: its bounds check covers the low one. The address must not stand where it goes. */
const loadByIndex: Lowering = (f, body) => {
  const position = f.height - 1;
  const high = f.slot(position, HIGH);
  f.force(position);
  if (f.reads(f.low[position]!, high)) f.settleInto(position);
  f.useMemory(body.a);
  const base = f.pop();
  const low = f.slot(position, INT);
  const [lowWord, highWord] = wordsAt(f, body, base);
  f.assign(high, highWord());
  prove(f, base);
  f.assign(low, lowWord());
  f.push(I64, f.variable(low), f.variable(high));
};

/** The two words of an i64 in memory; where they are in the array of words is computed once. */
function wordsAt(f: FunctionCompiler, body: BodyDecoder, base: number): [() => number, () => number] {
  const place = knownWords(f, body, base);
  if (place !== undefined)
    return [0, 1].map((more) => () => f.op("load32_known", f.natural(place + more), NONE, body.a)) as never;
  const at = (more: number) => address(f, base, body.b + more);
  if (!byWords(f, body))
    return [0, 4].map((more) => () => f.op(accessFor(f, body, "load32"), at(more), NONE, body.a)) as never;
  const index = f.wordIndex();
  f.assign(index, f.op("word_index", at(0)));
  const word = (name: ExpressionName, more: number) => () => f.op(name, f.variable(index), at(more), body.a);
  return [word("load32_here", 0), word("load32_next", 4)];
}

/** Where in the array of words an i64 at a constant address is, if it is known to be there. */
const knownWords = (f: FunctionCompiler, body: BodyDecoder, base: number): number | undefined => {
  const next = knownPlace(f, body, base, "load32", body.b + 4)?.[1];
  return next !== undefined && next > 0 ? next - 1 : undefined;
};

const byWords = (f: FunctionCompiler, body: BodyDecoder) =>
  f.options.target.arrays && body.align >= ALIGNMENTS.load32;

const store =
  (name: StoreName): Lowering =>
  (f, body) =>
    storeWord(f, body, name, f.integer(f.low[f.height - 1]!));

/** Stores `value`, which is the top entry or one of its words, at the address below it. */
function storeWord(f: FunctionCompiler, body: BodyDecoder, name: StoreName, value: number): void {
  f.low[f.height - 1] = value;
  f.high[f.height - 1] = NONE;
  if (f.options.target.arrays) storeByArray(f, body, name);
  else storeByView(f, Ir[name], body.a, body.b);
}

function storeByArray(f: FunctionCompiler, body: BodyDecoder, name: StoreName): void {
  prepare(f, 2);
  f.useMemory(body.a);
  const word = f.popRaw();
  const base = f.pop();
  const known = knownPlace(f, body, base, name);
  if (known !== undefined) {
    f.evaluate(f.operate(known[0], f.natural(known[1]), word, body.a));
    return;
  }
  const access = accessFor(f, body, name);
  const again = accessedBefore(f, body, base, name) && access === name;
  const shared = access === name ? storeShared(f, body, base, name, again) : undefined;
  const op = again ? Ir[`${name}_again`] : Ir[access];
  if (shared === undefined) f.evaluate(f.operate(op, address(f, base, body.b), word, body.a));
  else f.evaluate(f.operate(shared[0], shared[1], word, body.a));
  prove(f, base);
}

/** The low part of an i64. */
const storeLow =
  (name: StoreName): Lowering =>
  (f, body) => {
    f.type[f.height - 1] = I32;
    storeWord(f, body, name, f.low[f.height - 1]!);
  };

/** The high word first: where it fits, the low one does, so a trap leaves no half-written value. */
const storePair: Lowering = (f, body) => (f.options.target.arrays ? storeByIndex : storePairByView)(f, body);

const storeByIndex: Lowering = (f, body) => {
  f.force(f.height - 2);
  f.force(f.height - 1);
  f.useMemory(body.a);
  const high = f.high[f.height - 1]!;
  const low = f.pop();
  const base = f.pop();
  const store = (name: ExpressionName) => {
    f.evaluate(f.op(name, address(f, base, body.b + 4), high, body.a));
    prove(f, base);
    f.evaluate(f.op(name, address(f, base, body.b), low, body.a));
  };
  const place = knownWords(f, body, base);
  if (place !== undefined) {
    f.evaluate(f.op("store32_known", f.natural(place + 1), high, body.a));
    f.evaluate(f.op("store32_known", f.natural(place), low, body.a));
  } else if (!byWords(f, body)) store(accessFor(f, body, "store32"));
  else storeWords(f, body, [base, low, high], () => store("store32_at"));
};

/** By the array of words, if both are in it. */
function storeWords(
  f: FunctionCompiler,
  body: BodyDecoder,
  [base, low, high]: [number, number, number],
  otherwise: () => void,
): void {
  const index = f.wordIndex();
  const word = () => f.variable(index);
  f.settle(f.height, EFFECT, NONE);
  // Unsigned, for -1 is before the first word, which would pass for its next.
  const at = body.b === 0 && !f.isConstant(base) ? f.op("f_from_u", base) : address(f, base, body.b);
  f.assign(index, f.op("word_index", at));
  const absent = f.op("absent_next", word(), NONE, body.a);
  const then = f.collect(otherwise);
  const present = f.collect(() => {
    f.evaluate(f.op("put32_here", word(), low, body.a));
    f.evaluate(f.op("put32_next", word(), high, body.a));
  });
  f.statement(Ir.if, absent, then, present);
}

/** f32.store rounds by itself, and copies the bits of what was only loaded. */
const storeF32: Lowering = (f, body) => {
  const { ir } = f;
  const value = f.low[f.height - 1]!;
  const op = ir.op[value];
  const bits = op === NUMBER ? NONE : bitsAtHand(f, value);
  if (bits !== NONE) {
    f.type[f.height - 1] = I32;
    storeWord(f, body, "store32", bits);
  } else if (op === LOAD_F32) {
    f.become(value, accessFor(f, body, "load32"));
    f.type[f.height - 1] = I32;
    storeWord(f, body, "store32", value);
  } else if (op === FROUND || op === FROUND_LOOP) storeWord(f, body, "store_f32_raw", ir.x[value]!);
  else if (ir.bits[value]! & ARITHMETIC) storeWord(f, body, "store_f32_raw", value);
  else {
    f.force(f.height - 1);
    storeWord(f, body, "store_f32", f.low[f.height - 1]!);
  }
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

/** Loads and stores of words, by the operation of the same meaning. */
export const WORD_LOADS = {
  "i32.load": "load32",
  "i32.load8_s": "load8_s",
  "i32.load8_u": "load8_u",
  "i32.load16_s": "load16_s",
  "i32.load16_u": "load16_u",
} as const;
export const WORD_STORES = {
  "i32.store": "store32",
  "i32.store8": "store8",
  "i32.store16": "store16",
} as const;

function tableOf<T extends ExpressionName>(
  names: Readonly<Record<string, T>>,
  lowering: (name: T) => Lowering,
): LoweringTable {
  return Object.fromEntries(
    Object.entries(names).map(([instruction, name]) => [instruction, lowering(name)]),
  );
}

export const MEMORY: LoweringTable = {
  ...tableOf(WORD_LOADS, (name) => load(I32, name)),
  ...tableOf(WORD_STORES, store),
  "i64.load": loadPair,
  "i64.load8_s": loadExtended("load8_s", true),
  "i64.load8_u": loadExtended("load8_u", false),
  "i64.load16_s": loadExtended("load16_s", true),
  "i64.load16_u": loadExtended("load16_u", false),
  "i64.load32_s": loadExtended("load32", true),
  "i64.load32_u": loadExtended("load32", false),
  "f32.load": load(F32, "load_f32"),
  "f64.load": load(F64, "load_f64"),
  "i64.store": storePair,
  "i64.store8": storeLow("store8"),
  "i64.store16": storeLow("store16"),
  "i64.store32": storeLow("store32"),
  "f32.store": storeF32,
  "f64.store": store("store_f64"),
  "memory.size": memorySize,
  "memory.grow": memoryGrow,
  "memory.fill": (f, body) => bulk(f, "memory_fill", [memoryName(body.a)]),
  "memory.copy": (f, body) =>
    bulk(f, f.options.target.helpers["memory_copy"] ?? "memory_copy", [
      memoryName(body.a),
      memoryName(body.b),
    ]),
  "memory.init": (f, body) => bulk(f, "memory_init", [memoryName(body.b), `B[${body.a}]`]),
  "data.drop": (f, body) => f.dropSegment(`B[${body.a}]`, "EMPTY"),
};

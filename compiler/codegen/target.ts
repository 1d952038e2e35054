// What the code is made for: the forms of operations that are fast there. `jit` is an engine that optimises; `interpreter`
// one that runs bytecode only (`node --jitless`, Lockdown Mode, QuickJS, Hermes), where what counts is how few bytecodes
// and calls an operation takes. Measured with bench/, told in RATIONALE.md.

import type { Operation } from "./ir.ts";
import { type Forms, operationsOf } from "./operations.ts";

export type TargetName = "jit" | "interpreter";

export interface Target {
  readonly operations: readonly Operation[];
  /** Additions, subtractions and multiplications of floats in loops go through primed helpers. */
  readonly primedFloats: boolean;
  /** `imul` and `fround` are copied into variables of the functions that call them in loops. */
  readonly copiesMath: boolean;
  /** Memories are accessed through typed arrays; through a DataView otherwise. */
  readonly arrays: boolean;
  /** Functions whose bytecode is estimated above this are split, for the sake of V8's optimiser. */
  readonly maxFunction: number;
  /** Small functions are inlined where they are called. */
  readonly inlines: boolean;
  /** The low word of a 64-bit product is computed once: a JIT sees by itself that it is the same. */
  readonly sharesProducts: boolean;
  /** Outer constants are `var`, too: a JIT takes a `const` for what it is, but an interpreter looks at each use whether it was reached. */
  readonly hoists: boolean;
  /** V8 is told the types of arguments and results where it cannot know them (typed-arguments.ts); regions get floats otherwise. */
  readonly typesArguments: boolean;
  /** Helpers that are to be called in place of others. */
  readonly helpers: Readonly<Record<string, string>>;
}

/**
 * V8 does not optimise above 61,440 bytes. Of 136 functions of seven real modules that are estimated at 40,000 to 60,000, the bytecode
 * was 0.84 to 1.48 times the estimate, in the median 1.07.
 */
const MAX_OPTIMISED = 45_000;

/** The bits of the NaN that programs compute with: reading it as a float32 changes nothing. Some have more NaNs than numbers. */
const COMMON_NAN = 0x7fc00000;

/**
 * A typed array has `undefined` at an index that is negative, too large or no integer, so one test finds what is out of
 * bounds and what is not aligned; the DataView decides then. An address may lack its `|0` here, for what that would change
 * is beyond the array either way. Little-endian hosts only.
 */
const ARRAY_ACCESSES: Forms = {
  load8_s: ["({mu}[{t0}]??({M}.at={r},{M}.load8))<<24>>24", 10],
  load8_u: ["{mu}[{t0}]??({M}.at={r},{M}.load8)", 2],
  load16_s: ["({mh}[{t12}/2]??({M}.at={r},{M}.load16))<<16>>16", 10],
  load16_u: ["{mh}[{t12}/2]??({M}.at={r},{M}.load16)", 2],
  load32: ["{mi}[{t12}/4]??({M}.at={r},{M}.load32)", 2],
  load_f32: [`({q}={mf}[{t12}/4])>=0||{q}<0||{mi}[{r12}/4]===${COMMON_NAN}?{q}:({M}.at={r},{M}.loadF32)`, 2],
  load_f32_raw: ["{mf}[{t12}/4]??({M}.at={r},{M}.loadF32)", 2],
  load_f64: ["{md}[{t12}/8]??({M}.at={r},{M}.loadF64)", 2],
  store8: ["{mu}[{q}={t1}]===undefined?({M}.value={1},{M}.store8={r}):{mu}[{q}]={y}", 1],
  store16: ["{mh}[{q}={t12}/2]===undefined?({M}.value={1},{M}.store16={r}):{mh}[{q}]={y}", 1],
  store32: ["{mi}[{q}={t12}/4]===undefined?({M}.value={1},{M}.store32={r}):{mi}[{q}]={y}", 1],
  store_f32: ["{mi}[{q}={t12}/4]===undefined||{y}!=={y}?({M}.value={1},{M}.storeF32={r}):{mf}[{q}]={y}", 1],
  store_f32_raw: ["{mi}[{q}={t12}/4]===undefined?({M}.value={1},{M}.storeF32={r}):{mf}[{q}]={y}", 1],
  store_f64: ["{md}[{q}={t12}/8]===undefined?({M}.value={1},{M}.storeF64={r}):{md}[{q}]={y}", 1],
};

/** In bounds, an access can still be unaligned. */
const REPEATED_ACCESSES: Forms = {
  store8_again: ["{mu}[{t0}]={1}", 1],
  store16_again: ["{t7}&1?({M}.value={1},{M}.store16={r}):{mh}[{r12}/2]={y}", 1],
  store32_again: ["{t7}&3?({M}.value={1},{M}.store32={r}):{mi}[{r12}/4]={y}", 1],
  store_f32_again: ["{t7}&3||{y}!=={y}?({M}.value={1},{M}.storeF32={r}):{mf}[{r12}/4]={y}", 1],
  store_f32_raw_again: ["{t7}&3?({M}.value={1},{M}.storeF32={r}):{mf}[{r12}/4]={y}", 1],
  store_f64_again: ["{t7}&7?({M}.value={1},{M}.storeF64={r}):{md}[{r12}/8]={y}", 1],
};

/** `x>>>0` makes a heap number of what is negative, and `|0` of a boolean is a call. */
const INTERPRETED: Forms = {
  ...ARRAY_ACCESSES,
  ...REPEATED_ACCESSES,
  add: ["{t11}+{t12}|0", 5],
  sub: ["{t11}-{t12}|0", 5],
  negate: ["-{t14}|0", 5],
  mul: ["imul({t1},{t1})", 15],
  mul_loop: ["imul_({t1},{t1})", 15],
  mul_const: ["{12}*{13}|0", 5],
  and: ["{t7}&{t8}", 7],
  or: ["{t5}|{t6}", 5],
  xor: ["{t6}^{t7}", 6],
  shl: ["{t10}<<{t11}", 10],
  shr_s: ["{t10}>>{t11}", 10],
  shr_u: ["{t10}>>>{t11}|0", 5],
  shr_u_const: ["{t10}>>>{t11}", 10],
  extend8: ["{t10}<<24>>24", 10],
  extend16: ["{t10}<<16>>16", 10],
  lt_u: ["{f}<{f}", 9],
  gt_u: ["{f}>{f}", 9],
  le_u: ["{f}<={f}", 9],
  ge_u: ["{f}>={f}", 9],
  mul_high: ["{12}*{13}|0", 5],
  carry: ["({fa}<{fb}?1:0)", 15],
  to_int: ["{3}?1:0", 2],
  is_zero: ["!{14}", 14],
};

const LOOSE: Forms = {
  add: ["{t11}+{t12}", 11],
  sub: ["{t11}-{t12}", 11],
  negate: ["-{t14}", 14],
  shr_u: ["{t10}>>>{t11}", 10],
};

/** Made when it is first asked for: hardly any program needs both targets. */
let interpreted: readonly Operation[] | undefined;

/**
 * A text with the declarations that begin its lines made what the target likes. Those of functions stand inside of lines.
 * None stays a `let`: V8's bytecode looks at each use in an inner function whether it was reached, 2 bytes that count for inlining.
 */
export const declaredFor = (target: Target, text: string): string =>
  text.replace(target.hoists ? /^(?:const|let)\b/gm : /^let\b/gm, "var");

export const TARGETS: Readonly<Record<TargetName, Target>> = {
  jit: {
    operations: operationsOf(),
    primedFloats: true,
    copiesMath: false,
    arrays: false,
    maxFunction: MAX_OPTIMISED,
    inlines: true,
    sharesProducts: false,
    hoists: false,
    typesArguments: true,
    helpers: {},
  },
  interpreter: {
    get operations() {
      return (interpreted ??= operationsOf(INTERPRETED, LOOSE));
    },
    primedFloats: false,
    copiesMath: true,
    arrays: true,
    maxFunction: Number.POSITIVE_INFINITY,
    inlines: false,
    sharesProducts: true,
    hoists: true,
    typesArguments: false,
    helpers: {
      i64_div_s: "i64_div_s_wide",
      i64_div_u: "i64_div_u_wide",
      i64_rem_s: "i64_rem_s_wide",
      i64_rem_u: "i64_rem_u_wide",
      memory_copy: "memory_move",
    },
  },
};

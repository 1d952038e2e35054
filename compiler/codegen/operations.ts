// The operations of the IR and how each prints: a table. Templates are JavaScript with holes:
//
//   {n}   the next operand, with parentheses unless its precedence is at least n
//   {u}   the next operand as an unsigned number (`x>>>0` unless it is known not to be negative), precedence 10
//   {0} {1} {2} by letter: {a} {b} {c}   an operand again, by position; it is a variable or a constant (an atom)
//   {A} {B}  the same, unsigned
//   {r} {y}   the first, the second operand again, where the lowering says that it may be repeated
//   {r5}  the first operand again, with the precedence 5, of which only the low 32 bits matter
//   {t5}  the next operand of precedence 5, of which only the low 32 bits matter
//   {f} {fa} {fb}   the next operand, or one by letter, with its sign bit flipped: compares as an unsigned number
//   {m}   the DataView of memory z; {mu} {mh} {mi} {mf} {md} its arrays of Uint8, Uint16, Int32, Float32, Float64;
//         {M} its object
//   {q}   a variable of the function that holds a value within one operation
//
// Precedences are JavaScript's: 0 comma, 1 assignment, 2 ?:, 3 ||, 4 &&, 5 |, 6 ^, 7 &, 8 equality, 9 relation,
// 10 shift, 11 + -, 12 * / %, 14 unary, 15 call.

import { ACCESSORS, type AccessorName, accessorTemplate } from "./accessors.ts";
import {
  AFTER_MINUS,
  ARITHMETIC,
  BOOLEAN,
  BRANCHES,
  EFFECT,
  FAULTS,
  FLIPPED,
  GROWS,
  type Hole,
  LOOSE,
  MEMORY,
  NONNEGATIVE,
  type Operation,
  PLAIN,
  READS_MEMORY,
  READS_STATE,
  TEMPORARY,
  TRAPS,
  UNSIGNED,
  VIEW,
  VIEWS,
} from "./ir.ts";

/** A load or store: the method of the view, its arguments, the call. */
const ACCESS = 18;
/** An operator with its operands' moves; one more for the `|0` that most have. */
const OPERATOR = 8;

type Row = readonly [template: string, precedence: number, bits?: number];

/** Expressions made of a template. `!` after the name's operand list marks operands that must be atoms. */
const ROWS = {
  // i32
  add: ["{11}+{12}|0", 5],
  sub: ["{11}-{12}|0", 5],
  mul: ["imul({1},{1})", 15],
  /** By a constant within ±4096. */
  mul_const: ["imul({1},{1})", 15],
  and: ["{7}&{8}", 7],
  or: ["{5}|{6}", 5],
  xor: ["{6}^{7}", 6],
  shl: ["{10}<<{11}", 10],
  shr_s: ["{10}>>{11}", 10],
  shr_u: ["{10}>>>{11}|0", 5],
  /** By a constant from 1 to 31: not negative, so it stays as it is. */
  shr_u_const: ["{10}>>>{11}", 10, NONNEGATIVE],
  rotl: ["{a}<<{b}|{a}>>>32-{b}", 5],
  rotr: ["{a}>>>{b}|{a}<<32-{b}", 5],
  rotl_const: ["{a}<<{b}|{a}>>>{c}", 5],
  div_s_const: ["{12}/{13}|0", 5],
  div_u_const: ["({u})/({u})|0", 5],
  rem_s_const: ["{12}%{13}|0", 5],
  rem_u_const: ["({u})%({u})|0", 5],
  div_s: ["{b}===0||{b}===-1&&{a}===-2147483648?divTrap({b}):{a}/{b}|0", 2, TRAPS | BRANCHES],
  div_u: ["{b}===0?trap(1):({A})/({B})|0", 2, TRAPS | BRANCHES],
  rem_s: ["{b}===0?trap(1):{a}%{b}|0", 2, TRAPS | BRANCHES],
  rem_u: ["{b}===0?trap(1):({A})%({B})|0", 2, TRAPS | BRANCHES],
  clz: ["clz32({1})", 15, NONNEGATIVE],
  ctz: ["32-clz32(~{a}&{a}-1)", 11, NONNEGATIVE],
  popcnt: ["i32_popcnt({1})", 15, NONNEGATIVE],
  extend8: ["{10}<<24>>24", 10],
  extend16: ["{10}<<16>>16", 10],
  to_int: ["{5}|0", 5, NONNEGATIVE],
  negate: ["-{14}|0", 5],
  // comparisons
  eq: ["{8}==={9}", 8, BOOLEAN],
  ne: ["{8}!=={9}", 8, BOOLEAN],
  lt: ["{9}<{10}", 9, BOOLEAN],
  gt: ["{9}>{10}", 9, BOOLEAN],
  le: ["{9}<={10}", 9, BOOLEAN],
  ge: ["{9}>={10}", 9, BOOLEAN],
  lt_u: ["{u}<{u}", 9, BOOLEAN],
  gt_u: ["{u}>{u}", 9, BOOLEAN],
  le_u: ["{u}<={u}", 9, BOOLEAN],
  ge_u: ["{u}>={u}", 9, BOOLEAN],
  not: ["!{14}", 14, BOOLEAN],
  is_zero: ["{8}===0", 8, BOOLEAN],
  // selections: the condition first, as JavaScript evaluates it; the values must not have effects
  select: ["{3}?{2}:{2}", 2, BRANCHES],
  both: ["{4}&&{5}", 4, BOOLEAN | BRANCHES],
  either: ["{3}||{4}", 3, BOOLEAN | BRANCHES],
  // i64 pieces
  carry: ["({A}<{B}|0)", 15, NONNEGATIVE],
  /** High word of a product of unsigned words (`high-product.ts`): x * y, not negative, without its fraction. */
  mul_high: ["{12}*{13}>>>0|0", 5],
  /**
   * The same of signed words. float64 misses the product by less than 2^-20 of a word, before rounding: one half
   * comes from taking the low word from 2^31 below, where it is a signed number.
   */
  mul_high_s: ["floor(({a}*{b}-(imul({a},{b})^-2147483648))*2.3283064365386963e-10)|0", 5],
  /** By a constant below 2^21, which is y divided by 2^32: exact in float64. */
  mul_high_small: ["({u})*{13}|0", 5, NONNEGATIVE],
  // shifts by a variable amount: low word, high word, amount. `~n` is 31-n to a shift, so that n = 0 needs no case
  shl64_low: ["{c}&32?0:{a}<<{c}", 2, BRANCHES],
  shl64_high: ["{c}&32?{a}<<{c}:{b}<<{c}|{a}>>>1>>>~{c}", 2, BRANCHES],
  shr64_low: ["{c}&32?{b}>>>{c}|0:{a}>>>{c}|{b}<<1<<~{c}", 2, BRANCHES],
  shr64_high_u: ["{c}&32?0:{b}>>>{c}|0", 2, BRANCHES],
  shr64_low_s: ["{c}&32?{b}>>{c}:{a}>>>{c}|{b}<<1<<~{c}", 2, BRANCHES],
  shr64_high_s: ["{c}&32?{b}>>31:{b}>>{c}", 2, BRANCHES],
  rotl64_low: ["{c}&32?{b}<<{c}|{a}>>>1>>>~{c}:{a}<<{c}|{b}>>>1>>>~{c}", 2, BRANCHES],
  rotl64_high: ["{c}&32?{a}<<{c}|{b}>>>1>>>~{c}:{b}<<{c}|{a}>>>1>>>~{c}", 2, BRANCHES],
  rotr64_low: ["{c}&32?{b}>>>{c}|{a}<<1<<~{c}:{a}>>>{c}|{b}<<1<<~{c}", 2, BRANCHES],
  rotr64_high: ["{c}&32?{a}>>>{c}|{b}<<1<<~{c}:{b}>>>{c}|{a}<<1<<~{c}", 2, BRANCHES],
  // f32, f64
  fadd: ["{11}+{12}", 11, ARITHMETIC],
  fsub: ["{11}-{12}", 11, ARITHMETIC],
  fmul: ["{12}*{13}", 12, ARITHMETIC],
  // copies of functions, which the function declares
  mul_loop: ["imul_({1},{1})", 15],
  fround_loop: ["fround_({1})", 15, ARITHMETIC],
  fadd_loop: ["fadd_({1},{1})", 15, ARITHMETIC],
  fsub_loop: ["fsub_({1},{1})", 15, ARITHMETIC],
  fmul_loop: ["fmul_({1},{1})", 15, ARITHMETIC],
  fdiv: ["{12}/{13}", 12, ARITHMETIC],
  fmin: ["min({1},{1})", 15, ARITHMETIC],
  fmax: ["max({1},{1})", 15, ARITHMETIC],
  fsqrt: ["sqrt({1})", 15, ARITHMETIC],
  fceil: ["ceil({1})", 15, ARITHMETIC],
  ffloor: ["floor({1})", 15, ARITHMETIC],
  ftrunc: ["trunc({1})", 15, ARITHMETIC],
  fquiet: ["f_quiet({1})", 15, ARITHMETIC],
  fnearest: ["f_nearest({1})", 15, ARITHMETIC],
  fround: ["fround({1})", 15, ARITHMETIC],
  fneg: ["{a}==={a}?-{a}:f_neg({a})", 2, BRANCHES],
  fneg_raw: ["-{14}", 14, ARITHMETIC],
  fabs: ["abs({1})", 15],
  fcopysign: ["f_copysign({1},{1})", 15],
  f_from_u: ["{u}", 10, ARITHMETIC],
  f_from_pair_s: ["{13}*4294967296+({u})", 11, ARITHMETIC],
  f_from_pair_u: ["({u})*4294967296+({u})", 11, ARITHMETIC],
  f32_from_pair_s: ["f32_convert_i64_s({1},{1})", 15, ARITHMETIC],
  f32_from_pair_u: ["f32_convert_i64_u({1},{1})", 15, ARITHMETIC],
  i32_trunc_s: ["i32_trunc_s({1})", 15, TRAPS],
  i32_trunc_u: ["i32_trunc_u({1})", 15, TRAPS],
  i32_trunc_sat_s: ["i32_trunc_sat_s({1})", 15],
  i32_trunc_sat_u: ["i32_trunc_sat_u({1})", 15],
  i64_trunc_s: ["i64_trunc_s({1})", 15, TRAPS | EFFECT],
  i64_trunc_u: ["i64_trunc_u({1})", 15, TRAPS | EFFECT],
  i64_trunc_sat_s: ["i64_trunc_sat_s({1})", 15, EFFECT],
  i64_trunc_sat_u: ["i64_trunc_sat_u({1})", 15, EFFECT],
  f32_bits: ["{a}==={a}?(bits32[0]={a},words[0]):f32_bits({a})", 2, BRANCHES],
  f32_from_bits: ["({q}=(words[0]={1},bits32[0]))==={q}?{q}:f32_nan(words[0])", 2, BRANCHES],
  f32_bits_raw: ["(bits32[0]={1},words[0])", 15],
  f32_from_bits_raw: ["(words[0]={1},bits32[0])", 15, ARITHMETIC],
  f64_low: ["f64_low({1})", 15, EFFECT],
  f64_high: ["f64_high()", 15, READS_STATE],
  f64_from_bits: ["f64_from_bits({1},{1})", 15],
  // memory: z is the memory
  address: ["({u})+{12}", 11],
  load8_s: ["{m}.getInt8({1})", 15, READS_MEMORY | FAULTS],
  load8_u: ["{m}.getUint8({1})", 15, READS_MEMORY | FAULTS | NONNEGATIVE],
  load16_s: ["{m}.getInt16({1},true)", 15, READS_MEMORY | FAULTS],
  load16_u: ["{m}.getUint16({1},true)", 15, READS_MEMORY | FAULTS | NONNEGATIVE],
  load32: ["{m}.getInt32({1},true)", 15, READS_MEMORY | FAULTS],
  load_f32: [
    "({q}={m}.getFloat32({1},true))==={q}?{q}:f32_load_nan({m},{r})",
    2,
    READS_MEMORY | FAULTS | BRANCHES,
  ],
  /** Where only arithmetic sees the value: a signalling NaN may become quiet. */
  load_f32_raw: ["{m}.getFloat32({1},true)", 15, READS_MEMORY | FAULTS | ARITHMETIC],
  load_f64: ["{m}.getFloat64({1},true)", 15, READS_MEMORY | FAULTS],
  store8: ["{m}.setInt8({1},{1})", 15, EFFECT | FAULTS],
  store16: ["{m}.setInt16({1},{1},true)", 15, EFFECT | FAULTS],
  store32: ["{m}.setInt32({1},{1},true)", 15, EFFECT | FAULTS],
  store_f32: [
    "{b}==={b}?{m}.setFloat32({1},{b},true):f32_store_nan({m},{r},{b})",
    2,
    EFFECT | FAULTS | BRANCHES,
  ],
  store_f32_raw: ["{m}.setFloat32({1},{1},true)", 15, EFFECT | FAULTS],
  store_f64: ["{m}.setFloat64({1},{1},true)", 15, EFFECT | FAULTS],
  /** Half of an i64: x is where in the array of words, y the address. */
  load32_here: ["{mi}[{a}]??({M}.at={y},{M}.load32)", 2, READS_MEMORY | FAULTS],
  load32_next: ["{mi}[{a}+1]??({M}.at={y},{M}.load32)", 2, READS_MEMORY | FAULTS],
  word_index: ["{t12}/4", 12],
  absent_next: ["{mi}[{a}+1]===undefined", 8, BOOLEAN | READS_MEMORY],
  /** At an address that is a constant within the memory's least size, aligned: x is its position in the array. */
  load8_s_known: ["{mu}[{0}]<<24>>24", 10, READS_MEMORY],
  load8_u_known: ["{mu}[{0}]", 15, READS_MEMORY | NONNEGATIVE],
  load16_s_known: ["{mh}[{0}]<<16>>16", 10, READS_MEMORY],
  load16_u_known: ["{mh}[{0}]", 15, READS_MEMORY | NONNEGATIVE],
  load32_known: ["{mi}[{0}]", 15, READS_MEMORY],
  load_f64_known: ["{md}[{0}]", 15, READS_MEMORY],
  store8_known: ["{mu}[{0}]={1}", 1, EFFECT],
  store16_known: ["{mh}[{0}]={1}", 1, EFFECT],
  store32_known: ["{mi}[{0}]={1}", 1, EFFECT],
  store_f32_raw_known: ["{mf}[{0}]={1}", 1, EFFECT],
  store_f64_known: ["{md}[{0}]={1}", 1, EFFECT],
  /** At a position in an array that is made of a variable (`indices.ts`): x; y is the address, or what is stored. */
  load32_shared: ["{mi}[{0}]??({M}.at={y},{M}.load32)", 2, READS_MEMORY | FAULTS],
  load_f32_shared: [
    "({q}={mf}[{0}])>=0||{q}<0||{mi}[{r}]===2143289344?{q}:({M}.at={y},{M}.loadF32)",
    2,
    READS_MEMORY | FAULTS | BRANCHES,
  ],
  load_f32_raw_shared: ["{mf}[{0}]??({M}.at={y},{M}.loadF32)", 2, READS_MEMORY | FAULTS | ARITHMETIC],
  load_f64_shared: ["{md}[{0}]??({M}.at={y},{M}.loadF64)", 2, READS_MEMORY | FAULTS],
  store32_shared: [
    "{mi}[{q}={0}]===undefined?({M}.value={1},{M}.store32=({r})*4):{mi}[{q}]={y}",
    1,
    EFFECT | FAULTS,
  ],
  store_f32_raw_shared: [
    "{mi}[{q}={0}]===undefined?({M}.value={1},{M}.storeF32=({r})*4):{mf}[{q}]={y}",
    1,
    EFFECT | FAULTS,
  ],
  store_f64_shared: [
    "{md}[{q}={0}]===undefined?({M}.value={1},{M}.storeF64=({r})*8):{md}[{q}]={y}",
    1,
    EFFECT | FAULTS,
  ],
  /** In bounds, if it is aligned: x is a variable. */
  store32_again_shared: [
    "({0}|0)==={r9}?{mi}[{r}]={y}:({M}.value={1},{M}.store32={r12}*4)",
    1,
    EFFECT | FAULTS,
  ],
  store_f32_raw_again_shared: [
    "({0}|0)==={r9}?{mf}[{r}]={y}:({M}.value={1},{M}.storeF32={r12}*4)",
    1,
    EFFECT | FAULTS,
  ],
  store_f64_again_shared: [
    "({0}|0)==={r9}?{md}[{r}]={y}:({M}.value={1},{M}.storeF64={r12}*8)",
    1,
    EFFECT | FAULTS,
  ],
  put32_here: ["{mi}[{a}]={y}", 1, EFFECT | FAULTS],
  put32_next: ["{mi}[{a}+1]={y}", 1, EFFECT | FAULTS],
  store32_at: ["({M}.value={y},{M}.store32={r})", 15, EFFECT | FAULTS],
  memory_size: ["{M}.pages", 15, READS_STATE],
  memory_grow: ["{M}.grow({1})", 15, EFFECT | GROWS],
  /** A word that a caught exception carries. */
  payload: ["{15}.payload[{0}]", 15, READS_STATE],
  table_entry: ["({15}[{0}]||undefinedElement)", 15, READS_STATE],
  // references
  is_null: ["{8}===null", 8, BOOLEAN],
} as const satisfies Record<string, Row>;

/** Accesses that a target may have in two forms: log2 of the alignment from which on it can use the better one. */
export const ALIGNMENTS = {
  load16_s: 1,
  load16_u: 1,
  load32: 2,
  load_f32: 2,
  load_f32_raw: 2,
  load_f64: 3,
  store16: 1,
  store32: 2,
  store_f32: 2,
  store_f32_raw: 2,
  store_f64: 3,
} as const satisfies Partial<Record<keyof typeof ROWS, number>>;

/** Stores that a target may have a shorter form of, for where something was accessed before, so that it is in bounds. */
export const STORES = ["store8", "store16", "store32", "store_f32", "store_f32_raw", "store_f64"] as const;

export type AlignedName = keyof typeof ALIGNMENTS;
export type StoreName = (typeof STORES)[number];
export type ExpressionName =
  | keyof typeof ROWS
  | `${AlignedName}_unaligned`
  | `${StoreName}_again`
  | `${AccessorName}_called`;

const UNALIGNED = Object.keys(ALIGNMENTS).map((name) => [`${name}_unaligned`, ROWS[name as AlignedName]]);
const AGAIN = STORES.map((name) => [`${name}_again`, ROWS[name]]);
const CALLED = (Object.keys(ACCESSORS) as AccessorName[]).map((name) => [
  `${name}_called`,
  [accessorTemplate(name), 15, ROWS[name][2]],
]);
const EXPRESSIONS = {
  ...ROWS,
  ...Object.fromEntries([...UNALIGNED, ...AGAIN, ...CALLED]),
} as Record<ExpressionName, Row>;

/** Operations with a form of their own in print.ts. */
const SPECIAL = [
  "const", // x: the word
  "number", // x: text of a float or a double
  "variable", // x: variable
  "text", // x: text; y: precedence
  "call", // x: text of the callee; y: list of arguments
  "call_table", // x: text of a table's view; y: list of arguments; z: index, an atom
  // statements
  "set", // x: variable; y: expression
  "reload", // x: memory: its view is read again, where the function uses it
  "evaluate", // x: expression
  "if", // x: condition; y, z: lists
  "sequence", // x: list
  "block", // x: label; y: list
  "loop", // x: label; y: list
  "break", // x: label
  "continue", // x: label
  "switch", // x: expression; y: list of [case value …, NONE, statement list] runs; z: default list
  "return", // x: expression or NONE
  "try", // x: body; y: handler; z: variable of the caught value
] as const;

export type SpecialName = (typeof SPECIAL)[number];

const expressionNames = Object.keys(EXPRESSIONS) as ExpressionName[];

/** Operation numbers by name: templates first, then the special ones. */
export const Ir = Object.fromEntries([...expressionNames, ...SPECIAL].map((name, i) => [name, i])) as Record<
  ExpressionName | SpecialName,
  number
>;

/** Operations below this number print by their template. */
export const TEMPLATES = expressionNames.length;

/** Forms that differ between targets: the template and its precedence; what the operation does stays the same. */
export type Forms = Partial<Record<ExpressionName, readonly [template: string, precedence: number]>>;

/** The table with some of its templates replaced. `loose` has forms for where only the low 32 bits matter. */
export function operationsOf(forms: Forms = {}, loose: Forms = {}): readonly Operation[] {
  return expressionNames.map((name, number) => {
    const [template, precedence, bits = 0] = EXPRESSIONS[name];
    const form = forms[name] ?? [template, precedence];
    const looseForm = loose[name] && operation(name, number + TEMPLATES, loose[name], bits, undefined);
    return operation(name, number, form, bits, looseForm);
  });
}

function operation(
  name: string,
  number: number,
  [template, precedence]: readonly [template: string, precedence: number],
  bits: number,
  loose: Operation | undefined,
): Operation {
  const texts: string[] = [];
  const holes: Hole[] = [];
  let next = 0;
  let last = 0;
  for (const match of template.matchAll(/\{(\w+)\}/g)) {
    const before = template.slice(last, match.index);
    texts.push(before);
    last = match.index + match[0].length;
    const hole = holeOf(match[1]!, next);
    holes.push(before.endsWith("-") ? { ...hole, precedence: hole.precedence | AFTER_MINUS } : hole);
    if (/^(\d+|t\d+|u|f)$/.test(match[1]!)) next++;
  }
  texts.push(template.slice(last));
  const names = template.replace(/\{\w+\}|\.\w+/g, " ").match(/[A-Za-z_]\w*/g) ?? [];
  const views = holes.filter(({ form }) => form === VIEW).map(({ view }) => view);
  const operands = [...new Set(holes.filter(isOperand).map(({ operand }) => operand))];
  return {
    name,
    number,
    precedence,
    bits,
    texts,
    starts: [texts[0]!, texts[0]!.replace(/^-/, " -")],
    passes: texts[0] === "" ? AFTER_MINUS : 0,
    holes,
    atoms: /\{f?[abcAB]\}/.test(template),
    names: names.filter((n) => n !== "true" && n !== "undefined"),
    views,
    temporary: holes.some(({ form }) => form === TEMPORARY),
    operands,
    operandBits: operands.reduce((bits, operand) => bits | (1 << operand), 0),
    loose,
    size: views.length > 0 || name.endsWith("_called") ? ACCESS : OPERATOR + texts.length,
  };
}

const isOperand = ({ form }: Hole) => form !== VIEW && form !== MEMORY && form !== TEMPORARY;

/** Marks that are not operands by letter or precedence. */
const MARKS: Readonly<Record<string, Hole["form"]>> = {
  M: MEMORY,
  q: TEMPORARY,
  u: UNSIGNED,
  f: FLIPPED,
};

function holeOf(mark: string, next: number): Hole {
  const hole = (operand: number, form: Hole["form"], precedence: number, view = 0): Hole => ({
    operand,
    form,
    precedence,
    view,
  });
  if (/^m[uhifd]?$/.test(mark)) return hole(2, VIEW, 15, VIEWS.indexOf(mark.slice(1) as ""));
  if (mark === "M" || mark === "q") return hole(2, MARKS[mark]!, 15);
  if (mark === "u" || mark === "f") return hole(next, MARKS[mark]!, mark === "u" ? 10 : 6);
  if (mark === "r") return hole(0, PLAIN, 1);
  if (/^r\d+$/.test(mark)) return hole(0, LOOSE, Number(mark.slice(1)));
  // It stands beside comparisons, too.
  if (mark === "y") return hole(1, PLAIN, 9);
  if (/^f[ab]$/.test(mark)) return hole("ab".indexOf(mark[1]!), FLIPPED, 6);
  if (mark.startsWith("t")) return hole(next, LOOSE, Number(mark.slice(1)));
  const letter = "abcAB".indexOf(mark);
  if (letter >= 3) return hole(letter - 3, UNSIGNED, 10);
  if (letter >= 0) return hole(letter, PLAIN, 15);
  return hole(next, PLAIN, Number(mark));
}

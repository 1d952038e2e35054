// Functions at the border to JavaScript, by signature (JS API 5.6): exported functions convert arguments in and results
// out, adapters of host functions the other way round.

import { EXTERNREF, F32, F64, FUNCREF, type FuncType, I32, I64, type ValType } from "../model/index.ts";
import { classOf } from "./nodes.ts";
import { scratchArray } from "./function-compiler.ts";

/** Notes the tree-level names that a text needs. */
type Use = (name: string) => void;

/** `count` parameter names: a0, a1, …; an i64 inside wasm has a second one, b0, b1, …. */
const parameter = (k: number) => `a${k}`;
const highParameter = (k: number) => `b${k}`;

/** ToWebAssemblyValue: the words of one argument, in order. */
function toWords(type: ValType, value: string, use: Use): string[] {
  if (type === I32) return [`${value}|0`];
  if (type === F64) return [`+${value}`];
  if (type === EXTERNREF) return [value];
  if (type === F32) return needing(use, ["fround"], [`fround(${value})`]);
  if (type === FUNCREF) return needing(use, ["toFunc"], [`toFunc(${value})`]);
  if (type === I64) return needing(use, ["Q64", "W32"], [`(Q64[0]=${value},W32[0])`, "W32[1]"]);
  return needing(use, ["unexposed"], ["unexposed()"]);
}

function needing<T>(use: Use, names: string[], result: T): T {
  names.forEach(use);
  return result;
}

/** ToJSValue of a value whose words are expressions, evaluated in order. */
function fromWords(type: ValType, low: string, high: string, use: Use): string {
  if (type === FUNCREF) return needing(use, ["fromFunc"], `fromFunc(${low})`);
  if (type === I64) return needing(use, ["Q64", "W32"], `(W32[0]=${low},W32[1]=${high},Q64[0])`);
  if (type === I32 || type === F32 || type === F64 || type === EXTERNREF) return low;
  return needing(use, ["unexposed"], "unexposed()");
}

/** Where each result word of a call is: the first is the call itself. */
function resultWords(call: string, results: readonly ValType[], use: Use): { low: string; high: string }[] {
  let word = 0;
  const next = (kind: number) => {
    const array = scratchArray(kind);
    if (word > 0) use(array);
    return word++ === 0 ? call : `${array}[${word - 1}]`;
  };
  return results.map((type) => ({ low: next(classOf(type)), high: type === I64 ? next(0) : "" }));
}

/** What an exported function returns for a call. */
function returned(call: string, results: readonly ValType[], use: Use): string {
  if (results.length === 0) return `${call};`;
  const words = resultWords(call, results, use);
  const values = results.map((type, k) => fromWords(type, words[k]!.low, words[k]!.high, use));
  return `return ${results.length === 1 ? values[0] : `[${values.join(",")}]`};`;
}

/** Parameters and body of an exported function that calls `callee`: `(a0,a1){…}`. */
export function exportedFunction(callee: string, type: FuncType, use: Use): string {
  use("caught");
  const names = type.params.map((_, k) => parameter(k));
  const words = type.params.flatMap((param, k) => toWords(param, parameter(k), use));
  const call = `${callee}(${words.join(",")})`;
  return `(${names.join(",")}){try{${returned(call, type.results, use)}}catch(e){throw caught(e);}}`;
}

/** `func => exported function`, for functions that leave the module otherwise than by an export. */
export function exportMaker(type: FuncType, use: Use): string {
  return `func=>{const f=func.fn;return{[func.index]${exportedFunction("f", type, use)}}[func.index];}`;
}

/** `host function => code`: what wasm calls for an import of this type. */
export function importAdapter(type: FuncType, use: Use): string {
  use("hosted");
  const names = type.params.flatMap((param, k) =>
    param === I64 ? [parameter(k), highParameter(k)] : [parameter(k)],
  );
  const args = type.params.map((param, k) => fromWords(param, parameter(k), highParameter(k), use));
  const body = accepted(`fn(${args.join(",")})`, type.results, use);
  return `fn=>(${names.join(",")})=>{try{${body}}catch(e){throw hosted(e);}}`;
}

/** Takes a host function's result apart. */
function accepted(call: string, results: readonly ValType[], use: Use): string {
  if (results.length === 0) return `${call};`;
  if (results.length === 1)
    return acceptedWords(toWords(results[0]!, "r", use), [results[0]!], `const r=${call};`, use);
  use("listOf");
  const words = results.flatMap((type, k) => toWords(type, `r[${k}]`, use));
  return acceptedWords(words, results, `const r=listOf(${call},${results.length});`, use);
}

/** All conversions first, for any may run code that uses the scratch; then the words go where results are looked for. */
function acceptedWords(words: string[], results: readonly ValType[], start: string, use: Use): string {
  if (words.length === 1) return `${start}return ${words[0]};`;
  const kinds = results.flatMap((type) => (type === I64 ? [0, 0] : [classOf(type)]));
  const names = words.map((_, k) => `w${k}`);
  const rest = names.slice(1).map((name, k) => {
    const array = scratchArray(kinds[k + 1]!);
    use(array);
    return `${array}[${k + 1}]=${name};`;
  });
  const declarations = words.map((word, k) => `${names[k]}=${word}`).join(",");
  return `${start}const ${declarations};${rest.join("")}return w0;`;
}

// Types as text: value types, limits, descriptions of imports and exports, and type definitions.

import {
  ABSTRACT_BIT,
  type CompoundTypeDef,
  type ExternDesc,
  type FuncType,
  type Limits,
  NULL_BIT,
  REF_BIT,
  type TypeDecl,
  type TypeDef,
  type ValType,
  valTypeName,
} from "../model/index.ts";
import { unprintable } from "./errors.ts";
import { nameLiteral } from "./literals.ts";
import { HEAP_BYTES } from "./types.ts";

const heapNames = new Map(Object.entries(HEAP_BYTES).map(([name, byte]) => [byte, name]));

/** A heap type: a byte or a type index. */
export const heapText = (byte: number): string => heapNames.get(byte) ?? String(byte);

export function valTypeText(type: ValType): string {
  if ((type & REF_BIT) === 0) return valTypeName(type);
  const heap = type & ABSTRACT_BIT ? heapText(type & 0xff) : String(type & ~(REF_BIT | NULL_BIT));
  return `(ref ${type & NULL_BIT ? "null " : ""}${heap})`;
}

export function limitsText({ min, max, shared, index64 }: Limits): string {
  return `${index64 ? "i64 " : ""}${min}${max === undefined ? "" : ` ${max}`}${shared ? " shared" : ""}`;
}

/** ` (param …) (result …)`, each left out when it is empty. */
export function signatureText({ params, results }: FuncType): string {
  const part = (word: string, types: readonly ValType[]) =>
    types.length === 0 ? "" : ` (${word} ${types.map(valTypeText).join(" ")})`;
  return part("param", params) + part("result", results);
}

/** What is said of an item after its kind and identifier; `use` writes a type index. */
export function descText(desc: ExternDesc, use: (index: number) => string): string {
  switch (desc.kind) {
    case "table":
      return `${limitsText(desc.type.limits)} ${valTypeText(desc.type.element)}`;
    case "memory":
      return limitsText(desc.type.limits);
    case "global":
      return globalText(desc.type);
    default:
      return `(type ${use(desc.typeIndex)})`;
  }
}

export const globalText = ({ type, mutable }: { type: ValType; mutable: boolean }): string =>
  mutable ? `(mut ${valTypeText(type)})` : valTypeText(type);

/** Types nested deeper are not indented further. */
const MAX_INDENT = 60;

export const indentOf = (depth: number): string => "  ".repeat(Math.min(depth, MAX_INDENT));

/** `(func …)`, `(module …)` or `(instance …)`; `use` writes the type indices of the scope that the type stands in. */
export function typeText(type: TypeDef, use: (index: number) => string, depth: number): string {
  if (type.kind === "func") return `(func${signatureText(type)})`;
  if (type.kind === "opaque") throw unprintable("a type of the GC proposal");
  return compoundText(type, use, depth);
}

function compoundText(
  { kind, scope, decls }: CompoundTypeDef,
  use: (index: number) => string,
  depth: number,
): string {
  if (decls.length === 0) return `(${kind})`;
  const inner = scope === "own" ? String : use;
  const indent = indentOf(depth + 1);
  let types = 0;
  let text = `(${kind}`;
  for (const decl of decls) {
    const number = decl.item === "type" || decl.item === "alias" ? `(;${types++};)` : "";
    text += `\n${indent}${declText(decl, number, inner, depth + 1)}`;
  }
  return `${text})`;
}

function declText(decl: TypeDecl, number: string, use: (index: number) => string, depth: number): string {
  switch (decl.item) {
    case "type":
      return `(type ${number} ${typeText(decl.type, use, depth)})`;
    case "alias":
      if (decl.target.from !== "outer") throw unprintable("an export alias in a type");
      return `(alias outer ${decl.target.depth} ${decl.target.index} (${decl.target.kind} ${number}))`;
    case "import":
      return `(import ${importNames(decl.module, decl.field)} (${decl.desc.kind} ${descText(decl.desc, use)}))`;
    case "export":
      return `(export ${nameLiteral(decl.name)} (${decl.desc.kind} ${descText(decl.desc, use)}))`;
  }
}

export const importNames = (module: string, field: string | undefined): string =>
  field === undefined ? nameLiteral(module) : `${nameLiteral(module)} ${nameLiteral(field)}`;

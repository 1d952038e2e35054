// Writes types, import descriptors, imports and aliases: the mirror of section-types, section-imports and
// section-aliases, and of what only the text format has (typed references, 64-bit and shared limits).

import type { Writer } from "../base/index.ts";
import {
  ABSTRACT_BIT,
  type AliasItem,
  type CompoundTypeDef,
  EXTERN_KINDS,
  type ExternDesc,
  type ExternKind,
  type FuncType,
  type GlobalType,
  type ImportItem,
  type Limits,
  NULL_BIT,
  REF_BIT,
  type TableType,
  type TypeDecl,
  type TypeDef,
  type ValType,
} from "../model/index.ts";
import { EXPORT_ALIAS, OUTER_ALIAS, TYPE_KIND } from "./section-aliases.ts";
import { ONE_LEVEL } from "./section-imports.ts";
import {
  DECL_ALIAS,
  DECL_EXPORT,
  DECL_IMPORT,
  DECL_TYPE,
  FUNC_FORM,
  INSTANCE_FORM,
  MODULE_FORM,
} from "./section-types.ts";

const NULLABLE_REF = 0x63;
const NON_NULL_REF = 0x64;

/** A value type; typed references are unpacked, nullable abstract ones to their one-byte form. */
export function writeValType(to: Writer, type: ValType): void {
  if (!(type & REF_BIT)) to.u8(type);
  else if (type & NULL_BIT && type & ABSTRACT_BIT) to.u8(type & 0xff);
  else {
    to.u8(type & NULL_BIT ? NULLABLE_REF : NON_NULL_REF);
    if (type & ABSTRACT_BIT) to.u8(type & 0xff);
    else to.s32(type & ~(REF_BIT | NULL_BIT));
  }
}

export function writeFuncType(to: Writer, { params, results }: FuncType): void {
  to.u8(FUNC_FORM);
  for (const types of [params, results]) {
    to.u32(types.length);
    for (const type of types) writeValType(to, type);
  }
}

export function writeLimits(to: Writer, { min, max, shared, index64 }: Limits): void {
  to.u8((max === undefined ? 0 : 1) | (shared ? 2 : 0) | (index64 ? 4 : 0)).u32(min);
  if (max !== undefined) to.u32(max);
}

export function writeTableType(to: Writer, { element, limits }: TableType): void {
  writeValType(to, element);
  writeLimits(to, limits);
}

export function writeGlobalType(to: Writer, { type, mutable }: GlobalType): void {
  writeValType(to, type);
  to.u8(mutable ? 1 : 0);
}

export const kindByte = (kind: ExternKind | "type"): number =>
  kind === "type" ? TYPE_KIND : EXTERN_KINDS.indexOf(kind);

/** `importdesc`. */
export function writeDesc(to: Writer, desc: ExternDesc): void {
  to.u8(kindByte(desc.kind));
  if (desc.kind === "table") writeTableType(to, desc.type);
  else if (desc.kind === "memory") writeLimits(to, desc.type.limits);
  else if (desc.kind === "global") writeGlobalType(to, desc.type);
  else if (desc.kind === "tag") to.u8(0).u32(desc.typeIndex);
  else to.u32(desc.typeIndex);
}

export function writeImport(to: Writer, { module, field, desc }: ImportItem): void {
  to.name(module);
  if (field === undefined) to.u8(0).u8(ONE_LEVEL);
  else to.name(field);
  writeDesc(to, desc);
}

export function writeAlias(to: Writer, { target }: AliasItem): void {
  if (target.from === "export")
    to.u8(EXPORT_ALIAS).u32(target.instance).u8(kindByte(target.kind)).name(target.name);
  else to.u8(OUTER_ALIAS).u32(target.depth).u8(kindByte(target.kind)).u32(target.index);
}

/** A type, each module or instance type in the encoding of its own `scope`. */
export function writeType(to: Writer, type: TypeDef): void {
  if (type.kind === "func") writeFuncType(to, type);
  else if (type.kind === "opaque") to.raw(type.bytes);
  else writeCompound(to, type);
}

function writeCompound(to: Writer, { kind, scope, decls }: CompoundTypeDef): void {
  to.u8(kind === "module" ? MODULE_FORM : INSTANCE_FORM);
  if (scope === "own") {
    to.u32(decls.length);
    for (const decl of decls) writeTaggedDecl(to, decl);
  } else {
    if (kind === "module") writeFlatDecls(to, decls, "import");
    writeFlatDecls(to, decls, "export");
  }
}

function writeTaggedDecl(to: Writer, decl: TypeDecl): void {
  if (decl.item === "type") writeType(to.u8(DECL_TYPE), decl.type);
  else if (decl.item === "alias") writeAlias(to.u8(DECL_ALIAS), decl);
  else writeFlatDecl(to.u8(decl.item === "import" ? DECL_IMPORT : DECL_EXPORT), decl);
}

/** The tools' encoding: all imports, then all exports, without tags. */
function writeFlatDecls(to: Writer, decls: readonly TypeDecl[], item: "import" | "export"): void {
  const chosen = decls.filter((decl) => decl.item === item);
  to.u32(chosen.length);
  for (const decl of chosen) writeFlatDecl(to, decl);
}

function writeFlatDecl(to: Writer, decl: TypeDecl): void {
  if (decl.item === "import") writeImport(to, decl);
  else if (decl.item === "export") writeDesc(to.name(decl.name), decl.desc);
}

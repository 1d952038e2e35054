// Module and instance types, and what imports and exports say of an item. In the proposal's encoding such a type has a
// type index space of its own; in that of wasm-tools its types are declared by the module around it.

import { MAX_TYPE_NESTING } from "../base/index.ts";
import type { CompoundTypeDef, ExternDesc, ExternKind, TypeDecl } from "../model/index.ts";
import { A, LPAR, RPAR, STRING } from "./atoms.ts";
import type { Cursor } from "./cursor.ts";
import { noExports, tooDeep } from "./errors.ts";
import { atGcType, gcType } from "./gc-types.ts";
import { locateType, outerIndex, outerScope, typeIndex } from "./indices.ts";
import { type TypeEntry, TypeScope, type TypeSpace } from "./scope.ts";
import { globalType, memoryType, nameAnnotation, signature, tableType, typeUse } from "./types.ts";

const MODULE = A["module"]!;
const INSTANCE = A["instance"]!;
const KINDS = new Map(
  (["func", "table", "memory", "global", "tag", "module", "instance"] as const).map((kind) => [
    A[kind]!,
    kind,
  ]),
);

/** What a type, import or export says of an item, with the identifier it is given. */
export interface NamedDesc {
  readonly desc: ExternDesc;
  readonly id: string | undefined;
  readonly idOffset: number;
  /** The name that an annotation gives. */
  readonly annotated: string | undefined;
}

/** The kind whose keyword is next. */
export const kindAt = (cursor: Cursor, ahead = 0): ExternKind | undefined => KINDS.get(cursor.peek(ahead));

/** `(KIND id? type)`. */
export function externDesc(cursor: Cursor, scope: TypeScope): NamedDesc {
  const kind = kindAt(cursor, 1);
  if (kind === undefined)
    throw cursor.unexpected("(func, (table, (memory, (global, (tag, (module or (instance");
  cursor.pos += 2;
  const idOffset = cursor.offset;
  const id = cursor.id();
  const annotated = nameAnnotation(cursor);
  const desc = descOf(cursor, scope, kind);
  cursor.close();
  return { desc, id, idOffset, annotated };
}

/** The type of an item of a kind, as it stands after the item's identifier. */
export function descOf(cursor: Cursor, scope: TypeScope, kind: ExternKind): ExternDesc {
  switch (kind) {
    case "func":
    case "tag":
      return { kind, typeIndex: typeUse(cursor, scope, ignoreName).index };
    case "table":
      return { kind, type: tableType(cursor, scope) };
    case "memory":
      return { kind, type: memoryType(cursor) };
    case "global":
      return { kind, type: globalType(cursor, scope) };
    default:
      return { kind, typeIndex: compoundUse(cursor, scope, kind) };
  }
}

const ignoreName = () => {};

/** `(type x)`, or declarations, of which a type is made unless an equal one is there. */
function compoundUse(cursor: Cursor, scope: TypeScope, kind: "module" | "instance"): number {
  const { offset } = cursor;
  if (atTypeUse(cursor)) {
    cursor.pos += 2;
    const index = typeIndex(cursor, scope);
    cursor.close();
    return index;
  }
  const { def, inner } = declarations(cursor, scope, kind);
  return scope.inlineCompound(def, inner, offset);
}

/** Whether `(type x)` is next, and no declaration of a type. */
function atTypeUse(cursor: Cursor): boolean {
  if (!cursor.at(A["type"]!)) return false;
  return cursor.peek(3) === RPAR || cursor.peek(2) === A["outer"];
}

/** `(module …)` or `(instance …)` as the definition of a type. */
export function compoundType(
  cursor: Cursor,
  scope: TypeScope,
  kind: "module" | "instance",
  offset: number,
): number {
  const { def, inner } = declarations(cursor, scope, kind);
  return scope.addCompound(def, inner, offset);
}

/** Declarations up to the closing parenthesis, which is left. */
function declarations(cursor: Cursor, scope: TypeScope, kind: "module" | "instance") {
  if (scope.nesting >= MAX_TYPE_NESTING)
    throw tooDeep(cursor.source, cursor.offset, "types", MAX_TYPE_NESTING);
  const inner = new TypeScope(scope, scope.encoding, scope.encoding === "proposal");
  const decls = inner.items as TypeDecl[];
  if (inner.ownSpace) while (cursor.kind !== RPAR) declaration(cursor, inner, kind, decls);
  else hoistingDeclarations(cursor, inner, kind, decls);
  return { def: compoundDef(inner, kind), inner: inner.types };
}

/**
 * Where the module around declares the types, those of imports come after those of everything else, as the tools of
 * 2022 had them.
 */
function hoistingDeclarations(
  cursor: Cursor,
  inner: TypeScope,
  kind: "module" | "instance",
  decls: TypeDecl[],
): void {
  const { pos } = cursor;
  let end = pos;
  for (const imports of [false, true]) {
    cursor.pos = pos;
    while (cursor.kind !== RPAR) {
      if (cursor.at(A["import"]!) === imports) declaration(cursor, inner, kind, decls);
      else if (cursor.kind === LPAR) cursor.skipParen();
      else throw cursor.unexpected("a declaration");
    }
    end = cursor.pos;
  }
  cursor.pos = end;
  decls.sort((a, b) => a.offset - b.offset);
}

const compoundDef = (inner: TypeScope, kind: "module" | "instance"): CompoundTypeDef => ({
  kind,
  scope: inner.ownSpace ? "own" : "enclosing",
  decls: inner.items as TypeDecl[],
});

function declaration(cursor: Cursor, scope: TypeScope, kind: "module" | "instance", decls: TypeDecl[]): void {
  const { offset } = cursor;
  if (cursor.open(A["export"]!)) exportDecl(cursor, scope, decls, offset);
  else if (kind === "module" && cursor.open(A["import"]!)) {
    const module = cursor.name();
    const field = cursor.kind === STRING ? cursor.name() : undefined;
    const { desc } = externDesc(cursor, scope);
    decls.push({ item: "import", offset, module, field, desc });
  } else if (cursor.open(A["type"]!)) typeField(cursor, scope, offset);
  else if (cursor.open(A["alias"]!)) aliasDecl(cursor, scope, offset);
  else
    throw cursor.unexpected(
      kind === "module" ? "(import, (export, (type or (alias" : "(export, (type or (alias",
    );
  cursor.close();
}

/** `"name" desc`, or at zero levels an instance type, whose exports are repeated here. */
function exportDecl(cursor: Cursor, scope: TypeScope, decls: TypeDecl[], offset: number): void {
  if (cursor.kind === STRING) {
    const name = cursor.name();
    const { desc } = externDesc(cursor, scope);
    decls.push({ item: "export", offset, name, desc });
    return;
  }
  const paren = cursor.open(A["type"]!);
  const { target, index } = locateType(cursor, scope);
  if (paren) cursor.close();
  const entry = target?.types.entry(index);
  if (entry?.is !== "compound" || entry.def.kind !== "instance")
    throw noExports(cursor.source, offset, "what is not an instance type");
  for (const decl of entry.def.decls)
    if (decl.item === "export")
      decls.push({
        item: "export",
        offset,
        name: decl.name,
        desc: carry(scope, decl.desc, entry.inner, offset),
      });
}

/** A description whose type indices are of `from`, for use in `scope`. */
function carry(scope: TypeScope, desc: ExternDesc, from: TypeSpace, offset: number): ExternDesc {
  if (!("typeIndex" in desc) || from === scope.types) return desc;
  const entry = from.entry(desc.typeIndex);
  if (entry?.is === "func") return { ...desc, typeIndex: scope.inlineFunc(entry.type, offset) };
  if (entry?.is === "compound") return { ...desc, typeIndex: carryCompound(scope, entry, offset) };
  return desc;
}

function carryCompound(scope: TypeScope, entry: TypeEntry & { is: "compound" }, offset: number): number {
  const inner = new TypeScope(scope, scope.encoding, scope.encoding === "proposal");
  const decls = inner.items as TypeDecl[];
  for (const decl of entry.def.decls)
    if (decl.item === "export" || decl.item === "import")
      decls.push({ ...decl, desc: carry(inner, decl.desc, entry.inner, offset) });
  return scope.inlineCompound(compoundDef(inner, entry.def.kind), inner.types, offset);
}

/** `outer PARENT INDEX (type id?)` in a type. */
function aliasDecl(cursor: Cursor, scope: TypeScope, offset: number): void {
  const { depth, target } = outerScope(cursor, scope);
  const found = outerIndex(cursor, target, "type");
  cursor.expectOpen(A["type"]!);
  const idOffset = cursor.offset;
  const id = cursor.id();
  cursor.close();
  declareType(cursor, scope, idOffset, id, explicitOuter(scope, target, depth, found, offset));
}

/** An outer alias that the text writes out: added even if there is an equal one. */
export function explicitOuter(
  scope: TypeScope,
  target: TypeScope | undefined,
  depth: number,
  index: number,
  offset: number,
): number {
  return depth < 0 ? index : scope.addOuterType(depth, index, target?.types, offset);
}

function declareType(
  cursor: Cursor,
  scope: TypeScope,
  idOffset: number,
  id: string | undefined,
  index: number,
): void {
  scope.explicit.push(index);
  if (id === undefined || scope.typeNames.get(id) !== index) scope.nameType(cursor, idOffset, id, index);
}

/** A type definition after `(type`, its closing parenthesis left; returns its index. */
export function typeField(
  cursor: Cursor,
  scope: TypeScope,
  offset: number,
): { index: number; id: string | undefined } {
  const idOffset = cursor.offset;
  const id = cursor.id();
  const annotated = nameAnnotation(cursor);
  const index = typeDefinition(cursor, scope, offset);
  declareType(cursor, scope, idOffset, id, index);
  return { index, id: annotated ?? id };
}

function typeDefinition(cursor: Cursor, scope: TypeScope, offset: number): number {
  if (atGcType(cursor)) return gcType(cursor, scope, offset);
  if (cursor.open(A["alias"]!)) return invertedAlias(cursor, scope, offset);
  let index: number;
  if (cursor.open(A["func"]!)) index = scope.addFunc(signature(cursor, scope), offset);
  else if (cursor.open(MODULE)) index = compoundType(cursor, scope, "module", offset);
  else if (cursor.open(INSTANCE)) index = compoundType(cursor, scope, "instance", offset);
  else throw cursor.unexpected("a type definition");
  cursor.close();
  return index;
}

/** `outer PARENT INDEX` of `(type id (alias …))`. */
function invertedAlias(cursor: Cursor, scope: TypeScope, offset: number): number {
  const { depth, target } = outerScope(cursor, scope);
  const found = outerIndex(cursor, target, "type");
  cursor.close();
  return explicitOuter(scope, target, depth, found, offset);
}

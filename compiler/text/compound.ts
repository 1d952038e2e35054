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

/**
 * Types nest without bound, so what reads them is a generator that yields the types inside it as generators of their own:
 * `drive` keeps those on a stack that is not the host's.
 */
type Reading = Generator<Reading, number, number>;
type Steps<T> = Generator<Reading, T, number>;

function drive<T>(root: Steps<T>): T {
  const open: Reading[] = [];
  for (let value = 0; ; ) {
    const top = open[open.length - 1];
    const step = (top ?? root).next(value);
    if (!step.done) open.push(step.value);
    else if (top === undefined) return step.value as T;
    else {
      open.pop();
      value = step.value as number;
    }
  }
}

/** `(KIND id? type)`. */
export const externDesc = (cursor: Cursor, scope: TypeScope): NamedDesc =>
  drive(externDescSteps(cursor, scope));

function* externDescSteps(cursor: Cursor, scope: TypeScope): Steps<NamedDesc> {
  const kind = kindAt(cursor, 1);
  if (kind === undefined)
    throw cursor.unexpected("(func, (table, (memory, (global, (tag, (module or (instance");
  cursor.pos += 2;
  const idOffset = cursor.offset;
  const id = cursor.id();
  const annotated = nameAnnotation(cursor);
  const desc = yield* descSteps(cursor, scope, kind);
  cursor.close();
  return { desc, id, idOffset, annotated };
}

/** The type of an item of a kind, as it stands after the item's identifier. */
export const descOf = (cursor: Cursor, scope: TypeScope, kind: ExternKind): ExternDesc =>
  drive(descSteps(cursor, scope, kind));

function* descSteps(cursor: Cursor, scope: TypeScope, kind: ExternKind): Steps<ExternDesc> {
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
      return { kind, typeIndex: yield* compoundUse(cursor, scope, kind) };
  }
}

const ignoreName = () => {};

/** `(type x)`, or declarations, of which a type is made unless an equal one is there. */
function* compoundUse(cursor: Cursor, scope: TypeScope, kind: "module" | "instance"): Steps<number> {
  const { offset } = cursor;
  if (atTypeUse(cursor)) {
    cursor.pos += 2;
    const index = typeIndex(cursor, scope);
    cursor.close();
    return index;
  }
  return yield compoundType(cursor, scope, kind, (def, inner) => scope.inlineCompound(def, inner, offset));
}

/** Whether `(type x)` is next, and no declaration of a type. */
function atTypeUse(cursor: Cursor): boolean {
  if (!cursor.at(A["type"]!)) return false;
  return cursor.peek(3) === RPAR || cursor.peek(2) === A["outer"];
}

/** Declarations up to the closing parenthesis, which is left; `place` puts the type they make into its scope. */
function* compoundType(
  cursor: Cursor,
  scope: TypeScope,
  kind: "module" | "instance",
  place: (def: CompoundTypeDef, inner: TypeSpace) => number,
): Reading {
  if (scope.nesting >= MAX_TYPE_NESTING)
    throw tooDeep(cursor.source, cursor.offset, "types", MAX_TYPE_NESTING);
  const inner = new TypeScope(scope, scope.encoding, scope.encoding === "proposal");
  if (inner.ownSpace) while (cursor.kind !== RPAR) yield* declaration(cursor, inner, kind);
  else yield* hoistingDeclarations(cursor, inner, kind);
  return place(compoundDef(inner, kind), inner.types);
}

/**
 * Where the module around declares the types, those of imports come after those of everything else, as the tools of
 * 2022 had them.
 */
function* hoistingDeclarations(cursor: Cursor, inner: TypeScope, kind: "module" | "instance"): Steps<void> {
  const { pos } = cursor;
  let end = pos;
  for (const imports of [false, true]) {
    cursor.pos = pos;
    while (cursor.kind !== RPAR) {
      if (cursor.at(A["import"]!) === imports) yield* declaration(cursor, inner, kind);
      else if (cursor.kind === LPAR) cursor.skipParen();
      else throw cursor.unexpected("a declaration");
    }
    end = cursor.pos;
  }
  cursor.pos = end;
  inner.items.sort((a, b) => a.offset - b.offset);
}

const compoundDef = (inner: TypeScope, kind: "module" | "instance"): CompoundTypeDef => ({
  kind,
  scope: inner.ownSpace ? "own" : "enclosing",
  decls: inner.items as TypeDecl[],
});

function* declaration(cursor: Cursor, scope: TypeScope, kind: "module" | "instance"): Steps<void> {
  const { offset } = cursor;
  const decls = scope.items as TypeDecl[];
  if (cursor.open(A["export"]!)) yield* exportDecl(cursor, scope, decls, offset);
  else if (kind === "module" && cursor.open(A["import"]!)) {
    const module = cursor.name();
    const field = cursor.kind === STRING ? cursor.name() : undefined;
    const { desc } = yield* externDescSteps(cursor, scope);
    decls.push({ item: "import", offset, module, field, desc });
  } else if (cursor.open(A["type"]!)) yield* typeSteps(cursor, scope, offset);
  else if (cursor.open(A["alias"]!)) aliasDecl(cursor, scope, offset);
  else
    throw cursor.unexpected(
      kind === "module" ? "(import, (export, (type or (alias" : "(export, (type or (alias",
    );
  cursor.close();
}

/** `"name" desc`, or at zero levels an instance type, whose exports are repeated here. */
function* exportDecl(cursor: Cursor, scope: TypeScope, decls: TypeDecl[], offset: number): Steps<void> {
  if (cursor.kind === STRING) {
    const name = cursor.name();
    const { desc } = yield* externDescSteps(cursor, scope);
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
export const typeField = (cursor: Cursor, scope: TypeScope, offset: number): NamedType =>
  drive(typeSteps(cursor, scope, offset));

export interface NamedType {
  readonly index: number;
  /** The name for the name section. */
  readonly id: string | undefined;
}

function* typeSteps(cursor: Cursor, scope: TypeScope, offset: number): Steps<NamedType> {
  const idOffset = cursor.offset;
  const id = cursor.id();
  const annotated = nameAnnotation(cursor);
  const index = yield* typeDefinition(cursor, scope, offset);
  declareType(cursor, scope, idOffset, id, index);
  return { index, id: annotated ?? id };
}

function* typeDefinition(cursor: Cursor, scope: TypeScope, offset: number): Steps<number> {
  if (atGcType(cursor)) return gcType(cursor, scope, offset);
  if (cursor.open(A["alias"]!)) return invertedAlias(cursor, scope, offset);
  const kind = kindAt(cursor, 1);
  if (kind !== "func" && kind !== "module" && kind !== "instance")
    throw cursor.unexpected("a type definition");
  cursor.pos += 2;
  const place = (def: CompoundTypeDef, inner: TypeSpace) => scope.addCompound(def, inner, offset);
  const index =
    kind === "func"
      ? scope.addFunc(signature(cursor, scope), offset)
      : yield compoundType(cursor, scope, kind, place);
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

// Types of the GC proposal: structs, arrays, subtypes and recursive groups. The compiler does not run them, so they go
// into the module as bytes.

import { Writer } from "../base/index.ts";
import type { FuncType } from "../model/index.ts";
import { writeValType } from "../binary/index.ts";
import { A, ID, RPAR } from "./atoms.ts";
import type { Cursor } from "./cursor.ts";
import { duplicateName } from "./errors.ts";
import { typeIndex } from "./indices.ts";
import type { TypeEntry, TypeScope } from "./scope.ts";
import { signature, valType } from "./types.ts";

const FUNC = 0x60;
const STRUCT = 0x5f;
const ARRAY = 0x5e;
const SUB = 0x50;
const SUB_FINAL = 0x4f;
const REC = 0x4e;
const I8 = 0x78;
const I16 = 0x77;

/** Whether the definition that is next is one of GC's. */
export const atGcType = (cursor: Cursor): boolean =>
  cursor.at(A["sub"]!) || cursor.at(A["struct"]!) || cursor.at(A["array"]!);

/** `(rec (type …)*)`, after its keyword; its types' names are bound already. */
export function recGroup(
  cursor: Cursor,
  scope: TypeScope,
  offset: number,
  bindName: (index: number) => void,
): void {
  const out = new Writer();
  const members: TypeEntry[] = [];
  const first = scope.types.entries.length;
  while (cursor.open(A["type"]!)) {
    cursor.id();
    bindName(first + members.length);
    members.push(subType(cursor, scope, first + members.length, out));
    cursor.close();
  }
  cursor.close();
  const bytes = new Writer().u8(REC).u32(members.length).raw(out.finish()).finish();
  scope.addOpaque({ kind: "opaque", bytes, count: members.length }, members, offset);
}

/** One struct, array or subtype as a type of its own. */
export function gcType(cursor: Cursor, scope: TypeScope, offset: number): number {
  const out = new Writer();
  const member = subType(cursor, scope, scope.types.entries.length, out);
  return scope.addOpaque(opaqueOf(out, member), [member], offset);
}

function opaqueOf(out: Writer, member: TypeEntry) {
  const shared = { kind: "opaque", bytes: out.finish(), count: 1 } as const;
  return member.is === "func" ? { ...shared, func: member.type } : shared;
}

function subType(cursor: Cursor, scope: TypeScope, own: number, out: Writer): TypeEntry {
  if (!cursor.open(A["sub"]!)) return compositeType(cursor, scope, own, out);
  const final = cursor.take(A["final"]!);
  const supers: number[] = [];
  while (cursor.kind !== RPAR && !atComposite(cursor)) supers.push(typeIndex(cursor, scope));
  if (!final || supers.length > 0) {
    out.u8(final ? SUB_FINAL : SUB).u32(supers.length);
    for (const index of supers) out.u32(index);
  }
  const entry = compositeType(cursor, scope, own, out);
  cursor.close();
  return final && supers.length === 0 ? entry : hidden(entry);
}

/** A subtype that is open or has supertypes is not the type that inline uses of its signature mean. */
const hidden = (entry: TypeEntry): TypeEntry => (entry.is === "func" ? { ...entry, distinct: true } : entry);

const atComposite = (cursor: Cursor): boolean =>
  cursor.at(A["func"]!) || cursor.at(A["struct"]!) || cursor.at(A["array"]!);

function compositeType(cursor: Cursor, scope: TypeScope, own: number, out: Writer): TypeEntry {
  if (cursor.open(A["func"]!)) {
    const type = signature(cursor, scope);
    cursor.close();
    writeFuncType(out, type);
    return { is: "func", type };
  }
  if (cursor.open(A["struct"]!)) {
    structType(cursor, scope, own, out);
  } else if (cursor.open(A["array"]!)) {
    out.u8(ARRAY);
    fieldType(cursor, scope, out);
    cursor.close();
  } else throw cursor.unexpected("a function, struct or array type");
  return { is: "opaque" };
}

function writeFuncType(out: Writer, type: FuncType): void {
  out.u8(FUNC);
  for (const list of [type.params, type.results]) {
    out.u32(list.length);
    for (const part of list) writeValType(out, part);
  }
}

function structType(cursor: Cursor, scope: TypeScope, own: number, out: Writer): void {
  const fields = new Writer();
  const names = new Map<string, number>();
  let count = 0;
  while (cursor.open(A["field"]!)) {
    if (cursor.kind === ID) {
      const { offset } = cursor;
      const name = cursor.takeId();
      if (names.has(name)) throw duplicateName(cursor.source, offset, "field", name);
      names.set(name, count++);
      fieldType(cursor, scope, fields);
    } else for (; cursor.kind !== RPAR; count++) fieldType(cursor, scope, fields);
    cursor.close();
  }
  cursor.close();
  out.u8(STRUCT).u32(count).raw(fields.finish());
  scope.types.fields.set(own, names);
}

function fieldType(cursor: Cursor, scope: TypeScope, out: Writer): void {
  const mutable = cursor.open(A["mut"]!);
  if (cursor.take(A["i8"]!)) out.u8(I8);
  else if (cursor.take(A["i16"]!)) out.u8(I16);
  else writeValType(out, valType(cursor, scope));
  if (mutable) cursor.close();
  out.u8(mutable ? 1 : 0);
}

// How definitions begin: an identifier, its annotation, inline exports, and perhaps an inline import.

import { A, CUSTOM, ID, LPAR, NAME, RPAR, STRING } from "./atoms.ts";
import type { Cursor } from "./cursor.ts";
import type { Draft } from "./draft.ts";
import type { IndexSpace } from "./scope.ts";
import { nameAnnotation } from "./types.ts";
import type { ExternKind } from "../model/index.ts";

const EXPORT = A["export"]!;
const IMPORT = A["import"]!;

/** What a definition says of itself before its type. */
export interface Head {
  readonly id: string | undefined;
  readonly idOffset: number;
  readonly annotated: string | undefined;
  /** The name that goes to the name section. */
  readonly name: string | undefined;
  readonly exports: readonly { readonly name: string; readonly offset: number }[];
}

/** Reads identifier, annotation and inline exports. */
export function readHead(cursor: Cursor): Head {
  const idOffset = cursor.offset;
  const id = cursor.id();
  const annotated = nameAnnotation(cursor);
  const exports: { name: string; offset: number }[] = [];
  while (atInlineExport(cursor)) {
    const { offset } = cursor;
    cursor.pos += 2;
    exports.push({ name: cursor.name(), offset });
    cursor.close();
  }
  return { id, idOffset, annotated, name: annotated ?? id, exports };
}

const atInlineExport = (cursor: Cursor): boolean =>
  cursor.at(EXPORT) && cursor.peek(2) === STRING && cursor.peek(3) === RPAR;

/** Whether `(import "a")` or `(import "a" "b")` is next. */
export const atInlineImport = (cursor: Cursor): boolean =>
  cursor.at(IMPORT) &&
  cursor.peek(2) === STRING &&
  (cursor.peek(3) === RPAR || (cursor.peek(3) === STRING && cursor.peek(4) === RPAR));

/** Whether the definition at `token` is an inline import; the cursor stays. */
export function isInlineImport(cursor: Cursor, token: number): boolean {
  const { pos } = cursor;
  cursor.pos = token + 2;
  if (cursor.kind === ID) cursor.pos++;
  if (cursor.kind === NAME) cursor.skipParen();
  while (atInlineExport(cursor)) cursor.pos += 4;
  const found = atInlineImport(cursor);
  cursor.pos = pos;
  return found;
}

/** Adds a definition's inline exports. */
export function exportHead(draft: Draft, head: Head, kind: ExternKind, index: number): void {
  for (const { name, offset } of head.exports) draft.addExport(offset, name, kind, index);
}

/** The identifier at the beginning of a definition, without reading it. */
export function peekId(cursor: Cursor, token: number): { id: string | undefined; offset: number } {
  const { pos } = cursor;
  cursor.pos = token + 2;
  const { offset } = cursor;
  const id = cursor.id();
  cursor.pos = pos;
  return { id, offset };
}

/** Takes the next index among a module's own definitions, and the name. */
export function reserveOwn(cursor: Cursor, space: IndexSpace, token: number): void {
  const { id, offset } = peekId(cursor, token);
  space.nameOwn(cursor, offset, id, space.addOwn());
}

/** Whether a parenthesis of this keyword is a direct part of the one at `token`. */
export function hasPart(cursor: Cursor, token: number, keyword: number): boolean {
  const end = cursor.closing(token);
  for (let at = token + 1; at < end; at++) {
    const kind = cursor.kinds[at]!;
    if (kind === LPAR && cursor.kinds[at + 1] === keyword) return true;
    if (kind === LPAR || kind === CUSTOM || kind === NAME) at = cursor.closing(at);
  }
  return false;
}

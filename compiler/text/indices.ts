// Indices in the text: a number, an identifier, or an inline alias, `(func $i "f")` or `(type outer $P $t)`, which
// adds the alias it needs unless an equal one is there.

import type { ExternKind } from "../model/index.ts";
import { A, ID, LPAR, NUMBER, RPAR, STRING } from "./atoms.ts";
import type { Cursor } from "./cursor.ts";
import { unknownName } from "./errors.ts";
import { ModuleScope, type SpaceName, type TypeScope } from "./scope.ts";

/** Whether an index is next. `keyword` is that of its inline alias. */
export function atIndex(cursor: Cursor, keyword: number): boolean {
  const { kind } = cursor;
  return kind === NUMBER || kind === ID || (kind === LPAR && cursor.peek(1) === keyword && atAlias(cursor));
}

/** Whether the parenthesis that is next is an inline alias, and no type use or definition. */
export function atAlias(cursor: Cursor): boolean {
  const index = cursor.peek(2);
  return (
    index === A["outer"] ||
    ((index === ID || index === NUMBER || index === LPAR) && cursor.peek(3) === STRING)
  );
}

/** An index into one of a module's spaces, types excepted. */
export function index(cursor: Cursor, scope: ModuleScope, space: SpaceName): number {
  const { kind } = cursor;
  if (kind === NUMBER) return cursor.u32();
  if (kind === ID) {
    const { offset } = cursor;
    return scope.spaces[space].lookup(cursor, offset, cursor.takeId());
  }
  if (space === "elem" || space === "data" || !cursor.at(A[space]!))
    throw cursor.unexpected(`a ${space} index`);
  return inlineAlias(cursor, scope, space);
}

/** `(KIND instance "name" …)` or `(KIND outer parent index)`, the cursor at its parenthesis. */
export function inlineAlias(cursor: Cursor, scope: ModuleScope, kind: ExternKind): number {
  cursor.pos += 2;
  const found = cursor.kind === A["outer"] ? outerItem(cursor, scope, kind) : exportPath(cursor, scope, kind);
  cursor.close();
  return found;
}

/** An instance and one or more names: all but the last name instances on the way. */
function exportPath(cursor: Cursor, scope: ModuleScope, kind: ExternKind): number {
  const { offset } = cursor;
  let at = index(cursor, scope, "instance");
  if (cursor.kind !== STRING) throw cursor.unexpected("a string");
  for (;;) {
    const name = cursor.name();
    if (cursor.peek(0) === RPAR) return scope.exportAlias(kind, at, name, offset);
    at = scope.exportAlias("instance", at, name, offset);
  }
}

/** `outer PARENT INDEX` after the keyword of a kind that is no type. */
function outerItem(cursor: Cursor, scope: ModuleScope, kind: ExternKind): number {
  const { offset } = cursor;
  const { depth, target } = outerScope(cursor, scope);
  const found = outerIndex(cursor, target, kind);
  const key = `outer ${kind} ${depth} ${found}`;
  return scope.aliases.get(key) ?? addOuter(scope, kind, depth, target, found, offset);
}

/** Adds an outer alias of an item that is no type. */
export function addOuter(
  scope: ModuleScope,
  kind: ExternKind,
  depth: number,
  target: TypeScope | undefined,
  found: number,
  offset: number,
): number {
  const source = {
    from: "outer",
    scope: target instanceof ModuleScope ? target : undefined,
    index: found,
  } as const;
  return scope.addAlias(kind, { from: "outer", depth, kind, index: found }, source, offset);
}

/** The scope that `outer` and what follows name, and how many binary scopes out it is. */
export function outerScope(
  cursor: Cursor,
  scope: TypeScope,
): { depth: number; target: TypeScope | undefined } {
  cursor.expect(A["outer"]!);
  const { offset } = cursor;
  const name = cursor.id();
  if (name === undefined) return numberedScope(scope, cursor.u32());
  for (let at = scope.parent; at; at = at.parent)
    if (at instanceof ModuleScope && at.moduleName === name) return { depth: scope.depthTo(at), target: at };
  throw unknownName(cursor.source, offset, "enclosing module", name);
}

function numberedScope(scope: TypeScope, depth: number): { depth: number; target: TypeScope | undefined } {
  let target = scope.parent;
  for (let up = depth; up > 0 && target; up--) target = target.parent;
  return { depth: target ? scope.depthTo(target) : depth, target };
}

/** The index after `outer PARENT`, in that scope. */
export function outerIndex(cursor: Cursor, target: TypeScope | undefined, kind: ExternKind | "type"): number {
  if (cursor.kind === NUMBER) return cursor.u32();
  const { offset } = cursor;
  const name = cursor.id();
  if (name === undefined) throw cursor.unexpected(`a ${kind} index`);
  const found =
    kind === "type"
      ? target?.typeNames.get(name)
      : target?.isModule()
        ? target.spaces[kind].find(name)
        : undefined;
  if (found === undefined) throw unknownName(cursor.source, offset, `${kind} of the enclosing module`, name);
  return found;
}

/** A type and the scope it was found in; `target` is absent where the numbers lead out of the tree. */
export interface LocatedType {
  readonly target: TypeScope | undefined;
  readonly depth: number;
  readonly index: number;
}

/** What stands in `(type …)` after the keyword: an index or `outer PARENT INDEX`. Adds nothing. */
export function locateType(cursor: Cursor, scope: TypeScope): LocatedType {
  if (cursor.kind === A["outer"]) {
    const { depth, target } = outerScope(cursor, scope);
    return { depth, target, index: outerIndex(cursor, target, "type") };
  }
  const { offset } = cursor;
  if (cursor.kind === NUMBER) return numberedType(scope, cursor.u32());
  if (cursor.kind === ID) return namedType(cursor, scope, cursor.takeId(), offset);
  throw cursor.unexpected("a type index");
}

/**
 * A type index or `outer PARENT INDEX`. In a module or instance type, what it does not declare is looked up in what
 * encloses it; what is found outside is aliased, once.
 */
export function typeIndex(cursor: Cursor, scope: TypeScope): number {
  const { offset } = cursor;
  const { target, depth, index } = locateType(cursor, scope);
  return target
    ? scope.outerType(target, index, offset)
    : scope.addOuterType(depth, index, undefined, offset);
}

function numberedType(scope: TypeScope, number: number): LocatedType {
  for (let at: TypeScope | undefined = scope; at; at = at.parent) {
    const found = at.isModule() ? number : at.explicit[number];
    if (found !== undefined) return { target: at, depth: scope.depthTo(at), index: found };
    if (at.isModule()) break;
  }
  return { target: scope, depth: -1, index: number };
}

function namedType(cursor: Cursor, scope: TypeScope, name: string, offset: number): LocatedType {
  for (let at: TypeScope | undefined = scope; at; at = at.parent) {
    const found = at.typeNames.get(name);
    if (found !== undefined) return { target: at, depth: scope.depthTo(at), index: found };
    if (at.isModule()) break;
  }
  throw unknownName(cursor.source, offset, "type", name);
}

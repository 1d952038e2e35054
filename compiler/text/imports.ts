// Header items of a module but its types: imports, inline imports, instances, aliases and nested modules. Each takes the
// next index of its kind as it is met.

import type { ArgumentDef, ExternDesc, ExternKind } from "../model/index.ts";
import { A, RPAR, STRING } from "./atoms.ts";
import { descOf, explicitOuter, externDesc, kindAt } from "./compound.ts";
import type { Cursor } from "./cursor.ts";
import type { Draft } from "./draft.ts";
import { exportHead, type Head, readHead } from "./heads.ts";
import { addOuter, atAlias, index, inlineAlias, outerIndex, outerScope } from "./indices.ts";
import type { ModuleScope } from "./scope.ts";
import { shapeOf } from "./shapes.ts";
import { nameAnnotation } from "./types.ts";

const INSTANTIATE = A["instantiate"]!;
const IMPORT = A["import"]!;
const ALIAS = A["alias"]!;
const TYPE = A["type"]!;

/** Adds an import; its item takes the next index of its kind. */
function addImport(
  draft: Draft,
  offset: number,
  module: string,
  field: string | undefined,
  desc: ExternDesc,
): number {
  const { scope } = draft;
  if (field !== undefined) joinImplicit(scope, module, field, desc);
  scope.items.push({
    item: "import",
    offset,
    module,
    field,
    desc,
    section: draft.importSection || undefined,
  });
  const index = scope.spaces[desc.kind].addHeader();
  if ("typeIndex" in desc) scope.noteSource(desc.kind, { from: "type", index: desc.typeIndex });
  return index;
}

/** The first two-level import of a module name makes an implicit instance (LINKING.md, rule 1). */
function joinImplicit(scope: ModuleScope, module: string, field: string, desc: ExternDesc): void {
  let fields = scope.implicit.get(module);
  if (fields === undefined) {
    fields = new Map();
    scope.implicit.set(module, fields);
    scope.spaces.instance.addHeader();
    scope.instances.push({ from: "implicit", fields });
  }
  fields.set(field, shapeOf(desc, scope.types));
}

/** `(import "a" "b"? desc)`, after its keyword. */
export function importField(draft: Draft, offset: number): void {
  const { cursor, scope } = draft;
  const module = cursor.name();
  const field = cursor.kind === STRING ? cursor.name() : undefined;
  const { desc, id, idOffset, annotated } = externDesc(cursor, scope);
  const found = addImport(draft, offset, module, field, desc);
  scope.spaces[desc.kind].nameHeader(cursor, idOffset, id, found);
  draft.noteName(desc.kind, found, annotated ?? id);
  cursor.close();
}

/** `(KIND id? (export "e")* (import "a" "b"?) type)`, after its keyword. */
export function inlineImport(draft: Draft, kind: ExternKind, offset: number): void {
  const { cursor, scope } = draft;
  const head = readHead(cursor);
  cursor.pos += 2;
  const module = cursor.name();
  const field = cursor.kind === STRING ? cursor.name() : undefined;
  cursor.close();
  const desc = descOf(cursor, scope, kind);
  nameItem(draft, head, kind, addImport(draft, offset, module, field, desc));
  cursor.close();
}

/** Names and exports a header item. */
function nameItem(draft: Draft, head: Head, kind: ExternKind, found: number): void {
  draft.scope.spaces[kind].nameHeader(draft.cursor, head.idOffset, head.id, found);
  draft.noteName(kind, found, head.name);
  exportHead(draft, head, kind, found);
}

/** `(instance id? (export "e")* (instantiate …))` or `(instance id? (alias …))`, after its keyword. */
export function instanceField(draft: Draft, offset: number): void {
  const { cursor, scope } = draft;
  const head = readHead(cursor);
  if (cursor.at(ALIAS)) {
    invertedAlias(draft, "instance", head);
    return;
  }
  cursor.expectOpen(INSTANTIATE);
  const module = index(cursor, scope, "module");
  const args: ArgumentDef[] = [];
  while (cursor.kind !== RPAR) args.push(argument(cursor, scope));
  cursor.close();
  scope.items.push({ item: "instance", offset, module, args });
  scope.instances.push({ from: "instantiate", module });
  nameItem(draft, head, "instance", scope.spaces.instance.addHeader());
  cursor.close();
}

/** `(import "name" (KIND index))`; the index may be an inline alias. */
function argument(cursor: Cursor, scope: ModuleScope): ArgumentDef {
  const { offset } = cursor;
  cursor.expectOpen(IMPORT);
  const name = cursor.name();
  const { kind, index } = kindIndex(cursor, scope);
  cursor.close();
  return { name, kind, index, offset };
}

/** `(KIND index)`, or an inline alias, which says the kind too. */
export function kindIndex(cursor: Cursor, scope: ModuleScope): { kind: ExternKind; index: number } {
  const kind = kindAt(cursor, 1);
  if (kind === undefined)
    throw cursor.unexpected("(func, (table, (memory, (global, (tag, (module or (instance");
  if (atAlias(cursor)) return { kind, index: inlineAlias(cursor, scope, kind) };
  cursor.pos += 2;
  const found = index(cursor, scope, kind);
  cursor.close();
  return { kind, index: found };
}

/** What an alias refers to: `outer PARENT INDEX` or `INSTANCE "name" …`, all but the last name on the way. */
function aliasTarget(draft: Draft, readKind: () => ExternKind | "type"): void {
  const { cursor, scope } = draft;
  const { offset } = cursor;
  if (cursor.kind === A["outer"]) {
    outerAlias(draft, readKind, offset);
    return;
  }
  let instance = index(cursor, scope, "instance");
  let name = cursor.name();
  while (cursor.kind === STRING) {
    instance = scope.exportAlias("instance", instance, name, offset);
    name = cursor.name();
  }
  const kind = readKind();
  if (kind === "type") throw cursor.unexpected("a kind that instances export");
  scope.addAlias(kind, { from: "export", instance, kind, name }, { from: "export", instance, name }, offset);
}

function outerAlias(draft: Draft, readKind: () => ExternKind | "type", offset: number): void {
  const { cursor, scope } = draft;
  const { depth, target } = outerScope(cursor, scope);
  const at = cursor.pos++;
  const kind = readKind();
  const after = cursor.pos;
  cursor.pos = at;
  const found = outerIndex(cursor, target, kind);
  cursor.pos = after;
  if (kind === "type") scope.explicit.push(explicitOuter(scope, target, depth, found, offset));
  else addOuter(scope, kind, depth, target, found, offset);
}

/** `(alias target (KIND id?))`, after its keyword. */
export function aliasField(draft: Draft): void {
  const { cursor } = draft;
  let id: string | undefined;
  let idOffset = 0;
  let annotated: string | undefined;
  let kind: ExternKind | "type" = "type";
  aliasTarget(draft, () => {
    kind = cursor.at(TYPE) ? "type" : (kindAt(cursor, 1) ?? "type");
    if (kind === "type" && !cursor.at(TYPE)) throw cursor.unexpected("(KIND");
    cursor.pos += 2;
    idOffset = cursor.offset;
    id = cursor.id();
    annotated = nameAnnotation(cursor);
    cursor.close();
    return kind;
  });
  cursor.close();
  nameAlias(draft, kind, idOffset, id, annotated ?? id);
}

function nameAlias(
  draft: Draft,
  kind: ExternKind | "type",
  idOffset: number,
  id: string | undefined,
  name: string | undefined,
): void {
  const { cursor, scope } = draft;
  if (kind === "type") {
    const found = scope.types.entries.length - 1;
    scope.nameType(cursor, idOffset, id, found);
    if (name !== undefined) draft.names.types.set(found, name);
    return;
  }
  const space = scope.spaces[kind];
  space.nameHeader(cursor, idOffset, id, space.headerCount - 1);
  draft.noteName(kind, space.headerCount - 1, name);
}

/** Whether a definition is an alias the other way round: `(func $f (alias $i "f"))`. */
export function isInvertedAlias(cursor: Cursor, token: number): boolean {
  if (!cursor.tokens.hasAlias) return false;
  const { pos } = cursor;
  cursor.pos = token + 2;
  readHead(cursor);
  // An alias that ends in `(KIND id?)` is a field: the first of a nested module.
  const found = cursor.at(ALIAS) && cursor.kinds[cursor.closing(cursor.pos) - 1] !== RPAR;
  cursor.pos = pos;
  return found;
}

/** `(KIND id? (export "e")* (alias target))`, after its keyword. */
export function invertedAliasField(draft: Draft, kind: ExternKind): void {
  invertedAlias(draft, kind, readHead(draft.cursor));
}

function invertedAlias(draft: Draft, kind: ExternKind, head: Head): void {
  const { cursor, scope } = draft;
  cursor.expectOpen(ALIAS);
  aliasTarget(draft, () => kind);
  cursor.close();
  nameItem(draft, head, kind, scope.spaces[kind].headerCount - 1);
  cursor.close();
}

// A module's own definitions: functions, tables, memories, globals, tags, exports and the start function.

import { MAX_MEMORY_PAGES, Writer } from "../base/index.ts";
import { writeValType } from "../binary/index.ts";
import { Op, type Span, type TableType, type ValType } from "../model/index.ts";
import { A, ID, LPAR, NAME, NUMBER, RPAR, STRING } from "./atoms.ts";
import { type Draft, wholeSpan } from "./draft.ts";
import { duplicateName, severalStarts } from "./errors.ts";
import { exportHead, readHead } from "./heads.ts";
import { kindIndex } from "./imports.ts";
import { index } from "./indices.ts";
import type { SpaceName } from "./scope.ts";
import { elementList } from "./segments.ts";
import {
  addressType,
  atLimits,
  bindName,
  globalType,
  limits,
  type NameBinder,
  refType,
  typeUse,
  valType,
} from "./types.ts";

const LOCAL = A["local"]!;
const ELEM = A["elem"]!;
const DATA = A["data"]!;
const PAGE_SIZE = 65_536;

/** Reads the head of an own definition, which takes the next index of its space. */
function ownHead(draft: Draft, space: Exclude<SpaceName, "elem" | "data">, position: number): number {
  const head = readHead(draft.cursor);
  const found = draft.scope.spaces[space].headerCount + position;
  draft.noteName(space, found, head.name);
  exportHead(draft, head, space, found);
  return found;
}

/** `(func …)` after its keyword. */
export function funcField(draft: Draft): void {
  const { cursor, scope, body } = draft;
  const { offset } = cursor;
  const func = ownHead(draft, "func", draft.functions.length);
  body.reset();
  const names = new Map<number, string>();
  const bind: NameBinder = (at, id, name, offset) => {
    if (id !== undefined && body.locals.has(id)) throw duplicateName(cursor.source, offset, "local", id);
    if (id !== undefined) body.locals.set(id, at);
    names.set(at, name);
  };
  const use = typeUse(cursor, scope, bind);
  locals(draft, use.type?.params.length ?? 0, bind);
  body.instructions();
  cursor.close();
  draft.functions.push({ index: use.index, offset });
  draft.code.push(wholeSpan(body.out.finish()));
  if (names.size > 0) draft.names.locals.set(func, names);
  if (body.labelNames.length > 0) draft.names.labels.set(func, new Map(body.labelNames));
  if (body.hints.length > 0) draft.hints.push({ func, at: body.hints });
}

/** Stands in a list of locals where an empty `(local)` keeps two runs of one type apart. */
const SPLIT: ValType = -1;

/** `(local …)*`, written as runs of one type. */
function locals(draft: Draft, params: number, bind: NameBinder): void {
  const { cursor, scope } = draft;
  const types: ValType[] = [];
  let at = params;
  while (cursor.open(LOCAL)) {
    if (cursor.kind === RPAR) types.push(SPLIT);
    else if (cursor.kind === ID || cursor.kind === NAME) {
      bindName(cursor, at++, cursor.offset, bind);
      types.push(valType(cursor, scope));
    } else for (; cursor.peek(0) !== RPAR; at++) types.push(valType(cursor, scope));
    cursor.close();
  }
  writeLocals(draft.body.out, types);
}

function writeLocals(out: Writer, types: readonly ValType[]): void {
  const runs: { count: number; type: ValType }[] = [];
  for (const type of types) {
    const last = runs[runs.length - 1];
    if (last?.type === type && type !== SPLIT) last.count++;
    else runs.push({ count: 1, type });
  }
  const written = runs.filter(({ type }) => type !== SPLIT);
  out.u32(written.length);
  for (const { count, type } of written) writeValType(out.u32(count), type);
}

/** An expression up to the closing parenthesis, which is left. */
function expression(draft: Draft): Span {
  draft.body.reset();
  draft.body.instructions();
  return wholeSpan(draft.body.out.finish());
}

/** `(table …)` after its keyword: limits and a type, perhaps a first value; or a type and the elements. */
export function tableField(draft: Draft): void {
  const { cursor, scope } = draft;
  const { offset } = cursor;
  const table = ownHead(draft, "table", draft.tables.length);
  if (atLimits(cursor)) {
    const type: TableType = { limits: limits(cursor, true), element: refType(cursor, scope) };
    const init = cursor.kind === RPAR ? undefined : expression(draft);
    draft.tables.push({ offset, type, init });
  } else inlineElements(draft, table, offset);
  cursor.close();
}

/** `i64? reftype (elem …)`: the table is as large as the list. */
function inlineElements(draft: Draft, table: number, offset: number): void {
  const { cursor, scope } = draft;
  const index64 = addressType(cursor);
  const element = refType(cursor, scope);
  cursor.expectOpen(ELEM);
  const items = elementList(draft);
  cursor.close();
  const size = items.form === "funcs" ? items.indices.length : items.exprs.length;
  draft.tables.push({
    offset,
    type: { element, limits: { min: size, max: size, ...(index64 ? { index64 } : {}) } },
  });
  const flags = items.form === "funcs" ? 2 : 6;
  draft.elements.push({ offset, mode: "active", table, at: zero(index64), type: element, items, flags });
}

/** The constant 0 as an expression. */
const zero = (index64: boolean): Span =>
  wholeSpan(
    new Writer(3)
      .u8(Op[index64 ? "i64.const" : "i32.const"])
      .u8(0)
      .u8(Op.end)
      .finish(),
  );

/** `(memory …)` after its keyword: limits, or the data. */
export function memoryField(draft: Draft): void {
  const { cursor } = draft;
  const { offset } = cursor;
  const memory = ownHead(draft, "memory", draft.memories.length);
  if (atLimits(cursor)) draft.memories.push({ offset, type: { limits: limits(cursor, true) } });
  else inlineData(draft, memory, offset);
  cursor.close();
}

function inlineData(draft: Draft, memory: number, offset: number): void {
  const { cursor } = draft;
  const index64 = addressType(cursor);
  cursor.expectOpen(DATA);
  const bytes = cursor.bytes();
  cursor.close();
  const pages = Math.min(Math.ceil(bytes.length / PAGE_SIZE), MAX_MEMORY_PAGES);
  draft.memories.push({
    offset,
    type: { limits: { min: pages, max: pages, ...(index64 ? { index64 } : {}) } },
  });
  const flags = memory === 0 ? 0 : 2;
  draft.data.push({ offset, mode: "active", memory, at: zero(index64), content: wholeSpan(bytes), flags });
}

/** `(global …)` after its keyword. */
export function globalField(draft: Draft): void {
  const { cursor, scope } = draft;
  const { offset } = cursor;
  ownHead(draft, "global", draft.globals.length);
  const type = globalType(cursor, scope);
  draft.globals.push({ offset, type, init: expression(draft) });
  cursor.close();
}

const NO_NAME = () => {};

/** `(tag …)` after its keyword. */
export function tagField(draft: Draft): void {
  const { cursor, scope } = draft;
  const { offset } = cursor;
  ownHead(draft, "tag", draft.tags.length);
  draft.tags.push({ index: typeUse(cursor, scope, NO_NAME).index, offset });
  cursor.close();
}

/** `(export "name" (KIND index))` after its keyword. */
export function exportField(draft: Draft, offset: number): void {
  const { cursor, scope } = draft;
  const name = cursor.name();
  const { kind, index } = kindIndex(cursor, scope);
  draft.addExport(offset, name, kind, index);
  cursor.close();
}

/** Whether an export is at zero levels: an instance instead of a name. */
export const isZeroLevel = (draft: Draft, token: number): boolean => {
  const kind = draft.cursor.kinds[token + 2];
  return kind === ID || kind === NUMBER || (kind === LPAR && draft.cursor.kinds[token + 3] !== STRING);
};

/** `(start index)` after its keyword. */
export function startField(draft: Draft, offset: number): void {
  const { cursor, scope } = draft;
  if (draft.startFunction !== undefined) throw severalStarts(cursor.source, offset);
  draft.startFunction = { index: index(cursor, scope, "func"), offset };
  cursor.close();
}

// Element and data segments. The flags are the smallest that say what the text says; a table that it names is written out.

import { type ElementDef, FUNCREF, type Span, type ValType } from "../model/index.ts";
import { A, ID, LPAR, NUMBER, RPAR, STRING } from "./atoms.ts";
import { type Draft, wholeSpan } from "./draft.ts";
import { atAlias, index, inlineAlias } from "./indices.ts";
import { refType } from "./types.ts";

const DECLARE = A["declare"]!;
const TABLE = A["table"]!;
const MEMORY = A["memory"]!;
const OFFSET_PART = A["offset"]!;
const ITEM = A["item"]!;
const FUNC = A["func"]!;
const REF = A["ref"]!;

/** Bits of the flags: no table is filled (or, with `EXPLICIT`, it is declared only), the table or type is given, expressions. */
const INACTIVE = 1;
const EXPLICIT = 2;
const EXPRESSIONS = 4;

type Items = ElementDef["items"];

/** One folded instruction, or `(offset …)`, as an expression. */
function offsetExpression(draft: Draft, keyword: number): Span {
  const { cursor, body } = draft;
  body.reset();
  if (cursor.open(keyword)) {
    body.instructions();
    cursor.close();
  } else body.foldedExpression();
  return wholeSpan(body.out.finish());
}

/** What follows a list's type: expressions, or function indices where the type is left out or `func`. */
export function elementList(draft: Draft): Items {
  const { cursor } = draft;
  const expressions = cursor.kind === LPAR && !atAlias(cursor);
  return expressions ? expressionList(draft) : functionList(draft);
}

function functionList(draft: Draft): Items {
  const { cursor, scope } = draft;
  const indices: number[] = [];
  while (cursor.kind !== RPAR) indices.push(index(cursor, scope, "func"));
  return { form: "funcs", indices };
}

function expressionList(draft: Draft): Items {
  const exprs: Span[] = [];
  while (draft.cursor.kind !== RPAR) exprs.push(offsetExpression(draft, ITEM));
  return { form: "exprs", exprs };
}

/** `(table x)` or `(memory x)`, or an inline alias; one of table or memory 0 is as good as none. */
function target(draft: Draft, space: "table" | "memory"): number | undefined {
  const { cursor, scope } = draft;
  const keyword = space === "table" ? TABLE : MEMORY;
  if (!cursor.at(keyword)) return undefined;
  if (atAlias(cursor)) return inlineAlias(cursor, scope, space) || undefined;
  cursor.pos += 2;
  const found = index(cursor, scope, space);
  cursor.close();
  return found;
}

/** Whether a reference type is next: what a list of expressions begins with. */
const atRefType = (draft: Draft): boolean => {
  const { cursor } = draft;
  return (
    cursor.at(REF) || (cursor.kind >= A["module"]! && cursor.kind !== FUNC && cursor.word.endsWith("ref"))
  );
};

/** `(elem …)` after its keyword. */
export function elemField(draft: Draft, offset: number): void {
  const { cursor } = draft;
  const id = cursor.id();
  draft.noteName("elem", draft.elements.length, id);
  if (cursor.take(DECLARE)) inactiveElements(draft, "declared", offset);
  else {
    const named = target(draft, "table") ?? oldIndex(draft, "table");
    if (named !== undefined || (cursor.kind === LPAR && !cursor.at(REF)))
      activeElements(draft, named, offset);
    else inactiveElements(draft, "passive", offset);
  }
  cursor.close();
}

/** Before tables had names in segments, the index stood alone. */
function oldIndex(draft: Draft, space: "table" | "memory"): number | undefined {
  const { cursor, scope } = draft;
  const alone = (cursor.kind === NUMBER || cursor.kind === ID) && cursor.peek(1) === LPAR;
  return alone ? index(cursor, scope, space) : undefined;
}

function inactiveElements(draft: Draft, mode: "passive" | "declared", offset: number): void {
  const declared = mode === "declared" ? EXPLICIT : 0;
  const { type, items } = typedList(draft);
  const flags = INACTIVE | declared | (items.form === "exprs" ? EXPRESSIONS : 0);
  draft.elements.push({ offset, mode, table: 0, at: undefined, type, items, flags });
}

/** `func index*` or `reftype expression*`. */
function typedList(draft: Draft): { type: ValType; items: Items } {
  const { cursor, scope } = draft;
  if (cursor.take(FUNC)) return { type: FUNCREF, items: functionList(draft) };
  if (!atRefType(draft)) throw cursor.unexpected("func or a reference type");
  return { type: refType(cursor, scope), items: expressionList(draft) };
}

function activeElements(draft: Draft, named: number | undefined, offset: number): void {
  const { cursor } = draft;
  const at = offsetExpression(draft, OFFSET_PART);
  const typed = cursor.kind === FUNC || atRefType(draft);
  const { type, items } = typed ? typedList(draft) : { type: FUNCREF, items: functionList(draft) };
  const table = named ?? 0;
  const expressions = items.form === "exprs";
  const short = named === undefined && (!expressions || type === FUNCREF);
  const flags = (short ? 0 : EXPLICIT) | (expressions ? EXPRESSIONS : 0);
  draft.elements.push({ offset, mode: "active", table, at, type, items, flags });
}

/** `(data …)` after its keyword. */
export function dataField(draft: Draft, offset: number): void {
  const { cursor } = draft;
  const id = cursor.id();
  draft.noteName("data", draft.data.length, id);
  const named = target(draft, "memory") ?? oldIndex(draft, "memory");
  if (named === undefined && (cursor.kind === STRING || cursor.kind === RPAR)) {
    draft.data.push({
      offset,
      mode: "passive",
      memory: 0,
      at: undefined,
      content: wholeSpan(cursor.bytes()),
      flags: 1,
    });
  } else {
    const at = offsetExpression(draft, OFFSET_PART);
    const memory = named ?? 0;
    const content = wholeSpan(cursor.bytes());
    draft.data.push({ offset, mode: "active", memory, at, content, flags: memory === 0 ? 0 : EXPLICIT });
  }
  cursor.close();
}

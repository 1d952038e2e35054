// Element segments (5.5.12), data segments (5.5.14) and the data count (5.5.16).

import { MAX_DATA_SEGMENTS, MAX_ELEMENT_SEGMENTS, MAX_TABLE_SIZE, type Reader } from "../base/index.ts";
import { type DataDef, type ElementDef, FUNCREF, type Span } from "../model/index.ts";
import { type Context, type Draft, readCount, readExpression, readRefType } from "./context.ts";
import { badElementKind, badSegmentFlags, featureOff } from "./errors.ts";

/** Bits of an element segment's flags: not active, an explicit table (or declared, if not active), expressions. */
export const ELEM_INACTIVE = 1;
export const ELEM_EXPLICIT = 2;
export const ELEM_EXPRESSIONS = 4;

export function readElementSection(context: Context, draft: Draft): void {
  const { reader } = context;
  for (let count = readCount(reader, "element segments", MAX_ELEMENT_SEGMENTS); count > 0; count--)
    draft.elements.push(readElement(context));
}

function readElement(context: Context): ElementDef {
  const { reader } = context;
  const offset = reader.pos;
  const flags = readFlags(context, "element", ELEM_INACTIVE | ELEM_EXPLICIT | ELEM_EXPRESSIONS);
  const inactive = (flags & ELEM_INACTIVE) !== 0;
  const explicit = (flags & ELEM_EXPLICIT) !== 0;
  const mode = !inactive ? "active" : explicit ? "declared" : "passive";
  const table = !inactive && explicit ? reader.u32() : 0;
  const at = inactive ? undefined : readExpression(context);
  // A segment that can say neither table nor mode says no type either: functions.
  const typed = inactive || explicit;
  if (flags & ELEM_EXPRESSIONS) {
    const type = typed ? readRefType(context) : FUNCREF;
    return {
      offset,
      mode,
      table,
      at,
      type,
      items: { form: "exprs", exprs: readExpressions(context) },
      flags,
    };
  }
  if (typed) readElementKind(reader);
  return {
    offset,
    mode,
    table,
    at,
    type: FUNCREF,
    items: { form: "funcs", indices: readFuncs(reader) },
    flags,
  };
}

/** Segment flags; before bulk memory they were an index that had to be zero. */
function readFlags({ reader, features }: Context, what: string, max: number): number {
  const offset = reader.pos;
  const flags = reader.u32();
  if (flags !== 0 && !features.has("bulk-memory"))
    throw featureOff(offset, `an ${what} segment with flags`, "bulk-memory");
  if (flags > max) throw badSegmentFlags(offset, what, flags);
  return flags;
}

function readElementKind(reader: Reader): void {
  const offset = reader.pos;
  const kind = reader.u8();
  if (kind !== 0) throw badElementKind(offset, kind);
}

function readFuncs(reader: Reader): number[] {
  const indices: number[] = [];
  for (let count = readCount(reader, "elements", MAX_TABLE_SIZE); count > 0; count--)
    indices.push(reader.u32());
  return indices;
}

function readExpressions(context: Context): Span[] {
  const exprs: Span[] = [];
  for (let count = readCount(context.reader, "elements", MAX_TABLE_SIZE); count > 0; count--)
    exprs.push(readExpression(context));
  return exprs;
}

/** Flags of a data segment. */
export const DATA_PASSIVE = 1;
export const DATA_EXPLICIT = 2;

export function readDataSection(context: Context, draft: Draft): void {
  const { reader } = context;
  for (let count = readCount(reader, "data segments", MAX_DATA_SEGMENTS); count > 0; count--)
    draft.data.push(readData(context));
}

function readData(context: Context): DataDef {
  const { reader } = context;
  const offset = reader.pos;
  const flags = readFlags(context, "data", DATA_EXPLICIT);
  const memory = flags === DATA_EXPLICIT ? reader.u32() : 0;
  const passive = flags === DATA_PASSIVE;
  const at = passive ? undefined : readExpression(context);
  const size = reader.u32();
  const start = reader.pos;
  reader.skip(size);
  const content = { bytes: reader.bytes, start, end: reader.pos };
  return { offset, mode: passive ? "passive" : "active", memory, at, content, flags };
}

export function readDataCountSection({ reader, features }: Context, draft: Draft): void {
  if (!features.has("bulk-memory")) throw featureOff(reader.pos, "the data count section", "bulk-memory");
  draft.dataCount = readCount(reader, "data segments", MAX_DATA_SEGMENTS);
}

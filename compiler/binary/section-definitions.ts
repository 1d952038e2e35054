// The sections that define items of their own: functions (5.5.6), tables, memories, tags, globals; and the
// exports and the start function, which name them.

import {
  MAX_EXPORTS,
  MAX_FUNCTIONS,
  MAX_GLOBALS,
  MAX_MEMORIES,
  MAX_TABLES,
  MAX_TAGS,
  type Reader,
} from "../base/index.ts";
import {
  type Context,
  type Draft,
  readCount,
  readExpression,
  readIndex,
  readLimits,
  readRefType,
  requireTags,
} from "./context.ts";
import { featureUnbuilt } from "./errors.ts";
import { readGlobalType, readKind, readTagType } from "./section-imports.ts";

export function readFunctionSection({ reader }: Context, draft: Draft): void {
  for (let count = readCount(reader, "functions", MAX_FUNCTIONS); count > 0; count--)
    draft.functions.push(readIndex(reader));
}

/** Begins a table with an initial value (function-references). */
const TABLE_WITH_INIT = 0x40;

export function readTableSection(context: Context, draft: Draft): void {
  const { reader } = context;
  for (let count = readCount(reader, "tables", MAX_TABLES); count > 0; count--) {
    const offset = reader.pos;
    if (!reader.done && reader.bytes[offset] === TABLE_WITH_INIT)
      throw featureUnbuilt(offset, "function-references");
    draft.tables.push({
      offset,
      type: { element: readRefType(context), limits: readLimits(reader, "table") },
    });
  }
}

export function readMemorySection({ reader }: Context, draft: Draft): void {
  for (let count = readCount(reader, "memories", MAX_MEMORIES); count > 0; count--)
    draft.memories.push({ offset: reader.pos, type: { limits: readLimits(reader, "memory") } });
}

export function readTagSection(context: Context, draft: Draft): void {
  const { reader } = context;
  requireTags(context, reader.pos);
  for (let count = readCount(reader, "tags", MAX_TAGS); count > 0; count--) draft.tags.push(readTag(reader));
}

const readTag = (reader: Reader) => ({ offset: reader.pos, index: readTagType(reader) });

export function readGlobalSection(context: Context, draft: Draft): void {
  const { reader } = context;
  for (let count = readCount(reader, "globals", MAX_GLOBALS); count > 0; count--)
    draft.globals.push({ offset: reader.pos, type: readGlobalType(context), init: readExpression(context) });
}

export function readExportSection(context: Context, draft: Draft): void {
  const { reader } = context;
  for (let count = readCount(reader, "exports", MAX_EXPORTS); count > 0; count--)
    draft.exports.push({
      offset: reader.pos,
      name: reader.name(),
      kind: readKind(context, "export"),
      index: reader.u32(),
    });
}

export function readStartSection({ reader }: Context, draft: Draft): void {
  draft.startFunction = readIndex(reader);
}

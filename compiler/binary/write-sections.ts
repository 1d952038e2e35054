// Writes the items of each section, by section id: the mirror of the `section-*` files.

import type { Writer } from "../base/index.ts";
import type {
  ArgumentDef,
  BodyDef,
  DataDef,
  ElementDef,
  ExportDef,
  GlobalDef,
  HeaderItem,
  IndexUse,
  ModuleDef,
  Span,
  TableDef,
} from "../model/index.ts";
import { INSTANTIATE } from "./section-aliases.ts";
import { DATA_EXPLICIT, ELEM_EXPLICIT, ELEM_INACTIVE } from "./section-segments.ts";
import {
  kindByte,
  writeAlias,
  writeGlobalType,
  writeImport,
  writeLimits,
  writeTableType,
  writeType,
  writeValType,
} from "./write-types.ts";

/** Section ids of header items. */
export const HEADER_IDS: Readonly<Record<HeaderItem["item"], number>> = {
  type: 1,
  import: 2,
  module: 14,
  instance: 15,
  alias: 16,
};

/** Writes a header item; `nested` gives the bytes of modules. */
export function writeHeaderItem(
  to: Writer,
  item: HeaderItem,
  nested: ReadonlyMap<ModuleDef, Uint8Array>,
): void {
  if (item.item === "type") writeType(to, item.type);
  else if (item.item === "import") writeImport(to, item);
  else if (item.item === "module") to.sized(nested.get(item.module)!);
  else if (item.item === "alias") writeAlias(to, item);
  else writeArguments(to.u8(INSTANTIATE).u32(item.module), item.args);
}

function writeArguments(to: Writer, args: readonly ArgumentDef[]): void {
  to.u32(args.length);
  for (const { name, kind, index } of args) to.name(name).u8(kindByte(kind)).u32(index);
}

/** A section after the header: its id and its items; nothing is written of an empty one. */
export interface DefinitionSection {
  readonly id: number;
  readonly write: (to: Writer, module: ModuleDef) => boolean;
}

/** A section that is a vector. */
const vector = <T>(
  id: number,
  items: (module: ModuleDef) => readonly T[],
  write: (to: Writer, item: T) => void,
): DefinitionSection => ({
  id,
  write(to, module) {
    const list = items(module);
    if (list.length === 0) return false;
    to.u32(list.length);
    for (const item of list) write(to, item);
    return true;
  },
});

/** A section that is one number, or absent. */
const single = (id: number, value: (module: ModuleDef) => number | undefined): DefinitionSection => ({
  id,
  write(to, module) {
    const number = value(module);
    if (number === undefined) return false;
    to.u32(number);
    return true;
  },
});

/** The sections after the header, in the order of the binary format. */
export const DEFINITION_SECTIONS: readonly DefinitionSection[] = [
  vector(3, (module) => module.functions, writeIndex),
  vector(4, (module) => module.tables, writeTable),
  vector(
    5,
    (module) => module.memories,
    (to, { type }) => writeLimits(to, type.limits),
  ),
  vector(
    13,
    (module) => module.tags,
    (to, { index }) => to.u8(0).u32(index),
  ),
  vector(6, (module) => module.globals, writeGlobal),
  vector(7, (module) => module.exports, writeExport),
  single(8, (module) => module.startFunction?.index),
  vector(9, (module) => module.elements, writeElement),
  single(12, (module) => module.dataCount),
  vector(10, (module) => module.code, writeSized),
  vector(11, (module) => module.data, writeData),
];

function writeIndex(to: Writer, { index }: IndexUse): void {
  to.u32(index);
}

const bytesOf = ({ bytes, start, end }: Span) => bytes.subarray(start, end);

function writeSpan(to: Writer, span: Span): void {
  to.raw(bytesOf(span));
}

function writeSized(to: Writer, body: BodyDef): void {
  to.sized(bytesOf(body));
}

const TABLE_WITH_INIT = [0x40, 0x00] as const;

function writeTable(to: Writer, { type, init }: TableDef): void {
  if (init !== undefined) for (const byte of TABLE_WITH_INIT) to.u8(byte);
  writeTableType(to, type);
  if (init !== undefined) writeSpan(to, init);
}

function writeGlobal(to: Writer, { type, init }: GlobalDef): void {
  writeGlobalType(to, type);
  writeSpan(to, init);
}

function writeExport(to: Writer, { name, kind, index }: ExportDef): void {
  to.name(name).u8(kindByte(kind)).u32(index);
}

function writeElement(to: Writer, { flags, table, at, type, items }: ElementDef): void {
  to.u32(flags);
  if (!(flags & ELEM_INACTIVE) && flags & ELEM_EXPLICIT) to.u32(table);
  if (at !== undefined) writeSpan(to, at);
  const typed = (flags & (ELEM_INACTIVE | ELEM_EXPLICIT)) !== 0;
  if (items.form === "exprs") {
    if (typed) writeValType(to, type);
    to.u32(items.exprs.length);
    for (const expr of items.exprs) writeSpan(to, expr);
    return;
  }
  if (typed) to.u8(0);
  to.u32(items.indices.length);
  for (const index of items.indices) to.u32(index);
}

function writeData(to: Writer, { flags, memory, at, content }: DataDef): void {
  to.u32(flags);
  if (flags === DATA_EXPLICIT) to.u32(memory);
  if (at !== undefined) writeSpan(to, at);
  to.sized(bytesOf(content));
}

// Makes a library movable from within: its bases are imported as mutable globals, which a glue module sets when it has
// allocated them, in place of constants, which only JavaScript could make of what an allocator returns. Segments that
// begin at a base become code of the start function. Bodies stay as they are: `global.get` reads either kind.

import { Writer } from "../base/index.ts";
import { NAME_SECTION } from "../binary/index.ts";
import {
  type ExternKind,
  type FuncType,
  type GlobalDef,
  type HeaderItem,
  type ImportItem,
  type ModuleDef,
  type Span,
  signatureOf,
} from "../model/index.ts";
import {
  instructions,
  passiveData,
  passiveElement,
  writeMemoryInit,
  writeTableInit,
} from "../transform/index.ts";
import { readOffset } from "./offsets.ts";
import { BASES, RELOCATIONS } from "./symbols.ts";

/**
 * The library as it is nested in a linked module. It imports memory and table of any size, since both grow before it
 * is instantiated.
 */
export function movable(def: ModuleDef): ModuleDef {
  const header = def.header.map((item) => (item.item === "import" ? movableImport(item) : item));
  const elements = def.elements.map((element) => isMoved(element.at) && element.mode === "active");
  const data = def.data.map((segment) => isMoved(segment.at) && segment.mode === "active");
  const body = startBody(def, elements, data);
  return withStart({ ...def, header, exports: exportsOf(def) }, body, {
    globals: def.globals.map((global) => (isMoved(global.init) ? lateGlobal(global) : global)),
    elements: def.elements.map((element, index) => (elements[index] ? passiveElement(element) : element)),
    data: def.data.map((segment, index) => (data[index] ? passiveData(segment) : segment)),
    dataCount: def.data.length > 0 ? def.data.length : undefined,
  });
}

/** Whether a constant expression counts from a base, or from any other global that is imported. */
const isMoved = (at: Span | undefined): boolean => at !== undefined && readOffset(at)?.global !== undefined;

/** Addresses that the library itself keeps, in LLVM 16 and later: they are set when the bases are known. */
const lateGlobal = ({ type, offset }: GlobalDef): GlobalDef => ({
  type: { ...type, mutable: true },
  init: { bytes: ZERO, start: 0, end: ZERO.length },
  offset,
});

function movableImport(item: ImportItem): ImportItem {
  const { desc, module, field } = item;
  if (desc.kind === "memory") return { ...item, desc: { ...desc, type: { limits: { min: 0 } } } };
  if (desc.kind === "table")
    return { ...item, desc: { ...desc, type: { ...desc.type, limits: { min: 0 } } } };
  if (desc.kind === "global" && module === "env" && BASES.has(field ?? ""))
    return { ...item, desc: { ...desc, type: { ...desc.type, mutable: true } } };
  return item;
}

const NO_LOCALS = 0;
const CALL = 0x10;
const GLOBAL_SET = 0x24;
const END = 0x0b;
/** `i32.const 0 end` */
const ZERO = Uint8Array.of(0x41, 0, END);

const importsOf = ({ header }: ModuleDef, kind: ExternKind): number =>
  header.filter((item) => item.item === "import" && item.desc.kind === kind).length;

/**
 * LLVM 14 makes the relocations of data the start function, which runs before the addresses are known; later versions
 * export it. Here it is exported, as the linker is to call it.
 */
function relocationsIn({ startFunction, exports, data }: ModuleDef): number | undefined {
  const isExported = exports.some(({ name }) => name === RELOCATIONS);
  return isExported || data.some(({ mode }) => mode === "passive") ? undefined : startFunction?.index;
}

function exportsOf(def: ModuleDef): ModuleDef["exports"] {
  const index = relocationsIn(def);
  if (index === undefined) return def.exports;
  return [...def.exports, { name: RELOCATIONS, kind: "func", index, offset: 0 }];
}

/** Sets late globals, applies the moved segments, then does what the start function did. */
function startBody(def: ModuleDef, elements: readonly boolean[], data: readonly boolean[]): Span {
  const to = new Writer().u8(NO_LOCALS);
  for (const [index, { init }] of def.globals.entries())
    if (isMoved(init))
      to.raw(instructions(init))
        .u8(GLOBAL_SET)
        .u32(importsOf(def, "global") + index);
  for (const [index, element] of def.elements.entries())
    if (elements[index]) writeTableInit(to, element, index);
  for (const [index, segment] of def.data.entries()) if (data[index]) writeMemoryInit(to, segment, index);
  if (def.startFunction !== undefined && relocationsIn(def) === undefined)
    to.u8(CALL).u32(def.startFunction.index);
  const bytes = to.u8(END).finish();
  return { bytes, start: 0, end: bytes.length };
}

const NOTHING: FuncType = { kind: "func", params: [], results: [] };

function withStart(def: ModuleDef, body: Span, segments: Partial<ModuleDef>): ModuleDef {
  const types = def.header.flatMap((item) => (item.item === "type" ? [item.type] : []));
  const known = types.findIndex((type) => type.kind === "func" && signatureOf(type) === signatureOf(NOTHING));
  const added: HeaderItem[] = known < 0 ? [{ item: "type", offset: 0, type: NOTHING }] : [];
  return {
    ...def,
    ...segments,
    header: added.length > 0 ? insertType(def.header, added) : def.header,
    // What the others say, `dylink.0` and debugging information, is no longer so.
    customs: def.customs.filter(({ name }) => name === NAME_SECTION),
    functions: [...def.functions, { index: known < 0 ? types.length : known, offset: 0 }],
    code: [...def.code, body],
    startFunction: { index: importsOf(def, "func") + def.functions.length, offset: 0 },
  };
}

/** Behind the other types, and before the imports. */
function insertType(header: readonly HeaderItem[], added: readonly HeaderItem[]): HeaderItem[] {
  const at = header.findLastIndex(({ item }) => item === "type") + 1;
  return [...header.slice(0, at), ...added, ...header.slice(at)];
}

// The module being read: the lists that its fields fill, and the names for its name section.

import { encodeNames, type ModuleNames, NAME_SECTION, noNames } from "../binary/index.ts";
import type {
  BodyDef,
  CustomSection,
  DataDef,
  ElementDef,
  ExportDef,
  ExternKind,
  GlobalDef,
  HeaderItem,
  IndexUse,
  MemoryDef,
  ModuleDef,
  Span,
  TableDef,
} from "../model/index.ts";
import { BodyParser } from "./body.ts";
import type { Cursor } from "./cursor.ts";
import type { ModuleScope, SpaceName } from "./scope.ts";

/** Where names of an index space go. */
const NAME_MAPS = {
  func: "funcs",
  table: "tables",
  memory: "memories",
  global: "globals",
  tag: "tags",
  module: "modules",
  instance: "instances",
  elem: "elems",
  data: "data",
} as const satisfies Record<SpaceName, keyof ModuleNames>;

/** A custom section's place: by count of sections, or by the section it follows. */
export interface PlacedCustom {
  readonly name: string;
  readonly offset: number;
  readonly content: Uint8Array;
  readonly after: number;
  readonly place: number;
}

/** The last section of a module. */
const LAST = 11;
/** Any count of sections that no module has: the place alone decides. */
export const BY_PLACE = -1;

export const wholeSpan = (bytes: Uint8Array): Span => ({ bytes, start: 0, end: bytes.length });

export class Draft {
  readonly cursor: Cursor;
  readonly scope: ModuleScope;
  readonly body: BodyParser;
  readonly functions: IndexUse[] = [];
  readonly tables: TableDef[] = [];
  readonly memories: MemoryDef[] = [];
  readonly tags: IndexUse[] = [];
  readonly globals: GlobalDef[] = [];
  readonly exports: ExportDef[] = [];
  readonly elements: ElementDef[] = [];
  readonly code: BodyDef[] = [];
  readonly data: DataDef[] = [];
  readonly customs: PlacedCustom[] = [];
  readonly hints: { readonly func: number; readonly at: readonly { offset: number; value: Uint8Array }[] }[] =
    [];
  /** Breaks between import sections so far. */
  importSection = 0;
  startFunction: IndexUse | undefined;
  readonly names = noNames();

  constructor(cursor: Cursor, scope: ModuleScope) {
    this.cursor = cursor;
    this.scope = scope;
    this.body = new BodyParser(cursor, scope);
  }

  /** Notes the name of an item for the name section. */
  noteName(space: SpaceName, index: number, name: string | undefined): void {
    if (name !== undefined) this.names[NAME_MAPS[space]].set(index, name);
  }

  addExport(offset: number, name: string, kind: ExternKind, index: number): void {
    this.exports.push({ offset, name, kind, index });
  }

  /** The module that was read. Types come first unless the header interleaves. */
  finish(path: string, interleaved: boolean): ModuleDef {
    const { scope, functions, tables, memories, tags, globals, startFunction, elements, code, data } = this;
    const header = scope.items as HeaderItem[];
    this.exports.sort((a, b) => a.offset - b.offset);
    scope.exports = this.exports;
    return {
      ...wholeSpan(new Uint8Array(0)),
      path,
      header: interleaved
        ? joinImports(header)
        : [...header.filter(isType), ...header.filter((item) => !isType(item))],
      functions,
      tables,
      memories,
      tags,
      globals,
      exports: this.exports,
      startFunction,
      elements,
      dataCount: scope.usesData ? data.length : undefined,
      code,
      data,
      customs: this.allCustoms(),
      linkingSection: -1,
    };
  }

  private allCustoms(): CustomSection[] {
    const customs = this.customs.map((custom) => ({ ...custom, content: wholeSpan(custom.content) }));
    const names = encodeNames(this.names);
    if (names.length > 0)
      customs.push({
        name: NAME_SECTION,
        offset: 0,
        content: wholeSpan(names),
        after: BY_PLACE,
        place: LAST,
      });
    return customs;
  }
}

const isType = (item: HeaderItem) => item.item === "type";

/**
 * Types that stand between two-level imports of one module name go before them: such imports form one implicit instance,
 * which a second import section cannot extend (LINKING.md, rule 1).
 */
function joinImports(header: readonly HeaderItem[]): HeaderItem[] {
  const joined: HeaderItem[] = [];
  let types: HeaderItem[] = [];
  for (const item of header) {
    if (isType(item)) {
      types.push(item);
      continue;
    }
    joined.splice(types.length > 0 ? placeOfTypes(joined, item) : joined.length, 0, ...types);
    types = [];
    joined.push(item);
  }
  return [...joined, ...types];
}

/** Where types go that come right before `next`: ahead of the imports that it continues, or at the end. */
function placeOfTypes(items: readonly HeaderItem[], next: HeaderItem): number {
  let at = items.length;
  const continues = (item: HeaderItem | undefined) =>
    item?.item === "import" &&
    next.item === "import" &&
    item.field !== undefined &&
    next.field !== undefined &&
    item.module === next.module;
  while (continues(items[at - 1])) at--;
  return at;
}

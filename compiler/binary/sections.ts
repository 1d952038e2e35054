// The sections of a module as data: id, name, place in the order, and reader. Which may repeat is for `decode`.

import type { Reader } from "../base/index.ts";
import type { Context, Draft } from "./context.ts";
import { readAliasSection, readInstanceSection } from "./section-aliases.ts";
import { readCodeSection } from "./section-code.ts";
import {
  readExportSection,
  readFunctionSection,
  readGlobalSection,
  readMemorySection,
  readStartSection,
  readTableSection,
  readTagSection,
} from "./section-definitions.ts";
import { readImportSection } from "./section-imports.ts";
import { readDataCountSection, readDataSection, readElementSection } from "./section-segments.ts";
import { readTypeSection } from "./section-types.ts";

export interface Section {
  readonly name: string;
  /** Place in the order of core WebAssembly; linking's sections stand before all others. */
  readonly order: number;
  /** Absent for the module section, whose modules `decode` reads one by one. */
  readonly read?: (context: Context, draft: Draft) => void;
}

export const CUSTOM_ID = 0;
export const MODULE_ID = 14;

/** The order of the function section: what comes before may repeat and interleave where linking is used. */
export const FIRST_DEFINITION = 3;
const LINKING_ORDER = 0;

/** By section id. */
export const SECTIONS: Readonly<Record<number, Section>> = {
  1: { name: "type", order: 1, read: readTypeSection },
  2: { name: "import", order: 2, read: readImportSection },
  3: { name: "function", order: FIRST_DEFINITION, read: readFunctionSection },
  4: { name: "table", order: 4, read: readTableSection },
  5: { name: "memory", order: 5, read: readMemorySection },
  13: { name: "tag", order: 6, read: readTagSection },
  6: { name: "global", order: 7, read: readGlobalSection },
  7: { name: "export", order: 8, read: readExportSection },
  8: { name: "start", order: 9, read: readStartSection },
  9: { name: "element", order: 10, read: readElementSection },
  12: { name: "data count", order: 11, read: readDataCountSection },
  10: { name: "code", order: 12, read: readCodeSection },
  11: { name: "data", order: 13, read: readDataSection },
  [MODULE_ID]: { name: "module", order: LINKING_ORDER },
  15: { name: "instance", order: LINKING_ORDER, read: readInstanceSection },
  16: { name: "alias", order: LINKING_ORDER, read: readAliasSection },
};

/** Sections of module linking alone. */
export const isLinkingSection = (section: Section): boolean => section.order === LINKING_ORDER;

/** A custom section (5.5.3): its name must be UTF-8, the rest is free. */
export function readCustomSection(
  reader: Reader,
  draft: Draft,
  offset: number,
  after: number,
  place: number,
): void {
  const name = reader.name();
  const content = { bytes: reader.bytes, start: reader.pos, end: reader.end };
  reader.pos = reader.end;
  draft.customs.push({ name, offset, content, after, place });
}

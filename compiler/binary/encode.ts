// Writes a module tree as a binary, in either encoding. What was decoded from shortest forms comes out as it was:
// header items of one kind in a row make one section, empty sections are not written, customs keep their places.

import { Writer } from "../base/index.ts";
import type { CustomSection, HeaderItem, ModuleDef } from "../model/index.ts";
import type { Encoding } from "./context.ts";
import { convertEncoding } from "./convert.ts";
import { PREAMBLE } from "./decode.ts";
import { CUSTOM_ID, SECTIONS } from "./sections.ts";
import { foldModules } from "./tree.ts";
import { DEFINITION_SECTIONS, HEADER_IDS, writeHeaderItem } from "./write-sections.ts";

export interface EncodeOptions {
  readonly encoding: Encoding;
}

/**
 * The bytes of a module and all nested in it. Bodies and constant expressions are copied, unless types have to be
 * added for the encoding.
 * @throws MortiseError `cannot-convert-encoding` if a type of the module has no form in the encoding
 */
export const encodeModule = (module: ModuleDef, { encoding }: EncodeOptions): Uint8Array =>
  foldModules(convertEncoding(module, encoding), encodeOne);

interface WrittenSection {
  readonly id: number;
  readonly content: Uint8Array;
}

function encodeOne(module: ModuleDef, nested: ReadonlyMap<ModuleDef, Uint8Array>): Uint8Array {
  const sections = [...headerSections(module.header, nested), ...definitionSections(module)];
  const customs = placeCustoms(module.customs, sections);
  const to = new Writer(module.end - module.start + 64);
  for (const byte of PREAMBLE) to.u8(byte);
  for (let count = 0; count <= sections.length; count++) {
    const section = sections[count - 1];
    if (section !== undefined) to.u8(section.id).sized(section.content);
    for (const custom of customs[count]!) writeCustom(to, custom);
  }
  return to.finish();
}

function headerSections(
  header: readonly HeaderItem[],
  nested: ReadonlyMap<ModuleDef, Uint8Array>,
): WrittenSection[] {
  const sections: WrittenSection[] = [];
  for (let start = 0, end = 0; start < header.length; start = end) {
    const kind = header[start]!.item;
    while (end < header.length && inOneSection(header[start]!, header[end]!)) end++;
    const to = new Writer().u32(end - start);
    for (const item of header.slice(start, end)) writeHeaderItem(to, item, nested);
    sections.push({ id: HEADER_IDS[kind], content: to.finish() });
  }
  return sections;
}

/** Import sections are not joined: a second one cannot extend an implicit instance (LINKING.md, rule 1). */
const inOneSection = (a: HeaderItem, b: HeaderItem): boolean =>
  a.item === "import" && b.item === "import" ? a.section === b.section : a.item === b.item;

function definitionSections(module: ModuleDef): WrittenSection[] {
  const sections: WrittenSection[] = [];
  for (const { id, write } of DEFINITION_SECTIONS) {
    const to = new Writer();
    if (write(to, module)) sections.push({ id, content: to.finish() });
  }
  return sections;
}

/** The customs that stand after the first n sections, for each n. */
function placeCustoms(
  customs: readonly CustomSection[],
  sections: readonly WrittenSection[],
): CustomSection[][] {
  const places: CustomSection[][] = Array.from({ length: sections.length + 1 }, () => []);
  for (const custom of customs) places[placeOf(custom, sections)]!.push(custom);
  return places;
}

/** By count, if the section there is still the one it followed; else after the last that belongs before it. */
function placeOf({ after, place }: CustomSection, sections: readonly WrittenSection[]): number {
  const idAt = after === 0 ? CUSTOM_ID : sections[after - 1]?.id;
  if (idAt === place) return after;
  const order = SECTIONS[place]?.order ?? -1;
  return sections.findLastIndex(({ id }) => SECTIONS[id]!.order <= order) + 1;
}

function writeCustom(to: Writer, { name, content }: CustomSection): void {
  const bytes = new Writer().name(name).raw(content.bytes.subarray(content.start, content.end)).finish();
  to.u8(CUSTOM_ID).sized(bytes);
}

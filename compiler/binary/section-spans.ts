// Where the sections of a binary are, without reading what is in them.

import { Reader } from "../base/index.ts";
import type { ModuleDef } from "../model/index.ts";
import { CUSTOM_ID, SECTIONS } from "./sections.ts";

export interface SectionSpan {
  /** `code`, or of a custom section its name in quotes. */
  readonly name: string;
  /** Its bytes, id and size included, count from the start of the root binary. */
  readonly start: number;
  readonly end: number;
}

const PREAMBLE = 8;

/** The sections of a module that was decoded from a binary, in their order; those of modules in it are within its own. */
export function sectionSpans({ bytes, start, end }: ModuleDef): SectionSpan[] {
  const reader = new Reader(bytes, start + PREAMBLE, end);
  const spans: SectionSpan[] = [];
  while (!reader.done) {
    const from = reader.pos;
    const id = reader.u8();
    const size = reader.u32();
    const content = reader.pos;
    const name = id === CUSTOM_ID ? JSON.stringify(reader.name()) : (SECTIONS[id]?.name ?? String(id));
    reader.pos = content + size;
    spans.push({ name, start: from, end: reader.pos });
  }
  return spans;
}

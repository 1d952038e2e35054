// Decodes a binary into a module tree: preambles, the order of sections, nested modules, and the choice of encoding.
// Function bodies stay spans of bytes, constant expressions are decoded but not judged, and indices are not checked.

import {
  type Features,
  MAX_MODULE_NESTING,
  MAX_MODULE_SIZE,
  MAX_NESTED_MODULES,
  MortiseError,
} from "../base/index.ts";
import type { ModuleDef } from "../model/index.ts";
import { type Context, type Draft, type Encoding, newContext, newDraft, readCount } from "./context.ts";
import {
  badMagic,
  badSectionId,
  badVersion,
  codeCountMismatch,
  dataCountMismatch,
  featureOff,
  moduleTooLarge,
  nestedTooDeep,
  sectionOutOfOrder,
  sectionSizeMismatch,
  sectionTooLong,
} from "./errors.ts";
import {
  CUSTOM_ID,
  FIRST_DEFINITION,
  isLinkingSection,
  MODULE_ID,
  readCustomSection,
  SECTIONS,
  type Section,
} from "./sections.ts";
import { usesLinking } from "./uses-linking.ts";

export interface DecodeOptions {
  readonly features: Features;
  /** `auto` reads the proposal's, or the tools' if the proposal's headers do not decode. */
  readonly encoding: "auto" | Encoding;
  /** Holds every binary to the linking rules, also those that use no linking (LINKING.md, rule 0). */
  readonly strict?: boolean;
  /** Narrower limits than those of `base/limits.ts`. */
  readonly limits?: DecodeLimits | undefined;
}

/** What an embedder allows of one binary. */
export interface DecodeLimits {
  /** Bytes, all nested modules included. */
  readonly size: number;
  /** Bytes of function bodies, those of nested modules included. */
  readonly code: number;
  /** Modules inside modules. */
  readonly nesting: number;
}

const WIDEST: DecodeLimits = { size: MAX_MODULE_SIZE, code: MAX_MODULE_SIZE, nesting: MAX_MODULE_NESTING };

export interface Decoded {
  readonly module: ModuleDef;
  /** The encoding it was read in; `proposal` where both are the same. */
  readonly encoding: Encoding;
}

/**
 * Decodes a module and all nested in it.
 * @throws MortiseError of kind malformed, unsupported or limit, with offset and path
 */
export function decodeModule(bytes: Uint8Array, options: DecodeOptions): Decoded {
  const { size } = options.limits ?? WIDEST;
  if (bytes.length > size) throw moduleTooLarge(bytes.length, size);
  const decoded =
    options.encoding === "auto" ? decodeEither(bytes, options) : decodeIn(bytes, options, options.encoding);
  const { module } = decoded;
  if (!options.strict && module.linkingSection >= 0 && !usesLinking(module))
    throw sectionOutOfOrder(module.linkingSection, sectionName(module)).locate(module.path);
  return decoded;
}

const sectionName = ({ bytes, linkingSection }: ModuleDef) => SECTIONS[bytes[linkingSection]!]!.name;

function decodeEither(bytes: Uint8Array, options: DecodeOptions): Decoded {
  const context = newContext(bytes, options.features, "proposal", options.limits ?? WIDEST);
  try {
    return { module: decodeTree(context), encoding: "proposal" };
  } catch (error) {
    // Without a module or instance type, the other encoding would read the same.
    if (!context.compound || !(error instanceof MortiseError)) throw error;
    return decodeOther(bytes, options, error);
  }
}

/** Tries the tools' encoding after the proposal's failed; the error further in tells more. */
function decodeOther(bytes: Uint8Array, options: DecodeOptions, first: MortiseError): Decoded {
  try {
    return decodeIn(bytes, options, "wasm-tools");
  } catch (error) {
    if (!(error instanceof MortiseError)) throw error;
    throw (error.offset ?? 0) > (first.offset ?? 0) ? error : first;
  }
}

const decodeIn = (bytes: Uint8Array, options: DecodeOptions, encoding: Encoding): Decoded => ({
  module: decodeTree(
    newContext(
      bytes,
      options.features,
      encoding,
      options.limits ?? WIDEST,
      options.encoding === "wasm-tools",
    ),
  ),
  encoding,
});

/** A module whose sections are being read. */
interface Frame {
  readonly draft: Draft;
  readonly parent: Frame | undefined;
  /** Where it says it ends: beyond `draft.end`, the end of its bytes, if the file is cut off (`Context.truncated`). */
  readonly end: number;
  readonly depth: number;
  /** Nested modules yet to come in the module section at hand, which ends at `sectionEnd`; -1 outside one. */
  modulesLeft: number;
  sectionEnd: number;
  /** Nested modules so far. */
  modules: number;
  /** The largest order of the sections so far. */
  order: number;
  /** Sections so far, customs left out, and the id of the last. */
  sections: number;
  lastId: number;
}

function decodeTree(context: Context): ModuleDef {
  const root = openModule(context, undefined, context.truncated ? Infinity : context.reader.end);
  let frame: Frame | undefined = root;
  try {
    while (frame !== undefined) frame = step(context, frame);
  } catch (error) {
    throw error instanceof MortiseError ? error.locate(frame!.draft.path) : error;
  }
  return root.draft;
}

/** Reads a section, or begins or ends a nested module; returns the module to go on with. */
function step(context: Context, frame: Frame): Frame | undefined {
  const { reader } = context;
  if (frame.modulesLeft > 0) return openNested(context, frame);
  if (frame.sectionEnd >= 0) {
    endSection(context, frame.sectionEnd, frame);
    frame.sectionEnd = -1;
  } else if (reader.pos < frame.draft.end) readSection(context, frame);
  else return closeModule(context, frame);
  return frame;
}

function openNested(context: Context, parent: Frame): Frame {
  const { reader } = context;
  parent.modulesLeft--;
  const offset = reader.pos;
  const { nesting } = context.limits;
  if (parent.depth >= nesting) throw nestedTooDeep(offset, "modules", nesting);
  const size = reader.u32();
  const frame = openModule(context, parent, endAfter(context, size, offset, parent.sectionEnd));
  parent.draft.header.push({ item: "module", offset, module: frame.draft });
  parent.modules++;
  return frame;
}

function openModule({ reader }: Context, parent: Frame | undefined, end: number): Frame {
  const path = parent === undefined ? "root" : `${parent.draft.path}/module[${parent.modules}]`;
  const draft = newDraft(reader.bytes, reader.pos, Math.min(end, reader.bytes.length), path);
  reader.end = draft.end;
  readPreamble(reader.bytes, reader.pos, draft.end, path);
  reader.skip(PREAMBLE.length);
  const depth = parent === undefined ? 0 : parent.depth + 1;
  return {
    draft,
    parent,
    end,
    depth,
    modulesLeft: 0,
    sectionEnd: -1,
    modules: 0,
    order: 0,
    sections: 0,
    lastId: 0,
  };
}

/** Magic and version. */
export const PREAMBLE: readonly number[] = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

function readPreamble(bytes: Uint8Array, start: number, end: number, path: string): void {
  for (let i = 0; i < PREAMBLE.length; i++) {
    if (start + i < end && bytes[start + i] === PREAMBLE[i]) continue;
    if (i < 4) throw badMagic(start).locate(path);
    throw badVersion(start + 4, bytes[start + i] ?? 0).locate(path);
  }
}

function readSection(context: Context, frame: Frame): void {
  const { reader } = context;
  const { draft } = frame;
  const offset = reader.pos;
  const id = reader.u8();
  const size = reader.u32();
  if (id !== CUSTOM_ID) checkSection(context, frame, id, offset);
  const end = endAfter(context, size, offset + 1, id === MODULE_ID ? frame.end : draft.end);
  reader.end = Math.min(end, draft.end);
  if (id === CUSTOM_ID) readCustomSection(reader, draft, offset, frame.sections, frame.lastId);
  else {
    frame.sections++;
    frame.lastId = id;
    if (id === MODULE_ID) beginModules(context, frame, end);
    else SECTIONS[id]!.read!(context, draft);
  }
  if (frame.sectionEnd < 0) endSection(context, end, frame);
}

/** The end of `size` bytes from here, as `offset` says, which must be within `limit`. */
function endAfter({ reader }: Context, size: number, offset: number, limit: number): number {
  const end = reader.pos + size;
  if (end > limit) throw sectionTooLong(offset, size);
  return end;
}

/** Checks a section's id and place, and notes the first that core WebAssembly would not have there. */
function checkSection(context: Context, frame: Frame, id: number, offset: number): void {
  const section = SECTIONS[id];
  if (section === undefined) throw badSectionId(offset, id);
  const linking = isLinkingSection(section);
  if (linking && !context.linking) throw featureOff(offset, `the ${section.name} section`, "module-linking");
  const inOrder = section.order > frame.order;
  if (!inOrder && !mayRepeat(context, frame, section)) throw sectionOutOfOrder(offset, section.name);
  if (inOrder) frame.order = section.order;
  else if (frame.draft.linkingSection < 0) frame.draft.linkingSection = offset;
}

/** Header sections repeat and interleave, where linking is on, before the function section. */
const mayRepeat = (context: Context, frame: Frame, section: Section) =>
  context.linking && section.order < FIRST_DEFINITION && frame.order < FIRST_DEFINITION;

function beginModules({ reader }: Context, frame: Frame, end: number): void {
  frame.modulesLeft = readCount(reader, "nested modules", MAX_NESTED_MODULES, frame.modules);
  frame.sectionEnd = end;
}

function endSection({ reader }: Context, end: number, { draft }: Frame): void {
  if (reader.pos !== end) throw sectionSizeMismatch(reader.pos, end);
  reader.end = draft.end;
}

/** What can be told only at a module's end: counts that must agree. */
function closeModule({ reader }: Context, frame: Frame): Frame | undefined {
  const { draft, parent, end } = frame;
  // Behind the end of a file that is cut off there is nothing to read, and all modules around end, too.
  reader.pos = end;
  if (draft.functions.length !== draft.code.length)
    throw codeCountMismatch(draft.end, draft.functions.length, draft.code.length);
  if (draft.dataCount !== undefined && draft.dataCount !== draft.data.length)
    throw dataCountMismatch(draft.end, draft.dataCount, draft.data.length);
  if (parent !== undefined) reader.end = Math.min(parent.sectionEnd, parent.draft.end);
  return parent;
}

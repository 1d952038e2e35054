// The import section (5.5.5) with one-level imports, and the import descriptors that types use as well.

import { MAX_IMPORTS, type Reader } from "../base/index.ts";
import {
  EXTERN_KINDS,
  type ExternDesc,
  type ExternKind,
  type GlobalType,
  type ImportItem,
} from "../model/index.ts";
import {
  type Context,
  type Draft,
  readCount,
  readLimits,
  readRefType,
  requireLinking,
  requireTags,
} from "./context.ts";
import { badKind, badMutability, badTagAttribute } from "./errors.ts";
import { readValType } from "./value-types.ts";

/** Stands in place of the kind, after an empty field name: an import of one level. */
export const ONE_LEVEL = 0xff;

/** Reads `vec(import)` into the header. */
export function readImportSection(context: Context, draft: Draft): void {
  const { reader } = context;
  const section = reader.pos;
  for (let count = readCount(reader, "imports", MAX_IMPORTS); count > 0; count--)
    draft.header.push(readImport(context, section));
}

/** `module:name field:name importdesc`, or of one level: `name 0x00 0xff importdesc`. */
export function readImport(context: Context, section?: number): ImportItem {
  const { reader } = context;
  const offset = reader.pos;
  const module = reader.name();
  const fieldOffset = reader.pos;
  let field: string | undefined = reader.name();
  if (field === "" && context.linking && peek(reader) === ONE_LEVEL) {
    reader.u8();
    field = undefined;
  }
  // An empty field name before 0xff says the same without the feature, but then the kind is malformed.
  else if (field === "" && peek(reader) === ONE_LEVEL)
    requireLinking(context, fieldOffset, "a one-level import");
  return { item: "import", offset, module, field, desc: readExternDesc(context, "import"), section };
}

const peek = (reader: Reader) => (reader.done ? -1 : reader.bytes[reader.pos]!);

/** A kind byte that the features allow; `what` names its place for the error. */
export function readKind(context: Context, what: string): ExternKind {
  const { reader } = context;
  const offset = reader.pos;
  const byte = reader.u8();
  const kind = EXTERN_KINDS[byte];
  if (kind === undefined) throw badKind(offset, what, byte);
  if (kind === "tag") requireTags(context, offset);
  if (kind === "module" || kind === "instance") requireLinking(context, offset, `a ${what} of kind ${kind}`);
  return kind;
}

/** `importdesc`: of imports, and of the exports that types declare. */
export function readExternDesc(context: Context, what: string): ExternDesc {
  const { reader } = context;
  const kind = readKind(context, what);
  switch (kind) {
    case "table":
      return { kind, type: { element: readRefType(context), limits: readLimits(reader, "table") } };
    case "memory":
      return { kind, type: { limits: readLimits(reader, "memory") } };
    case "global":
      return { kind, type: readGlobalType(context) };
    case "tag":
      return { kind, typeIndex: readTagType(reader) };
    default:
      return { kind, typeIndex: reader.u32() };
  }
}

/** A tag's attribute byte and type index; returns the index. */
export function readTagType(reader: Reader): number {
  const offset = reader.pos;
  const attribute = reader.u8();
  if (attribute !== 0) throw badTagAttribute(offset, attribute);
  return reader.u32();
}

/** A global type (5.3.10). */
export function readGlobalType({ reader, features }: Context): GlobalType {
  const type = readValType(reader, features);
  const offset = reader.pos;
  const byte = reader.u8();
  if (byte > 1) throw badMutability(offset, byte);
  return { type, mutable: byte === 1 };
}

// The instance and alias sections (LINKING.md); an alias can stand in a type of the proposal's encoding, too.

import { MAX_ALIASES, MAX_ARGUMENTS, MAX_NESTED_MODULES } from "../base/index.ts";
import { type AliasItem, type AliasTarget, type ArgumentDef, EXTERN_KINDS } from "../model/index.ts";
import { type Context, type Draft, readCount } from "./context.ts";
import { badAlias, badInstanceForm, badKind } from "./errors.ts";
import { readKind } from "./section-imports.ts";

/** The one form of an instance definition. */
export const INSTANTIATE = 0x00;
export const EXPORT_ALIAS = 0x00;
export const OUTER_ALIAS = 0x01;
/** The kind byte of types, which only outer aliases have. */
export const TYPE_KIND = 0x07;

/** Reads `vec(instance)` into the header. */
export function readInstanceSection(context: Context, draft: Draft): void {
  const { reader } = context;
  for (let count = readCount(reader, "instances", MAX_NESTED_MODULES); count > 0; count--) {
    const offset = reader.pos;
    const form = reader.u8();
    if (form !== INSTANTIATE) throw badInstanceForm(offset, form);
    draft.header.push({ item: "instance", offset, module: reader.u32(), args: readArguments(context) });
  }
}

function readArguments(context: Context): ArgumentDef[] {
  const { reader } = context;
  const args: ArgumentDef[] = [];
  for (let count = readCount(reader, "arguments", MAX_ARGUMENTS); count > 0; count--) {
    const offset = reader.pos;
    args.push({ name: reader.name(), kind: readKind(context, "argument"), index: reader.u32(), offset });
  }
  return args;
}

/** Reads `vec(alias)` into the header. */
export function readAliasSection(context: Context, draft: Draft): void {
  for (let count = readCount(context.reader, "aliases", MAX_ALIASES); count > 0; count--)
    draft.header.push(readAlias(context));
}

/** `0x00 instanceidx kind name` or `0x01 depth kind index`. */
export function readAlias(context: Context): AliasItem {
  const { reader } = context;
  const offset = reader.pos;
  const form = reader.u8();
  if (form > OUTER_ALIAS) throw badAlias(offset, form);
  return {
    item: "alias",
    offset,
    target: form === EXPORT_ALIAS ? readExportAlias(context) : readOuter(context),
  };
}

function readExportAlias(context: Context): AliasTarget {
  const { reader } = context;
  return { from: "export", instance: reader.u32(), kind: readKind(context, "alias"), name: reader.name() };
}

/** Kinds other than type and module are read here and refused by validation. */
function readOuter({ reader }: Context): AliasTarget {
  const depth = reader.u32();
  const offset = reader.pos;
  const byte = reader.u8();
  const kind = byte === TYPE_KIND ? "type" : EXTERN_KINDS[byte];
  if (kind === undefined) throw badKind(offset, "outer alias", byte);
  return { from: "outer", depth, kind, index: reader.u32() };
}

// The type section (5.5.4) and the module and instance types of LINKING.md, in both encodings. Types nest without
// recursion, so that a hostile depth meets a limit and not the host's stack.

import { MAX_PARAMS, MAX_RESULTS, MAX_TYPE_NESTING, MAX_TYPES } from "../base/index.ts";
import type { CompoundTypeDef, FuncType, TypeDecl, TypeDef, ValType } from "../model/index.ts";
import { type Context, type Draft, readCount, requireLinking } from "./context.ts";
import {
  badTypeDecl,
  badTypeForm,
  featureOff,
  featureUnbuilt,
  importInInstanceType,
  nestedTooDeep,
} from "./errors.ts";
import { readAlias } from "./section-aliases.ts";
import { readExternDesc, readImport } from "./section-imports.ts";
import { readValType } from "./value-types.ts";

export const FUNC_FORM = 0x60;
export const MODULE_FORM = 0x61;
export const INSTANCE_FORM = 0x62;

/** What begins a declaration in a module or instance type of the proposal's encoding. */
export const DECL_TYPE = 0x01;
export const DECL_IMPORT = 0x02;
export const DECL_EXPORT = 0x07;
export const DECL_ALIAS = 0x0f;

/** Bytes that begin types of the GC proposal: array, struct, sub, sub final, rec. */
const GC_FORMS = new Set([0x5e, 0x5f, 0x50, 0x4f, 0x4e]);

/** Reads `vec(type)` into the header. */
export function readTypeSection(context: Context, draft: Draft): void {
  const { reader } = context;
  for (let count = readCount(reader, "types", MAX_TYPES); count > 0; count--) {
    const offset = reader.pos;
    draft.header.push({ item: "type", offset, type: readType(context) });
  }
}

/** A module or instance type whose declarations are being read. */
interface OpenType {
  readonly kind: "module" | "instance";
  readonly decls: TypeDecl[];
  /** Declarations yet to come. */
  left: number;
  readonly parent: OpenType | undefined;
  readonly depth: number;
  /** Where it stands as a declaration of its parent. */
  readonly offset: number;
}

function readType(context: Context): TypeDef {
  const offset = context.reader.pos;
  const form = context.reader.u8();
  return form === FUNC_FORM ? readFuncType(context) : readCompound(context, form, offset);
}

/** Function types: `vec(valtype) vec(valtype)` (5.3.6). */
function readFuncType({ reader, features }: Context): FuncType {
  const read = (what: string, limit: number) => {
    const types: ValType[] = [];
    for (let count = readCount(reader, what, limit); count > 0; count--)
      types.push(readValType(reader, features));
    return types;
  };
  const params = read("parameters", MAX_PARAMS);
  const offset = reader.pos;
  const results = read("results", MAX_RESULTS);
  if (results.length > 1 && !features.has("multi-value"))
    throw featureOff(offset, "more than one result", "multi-value");
  return { kind: "func", params, results };
}

function readCompound(context: Context, form: number, offset: number): CompoundTypeDef {
  let open = openType(context, form, offset, undefined);
  for (;;) {
    if (open.left > 0) {
      open.left--;
      open = readDecl(context, open);
      continue;
    }
    const type: CompoundTypeDef = {
      kind: open.kind,
      scope: context.encoding === "proposal" ? "own" : "enclosing",
      decls: open.decls,
    };
    if (open.parent === undefined) return type;
    open.parent.decls.push({ item: "type", offset: open.offset, type });
    open = open.parent;
  }
}

/** Begins a module or instance type; of the tools' encoding, which cannot nest, reads all of it. */
function openType(context: Context, form: number, offset: number, parent: OpenType | undefined): OpenType {
  if (GC_FORMS.has(form)) throw featureUnbuilt(offset, "gc");
  if (form !== MODULE_FORM && form !== INSTANCE_FORM) throw badTypeForm(offset, form);
  const kind = form === MODULE_FORM ? "module" : "instance";
  requireLinking(context, offset, `${kind === "module" ? "a" : "an"} ${kind} type`);
  const depth = parent === undefined ? 1 : parent.depth + 1;
  if (depth > MAX_TYPE_NESTING) throw nestedTooDeep(offset, "types", MAX_TYPE_NESTING);
  context.compound = true;
  const open: OpenType = { kind, decls: [], left: 0, parent, depth, offset };
  if (context.encoding === "proposal") open.left = context.reader.u32();
  else readFlatDecls(context, open);
  return open;
}

function readFlatDecls(context: Context, { kind, decls }: OpenType): void {
  const { reader } = context;
  if (kind === "module") for (let count = reader.u32(); count > 0; count--) decls.push(readImport(context));
  for (let count = reader.u32(); count > 0; count--) decls.push(readExportDecl(context));
}

/** Reads one declaration into `open`; returns the type to go on with: `open`, or one that begins inside it. */
function readDecl(context: Context, open: OpenType): OpenType {
  const { reader } = context;
  const offset = reader.pos;
  const tag = reader.u8();
  if (tag === DECL_TYPE) return readTypeDecl(context, open);
  if (tag === DECL_EXPORT) open.decls.push(readExportDecl(context));
  else if (tag === DECL_ALIAS) open.decls.push(readAlias(context));
  else if (tag !== DECL_IMPORT) throw badTypeDecl(offset, tag);
  else if (open.kind === "instance") throw importInInstanceType(offset);
  else open.decls.push(readImport(context));
  return open;
}

function readTypeDecl(context: Context, open: OpenType): OpenType {
  const offset = context.reader.pos;
  const form = context.reader.u8();
  if (form !== FUNC_FORM) return openType(context, form, offset, open);
  open.decls.push({ item: "type", offset, type: readFuncType(context) });
  return open;
}

function readExportDecl(context: Context): TypeDecl {
  const offset = context.reader.pos;
  return {
    item: "export",
    offset,
    name: context.reader.name(),
    desc: readExternDesc(context, "export type"),
  };
}

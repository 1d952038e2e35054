// Type definitions resolved to types (LINKING.md, rules 3 to 5). Compound types nest, each a scope of its own or
// one in the scope of its module; an explicit stack of scopes keeps deep nesting off the host's stack.

import { MAX_MEMORY_PAGES } from "../base/index.ts";
import type {
  AliasItem,
  CompoundTypeDef,
  ExternDesc,
  ExternType,
  FuncType,
  InstanceType,
  Limits,
  ModuleType,
  TypeDecl,
  TypeDef,
} from "../model/index.ts";
import {
  aliasDepth,
  duplicateExport,
  functionTypeExpected,
  instanceTypeExpected,
  limitsInverted,
  memoryTooLarge,
  moduleTypeExpected,
  opaqueType,
  outerAliasKind,
  outerAliasUnknown,
  tagWithResults,
  unknownType,
} from "./errors.ts";
import { ImportTable } from "./import-table.ts";
import { checkMeasure } from "./type-size.ts";

export type DefType = FuncType | ModuleType | InstanceType;

/** A type index space as outer aliases see it: of a module, or of a compound type. */
export interface TypeScope {
  readonly types: readonly DefType[];
  readonly outer: TypeScope | undefined;
}

/** Resolves the definition of a type that stands in `scope`. */
export function resolveType(def: TypeDef, offset: number, scope: TypeScope): DefType {
  if (def.kind === "func") return def;
  if (def.kind === "opaque") throw opaqueType(offset);
  return resolveCompound(def, offset, scope);
}

/** A compound type under construction. */
class Draft implements TypeScope {
  readonly types: DefType[] = [];
  readonly imports = new ImportTable(false);
  readonly exports = new Map<string, ExternType>();
  /** The next declaration to be read. */
  next = 0;
  readonly def: CompoundTypeDef;
  readonly offset: number;
  readonly outer: TypeScope;

  constructor(def: CompoundTypeDef, offset: number, outer: TypeScope) {
    this.def = def;
    this.offset = offset;
    this.outer = outer;
  }

  /** The space that the declarations' type indices are in. */
  get space(): readonly DefType[] {
    return this.def.scope === "own" ? this.types : this.outer.types;
  }

  finish(): ModuleType | InstanceType {
    const { exports } = this;
    const type: ModuleType | InstanceType =
      this.def.kind === "module"
        ? { kind: "module", imports: this.imports.types, exports }
        : { kind: "instance", exports };
    checkMeasure(type, this.offset);
    return type;
  }
}

function resolveCompound(def: CompoundTypeDef, offset: number, scope: TypeScope): DefType {
  const stack = [new Draft(def, offset, scope)];
  for (;;) {
    const draft = stack[stack.length - 1]!;
    const decl = draft.def.decls[draft.next++];
    if (decl === undefined) {
      const type = draft.finish();
      stack.pop();
      if (stack.length === 0) return type;
      stack[stack.length - 1]!.types.push(type);
    } else if (decl.item === "type" && (decl.type.kind === "module" || decl.type.kind === "instance")) {
      stack.push(new Draft(decl.type, decl.offset, draft));
    } else declare(draft, decl);
  }
}

/** Takes in a declaration that is not itself a compound type. */
function declare(draft: Draft, decl: TypeDecl): void {
  const { offset } = decl;
  if (decl.item === "type") draft.types.push(resolveType(decl.type, offset, draft));
  else if (decl.item === "alias") draft.types.push(outerType(decl, draft));
  else {
    const type = resolveDesc(decl.desc, draft.space, offset);
    if (decl.item === "export") {
      if (draft.exports.has(decl.name)) throw duplicateExport(decl.name, offset);
      draft.exports.set(decl.name, type);
    } else if (decl.field === undefined) draft.imports.addSingle(decl, type);
    else {
      const instance = draft.imports.instanceFor(decl, 0) ?? draft.imports.addInstance(decl, 0, -1);
      draft.imports.addField(instance, decl, type);
    }
  }
}

/** The type that an outer alias inside `scope` names: only types can be aliased inside types. */
function outerType({ target, offset }: AliasItem, scope: TypeScope): DefType {
  if (target.from !== "outer" || target.kind !== "type") throw outerAliasKind(target.kind, offset);
  return outerTypeAt(scope, target.depth, target.index, offset);
}

/**
 * The type at `index` of the scope `depth` levels out of the one around `scope`.
 * @throws MortiseError `alias-depth`, `outer-alias-unknown`
 */
export function outerTypeAt(scope: TypeScope, depth: number, index: number, offset: number): DefType {
  const type = enclosing(scope, depth, offset).types[index];
  if (type === undefined) throw outerAliasUnknown("type", index, offset);
  return type;
}

/**
 * The scope `depth` levels out of the one around `scope`; modules count like types.
 * @throws MortiseError `alias-depth`
 */
export function enclosing<T extends { readonly outer: T | undefined }>(
  scope: T,
  depth: number,
  offset: number,
): T {
  let outer = scope.outer;
  let levels = 0;
  while (outer !== undefined && levels < depth) {
    outer = outer.outer;
    levels++;
  }
  if (outer === undefined) throw aliasDepth(depth, levels, offset);
  return outer;
}

/**
 * Resolves an import descriptor against a type index space.
 * @throws MortiseError `unknown-type`, `function-type-expected`, `limits-inverted`, …
 */
export function resolveDesc(desc: ExternDesc, types: readonly DefType[], offset: number): ExternType {
  switch (desc.kind) {
    case "func":
      return { kind: "func", type: funcTypeAt(types, desc.typeIndex, offset) };
    case "tag":
      return { kind: "tag", type: tagTypeAt(types, desc.typeIndex, offset) };
    case "module":
      return { kind: "module", type: moduleTypeAt(types, desc.typeIndex, offset) };
    case "instance":
      return { kind: "instance", type: instanceTypeAt(types, desc.typeIndex, offset) };
    case "memory":
      checkMemoryLimits(desc.type.limits, offset);
      return desc;
    case "table":
      checkLimits(desc.type.limits, offset);
      return desc;
    default:
      return desc;
  }
}

function typeAt(types: readonly DefType[], index: number, offset: number): DefType {
  const type = types[index];
  if (type === undefined) throw unknownType(index, offset);
  return type;
}

/** The function type at an index. */
export function funcTypeAt(types: readonly DefType[], index: number, offset: number): FuncType {
  const type = typeAt(types, index, offset);
  if (type.kind !== "func") throw functionTypeExpected(index, `${type.kind} type`, offset);
  return type;
}

/** The type of a tag at an index: a function type without results. */
export function tagTypeAt(types: readonly DefType[], index: number, offset: number): FuncType {
  const type = funcTypeAt(types, index, offset);
  if (type.results.length > 0) throw tagWithResults(offset);
  return type;
}

function moduleTypeAt(types: readonly DefType[], index: number, offset: number): ModuleType {
  const type = typeAt(types, index, offset);
  if (type.kind !== "module") throw moduleTypeExpected(index, `${type.kind} type`, offset);
  return type;
}

function instanceTypeAt(types: readonly DefType[], index: number, offset: number): InstanceType {
  const type = typeAt(types, index, offset);
  if (type.kind !== "instance") throw instanceTypeExpected(index, `${type.kind} type`, offset);
  return type;
}

/** Limits of a table, or what is common to all limits (3.2.1). */
export function checkLimits({ min, max }: Limits, offset: number): void {
  if (max !== undefined && min > max) throw limitsInverted(offset);
}

/** Limits of a memory (3.2.5). */
export function checkMemoryLimits(limits: Limits, offset: number): void {
  const pages = Math.max(limits.min, limits.max ?? 0);
  if (pages > MAX_MEMORY_PAGES) throw memoryTooLarge(pages, offset);
  checkLimits(limits, offset);
}

// Writes a root module anew after its types or its nested modules have other indices, with all that refers to them:
// the modules nested in it by outer aliases, and types by aliases inside them.

import {
  decodeNames,
  encodeNames,
  foldModules,
  type ModuleNames,
  NAME_SECTION,
  Recoder,
  SAME_INDICES,
} from "../binary/index.ts";
import type {
  AliasTarget,
  CompoundTypeDef,
  ExternDesc,
  HeaderItem,
  IndexUse,
  ModuleDef,
  TypeDecl,
  TypeDef,
} from "../model/index.ts";

type Renumber = (index: number) => number;

/** New indices of the root's types and modules. */
interface RootMaps {
  readonly type: Renumber;
  readonly module: Renumber;
}

const same: Renumber = (index) => index;

/**
 * The root with another header, in which its old types and modules have other indices. `header` is the root's, its
 * own references not yet written anew.
 */
export function renumberRoot(
  root: ModuleDef,
  header: readonly HeaderItem[],
  maps: Partial<RootMaps>,
): ModuleDef {
  const all: RootMaps = { type: maps.type ?? same, module: maps.module ?? same };
  const levels = levelsOf({ ...root, header });
  const moved = foldModules<ModuleDef>({ ...root, header }, (module, made) => {
    const level = levels.get(module) ?? 0;
    return { ...module, header: module.header.map((item) => moveItem(item, level, all, made)) };
  });
  return moveDefinitions(moved, all);
}

/** How deep each module stands: those in the root at 1. */
function levelsOf(root: ModuleDef): Map<ModuleDef, number> {
  const levels = new Map<ModuleDef, number>([[root, 0]]);
  for (const [module, level] of levels)
    for (const item of module.header) if (item.item === "module") levels.set(item.module, level + 1);
  return levels;
}

function moveItem(
  item: HeaderItem,
  level: number,
  maps: RootMaps,
  made: ReadonlyMap<ModuleDef, ModuleDef>,
): HeaderItem {
  switch (item.item) {
    case "module":
      return { ...item, module: made.get(item.module)! };
    case "alias":
      return { ...item, target: moveTarget(item.target, level - 1, maps) };
    case "type":
      return { ...item, type: moveType(item.type, level, maps) };
    case "import":
      return level === 0 ? { ...item, desc: moveDesc(item.desc, maps.type) } : item;
    default:
      return level === 0
        ? { ...item, module: maps.module(item.module), args: item.args.map(moveIndex(maps)) }
        : item;
  }
}

/** Of arguments and exports: those of kind module have another index. */
const moveIndex =
  (maps: RootMaps) =>
  <T extends { readonly kind: string; readonly index: number }>(use: T): T =>
    use.kind === "module" ? { ...use, index: maps.module(use.index) } : use;

/** An outer alias whose depth `root` would be the root. */
function moveTarget(target: AliasTarget, root: number, maps: RootMaps): AliasTarget {
  if (target.from !== "outer" || target.depth !== root) return target;
  if (target.kind === "type") return { ...target, index: maps.type(target.index) };
  return target.kind === "module" ? { ...target, index: maps.module(target.index) } : target;
}

const moveDesc = (desc: ExternDesc, type: Renumber): ExternDesc =>
  "typeIndex" in desc ? { ...desc, typeIndex: type(desc.typeIndex) } : desc;

/** A type; `root` is the depth that would be the root for an alias in it. */
function moveType(type: TypeDef, root: number, maps: RootMaps): TypeDef {
  return "decls" in type
    ? { ...type, decls: type.decls.map((decl) => moveDecl(type, decl, root, maps)) }
    : type;
}

function moveDecl({ scope }: CompoundTypeDef, decl: TypeDecl, root: number, maps: RootMaps): TypeDecl {
  if (decl.item === "type") return { ...decl, type: moveType(decl.type, root + 1, maps) };
  if (decl.item === "alias") return { ...decl, target: moveTarget(decl.target, root, maps) };
  return scope === "enclosing" && root === 0 ? { ...decl, desc: moveDesc(decl.desc, maps.type) } : decl;
}

/** Everything behind the header, and the names. */
function moveDefinitions(root: ModuleDef, maps: RootMaps): ModuleDef {
  const exports = root.exports.map(moveIndex(maps));
  const customs = root.customs.map((custom) =>
    custom.name === NAME_SECTION ? renamed(root, custom, maps) : custom,
  );
  if (maps.type === same) return { ...root, exports, customs };
  const recoder = new Recoder({ ...SAME_INDICES, type: maps.type });
  const move = (use: IndexUse): IndexUse => ({ ...use, index: maps.type(use.index) });
  return {
    ...root,
    exports,
    customs,
    functions: root.functions.map(move),
    tags: root.tags.map(move),
    code: root.code.map((body) => recoder.body(body)),
  };
}

function renamed(
  root: ModuleDef,
  custom: ModuleDef["customs"][number],
  maps: RootMaps,
): ModuleDef["customs"][number] {
  const names = decodeNames(root);
  const move = (map: ReadonlyMap<number, string>, renumber: Renumber) =>
    new Map([...map].map(([index, name]) => [renumber(index), name]));
  const moved: ModuleNames = {
    ...names,
    types: move(names.types, maps.type),
    modules: move(names.modules, maps.module),
  };
  const bytes = encodeNames(moved);
  return { ...custom, content: { bytes, start: 0, end: bytes.length } };
}

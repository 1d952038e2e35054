// Turns the types of a module tree from one encoding into the other. Into the proposal's: what a type uses of its
// module enters through aliases. Into the tools': see `lift-types`.

import type { CompoundTypeDef, HeaderItem, ModuleDef, TypeDecl } from "../model/index.ts";
import type { Encoding } from "./context.ts";
import { mapDesc } from "./descs.ts";
import { liftTypes } from "./lift-types.ts";
import { foldModules, modulesOf, replaceModules } from "./tree.ts";

/**
 * The same modules, with every module and instance type in the scope that an encoding has. A tree that is so
 * already is returned as it is.
 * @throws MortiseError `cannot-convert-encoding`
 */
export function convertEncoding(root: ModuleDef, encoding: Encoding): ModuleDef {
  const foreign = encoding === "proposal" ? "enclosing" : "own";
  if (!modulesOf(root).some(({ header }) => header.some((item) => scopeOf(item) === foreign))) return root;
  if (encoding === "wasm-tools") return liftTypes(root);
  return foldModules<ModuleDef>(root, (module, made) => ({
    ...module,
    header: replaceModules(module.header, made).map(withOwnScope),
  }));
}

/** The scope of a type definition; an empty one matters too, as it is written otherwise. */
const scopeOf = (item: HeaderItem) =>
  item.item === "type" && "scope" in item.type ? item.type.scope : undefined;

const withOwnScope = (item: HeaderItem): HeaderItem =>
  item.item === "type" && "scope" in item.type && item.type.scope === "enclosing"
    ? { ...item, type: ownScope(item.type) }
    : item;

/** A type with a type index space of its own, in which an alias stands before the first use of each type. */
function ownScope({ kind, decls }: CompoundTypeDef): CompoundTypeDef {
  const used = new Map<number, number>();
  const result: TypeDecl[] = [];
  const renumber = (index: number) => {
    if (!used.has(index)) {
      used.set(index, used.size);
      result.push({ item: "alias", offset: 0, target: { from: "outer", depth: 0, kind: "type", index } });
    }
    return used.get(index)!;
  };
  for (const decl of decls) {
    // The alias comes into `result` while the declaration is made, so before it.
    const renumbered = withDesc(decl, renumber);
    result.push(renumbered);
  }
  return { kind, scope: "own", decls: result };
}

/** A declaration with other type indices. */
function withDesc(decl: TypeDecl, renumber: (index: number) => number): TypeDecl {
  return decl.item === "import" || decl.item === "export"
    ? { ...decl, desc: mapDesc(decl.desc, renumber) }
    : decl;
}

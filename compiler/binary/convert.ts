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

/** The scope of a type definition; a type without declarations is the same in both. */
const scopeOf = (item: HeaderItem) =>
  item.item === "type" && "scope" in item.type && item.type.decls.length > 0 ? item.type.scope : undefined;

const withOwnScope = (item: HeaderItem): HeaderItem =>
  item.item === "type" && "scope" in item.type && item.type.scope === "enclosing"
    ? { ...item, type: ownScope(item.type) }
    : item;

/** A type with a type index space of its own, which begins with an alias for each type that it uses. */
function ownScope({ kind, decls }: CompoundTypeDef): CompoundTypeDef {
  const used = new Map<number, number>();
  const renumber = (index: number) => {
    if (!used.has(index)) used.set(index, used.size);
    return used.get(index)!;
  };
  const renumbered = decls.map((decl) => withDesc(decl, renumber));
  const aliases = [...used.keys()].map(
    (index): TypeDecl => ({
      item: "alias",
      offset: 0,
      target: { from: "outer", depth: 0, kind: "type", index },
    }),
  );
  return { kind, scope: "own", decls: [...aliases, ...renumbered] };
}

/** A declaration with other type indices. */
function withDesc(decl: TypeDecl, renumber: (index: number) => number): TypeDecl {
  return decl.item === "import" || decl.item === "export"
    ? { ...decl, desc: mapDesc(decl.desc, renumber) }
    : decl;
}

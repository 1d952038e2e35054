// Which kinds of values can cross between an output and its user, so that it carries no classes for others.

import type { ExternKind, ExternType, InstanceType, ModuleType } from "../../compiler/model/index.ts";

/** Kinds of the imports of a module, and of all that comes with them. */
export const importKinds = ({ imports }: ModuleType): Set<ExternKind> => kindsOf(imports.values());

/** Kinds of the exports of a module, and of all that comes with them. */
export const exportKinds = ({ exports }: ModuleType): Set<ExternKind> => kindsOf(exports.values());

function kindsOf(types: Iterable<ExternType>): Set<ExternKind> {
  const kinds = new Set<ExternKind>();
  const seen = new Set<InstanceType | ModuleType>();
  // Types share parts: the list is short, though the types with sharing undone may be huge.
  const pending = [...types];
  for (let extern = pending.pop(); extern; extern = pending.pop()) {
    kinds.add(extern.kind);
    if (extern.kind !== "instance" && extern.kind !== "module") continue;
    const { type } = extern;
    if (seen.has(type)) continue;
    seen.add(type);
    pending.push(...type.exports.values());
    if (type.kind === "module") pending.push(...type.imports.values());
  }
  return kinds;
}

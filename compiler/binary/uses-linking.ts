// Rule 0 of LINKING.md: whether a binary uses linking at all.

import type { ExternKind, HeaderItem, ModuleDef } from "../model/index.ts";

const isLinkingKind = (kind: ExternKind) => kind === "module" || kind === "instance";

/** A type, import or definition that core WebAssembly does not have. */
function isLinkingItem(item: HeaderItem): boolean {
  if (item.item === "type") return item.type.kind === "module" || item.type.kind === "instance";
  if (item.item === "import") return item.field === undefined || isLinkingKind(item.desc.kind);
  return true;
}

/** Whether a module, or one nested in it, has an item of module linking: then core rules do not apply to it. */
export const usesLinking = (module: ModuleDef): boolean =>
  module.header.some(isLinkingItem) || module.exports.some(({ kind }) => isLinkingKind(kind));

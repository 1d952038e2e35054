// Walks over module trees without recursion, so that nesting cannot exhaust the host's stack.

import type { HeaderItem, ModuleDef } from "../model/index.ts";

/** A module and all nested in it, in preorder. */
export function modulesOf(root: ModuleDef): ModuleDef[] {
  const found: ModuleDef[] = [];
  const waiting = [root];
  for (let module = waiting.pop(); module !== undefined; module = waiting.pop()) {
    found.push(module);
    for (const item of module.header.toReversed()) if (item.item === "module") waiting.push(item.module);
  }
  return found;
}

/** Builds something of each module of a tree, from the innermost outward: `build` finds what it made of the inner ones. */
export function foldModules<T>(
  root: ModuleDef,
  build: (module: ModuleDef, made: ReadonlyMap<ModuleDef, T>) => T,
): T {
  const made = new Map<ModuleDef, T>();
  for (const module of modulesOf(root).reverse()) made.set(module, build(module, made));
  return made.get(root)!;
}

/** A header with each nested module replaced. */
export const replaceModules = (
  header: readonly HeaderItem[],
  made: ReadonlyMap<ModuleDef, ModuleDef>,
): HeaderItem[] =>
  header.map((item) =>
    item.item === "module" ? { ...item, module: made.get(item.module) ?? item.module } : item,
  );

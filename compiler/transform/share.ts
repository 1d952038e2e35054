// Stores identical nested modules once: in the root, before everything else, and outer aliases in place of the
// others. Only closed modules are moved, which mean the same wherever they stand.

import { modulesOf } from "../binary/index.ts";
import type { AliasItem, HeaderItem, ModuleDef } from "../model/index.ts";
import { Identities, type Identity, type Placed, placedHeader, placeModules, reachOf } from "./modules.ts";

/** An alias is not worth a module of fewer bytes than this. */
const SMALLEST = 32;

/** A module tree in which no closed module is there twice. */
export function storeOnce(root: ModuleDef): ModuleDef {
  const repeated = repeatedModules(root);
  return repeated.size === 0 ? root : new Sharing(root, repeated).root();
}

/** The closed modules that occur more than once, with their identities. */
function repeatedModules(root: ModuleDef): Map<ModuleDef, Identity> {
  const identities = new Identities();
  const places = new Map<Identity, ModuleDef[]>();
  for (const module of modulesOf(root).slice(1)) {
    if (reachOf(module) > 0) continue;
    const identity = identities.of(module);
    if (identity.bytes.length >= SMALLEST) places.set(identity, [...(places.get(identity) ?? []), module]);
  }
  const repeated = new Map<ModuleDef, Identity>();
  for (const [identity, modules] of places)
    if (modules.length > 1) for (const module of modules) repeated.set(module, identity);
  return repeated;
}

class Sharing {
  private readonly tree: ModuleDef;
  private readonly repeated: ReadonlyMap<ModuleDef, Identity>;
  /** What will stand first in the root. `was` is an index beyond those of the root, for `placeModules` to replace. */
  private readonly hoisted = new Map<Identity, Required<Placed>>();
  private readonly firstIndex: number;

  constructor(root: ModuleDef, repeated: ReadonlyMap<ModuleDef, Identity>) {
    this.tree = root;
    this.repeated = repeated;
    this.firstIndex = placedHeader(root.header).filter(({ was }) => was !== undefined).length;
    // From the innermost outward, so that what a hoisted module aliases stands before it.
    for (const module of modulesOf(root).reverse()) this.hoist(module);
  }

  private hoist(module: ModuleDef): void {
    const identity = this.repeated.get(module);
    if (identity === undefined || this.hoisted.has(identity)) return;
    const was = this.firstIndex + this.hoisted.size;
    const item: HeaderItem = { item: "module", offset: 0, module: this.withAliases(module, 1) };
    this.hoisted.set(identity, { item, was });
  }

  /** A module `level` levels below the root, with aliases for the repeated modules in it. */
  private withAliases(module: ModuleDef, level: number): ModuleDef {
    return { ...module, header: module.header.map((item) => this.replaced(item, level)) };
  }

  private replaced(item: HeaderItem, level: number): HeaderItem {
    if (item.item !== "module") return item;
    const identity = this.repeated.get(item.module);
    if (identity === undefined) return { ...item, module: this.withAliases(item.module, level + 1) };
    return this.alias(this.hoisted.get(identity)!.was!, level - 1);
  }

  private alias(index: number, depth: number): AliasItem {
    return { item: "alias", offset: 0, target: { from: "outer", depth, kind: "module", index } };
  }

  root(): ModuleDef {
    const placed: Placed[] = [...this.hoisted.values()];
    const merged = new Map<number, HeaderItem>();
    for (const { item, was } of placedHeader(this.tree.header)) {
      const identity = item.item === "module" ? this.repeated.get(item.module) : undefined;
      if (identity !== undefined) merged.set(was!, this.hoisted.get(identity)!.item);
      else placed.push({ item: this.replaced(item, 0), was });
    }
    return placeModules(this.tree, placed, merged);
  }
}

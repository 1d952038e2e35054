// Nested modules as things to be moved: whether one is closed, which are the same, and a root whose modules have
// other places.

import { encodeModule, foldModules, NAME_SECTION, replaceModules } from "../binary/index.ts";
import type { CompoundTypeDef, HeaderItem, ModuleDef } from "../model/index.ts";
import { renumberRoot } from "./renumber.ts";

/** How many modules outward a module reaches by outer aliases, its own nested modules' included; 0: it is closed. */
export function reachOf(root: ModuleDef): number {
  return foldModules<number>(root, (module, made) => {
    let reach = 0;
    for (const item of module.header)
      if (item.item === "module") reach = Math.max(reach, made.get(item.module)! - 1);
      else if (item.item === "alias" && item.target.from === "outer")
        reach = Math.max(reach, item.target.depth + 1);
      else if (item.item === "type" && "decls" in item.type) reach = Math.max(reach, reachOfType(item.type));
    return reach;
  });
}

/** An alias in a type counts the types around it as well: depth 0 of the outermost is the module itself. */
function reachOfType({ decls }: CompoundTypeDef): number {
  let reach = 0;
  for (const decl of decls)
    if (decl.item === "type" && "decls" in decl.type) reach = Math.max(reach, reachOfType(decl.type) - 1);
    else if (decl.item === "alias" && decl.target.from === "outer")
      reach = Math.max(reach, decl.target.depth);
  return reach;
}

/** A distinct binary. */
export interface Identity {
  readonly bytes: Uint8Array;
}

/** A module tree without name sections: names do not make modules different. */
const nameless = (root: ModuleDef): ModuleDef =>
  foldModules<ModuleDef>(root, (module, made) => ({
    ...module,
    header: replaceModules(module.header, made),
    customs: module.customs.filter(({ name }) => name !== NAME_SECTION),
  }));

/** Finds equal modules: gives each distinct binary one identity. */
export class Identities {
  private readonly known = new Map<string, Identity[]>();

  /** The identity of a module: the same for modules that are the same byte for byte, but for names. */
  of(module: ModuleDef): Identity {
    const bytes = encodeModule(nameless(module), { encoding: "proposal" });
    const key = `${bytes.length} ${hash(bytes)}`;
    const alike = this.known.get(key) ?? [];
    const found = alike.find((other) => sameBytes(other.bytes, bytes));
    if (found !== undefined) return found;
    const identity = { bytes };
    this.known.set(key, [...alike, identity]);
    return identity;
  }
}

/** FNV-1a. */
function hash(bytes: Uint8Array): number {
  let value = 0x811c9dc5;
  for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193);
  return value;
}

const sameBytes = (a: Uint8Array, b: Uint8Array) =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

/** Whether a header item takes an index in the module index space. */
export function definesModule(item: HeaderItem): boolean {
  if (item.item === "import") return item.desc.kind === "module";
  return item.item === "module" || (item.item === "alias" && item.target.kind === "module");
}

/** A header item, and the module index by which it is referred to until now, if it defines a module. */
export interface Placed {
  readonly item: HeaderItem;
  readonly was?: number | undefined;
}

/**
 * A root with a new header, its modules having moved. `merged` are old modules that are gone, and the header item
 * that stands for each.
 */
export function placeModules(
  root: ModuleDef,
  placed: readonly Placed[],
  merged: ReadonlyMap<number, HeaderItem> = new Map(),
  type?: (index: number) => number,
): ModuleDef {
  const indices = new Map<number, number>();
  const indexOf = new Map<HeaderItem, number>();
  for (const { item, was } of placed) {
    if (!definesModule(item)) continue;
    if (was !== undefined) indices.set(was, indexOf.size);
    indexOf.set(item, indexOf.size);
  }
  for (const [was, item] of merged) indices.set(was, indexOf.get(item)!);
  const header = placed.map(({ item }) => item);
  return renumberRoot(root, header, {
    module: (index) => indices.get(index) ?? index,
    ...(type && { type }),
  });
}

/** The header with the module index of each item that defines one. */
export function placedHeader(header: readonly HeaderItem[]): Placed[] {
  let modules = 0;
  return header.map((item) => (definesModule(item) ? { item, was: modules++ } : { item }));
}

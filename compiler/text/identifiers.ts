// Identifiers of a module's items, from its name section: each item's name, unless one before it has the same.

import { decodeNames, type ModuleNames } from "../binary/index.ts";
import type { ModuleDef } from "../model/index.ts";
import { idLiteral, nameLiteral } from "./literals.ts";

/** Spaces whose items can be named. */
export type NamedSpace =
  | "type"
  | "func"
  | "table"
  | "memory"
  | "global"
  | "tag"
  | "module"
  | "instance"
  | "elem"
  | "data";

const MAPS = {
  type: "types",
  func: "funcs",
  table: "tables",
  memory: "memories",
  global: "globals",
  tag: "tags",
  module: "modules",
  instance: "instances",
  elem: "elems",
  data: "data",
} as const satisfies Record<NamedSpace, keyof ModuleNames>;

/** The identifiers of one index space. */
export class SpaceIds {
  private readonly ids = new Map<number, string>();
  /** Names that cannot be identifiers: empty, or those of an earlier item. */
  private readonly others = new Map<number, string>();

  constructor(names: ReadonlyMap<number, string> | undefined) {
    if (names === undefined) return;
    const taken = new Set<string>();
    for (const [index, name] of [...names].sort(([a], [b]) => a - b)) {
      if (name === "" || taken.has(name)) this.others.set(index, nameLiteral(name));
      else this.ids.set(index, idLiteral(name));
      taken.add(name);
    }
  }

  /** How an item is referred to: its identifier, or its index. */
  use(index: number): string {
    return this.ids.get(index) ?? String(index);
  }

  /** The identifier where an item is defined, with a space before; its index in a comment if it has none. */
  define(index: number): string {
    const id = this.ids.get(index);
    if (id !== undefined) return ` ${id}`;
    return ` (;${index};)${this.annotation(index)}`;
  }

  /** As `define`, with no comment: for parameters and locals. */
  bare(index: number): string | undefined {
    return this.ids.get(index) ?? (this.others.has(index) ? this.annotation(index).trimStart() : undefined);
  }

  private annotation(index: number): string {
    const name = this.others.get(index);
    return name === undefined ? "" : ` (@name ${name})`;
  }
}

const NOTHING = new SpaceIds(undefined);

/** The identifiers of a module. */
export class Identifiers {
  readonly names: ModuleNames;
  private readonly spaces = new Map<NamedSpace, SpaceIds>();

  constructor(def: ModuleDef) {
    this.names = decodeNames(def);
  }

  space(space: NamedSpace): SpaceIds {
    let ids = this.spaces.get(space);
    if (ids === undefined) this.spaces.set(space, (ids = new SpaceIds(this.names[MAPS[space]])));
    return ids;
  }

  use(space: NamedSpace, index: number): string {
    return this.space(space).use(index);
  }

  locals(func: number): SpaceIds {
    const names = this.names.locals.get(func);
    return names ? new SpaceIds(names) : NOTHING;
  }
}

// A module under validation: its index spaces as they grow, in binary order, and the modules around it.

import {
  type Features,
  MAX_FUNCTIONS,
  MAX_GLOBALS,
  MAX_IMPORTS,
  MAX_MEMORIES,
  MAX_TABLES,
  MAX_TAGS,
} from "../base/index.ts";
import type { ExternKind, ExternType, ModuleDef } from "../model/index.ts";
import { multipleMemories, multipleTables, spaceTooLarge, UNKNOWN } from "./errors.ts";
import { ImportTable } from "./import-table.ts";
import type { DefType, TypeScope } from "./types.ts";
import type { Entity, Origin, ValidModule } from "./valid-module.ts";

/** What every module of a tree is validated with. */
export interface TreeContext {
  readonly features: Features;
  /** The linking rules apply, and not the core rules where they differ (LINKING.md, rule 0). */
  readonly linking: boolean;
  /** The binary uses linking. */
  readonly usesLinking: boolean;
  /** Modules begun so far: the next one's `id`. */
  modules: number;
}

type TypeOfKind<K extends ExternKind> = Extract<ExternType, { kind: K }>["type"];

type Spaces = { readonly [K in ExternKind]: Entity<TypeOfKind<K>>[] };

/** How large each index space may grow. */
const LIMITS: Record<ExternKind, number> = {
  func: MAX_FUNCTIONS,
  table: MAX_TABLES,
  memory: MAX_MEMORIES,
  global: MAX_GLOBALS,
  tag: MAX_TAGS,
  module: MAX_IMPORTS,
  instance: MAX_IMPORTS,
};

export class ModuleState implements TypeScope {
  readonly def: ModuleDef;
  readonly tree: TreeContext;
  readonly outer: ModuleState | undefined;
  readonly id: number;
  readonly types: DefType[] = [];
  readonly spaces: Spaces = {
    func: [],
    table: [],
    memory: [],
    global: [],
    tag: [],
    module: [],
    instance: [],
  };
  readonly imports: ImportTable;
  readonly nested: ValidModule[] = [];
  /** The header item to be read next. */
  next = 0;
  /** Counts runs of adjacent imports, which stand in for import sections where a module has none. */
  importRun = 0;
  /** How many instances one instantiation of this module makes, as far as can be told: itself and nested ones. */
  instances = 1;
  /** The same for each module of the module space; of imported modules only one is known of. */
  readonly instancesOf: number[] = [];
  /** Functions referred to outside of bodies. */
  readonly referenced = new Set<number>();

  constructor(def: ModuleDef, tree: TreeContext, outer: ModuleState | undefined) {
    this.def = def;
    this.tree = tree;
    this.outer = outer;
    this.id = tree.modules++;
    this.imports = new ImportTable(!tree.linking);
  }

  /**
   * Adds an item to the index space of its kind.
   * @throws MortiseError `space-too-large`, `multiple-memories`, `multiple-tables`
   */
  add({ kind, type }: ExternType, origin: Origin, offset: number): void {
    const space = this.spaces[kind] as Entity<ExternType["type"]>[];
    if (space.length >= LIMITS[kind]) throw spaceTooLarge(kind, LIMITS[kind], offset);
    space.push({ type, origin });
    const { features } = this.tree;
    if (kind === "memory" && space.length > 1 && !features.has("multi-memory"))
      throw multipleMemories(offset);
    if (kind === "table" && space.length > 1 && !features.has("reference-types"))
      throw multipleTables(offset);
  }

  /** Adds a module, with the number of instances that one instantiation of it makes. */
  addModule(type: ExternType & { kind: "module" }, origin: Origin, instances: number, offset: number): void {
    this.add(type, origin, offset);
    this.instancesOf.push(instances);
  }

  /**
   * The type of the item at an index; functions found so are `referenced`.
   * @throws MortiseError `unknown-function`, …
   */
  at(kind: ExternKind, index: number, offset: number): ExternType {
    const entity = this.spaces[kind][index];
    if (entity === undefined) throw UNKNOWN[kind](index, offset);
    if (kind === "func") this.referenced.add(index);
    return { kind, type: entity.type } as ExternType;
  }
}

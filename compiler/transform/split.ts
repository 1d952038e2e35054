// Splitting, the reverse of bundling: the closed modules of a root become files of their own, and imports in it.

import { decodeNames } from "../binary/index.ts";
import type { HeaderItem, ImportItem, ModuleDef, TypeItem } from "../model/index.ts";
import type { ValidModule } from "../validate/index.ts";
import { Identities, type Identity, type Placed, placedHeader, placeModules, reachOf } from "./modules.ts";
import { definitionOf } from "./type-defs.ts";

export interface SplitModule {
  /** The root, importing its modules by name. */
  readonly root: ModuleDef;
  /** The modules by the name of their import; identical ones once. */
  readonly parts: ReadonlyMap<string, ModuleDef>;
}

/**
 * Turns the modules nested directly in a root into one-level imports of their types. Modules that have outer aliases into
 * the root mean nothing outside it and stay. An import is named as the module is in the name section, or `module0`.
 */
export function split(valid: ValidModule): SplitModule {
  return new Splitter(valid).split();
}

class Splitter {
  private readonly valid: ValidModule;
  private readonly identities = new Identities();
  private readonly parts = new Map<string, ModuleDef>();
  /** The import that stands for a module. */
  private readonly imports = new Map<Identity, ImportItem>();
  private readonly placed: Placed[] = [];
  /** Modules that were there before, by old index, and the import that stands for them now. */
  private readonly merged = new Map<number, HeaderItem>();
  /** The new index of each old type, and how many there are now. */
  private readonly types: number[] = [];
  private typeCount = 0;

  constructor(valid: ValidModule) {
    this.valid = valid;
  }

  split(): SplitModule {
    let nested = 0;
    for (const { item, was } of placedHeader(this.valid.def.header)) {
      const module = item.item === "module" ? this.valid.nested[nested++]! : undefined;
      if (module === undefined || reachOf(module.def) > 0) this.keep({ item, was });
      else this.take(module, was!);
    }
    const root = placeModules(this.valid.def, this.placed, this.merged, (index) => this.typeAt(index));
    return { root, parts: this.parts };
  }

  private keep(placed: Placed): void {
    this.placed.push(placed);
    const { item } = placed;
    if (item.item === "type" || (item.item === "alias" && item.target.kind === "type"))
      this.types.push(this.typeCount++);
  }

  /** Types added by `take` are described with their new index already: those beyond the old ones. */
  private typeAt(index: number): number {
    return index < ADDED ? (this.types[index] ?? index) : index - ADDED;
  }

  /** A closed module becomes a part, and an import of its type. */
  private take(module: ValidModule, was: number): void {
    const identity = this.identities.of(module.def);
    const known = this.imports.get(identity);
    if (known !== undefined) {
      this.merged.set(was, known);
      return;
    }
    const name = this.nameFor(was);
    const type: TypeItem = { item: "type", offset: 0, type: definitionOf(module.type) };
    const desc = { kind: "module", typeIndex: ADDED + this.typeCount++ } as const;
    const imported: ImportItem = { item: "import", offset: 0, module: name, field: undefined, desc };
    this.imports.set(identity, imported);
    this.parts.set(name, module.def);
    this.placed.push({ item: type }, { item: imported, was });
  }

  private nameFor(index: number): string {
    const wanted = decodeNames(this.valid.def).modules.get(index) ?? `module${index}`;
    const taken = (name: string) => this.parts.has(name) || this.valid.type.imports.has(name);
    if (!taken(wanted)) return wanted;
    let count = 2;
    while (taken(`${wanted}-${count}`)) count++;
    return `${wanted}-${count}`;
  }
}

/** Marks the indices of added types, beyond those any module has. */
const ADDED = 2 ** 31;

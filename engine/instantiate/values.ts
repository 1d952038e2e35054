// Module and instance values: what the module and instance index spaces hold while a plan runs.

import type { ExternType, ModuleType } from "../../compiler/model/index.ts";
import type { FunctionAdapters } from "../host/index.ts";
import type { Recipe } from "./handover.ts";

/** A function, table, memory, global or tag: a store object with JS cores, the engine's own object with native ones. */
export type Extern = unknown;

/** Anything that an index space can hold. */
export type LinkValue = Extern | ModuleValue | InstanceValue;

/** The kinds of items that a core module can import, define and export. */
export type CoreKind = "func" | "table" | "memory" | "global" | "tag";

/** What a core module has become. */
export interface CoreInstance {
  /** Item `index` of the index space of `kind`, whole spaces counted: always the same object for the same item. */
  item(kind: CoreKind, index: number): Extern;
  /** Makes all exported functions, those of its own with these indices, at one go where that is cheaper; again: the same ones. */
  exportedFunctions?(functions: readonly number[]): Readonly<Record<number, object>>;
}

/** How many more instances the running instantiation may make. */
export interface Budget {
  left: number;
  readonly limit: number;
}

/** Where an export comes from: a slot of the frame, or (slot -1) the core instance. */
export interface Source {
  readonly name: string;
  readonly type: ExternType;
  readonly slot: number;
  readonly kind: CoreKind;
  readonly index: number;
}

/** A constructor of objects without a prototype that have a module's exports, given their values in order. */
export type ExportsShape = new (values: readonly unknown[]) => object;

export interface ImportSlot {
  readonly module: string;
  readonly field: string | undefined;
  readonly type: ExternType;
}

/** What `Module`'s static methods tell beyond types. */
export interface ModuleInfo {
  /** LINKING.md, rule 0. */
  readonly usesLinking: boolean;
  /** Its custom sections in order, with their contents. */
  readonly customs: readonly (readonly [name: string, content: Uint8Array])[];
}

/** A module made ready to run; `code.ts` has the only implementation. */
export interface ModuleCode {
  /** Its number in its tree. */
  readonly id: number;
  /** What other engines can make its tree from; JS cores only. */
  readonly recipe: Recipe | undefined;
  readonly info: ModuleInfo;
  readonly type: ModuleType;
  readonly imports: readonly ImportSlot[];
  readonly exports: readonly Source[];
  /** Export names to what they are and where their values are. */
  readonly sources: ReadonlyMap<string, Source>;
  /** Some export is an item of the core instance. */
  readonly exportsOwn: boolean;
  /** The exported functions that are the core instance's, by index. */
  readonly ownFunctions: readonly number[];
  /** Makes its exports objects, where generated code has a constructor for them. */
  readonly shape: ExportsShape | undefined;
  /** JS cores only: how host functions become `Func`s of its tree. */
  readonly functions: FunctionAdapters | undefined;
  /**
   * Makes an instance. `imports` has a value for each import, in order, of a type that was checked; it becomes the
   * instance's frame. What start functions throw passes through.
   * @param budget of the instantiation that this is part of; a new one if it is none's
   * @throws RangeError when the budget is used up
   */
  run(imports: LinkValue[], captures: readonly ModuleValue[], budget?: Budget): InstanceValue;
  /** Makes the core instance of an instance with this frame; `turn` as in `CoreFactory`. */
  define(frame: readonly LinkValue[], turn: number): CoreInstance;
}

/** A module: closed code, and the modules its outer aliases captured. */
export class ModuleValue {
  readonly code: ModuleCode;
  readonly captures: readonly ModuleValue[];
  /** The `Module` object of the JS API, once there is one. */
  host: object | null = null;

  constructor(code: ModuleCode, captures: readonly ModuleValue[]) {
    this.code = code;
    this.captures = captures;
  }

  get type(): ModuleType {
    return this.code.type;
  }
}

/** An immutable record of named link values. */
export interface InstanceValue {
  /** The value of a name that its type has. */
  get(name: string): LinkValue;
}

/** An instance made of values that were imported one by one. */
export class Gathered implements InstanceValue {
  private readonly fields: ReadonlyMap<string, LinkValue>;

  constructor(fields: ReadonlyMap<string, LinkValue>) {
    this.fields = fields;
  }

  get(name: string): LinkValue {
    return this.fields.get(name);
  }
}

/** An instance of a module: the values its steps made, and its core instance once that is needed. */
export class Instantiated implements InstanceValue {
  private readonly code: ModuleCode;
  private readonly frame: readonly LinkValue[];
  private made: CoreInstance | undefined;
  private readonly turn: number;

  constructor(code: ModuleCode, frame: readonly LinkValue[], made: CoreInstance | undefined, turn: number) {
    this.code = code;
    this.frame = frame;
    this.made = made;
    this.turn = turn;
  }

  private get core(): CoreInstance {
    return (this.made ??= this.code.define(this.frame, this.turn));
  }

  get(name: string): LinkValue {
    return this.valueAt(this.code.sources.get(name)!);
  }

  /** The value of one of its module's exports. */
  valueAt({ slot, kind, index }: Source): LinkValue {
    return slot >= 0 ? this.frame[slot] : this.core.item(kind, index);
  }

  /** Its module, if `exports` are those of its module's own type. */
  wholeAs(exports: object): ModuleCode | undefined {
    if (this.code.type.exports !== exports) return undefined;
    return this.code;
  }

  /** Its own exported functions by index, where they were not made one by one. */
  ownFunctions(): Readonly<Record<number, object>> | undefined {
    return this.code.exportsOwn ? this.core.exportedFunctions?.(this.code.ownFunctions) : undefined;
  }
}

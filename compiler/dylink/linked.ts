// What is linked, decided: who defines each symbol, who is instantiated when, what is called through the lazy table. The
// text follows from it (`emit`).

import type { ExternType, FuncType, InstanceType } from "../model/index.ts";
import { cycleWithoutTable, fixedTable, missingSymbols, noMemory, noTable } from "./errors.ts";
import { type Item, itemOf } from "./glue.ts";
import { MALLOC, type Order, orderOf } from "./order.ts";
import { checkHost, checkNeeded, checkSymbols, Scope } from "./resolve.ts";
import { MEMORY, STACK_POINTER, TABLE } from "./symbols.ts";
import type { DefinedFunction, Library, Unit } from "./unit.ts";

/** Instances of the root. */
export const LAZY = "lazy";
export const TAGS = "tags";
export const HOST_ENV = "host:env";
export const hostId = (name: string) => `host:${name}`;
export const envOf = (unit: Unit) => `env:${unit.name}`;
export const unitId = (unit: Unit) => `unit:${unit.name}`;

export const FTALLOC: Item = {
  kind: "func",
  type: "(param i32) (result i32)",
  instance: "ftalloc",
  name: "ftalloc",
};

export class Linked {
  readonly main: Unit;
  readonly scope: Scope;
  readonly order: Order;
  /** Functions that are called before their unit is instantiated, in the order of their slots in the lazy table. */
  readonly deferred: ReadonlyMap<string, FuncType>;

  /** The main program is one of the linker's own. */
  readonly isBase: boolean;

  /** @throws MortiseError for everything that keeps the units from being linked */
  constructor(main: Unit, libraries: readonly Library[], hostSymbols: ReadonlySet<string>, isBase: boolean) {
    this.isBase = isBase;
    checkNeeded(main, libraries);
    this.main = main;
    this.scope = new Scope(main, libraries, hostSymbols);
    checkSymbols(this.scope);
    checkHost(this.scope);
    this.order = orderOf(this.scope, libraries);
    this.checkMain();
    this.deferred = this.deferredFunctions();
  }

  get libraries(): readonly Library[] {
    return this.order.libraries;
  }

  /** Main program and libraries, in the order in which they are instantiated. */
  get units(): readonly Unit[] {
    return [this.main, ...this.libraries];
  }

  private checkMain(): void {
    for (const library of this.libraries) {
      if (library.env.has(TABLE)) this.checkTable(library);
      if (library.env.has(MEMORY) && !this.hasShared(MEMORY)) throw noMemory(library.name);
      const needs = [
        ...(library.env.has(STACK_POINTER) && !this.hasShared(STACK_POINTER) ? [STACK_POINTER] : []),
        ...(library.info.memorySize > 0 && this.scope.definer(MALLOC) === undefined ? [MALLOC] : []),
      ];
      if (needs.length > 0) throw missingSymbols(library.name, needs);
    }
  }

  private checkTable({ name }: Library): void {
    if (!this.hasShared(TABLE))
      throw this.order.cycle.length > 0 ? cycleWithoutTable(this.order.cycle) : noTable(name);
    const table = this.main.exports.get(TABLE) ?? this.main.env.get(TABLE);
    const max = table?.kind === "table" ? table.type.limits.max : undefined;
    if (max !== undefined) throw fixedTable(max);
  }

  private hasShared(name: string): boolean {
    return this.main.exports.has(name) || this.main.env.has(name);
  }

  /** Memory, table or stack pointer: of the main program, which has it or is given it. */
  shared(name: string): Item {
    const exported = this.main.exports.get(name);
    return exported === undefined
      ? itemOf(envOf(this.main), name, this.main.env.get(name)!)
      : itemOf(unitId(this.main), name, exported);
  }

  private isDeferred(user: Unit, definer: Unit): boolean {
    return this.units.indexOf(definer) >= this.units.indexOf(user);
  }

  private deferredFunctions(): Map<string, FuncType> {
    const deferred = new Map<string, FuncType>();
    for (const unit of this.units)
      for (const [name, type] of unit.env) {
        const definer = type.kind === "func" ? this.scope.definer(name) : undefined;
        if (definer !== undefined && this.isDeferred(unit, definer))
          deferred.set(name, (type as { readonly type: FuncType }).type);
      }
    return deferred;
  }

  /** The function that a unit calls by a name; undefined for a weak one that is missing. */
  calledBy(user: Unit, name: string, type: ExternType): Item | undefined {
    const source = this.scope.func(name)!;
    if (source.from === "nobody") return undefined;
    if (source.from === "host") return itemOf(HOST_ENV, name, type);
    return itemOf(this.isDeferred(user, source.unit) ? LAZY : unitId(source.unit), name, type);
  }

  /** Data symbols that have an address for all to read: those in use, and all of the libraries. */
  get addresses(): ReadonlyMap<string, Unit> {
    const names = [
      ...this.units.flatMap(({ gotMem }) => gotMem),
      ...this.libraries.flatMap(({ data }) => [...data]),
    ];
    return new Map(names.map((name) => [name, this.scope.data(name)!]));
  }

  /** Tags that units import and none exports. */
  get tags(): ReadonlyMap<string, FuncType> {
    const tags = new Map<string, FuncType>();
    for (const { env } of this.units)
      for (const [name, type] of env)
        if (type.kind === "tag" && this.scope.tag(name) === undefined) tags.set(name, type.type);
    return tags;
  }

  /** Functions whose slots are asked for. */
  get pointers(): ReadonlySet<string> {
    return new Set(this.units.flatMap(({ gotFunc }) => gotFunc));
  }

  /** The slot that the main program's own segments give to a function, be it its own or one that it imports. */
  slotInMain(name: string, unit: Unit | undefined, defined: DefinedFunction | undefined): number | undefined {
    const { slots, valid } = this.main;
    if (unit === this.main) return slots.get(defined!.index);
    const imported = valid.funcs.findIndex(
      ({ origin }) => origin.from === "import" && origin.item.module === "env" && origin.item.field === name,
    );
    return slots.get(imported);
  }

  /** What the linked module imports of its host: instances, by name. */
  hostImports(): Map<string, InstanceType> {
    const instances = new Map<string, InstanceType>();
    const take = (name: string, fields: Iterable<[string, ExternType]>) => {
      const exports = new Map([...(instances.get(name)?.exports ?? []), ...fields]);
      if (exports.size > 0) instances.set(name, { kind: "instance", exports });
    };
    for (const { host, env } of this.units) {
      for (const [name, { exports }] of host) take(name, exports);
      take(
        "env",
        [...env].filter(([name, { kind }]) => kind === "func" && this.scope.func(name)?.from === "host"),
      );
    }
    return instances;
  }
}

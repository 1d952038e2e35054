// A unit's symbols are made known: once it is instantiated, its glue writes their addresses and slots where all units read
// them. A function has one slot, whoever asks: the main program's if its segments have it, else the library's own, else
// one that `ftalloc` gives.

import { idLiteral } from "../text/index.ts";
import { Glue, itemOf } from "./glue.ts";
import { FTALLOC, HOST_ENV, envOf, type Linked, unitId } from "./linked.ts";
import { MEMORY_BASE, TABLE, TABLE_BASE } from "./symbols.ts";
import type { DefinedFunction, Unit } from "./unit.ts";

const I32 = 0x7f;

/** Glue that publishes the symbols of a unit; those of the host come with the main program's. */
export function publish(linked: Linked, unit: Unit): Glue {
  const glue = new Glue(`symbols:${unit.name}`);
  const publisher = new Publisher(linked, unit, glue);
  glue.start([...publisher.addresses(), ...publisher.slots()], "(local $base i32)");
  return glue;
}

/** A function that is pointed to, or whose slot has to be corrected. */
interface Pointed {
  readonly name: string;
  /** Undefined: of the host. */
  readonly defined: DefinedFunction | undefined;
}

class Publisher {
  private readonly linked: Linked;
  private readonly unit: Unit;
  private readonly glue: Glue;
  /** Slots allocated here so far. */
  private fresh = 0;

  constructor(linked: Linked, unit: Unit, glue: Glue) {
    this.linked = linked;
    this.unit = unit;
    this.glue = glue;
  }

  private get isMain(): boolean {
    return this.unit === this.linked.main;
  }

  addresses(): string[] {
    const { linked, unit, glue } = this;
    return [...linked.addresses]
      .filter(([, definer]) => definer === unit)
      .map(([name]) => {
        const value = glue.use(`${name} of it`, itemOf(unitId(unit), name, constant));
        return `(global.set ${this.got("GOT.mem", name)} ${this.fromBase(MEMORY_BASE, `(global.get ${value})`)})`;
      });
  }

  private got(table: "GOT.mem" | "GOT.func", name: string): string {
    return this.glue.use(`${table}:${name}`, itemOf(table, name, variable));
  }

  /** A number that counts from a base of a library; the main program's count from zero. */
  private fromBase(base: string, value: string): string {
    if (this.isMain) return value;
    return `(i32.add (global.get ${this.glue.use(base, itemOf(envOf(this.unit), base, variable))}) ${value})`;
  }

  /** Every function published gets its slot; two names of one function get the same. */
  slots(): string[] {
    const known = new Map<number, string>();
    const sets: string[] = [];
    for (const pointed of this.pointed()) {
      const index = pointed.defined?.index ?? -1;
      const slot = known.get(index) ?? this.slotOf(pointed, sets);
      if (pointed.defined !== undefined) known.set(index, slot);
      if (this.linked.pointers.has(pointed.name))
        sets.push(`(global.set ${this.got("GOT.func", pointed.name)} ${slot})`);
    }
    if (this.fresh === 0) return sets;
    const ftalloc = this.glue.use("ftalloc", FTALLOC);
    return [`(local.set $base (call ${ftalloc} (i32.const ${this.fresh})))`, ...sets];
  }

  private *pointed(): Generator<Pointed> {
    const { linked, unit, isMain } = this;
    for (const name of new Set([...linked.pointers, ...linked.main.env.keys()])) {
      const source = linked.scope.func(name);
      if (source === undefined || source.from === "nobody") continue;
      const defined = source.from === "unit" ? source.defined : undefined;
      const definer = source.from === "unit" ? source.unit : linked.main;
      if (definer !== unit) continue;
      const isCorrected = !isMain && linked.slotInMain(name, unit, defined) !== undefined;
      if (linked.pointers.has(name) || isCorrected) yield { name, defined };
    }
  }

  /** Instructions for the slot of a function; those that fill it are added to `sets`. */
  private slotOf({ name, defined }: Pointed, sets: string[]): string {
    const { linked, unit, isMain } = this;
    const inMain = linked.slotInMain(name, defined === undefined ? undefined : unit, defined);
    if (inMain !== undefined) {
      // A library's function: there is a trampoline yet, which is not what other units mean.
      if (!isMain) sets.push(this.fill(`(i32.const ${inMain})`, name));
      return `(i32.const ${inMain})`;
    }
    const own = defined === undefined ? undefined : unit.slots.get(defined.index);
    if (own !== undefined) return this.fromBase(TABLE_BASE, `(i32.const ${own})`);
    const slot = `(i32.add (local.get $base) (i32.const ${this.fresh++}))`;
    sets.push(this.fill(slot, name));
    return slot;
  }

  private fill(slot: string, name: string): string {
    const { linked, unit, glue } = this;
    const source = linked.scope.func(name)!;
    const type =
      source.from === "unit" ? unit.exports.get(name)! : linked.hostImports().get("env")!.exports.get(name)!;
    const id = glue.use(name, itemOf(source.from === "unit" ? unitId(unit) : HOST_ENV, name, type));
    glue.add(`(elem declare func ${id})`);
    return `(table.set ${glue.use(`shared ${idLiteral(TABLE)}`, linked.shared(TABLE))} ${slot} (ref.func ${id}))`;
  }
}

const constant = { kind: "global", type: { type: I32, mutable: false } } as const;
const variable = { kind: "global", type: { type: I32, mutable: true } } as const;

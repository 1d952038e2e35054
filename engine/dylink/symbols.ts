// The symbols of a running program: those it exports, and those of the libraries loaded since. Functions have one slot of
// the table each, data one address.

import type { Global, Table, WebAssemblyNamespace } from "../api/index.ts";
import { notInTable } from "./errors.ts";

// biome-ignore lint/complexity/noBannedTypes: what an instance exports can be called, and has no other type
export type Callable = Function;

export type Found =
  | { readonly kind: "func"; readonly value: Callable }
  /** Where it is in memory. */
  | { readonly kind: "data"; readonly address: number };

export type Symbols = Map<string, Found>;

/** The symbols among exports; data counts from `base`. */
export function symbolsOf(engine: WebAssemblyNamespace, exports: object, base: number): Symbols {
  const symbols: Symbols = new Map();
  for (const [name, value] of Object.entries(exports) as [string, unknown][])
    if (typeof value === "function") symbols.set(name, { kind: "func", value });
    else if (value instanceof (engine.Global as unknown as Callable) && isAddress(value as Global))
      symbols.set(name, { kind: "data", address: base + ((value as Global).value as number) });
  return symbols;
}

const isAddress = ({ value }: Global) => typeof value === "number";

/** The slots of functions in the program's table. */
export class Slots {
  private readonly table: Table;
  private readonly known = new Map<Callable, number>();
  /** Slots below have been looked at. */
  private seen = 0;

  constructor(table: Table) {
    this.table = table;
  }

  /** The slot of a function: where it is already, or a new one. */
  of(name: string, value: Callable): number {
    const slot = this.find(value);
    if (slot !== undefined) return slot;
    const added = this.table.grow(1);
    try {
      this.table.set(added, value);
    } catch {
      throw notInTable(name);
    }
    this.known.set(value, added);
    return added;
  }

  private find(value: Callable): number | undefined {
    const { table, known } = this;
    for (; this.seen < table.length; this.seen++) {
      const found = table.get(this.seen) as Callable | null;
      if (found !== null && !known.has(found)) known.set(found, this.seen);
    }
    const slot = known.get(value);
    // The program may have put something else there.
    return slot !== undefined && table.get(slot) === value ? slot : undefined;
  }
}

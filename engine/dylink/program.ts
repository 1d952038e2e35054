// A running program, as its libraries see it.

import { MEMORY, STACK_POINTER, TABLE } from "../../compiler/dylink/index.ts";
import type { ExportsObject, Global, Memory, Table, WebAssemblyNamespace } from "../api/index.ts";
import { noProgramExport, outOfMemory } from "./errors.ts";
import { type Found, Slots, type Symbols, symbolsOf } from "./symbols.ts";

const MALLOC = "malloc";

export class Program {
  readonly memory: Memory;
  readonly table: Table;
  readonly symbols: Symbols;
  /** Tags that libraries share, made as they are asked for. */
  readonly tags: Map<string, unknown>;
  private readonly exports: ExportsObject;
  private readonly slots: Slots;

  constructor(engine: WebAssemblyNamespace, exports: ExportsObject) {
    this.exports = exports;
    this.memory = this.need(MEMORY) as Memory;
    this.table = this.need(TABLE) as Table;
    this.slots = new Slots(this.table);
    this.symbols = symbolsOf(engine, exports, 0);
    this.tags = new Map(
      Object.entries(exports).filter(([, value]) => value instanceof (engine.Tag as never)),
    );
  }

  /** An export that the linker of libraries relies on. @throws MortiseError `no-program-export` */
  private need(name: string): unknown {
    if (this.exports[name] === undefined) throw noProgramExport(name);
    return this.exports[name];
  }

  get stackPointer(): Global {
    return this.need(STACK_POINTER) as Global;
  }

  readonly malloc = (size: number): number => (this.need(MALLOC) as (size: number) => number)(size) >>> 0;

  /** Zeroed memory at a multiple of `align`. @throws MortiseError `out-of-memory` */
  allocate(size: number, align: number, name: string): number {
    if (size === 0) return 0;
    const found = this.malloc(size + align - 1);
    if (found === 0) throw outOfMemory(name);
    const address = Math.ceil(found / align) * align;
    new Uint8Array(this.memory.buffer, address, size).fill(0);
    return address;
  }

  /** New slots of the table, the first a multiple of `align`. */
  allocateSlots(count: number, align: number): number {
    if (count === 0) return 0;
    return Math.ceil(this.table.grow(count + align - 1) / align) * align;
  }

  /** The table slot of a function, or the address of data. */
  addressOf(name: string, found: Found): number {
    return found.kind === "data" ? found.address : this.slots.of(name, found.value);
  }
}

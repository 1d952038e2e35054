// Linear memories (spec 4.2.8), as generated code sees them: growing, and showing their buffers to JavaScript.

import { f32_load, f32_store } from "./floats.ts";
import { tooLarge } from "./store.ts";

export const PAGE = 65_536;

/** Buffers that a page-by-page growth can fill without moving, at most this many bytes ahead. */
const MAX_SPARE = 1 << 28;

/** Views of a memory, each exactly as long as it. */
interface Arrays {
  v: DataView;
  u: Uint8Array;
  h: Uint16Array;
  i: Int32Array;
  f: Float32Array;
  d: Float64Array;
}

function arraysOf(view: DataView): Arrays {
  const { buffer, byteLength: size } = view;
  return {
    v: view,
    u: new Uint8Array(buffer, 0, size),
    h: new Uint16Array(buffer, 0, size / 2),
    i: new Int32Array(buffer, 0, size / 4),
    f: new Float32Array(buffer, 0, size / 4),
    d: new Float64Array(buffer, 0, size / 8),
  };
}

/** What a memory of the host's own has that is needed here. */
export interface HostMemory {
  readonly buffer: ArrayBuffer;
  /** By so many pages. */
  grow(delta: number): number;
}

/** A linear memory. Generated code reads and writes through its view, which it takes from a holder. */
export class Memory {
  /** Exactly as long as the memory; its RangeError is the trap. */
  private view: DataView;
  /** Objects through which generated code finds the view: one for each name that a module tree has for it. */
  private readonly holders = new Map<string, Record<string, DataView>>();
  /** What code for interpreters takes its views from; null until it is asked for. */
  private views: Arrays | null = null;
  /** The bytes, made on demand for bulk operations; null after growth. */
  private bytes: Uint8Array | null = null;
  /** The declared maximum in pages, if any: part of the type. */
  readonly max: number | undefined;
  /** Growth stops here, in pages. */
  readonly limit: number;
  /** The buffer was given to JavaScript: growth must detach it. */
  private shown = false;
  /** Holds the content, once that had to be moved for JavaScript: a memory of the host's grows where it is. */
  private place: HostMemory | null = null;
  /** The JS API's Memory object, once there is one. */
  host: object | null = null;
  /** Where the next slow load is, and what the next slow store puts there: see `load8`. */
  at = 0;
  value = 0;

  private readonly grows: boolean;

  /**
   * `grows`: it is expected to.
   * @throws RangeError if there are more `pages` than the engine's `limit`, or than can be allocated
   */
  constructor(pages: number, max: number | undefined, limit: number, grows = false) {
    if (pages > limit) throw tooLarge("memory", pages, limit, "pages");
    this.view = new DataView(new ArrayBuffer(pages * PAGE));
    this.max = max;
    this.grows = grows;
    this.limit = max === undefined ? limit : Math.min(max, limit);
  }

  /**
   * The object whose field `key` is always the memory's view. V8 takes a field for constant until it changes in any
   * object with the same fields: a key of its own for each module tree keeps the growth of other memories out.
   */
  holder(key: string): Record<string, DataView> {
    let holder = this.holders.get(key);
    if (holder === undefined) {
      holder = {};
      holder[key] = this.view;
      this.holders.set(key, holder);
    }
    return holder;
  }

  /** The object whose fields are always the memory's views, of every width. */
  arrays(): Arrays {
    return (this.views ??= arraysOf(this.view));
  }

  // What a typed array does not have, being out of bounds or not aligned: a load is `(m.at=address,m.load8)`, a store
  // `(m.value=value,m.store8=address)`. All accesses of a function share V8's feedback on these names; a call would take
  // slots of its own each time, and above 256 of them a function's bytecodes get wider, and slower. The RangeError of the
  // DataView is the trap. Values that do not fit are stored like the arrays do.

  get load8(): number {
    return this.view.getUint8(this.at);
  }
  get load16(): number {
    return this.view.getUint16(this.at, true);
  }
  get load32(): number {
    return this.view.getInt32(this.at, true);
  }
  get loadF32(): number {
    return f32_load(this.view, this.at);
  }
  get loadF64(): number {
    return this.view.getFloat64(this.at, true);
  }
  set store8(address: number) {
    this.view.setInt8(address, this.value);
  }
  set store16(address: number) {
    this.view.setInt16(address, this.value, true);
  }
  set store32(address: number) {
    this.view.setInt32(address, this.value, true);
  }
  set storeF32(address: number) {
    f32_store(this.view, address, this.value);
  }
  set storeF64(address: number) {
    this.view.setFloat64(address, this.value, true);
  }

  private replaceView(view: DataView): void {
    this.view = view;
    this.bytes = null;
    for (const [key, holder] of this.holders) holder[key] = view;
    if (this.views !== null) Object.assign(this.views, arraysOf(view));
  }

  get pages(): number {
    return this.view.byteLength / PAGE;
  }

  /** The view, as holders have it. */
  get data(): DataView {
    return this.view;
  }

  get U(): Uint8Array {
    return (this.bytes ??= new Uint8Array(this.view.buffer as ArrayBuffer, 0, this.view.byteLength));
  }

  /** memory.grow (4.4.7): the old size in pages, or -1. */
  grow(delta: number): number {
    const old = this.pages;
    const pages = old + (delta >>> 0);
    if (pages > this.limit) return -1;
    if (delta !== 0 || this.shown) {
      const buffer = this.enlarged(pages * PAGE);
      if (buffer === undefined) return -1;
      this.replaceView(new DataView(buffer, 0, pages * PAGE));
    }
    return old;
  }

  /** A buffer of at least `size` bytes with the old content: the same one while its spare room lasts. */
  private enlarged(size: number): ArrayBuffer | undefined {
    const old = this.view.buffer as ArrayBuffer;
    if (this.place !== null) return this.grown(this.place, size);
    if (!this.shown && size <= old.byteLength) return old;
    const buffer = this.shown ? this.copied(size) : this.withRoom(size);
    if (buffer === undefined) return undefined;
    if (this.shown) detach(old);
    this.shown = false;
    return buffer;
  }

  private grown(place: HostMemory, size: number): ArrayBuffer | undefined {
    try {
      place.grow((size - this.view.byteLength) / PAGE);
    } catch {
      return undefined;
    }
    this.shown = false;
    return place.buffer;
  }

  /** Doubling makes growing page by page linear. */
  private withRoom(size: number): ArrayBuffer | undefined {
    const spare = Math.min(size, MAX_SPARE);
    return this.filled(allocate(Math.min(size + spare, this.limit * PAGE)) ?? allocate(size));
  }

  /**
   * A buffer of exactly this size, since what is shown must be true. Growing once more would be another copy, most of which
   * is the kernel's making of pages, where the host has no memories.
   */
  private copied(size: number): ArrayBuffer | undefined {
    this.place = this.hostMemory(size / PAGE, this.limit);
    return this.filled(this.place === null ? allocate(size) : this.place.buffer);
  }

  /** A memory of the host's of so many pages: the engine knows whether there are any. */
  protected hostMemory(_pages: number, _limit: number): HostMemory | null {
    return null;
  }

  private filled(buffer: ArrayBuffer | undefined): ArrayBuffer | undefined {
    if (buffer !== undefined) new Uint8Array(buffer).set(this.U);
    return buffer;
  }

  /** The buffer as JavaScript sees it: exactly as long as the memory, the same object until it grows. */
  get buffer(): ArrayBuffer {
    const size = this.view.byteLength;
    if (this.view.buffer.byteLength !== size) this.replaceView(new DataView(this.exact(size)));
    if (this.grows && !this.shown) expectDetaching();
    this.shown = true;
    return this.view.buffer as ArrayBuffer;
  }

  private exact(size: number): ArrayBuffer {
    return this.copied(size) ?? (this.view.buffer as ArrayBuffer).slice(0, size);
  }
}

let expected = false;

/**
 * V8 takes it that no buffer is ever detached, until one is: then it throws away all optimised code that accesses any, the
 * compiler's most of all, to make it again. That is done early, while there is little of it.
 */
function expectDetaching(): void {
  if (expected) return;
  expected = true;
  detach(new ArrayBuffer(1));
}

function allocate(size: number): ArrayBuffer | undefined {
  try {
    return new ArrayBuffer(size);
  } catch {
    return undefined;
  }
}

/** Where an environment cannot detach, programs notice growth by the changed identity of `buffer` alone. */
function detach(buffer: ArrayBuffer & { transfer?: (size: number) => ArrayBuffer }): void {
  if (buffer.transfer !== undefined) buffer.transfer(0);
  else if (typeof structuredClone === "function") structuredClone(buffer, { transfer: [buffer] });
}

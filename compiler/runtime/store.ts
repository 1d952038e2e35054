// The store (spec 4.2): functions as references, tables, globals, tags, and thrown exceptions (memories: memory.ts), as
// generated code sees them. The JS API's objects are thin faces of these. Generated code never tests
// their class, so stores made by another copy of this file work as well.

import type { ValType } from "./value-types.ts";
import { RuntimeError } from "./errors.ts";

/** The body of a wasm function in JavaScript. i64 parameters are two numbers, low word first. */
// biome-ignore lint/suspicious/noExplicitAny: a function of any signature
export type Code = (...args: any[]) => any;

/** A function reference: the one identity of a wasm function, in tables, globals and as an argument. */
export class Func {
  readonly fn: Code;
  /** Its type, as `signatureOf` writes it; interned strings, so `===` compares types. */
  readonly signature: string;
  /** Index in its module; the `name` of the exported function. */
  readonly index: number;
  /** The exported function of the JS API, once one was asked for. */
  wrapper: Code | null;
  /** Makes the exported function; a core instance knows how to wrap its own. */
  readonly wrap: (func: Func) => Code;

  constructor(
    fn: Code,
    signature: string,
    index: number,
    wrap: (func: Func) => Code,
    wrapper: Code | null = null,
  ) {
    this.wrapper = wrapper;
    this.fn = fn;
    this.signature = signature;
    this.index = index;
    this.wrap = wrap;
  }

  /** The exported function: made once, then always the same. */
  get exported(): Code {
    return (this.wrapper ??= brand(this.wrap(this), this));
  }
}

/** Returning another object from a base constructor lets a subclass put a private field on it. */
export const Passed = class {
  constructor(value: object) {
    // biome-ignore lint/correctness/noConstructorReturn: the point of the class
    return value;
  }
} as new (
  value: object,
) => object;

/**
 * Marks exported functions with their `Func` by a private field: invisible, and faster than a WeakMap. Most exported functions never
 * come back, so those that an instance makes all at once are marked with what makes their `Func`s.
 */
class Brand extends Passed {
  #func: Func | ((index: number) => Func);
  #index: number;
  constructor(wrapper: Code, func: Func | ((index: number) => Func), index: number) {
    super(wrapper);
    this.#func = func;
    this.#index = index;
  }
  static of(value: object): Func | undefined {
    if (!(#func in value)) return undefined;
    const func = value.#func;
    return typeof func === "function" ? (value.#func = func(value.#index)) : func;
  }
}

export function brand(wrapper: Code, func: Func): Code {
  new Brand(wrapper, func, 0);
  return wrapper;
}

/** The same, of a function of an instance that gives its `Func`s by index, this one with the wrapper in it. */
export function brandLater(wrapper: Code, func: (index: number) => Func, index: number): void {
  new Brand(wrapper, func, index);
}

/** The `Func` behind an exported function, or `undefined` for any other value. */
export function funcOf(value: unknown): Func | undefined {
  return typeof value === "function" ? Brand.of(value) : undefined;
}

/** More than an engine's limit allows. */
export const tooLarge = (what: string, size: number, limit: number, unit: string) =>
  new RangeError(`a ${what} of ${size} ${unit} exceeds the limit of ${limit}`);

/** The functions of one signature in a table, by position; others trap when called. */
interface CallView {
  readonly signature: string;
  readonly entries: Code[];
}

/** What the tables of one instance may take together: elements, and as many again for each signature they are called with. */
export interface TableRoom {
  left: number;
}

/** A table. Elements are `Func` or null (funcref), or any value (externref). */
export class Table {
  readonly elements: unknown[];
  readonly element: ValType;
  readonly max: number | undefined;
  /** Growth stops here. */
  readonly limit: number;
  /** One for each signature that is called through this table: a list, which `put` walks without allocating. */
  private readonly views: CallView[] = [];
  host: object | null = null;

  /** Absent for tables that JavaScript made. */
  private readonly room: TableRoom | undefined;

  /** @throws RangeError if `size` is more than the engine's `limit`, or than there is `room` for */
  constructor(
    element: ValType,
    size: number,
    max: number | undefined,
    limit: number,
    init: unknown = null,
    room?: TableRoom,
  ) {
    if (size > limit) throw tooLarge("table", size, limit, "elements");
    this.room = room;
    if (!this.take(size)) throw noRoom();
    this.element = element;
    this.elements = new Array(size).fill(init);
    this.max = max;
    this.limit = max === undefined ? limit : Math.min(max, limit);
  }

  /** Takes room for so many elements, if there is. */
  private take(count: number): boolean {
    if (this.room === undefined) return true;
    if (count > this.room.left) return false;
    this.room.left -= count;
    return true;
  }

  /** The functions of one signature by position, kept up to date: what call_indirect indexes. */
  view(signature: string): Code[] {
    const known = this.viewOf(signature);
    if (known !== undefined) return known;
    if (!this.take(this.elements.length)) throw noRoom();
    const entries = this.elements.map((element) => entryFor(element, signature));
    this.views.push({ signature, entries });
    return entries;
  }

  private viewOf(signature: string): Code[] | undefined {
    return this.views.find((view) => view.signature === signature)?.entries;
  }

  /** The code of a function is another now: calls through the table are to find it. */
  rebind(func: Func): void {
    const view = this.viewOf(func.signature);
    if (view === undefined) return;
    const { elements } = this;
    for (let i = elements.indexOf(func); i >= 0; i = elements.indexOf(func, i + 1)) view[i] = func.fn;
  }

  get(index: number): unknown {
    if (index >>> 0 >= this.elements.length) throw outOfBounds();
    return this.elements[index >>> 0];
  }

  set(index: number, value: unknown): void {
    index >>>= 0;
    if (index >= this.elements.length) throw outOfBounds();
    this.put(index, value);
  }

  private put(index: number, value: unknown): void {
    this.elements[index] = value;
    for (const { signature, entries } of this.views) entries[index] = entryFor(value, signature);
  }

  /** table.grow: the old size, or -1. */
  grow(delta: number, value: unknown): number {
    const old = this.elements.length;
    const size = old + (delta >>> 0);
    if (size > this.limit || !this.take((size - old) * (1 + this.views.length))) return -1;
    for (let i = old; i < size; i++) this.put(i, value);
    return old;
  }

  /** table.grow with its operands in wasm order. */
  growBy(value: unknown, delta: number): number {
    return this.grow(delta, value);
  }

  fill(start: number, value: unknown, count: number): void {
    start >>>= 0;
    count >>>= 0;
    if (start + count > this.elements.length) throw outOfBounds();
    for (let i = start; i < start + count; i++) this.put(i, value);
  }

  /** table.copy from another table, or this one. */
  copy(to: number, source: Table, from: number, count: number): void {
    this.init(to, source.elements, from, count);
  }

  /** table.init: from a segment's values. A dropped segment is an empty array. */
  init(to: number, values: readonly unknown[], from: number, count: number): void {
    to >>>= 0;
    from >>>= 0;
    count >>>= 0;
    if (from + count > values.length || to + count > this.elements.length) throw outOfBounds();
    if (values === this.elements && from < to)
      for (let i = count - 1; i >= 0; i--) this.put(to + i, values[from + i]);
    else for (let i = 0; i < count; i++) this.put(to + i, values[from + i]);
  }
}

const outOfBounds = () => new RuntimeError("out of bounds table access");
const noRoom = () =>
  new RangeError("the tables of one instance, and the signatures they are called with, are too large");

/** What a call view holds for an element: the function, or one that traps when it is called. */
function entryFor(element: unknown, signature: string): Code {
  if (element === null) return absent.uninitialized;
  const func = element as Func;
  return func.signature === signature ? func.fn : absent.mismatch;
}

const absent: { uninitialized: Code; mismatch: Code } = {
  uninitialized: () => {
    throw new RuntimeError("uninitialized element");
  },
  mismatch: () => {
    throw new RuntimeError("indirect call type mismatch");
  },
};

/**
 * A global. Its value is in the field its type calls for: `i` (i32: one word; i64: low, high), `f` (f32 and f64,
 * NaN payloads kept), `r` (references, in an array of one).
 */
export class Global {
  readonly type: ValType;
  readonly mutable: boolean;
  readonly i: Int32Array;
  readonly f: Float64Array;
  readonly r: unknown[];
  host: object | null = null;

  constructor(type: ValType, mutable: boolean) {
    this.type = type;
    this.mutable = mutable;
    this.i = isInteger(type) ? new Int32Array(2) : NO_WORDS;
    this.f = isFloat(type) ? new Float64Array(1) : NO_FLOATS;
    this.r = isInteger(type) || isFloat(type) ? NO_REFERENCES : [null];
  }
}

const NO_WORDS = new Int32Array(0);
const NO_FLOATS = new Float64Array(0);
const NO_REFERENCES: unknown[] = [];
const isInteger = (type: ValType) => type === 0x7f || type === 0x7e;
const isFloat = (type: ValType) => type === 0x7d || type === 0x7c;

/** A tag: compared by identity. */
export class Tag {
  /** The parameters' signature: `ij>`. */
  readonly signature: string;
  host: object | null = null;
  constructor(signature: string) {
    this.signature = signature;
  }
}

/** A thrown exception (exnref points to one). `payload` has the arguments as words: an i64 is two, low first. */
export class Exception {
  readonly tag: Tag;
  readonly payload: unknown[];
  /** The JS API's Exception object, once JavaScript has seen it. */
  host: object | null = null;

  constructor(tag: Tag, payload: unknown[]) {
    this.tag = tag;
    this.payload = payload;
  }
}

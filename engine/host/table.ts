// The interface WebAssembly.Table of the JS API.

import { EXTERNREF, FUNCREF, type ValType } from "../../compiler/model/index.ts";
import { Table as Store } from "../../compiler/runtime/index.ts";
import { cannotGrow, illegalInvocation, outOfRange, wrongArgument } from "./errors.ts";
import { giveFace, type StoreLimits } from "./faces.ts";
import { asInterface, dictionary, requireArguments, unsignedLong } from "./idl.ts";
import { limitsOf } from "./limits.ts";
import { tableOf } from "./slots.ts";
import { defaultReference, fromReference, requireVisible, toReference } from "./values.ts";

/** TableKind. */
const KINDS: ReadonlyMap<string, ValType> = /* @__PURE__ */ new Map([
  ["anyfunc", FUNCREF],
  ["externref", EXTERNREF],
]);

/** Makes the class. `limits.elements` is what its tables may grow to. */
export function tableClass(limits: Pick<StoreLimits, "elements">) {
  class Table {
    constructor(descriptor: unknown, value?: unknown) {
      const where = "Table()";
      const members = dictionary(descriptor, where, "the descriptor");
      const type = tableKind(members["element"], where);
      const { initial, maximum } = limitsOf(members, where);
      if (initial > limits.elements)
        throw outOfRange(where, "'initial'", `at most ${limits.elements} elements`, initial);
      const store = new Store(type, initial, maximum, limits.elements);
      store.elements.fill(referenceFor(type, value));
      giveFace(this, store);
    }

    get length(): number {
      return receiver(this, "Table.length").elements.length;
    }

    grow(delta: unknown, value: unknown = undefined): number {
      const where = "Table.grow";
      const store = receiver(this, where);
      const count = unsignedLong(delta, where, "the delta");
      requireVisible(store.element, where);
      const reference = referenceFor(store.element, value);
      const old = store.elements.length;
      if (store.grow(count, reference) < 0) throw cannotGrow(where, old, count, "elements");
      return old;
    }

    set(index: unknown, value: unknown = undefined): void {
      const where = "Table.set";
      const store = receiver(this, where);
      const at = unsignedLong(index, where, "the index");
      requireVisible(store.element, where);
      const reference = referenceFor(store.element, value);
      if (at >= store.elements.length) throw outOfTable(where, at, store);
      store.set(at, reference);
    }

    get(index: unknown): unknown {
      const where = "Table.get";
      const store = receiver(this, where);
      const at = unsignedLong(index, where, "the index");
      requireVisible(store.element, where);
      if (at >= store.elements.length) throw outOfTable(where, at, store);
      return fromReference(store.element, store.elements[at]);
    }
  }
  return asInterface(Table, "Table");
}

function tableKind(value: unknown, where: string): ValType {
  requireArguments(value === undefined ? 0 : 1, 1, `${where}, member 'element' of the descriptor`);
  const type = KINDS.get(String(value));
  if (type === undefined) throw wrongArgument(where, "'element'", '"anyfunc" or "externref"', value);
  return type;
}

/** An optional argument: `undefined` is the same as none. */
const referenceFor = (type: ValType, value: unknown): unknown =>
  value === undefined ? defaultReference(type) : toReference(type, value);

const outOfTable = (where: string, index: number, store: Store) =>
  outOfRange(where, "the index", `less than the length, ${store.elements.length}`, index);

function receiver(value: unknown, member: string): Store {
  const store = tableOf(value);
  if (store === undefined) throw illegalInvocation(member, value);
  return store;
}

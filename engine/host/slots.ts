// Internal slots: which store object a JS API object stands for. They are private fields, so nothing can be seen of
// them, and all engines of one copy of Mortise share them, so their objects can be exchanged.

import { Exception, Global, Memory, Passed, Table, Tag } from "../../compiler/runtime/index.ts";

/** What a JS API object can stand for; modules and instances are whatever `engine/api/` says they are. */
type Content = object;

class Slot extends Passed {
  #content: Content;
  constructor(face: object, content: Content) {
    super(face);
    this.#content = content;
  }
  static of(value: object): Content | undefined {
    return #content in value ? value.#content : undefined;
  }
}

/** Makes `face` stand for `content`. */
export function attach(face: object, content: Content): void {
  new Slot(face, content);
}

/** What a value stands for, or `undefined`. */
export function contentOf(value: unknown): Content | undefined {
  return typeof value === "object" && value !== null ? Slot.of(value) : undefined;
}

export function memoryOf(value: unknown): Memory | undefined {
  const content = contentOf(value);
  return content instanceof Memory ? content : undefined;
}

/**
 * Tables have a slot of their own kind, from when one is first looked into: programs read them a hundred thousand times, and a
 * class test would double the cost.
 */
class TableSlot extends Passed {
  #table: Table;
  constructor(face: object, table: Table) {
    super(face);
    this.#table = table;
  }
  static of(value: unknown): Table | undefined {
    return typeof value === "object" && value !== null && #table in value ? value.#table : firstLook(value);
  }
}

export const tableOf = TableSlot.of;

function firstLook(value: unknown): Table | undefined {
  const content = contentOf(value);
  if (!(content instanceof Table)) return undefined;
  new TableSlot(value as object, content);
  return content;
}

export function globalOf(value: unknown): Global | undefined {
  const content = contentOf(value);
  return content instanceof Global ? content : undefined;
}

export function tagOf(value: unknown): Tag | undefined {
  const content = contentOf(value);
  return content instanceof Tag ? content : undefined;
}

export function exceptionOf(value: unknown): Exception | undefined {
  const content = contentOf(value);
  return content instanceof Exception ? content : undefined;
}

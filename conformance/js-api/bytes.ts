// Builds tiny binaries by hand: enough of the format for the rules of this folder, and no more.

export const I32 = 0x7f;
export const I64 = 0x7e;
export const F32 = 0x7d;
export const F64 = 0x7c;
export const V128 = 0x7b;
export const FUNCREF = 0x70;
export const EXTERNREF = 0x6f;

type Bytes = readonly number[];

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** The shortest module. */
export const EMPTY = Uint8Array.from(HEADER);

export function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}

const text = (value: string): number[] => {
  const bytes = [...new TextEncoder().encode(value)];
  return [...leb(bytes.length), ...bytes];
};

const list = (items: readonly Bytes[]): number[] => [...leb(items.length), ...items.flat()];

const section = (id: number, content: Bytes): number[] => [id, ...leb(content.length), ...content];

const sectionOf = (id: number, items: readonly Bytes[] | undefined): number[] =>
  items === undefined || items.length === 0 ? [] : section(id, list(items));

/** What a module has; every item is written with the functions below. */
export interface Parts {
  readonly types?: readonly Bytes[];
  readonly imports?: readonly Bytes[];
  /** Type indices. */
  readonly functions?: readonly number[];
  readonly tables?: readonly Bytes[];
  readonly memories?: readonly Bytes[];
  readonly tags?: readonly number[];
  readonly globals?: readonly Bytes[];
  readonly exports?: readonly Bytes[];
  readonly start?: number;
  readonly elements?: readonly Bytes[];
  readonly code?: readonly Bytes[];
  readonly data?: readonly Bytes[];
  readonly customs?: readonly (readonly [name: string, content: Bytes])[];
}

/** A module; custom sections come first. */
export function module(parts: Parts): Uint8Array {
  return Uint8Array.from([
    ...HEADER,
    ...(parts.customs ?? []).flatMap(([name, content]) => section(0, [...text(name), ...content])),
    ...sectionOf(1, parts.types),
    ...sectionOf(2, parts.imports),
    ...sectionOf(3, parts.functions?.map(leb)),
    ...sectionOf(4, parts.tables),
    ...sectionOf(5, parts.memories),
    ...sectionOf(
      13,
      parts.tags?.map((type) => [0, ...leb(type)]),
    ),
    ...sectionOf(6, parts.globals),
    ...sectionOf(7, parts.exports),
    ...(parts.start === undefined ? [] : section(8, leb(parts.start))),
    ...sectionOf(9, parts.elements),
    ...sectionOf(10, parts.code),
    ...sectionOf(11, parts.data),
  ]);
}

export const func = (params: Bytes, results: Bytes): number[] => [
  0x60,
  ...list(params.map((type) => [type])),
  ...list(results.map((type) => [type])),
];

export const limits = (min: number, max?: number): number[] =>
  max === undefined ? [0, ...leb(min)] : [1, ...leb(min), ...leb(max)];

const KINDS = ["func", "table", "memory", "global", "tag"] as const;

/** `desc`: a function's type index, a table, memory or global type. */
export const imported = (from: string, name: string, kind: (typeof KINDS)[number], desc: Bytes): number[] => [
  ...text(from),
  ...text(name),
  KINDS.indexOf(kind),
  ...(kind === "tag" ? [0] : []),
  ...desc,
];

export const exported = (name: string, kind: (typeof KINDS)[number], index: number): number[] => [
  ...text(name),
  KINDS.indexOf(kind),
  ...leb(index),
];

/** A function body without locals; `end` is added. */
export const body = (...code: Bytes): number[] => [...leb(code.length + 2), 0, ...code, 0x0b];

/** A global with a constant expression; `end` is added. */
export const global = (type: number, mutable: boolean, ...init: Bytes): number[] => [
  type,
  mutable ? 1 : 0,
  ...init,
  0x0b,
];

export const data = (at: number, ...bytes: Bytes): number[] => [
  0,
  0x41,
  ...leb(at),
  0x0b,
  ...list(bytes.map((b) => [b])),
];

/** Functions put into table 0. */
export const element = (at: number, ...indices: Bytes): number[] => [
  0,
  0x41,
  ...leb(at),
  0x0b,
  ...list(indices.map(leb)),
];

/** A module whose only export, `f`, returns its parameters (of any number and types). */
export function identity(...types: Bytes): Uint8Array {
  return module({
    types: [func(types, types)],
    functions: [0],
    exports: [exported("f", "func", 0)],
    code: [body(...types.flatMap((_, i) => [0x20, i]))],
  });
}

/** A module that imports `m.f` of this type and exports it as `f`, and as `g` a function that calls it. */
export function caller(params: Bytes, results: Bytes): Uint8Array {
  return module({
    types: [func(params, results)],
    imports: [imported("m", "f", "func", [0])],
    functions: [0],
    exports: [exported("f", "func", 0), exported("g", "func", 1)],
    code: [body(...params.flatMap((_, i) => [0x20, i]), 0x10, 0)],
  });
}

// Binaries for the tests of this room, written by hand: sections from lists of bytes, code from opcode names. It
// shares nothing with the encoder, so that what tests feed the decoder owes nothing to this project's own writer.

import { opcodeNamed, type OpName, typeOfLetter } from "../../model/index.ts";

export type Bytes = readonly number[];

/** LEB128: unsigned of what is not negative, signed of what is. */
export function leb(value: number): number[] {
  const bytes: number[] = [];
  for (;;) {
    const byte = value & 0x7f;
    value = value < 0 ? value >> 7 : Math.floor(value / 128);
    if (value === 0 || (value === -1 && byte & 0x40)) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

export const flat = (parts: readonly Bytes[]): number[] => ([] as number[]).concat(...parts);
export const vec = (items: readonly Bytes[]): number[] => [...leb(items.length), ...flat(items)];
export const name = (text: string): number[] => vec([...Buffer.from(text)].map((byte) => [byte]));
export const section = (id: number, content: Bytes): number[] => [id, ...leb(content.length), ...content];

const PREAMBLE = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const letters = (text: string) => vec([...text].map((letter) => [typeOfLetter(letter)]));
const valType = (letter: string) => typeOfLetter(letter);

// Types. A signature is `params>results` in the letters of the model.

export const func = (signature = ">"): number[] => [0x60, ...signature.split(">").flatMap(letters)];
export const moduleType = (...decls: Bytes[]): number[] => [0x61, ...vec(decls)];
export const instanceType = (...decls: Bytes[]): number[] => [0x62, ...vec(decls)];

// Declarations in module and instance types, in the proposal's encoding.

export const declType = (type: Bytes): number[] => [0x01, ...type];
export const declImport = (item: Bytes): number[] => [0x02, ...item];
export const declExport = (text: string, desc: Bytes): number[] => [0x07, ...name(text), ...desc];
export const declOuter = (depth: number, index: number, kind = 7): number[] => [
  0x0f,
  ...outer(depth, index, kind),
];

// Descriptors of imports.

export const limits = (min: number, max?: number): number[] =>
  max === undefined ? [0, ...leb(min)] : [1, ...leb(min), ...leb(max)];
export const funcDesc = (type: number): number[] => [0, ...leb(type)];
export const tableDesc = (element: string, min: number, max?: number): number[] => [
  1,
  ...table(element, min, max),
];
export const memoryDesc = (min: number, max?: number): number[] => [2, ...limits(min, max)];
export const globalDesc = (type: string, mutable = 0): number[] => [3, valType(type), mutable];
export const tagDesc = (type: number): number[] => [4, 0, ...leb(type)];
export const moduleDesc = (type: number): number[] => [5, ...leb(type)];
export const instanceDesc = (type: number): number[] => [6, ...leb(type)];

// Items of sections.

export const table = (element: string, min: number, max?: number): number[] => [
  valType(element),
  ...limits(min, max),
];
export const global = (type: string, init: Bytes, mutable = 0): number[] => [valType(type), mutable, ...init];
export const import1 = (text: string, desc: Bytes): number[] => [...name(text), 0x00, 0xff, ...desc];
export const import2 = (module: string, field: string, desc: Bytes): number[] => [
  ...name(module),
  ...name(field),
  ...desc,
];
/** Kinds of exports, arguments and aliases. */
export const KIND = { func: 0, table: 1, memory: 2, global: 3, tag: 4, module: 5, instance: 6 } as const;
export const named = (text: string, kind: keyof typeof KIND, index = 0): number[] => [
  ...name(text),
  KIND[kind],
  ...leb(index),
];
export const instance = (module: number, ...args: Bytes[]): number[] => [0, ...leb(module), ...vec(args)];
export const alias = (from: number, kind: keyof typeof KIND, text: string): number[] => [
  0,
  ...leb(from),
  KIND[kind],
  ...name(text),
];
export const outer = (depth: number, index: number, kind: number): number[] => [
  1,
  ...leb(depth),
  kind,
  ...leb(index),
];

/** Code: opcodes by name, each followed by its immediates as numbers; `end` is added. */
export const code = (...parts: (OpName | number)[]): number[] => [...flat(parts.map(instruction)), 0x0b];

function instruction(part: OpName | number): number[] {
  if (typeof part === "number") return leb(part);
  const opcode = opcodeNamed(part)!.code;
  return opcode < 0x100 ? [opcode] : [opcode >> 8, ...leb(opcode & 0xff)];
}

/** A body: locals by letter, and code. */
export const body = (locals: string, ...parts: (OpName | number)[]): number[] => {
  const groups = vec([...locals].map((letter) => [1, valType(letter)]));
  const content = [...groups, ...code(...parts)];
  return [...leb(content.length), ...content];
};

/** What a module is made of: lists of encoded items, by section. */
export interface Parts {
  /** Whole sections, before all others. */
  readonly header?: readonly Bytes[];
  readonly types?: readonly Bytes[];
  readonly imports?: readonly Bytes[];
  /** Type indices. */
  readonly funcs?: readonly number[];
  readonly tables?: readonly Bytes[];
  readonly memories?: readonly Bytes[];
  readonly tags?: readonly number[];
  readonly globals?: readonly Bytes[];
  readonly exports?: readonly Bytes[];
  readonly start?: number;
  readonly elements?: readonly Bytes[];
  readonly dataCount?: number;
  readonly bodies?: readonly Bytes[];
  readonly data?: readonly Bytes[];
}

const optional = (id: number, items: readonly Bytes[] | undefined) => (items ? section(id, vec(items)) : []);
const optionalNumber = (id: number, value: number | undefined) =>
  value === undefined ? [] : section(id, leb(value));

/** The bytes of a module. */
export const moduleBytes = (parts: Parts): number[] => [
  ...PREAMBLE,
  ...flat(parts.header ?? []),
  ...optional(1, parts.types),
  ...optional(2, parts.imports),
  ...optional(3, parts.funcs?.map(leb)),
  ...optional(4, parts.tables),
  ...optional(5, parts.memories),
  ...optional(
    13,
    parts.tags?.map((type) => [0, ...leb(type)]),
  ),
  ...optional(6, parts.globals),
  ...optional(7, parts.exports),
  ...optionalNumber(8, parts.start),
  ...optional(9, parts.elements),
  ...optionalNumber(12, parts.dataCount),
  ...optional(10, parts.bodies),
  ...optional(11, parts.data),
];

// Header sections of linking.

export const typeSection = (...items: Bytes[]): number[] => section(1, vec(items));
export const importSection = (...items: Bytes[]): number[] => section(2, vec(items));
export const instanceSection = (...items: Bytes[]): number[] => section(15, vec(items));
export const aliasSection = (...items: Bytes[]): number[] => section(16, vec(items));
export const moduleSection = (...modules: Bytes[]): number[] =>
  section(14, vec(modules.map((bytes) => [...leb(bytes.length), ...bytes])));

/** A module of header sections alone. */
export const linked = (...header: Bytes[]): number[] => moduleBytes({ header });

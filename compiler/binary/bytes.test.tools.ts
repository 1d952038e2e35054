// Builds binaries by hand for tests: sections, vectors and names from numbers, strings and arrays.

import { encodeUtf8, Writer } from "../base/index.ts";

/** A byte, a run of them, or anything nested. */
export type Bytes = number | Uint8Array | readonly Bytes[];

/** Anything nested, as one row of bytes. */
export function flat(bytes: Bytes, into: number[] = []): number[] {
  if (typeof bytes === "number") into.push(bytes);
  else if (bytes instanceof Uint8Array) for (const byte of bytes) into.push(byte);
  else for (const part of bytes) flat(part, into);
  return into;
}

export const u32 = (value: number): number[] => [...new Writer().u32(value).finish()];
export const name = (text: string): Bytes => sized(encodeUtf8(text));
export function sized(...bytes: Bytes[]): Bytes {
  const content = Uint8Array.from(flat(bytes));
  return [u32(content.length), content];
}
export const vec = (...items: Bytes[]): Bytes => [u32(items.length), ...items];

/** A section with any content. */
export const section = (id: number, ...content: Bytes[]): Bytes => [id, sized(...content)];

/** A module with its preamble. */
export const wasm = (...sections: Bytes[]): Uint8Array =>
  Uint8Array.from(flat([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections]));

/** The content of a module section: whole modules, each with its size. */
export const modules = (...inner: Uint8Array[]): Bytes =>
  section(14, vec(...inner.map((bytes) => sized(bytes))));

export const types = (...items: Bytes[]): Bytes => section(1, vec(...items));
export const imports = (...items: Bytes[]): Bytes => section(2, vec(...items));
export const aliases = (...items: Bytes[]): Bytes => section(16, vec(...items));
export const functions = (...indices: number[]): Bytes => section(3, vec(...indices));
export const code = (...bodies: Bytes[]): Bytes => section(10, vec(...bodies.map((body) => sized(body))));

/** `(func)` and `(func (param i32))`. */
export const FUNC: Bytes = [0x60, 0, 0];
export const FUNC_I32: Bytes = [0x60, 1, 0x7f, 0];

/** Kind bytes. */
export const KIND = {
  func: 0,
  table: 1,
  memory: 2,
  global: 3,
  tag: 4,
  module: 5,
  instance: 6,
  type: 7,
} as const;

/** Declarations of the proposal's types. */
export const typeDecl = (type: Bytes): Bytes => [0x01, type];
export const exportDecl = (text: string, kind: number, index: number): Bytes => [
  0x07,
  name(text),
  kind,
  index,
];
export const importDecl = (text: string, kind: number, index: number): Bytes => [
  0x02,
  oneLevel(text, kind, index),
];
export const aliasDecl = (depth: number, index: number): Bytes => [0x0f, outerType(depth, index)];
export const instanceType = (...decls: Bytes[]): Bytes => [0x62, vec(...decls)];
export const moduleType = (...decls: Bytes[]): Bytes => [0x61, vec(...decls)];

export const outerType = (depth: number, index: number): Bytes => [0x01, depth, KIND.type, index];
export const oneLevel = (text: string, kind: number, index: number): Bytes => [
  name(text),
  0x00,
  0xff,
  kind,
  index,
];

/** An empty body. */
export const EMPTY_BODY: Bytes = [0, 0x0b];

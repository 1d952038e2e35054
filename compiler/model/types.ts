// The types of the spec (2.3) and of module linking. Value types are numbers: their bytes in the binary format.

export type ValType = number;

export const I32 = 0x7f;
export const I64 = 0x7e;
export const F32 = 0x7d;
export const F64 = 0x7c;
export const V128 = 0x7b;
export const FUNCREF = 0x70;
export const EXTERNREF = 0x6f;
export const EXNREF = 0x69;

/**
 * Typed references and the abstract heap types of GC have no one-byte form that the compiler runs; the text
 * format packs them into one number: REF_BIT, NULL_BIT if nullable, and the heap type's type index, or with
 * ABSTRACT_BIT the heap type's byte.
 */
export const REF_BIT = 1 << 30;
export const NULL_BIT = 1 << 29;
export const ABSTRACT_BIT = 1 << 28;

const NAMES: Record<number, string> = {
  [I32]: "i32",
  [I64]: "i64",
  [F32]: "f32",
  [F64]: "f64",
  [V128]: "v128",
  [FUNCREF]: "funcref",
  [EXTERNREF]: "externref",
  [EXNREF]: "exnref",
};

/** The name of a one-byte value type, as the text format writes it. */
export const valTypeName = (type: ValType): string => NAMES[type] ?? `0x${type.toString(16)}`;

export const isRefType = (type: ValType): boolean =>
  type === FUNCREF || type === EXTERNREF || type === EXNREF || (type & REF_BIT) !== 0;

export interface FuncType {
  readonly kind: "func";
  readonly params: readonly ValType[];
  readonly results: readonly ValType[];
}

/** Pages or elements. `max` is absent where there is none. */
export interface Limits {
  readonly min: number;
  readonly max?: number | undefined;
  readonly shared?: boolean;
  readonly index64?: boolean;
}

export interface TableType {
  readonly element: ValType;
  readonly limits: Limits;
}

export interface MemoryType {
  readonly limits: Limits;
}

export interface GlobalType {
  readonly type: ValType;
  readonly mutable: boolean;
}

/** `exports` by name, in the order they were declared. */
export interface InstanceType {
  readonly kind: "instance";
  readonly exports: ReadonlyMap<string, ExternType>;
}

/** `imports` by their (first) name; two-level imports stand as one instance import (LINKING.md, rule 1). */
export interface ModuleType {
  readonly kind: "module";
  readonly imports: ReadonlyMap<string, ExternType>;
  readonly exports: ReadonlyMap<string, ExternType>;
}

/** The type of anything that can be imported or exported. */
export type ExternType =
  | { readonly kind: "func"; readonly type: FuncType }
  | { readonly kind: "table"; readonly type: TableType }
  | { readonly kind: "memory"; readonly type: MemoryType }
  | { readonly kind: "global"; readonly type: GlobalType }
  | { readonly kind: "tag"; readonly type: FuncType }
  | { readonly kind: "module"; readonly type: ModuleType }
  | { readonly kind: "instance"; readonly type: InstanceType };

export type ExternKind = ExternType["kind"];

/** Kind bytes of import descriptors, exports, arguments and aliases; the position is the byte. */
export const EXTERN_KINDS: readonly ExternKind[] = [
  "func",
  "table",
  "memory",
  "global",
  "tag",
  "module",
  "instance",
];

/** One letter a value type: the alphabet of signatures everywhere (`ij>f`). */
const LETTERS: Record<number, string> = {
  [I32]: "i",
  [I64]: "j",
  [F32]: "f",
  [F64]: "d",
  [V128]: "v",
  [FUNCREF]: "r",
  [EXTERNREF]: "e",
  [EXNREF]: "x",
};
const BY_LETTER = new Map(Object.entries(LETTERS).map(([type, letter]) => [letter, Number(type)]));

export const letterOf = (type: ValType): string => LETTERS[type] ?? "?";
export const typeOfLetter = (letter: string): ValType => BY_LETTER.get(letter)!;

const signatures = new WeakMap<FuncType, string>();

/** A function type as a string, `params>results` in letters; equal types have equal strings. */
export function signatureOf(type: FuncType): string {
  let text = signatures.get(type);
  if (text === undefined) {
    text = `${type.params.map(letterOf).join("")}>${type.results.map(letterOf).join("")}`;
    signatures.set(type, text);
  }
  return text;
}

/** The function type a signature stands for. */
export function funcTypeOf(signature: string): FuncType {
  const [params, results] = signature.split(">");
  return { kind: "func", params: [...params!].map(typeOfLetter), results: [...results!].map(typeOfLetter) };
}

// Types in the text (spec 6.4): value types, limits, tables, memories, globals, function types and type uses. Module
// and instance types are in compound.ts, those of GC in gc-types.ts.

import type { Writer } from "../base/index.ts";
import {
  ABSTRACT_BIT,
  EXNREF,
  EXTERNREF,
  F32,
  F64,
  FUNCREF,
  type FuncType,
  type GlobalType,
  I32,
  I64,
  type Limits,
  type MemoryType,
  NULL_BIT,
  REF_BIT,
  type TableType,
  V128,
  type ValType,
} from "../model/index.ts";
import { A, ID, NAME, NUMBER, RPAR } from "./atoms.ts";
import type { Cursor } from "./cursor.ts";
import { inlineTypeMismatch, unknownTextType } from "./errors.ts";
import { typeIndex } from "./indices.ts";
import { funcKey, type TypeScope } from "./scope.ts";

const abstractRef = (byte: number): ValType => {
  if (byte === FUNCREF || byte === EXTERNREF || byte === EXNREF) return byte;
  return REF_BIT | NULL_BIT | ABSTRACT_BIT | byte;
};

/** Bytes of the abstract heap types. */
export const HEAP_BYTES: Record<string, number> = {
  func: 0x70,
  extern: 0x6f,
  any: 0x6e,
  eq: 0x6d,
  i31: 0x6c,
  struct: 0x6b,
  array: 0x6a,
  exn: 0x69,
  none: 0x71,
  noextern: 0x72,
  nofunc: 0x73,
  noexn: 0x74,
};

const heapByAtom = new Map(Object.entries(HEAP_BYTES).map(([word, byte]) => [A[word]!, byte]));

/** Value types of one word; those of nullable references are named after their heap types, but for the bottoms. */
const valTypes = new Map<number, ValType>([
  [A["i32"]!, I32],
  [A["i64"]!, I64],
  [A["f32"]!, F32],
  [A["f64"]!, F64],
  [A["v128"]!, V128],
  ...["func", "extern", "any", "eq", "i31", "struct", "array", "exn"].map(
    (word) => [A[`${word}ref`]!, abstractRef(HEAP_BYTES[word]!)] as const,
  ),
  [A["nullref"]!, abstractRef(0x71)],
  [A["nullexternref"]!, abstractRef(0x72)],
  [A["nullfuncref"]!, abstractRef(0x73)],
  [A["nullexnref"]!, abstractRef(0x74)],
]);

const PARAM = A["param"]!;
const RESULT = A["result"]!;
const TYPE = A["type"]!;
const REF = A["ref"]!;

/** Whether a value type is next. */
export const atValType = (cursor: Cursor): boolean => valTypes.has(cursor.kind) || cursor.at(REF);

export function valType(cursor: Cursor, scope: TypeScope): ValType {
  const type = valTypes.get(cursor.kind);
  if (type !== undefined) {
    cursor.pos++;
    return type;
  }
  if (cursor.at(REF)) return refType(cursor, scope);
  throw cursor.unexpected("a value type");
}

/** A reference type: one word, or `(ref null? heaptype)`. */
export function refType(cursor: Cursor, scope: TypeScope): ValType {
  if (!cursor.open(REF)) {
    const type = valTypes.get(cursor.kind);
    if (type === undefined || (type <= I32 && type >= V128)) throw cursor.unexpected("a reference type");
    cursor.pos++;
    return type;
  }
  const nullable = cursor.take(A["null"]!);
  const heap = heapType(cursor, scope);
  cursor.close();
  if (nullable && heap & ABSTRACT_BIT) return abstractRef(heap & 0xff);
  return REF_BIT | (nullable ? NULL_BIT : 0) | heap;
}

/** A heap type: `ABSTRACT_BIT` and its byte, or a type index. */
export function heapType(cursor: Cursor, scope: TypeScope): number {
  const byte = heapByAtom.get(cursor.kind);
  if (byte === undefined) return typeIndex(cursor, scope);
  cursor.pos++;
  return ABSTRACT_BIT | byte;
}

/** The heap type of a packed reference type. */
export const heapOf = (type: ValType): number =>
  type & REF_BIT ? type & ~(REF_BIT | NULL_BIT) : ABSTRACT_BIT | type;

export const isNullable = (type: ValType): boolean => (type & REF_BIT) === 0 || (type & NULL_BIT) !== 0;

export function writeHeapType(out: Writer, heap: number): void {
  if (heap & ABSTRACT_BIT) out.u8(heap & 0xff);
  else out.s32(heap);
}

/** Value types in the text up to the closing parenthesis. */
function valTypeList(cursor: Cursor, scope: TypeScope, into: ValType[]): void {
  while (cursor.kind !== RPAR) into.push(valType(cursor, scope));
  cursor.pos++;
}

/** Told the name of a parameter or local; `id` is absent where only an annotation names it. */
export type NameBinder = (at: number, id: string | undefined, name: string, offset: number) => void;

/** Reads an identifier, an annotation or both. */
export function bindName(cursor: Cursor, at: number, offset: number, names: NameBinder): void {
  const id = cursor.id();
  const name = nameAnnotation(cursor) ?? id;
  if (name !== undefined) names(at, id, name, offset);
}

/** `(@name "…")` if it is next. */
export function nameAnnotation(cursor: Cursor): string | undefined {
  if (!cursor.take(NAME)) return undefined;
  const name = cursor.name();
  cursor.close();
  return name;
}

/** `(param …)*`: an identifier goes with one type; `names` absent means that none may be given. */
export function params(cursor: Cursor, scope: TypeScope, names?: NameBinder): ValType[] {
  const types: ValType[] = [];
  while (cursor.open(PARAM)) {
    const { offset } = cursor;
    if (names !== undefined && (cursor.kind === ID || cursor.kind === NAME)) {
      bindName(cursor, types.length, offset, names);
      types.push(valType(cursor, scope));
      cursor.close();
    } else valTypeList(cursor, scope, types);
  }
  return types;
}

export function results(cursor: Cursor, scope: TypeScope): ValType[] {
  const types: ValType[] = [];
  while (cursor.open(RESULT)) valTypeList(cursor, scope, types);
  return types;
}

const NO_NAMES = () => {};

/** `(param …)* (result …)*` as a function type. */
export function signature(cursor: Cursor, scope: TypeScope, names: NameBinder = NO_NAMES): FuncType {
  return { kind: "func", params: params(cursor, scope, names), results: results(cursor, scope) };
}

/** What a type use says: the index, and the function type as far as it is known. */
export interface TypeUse {
  readonly index: number;
  readonly type: FuncType | undefined;
}

/**
 * `(type x)? (param …)* (result …)*`. Without `(type x)`, the first equal type is used or one is added.
 * `names` is told the parameters' names; without it they are refused, as in blocks.
 * @throws MortiseError `inline-type-mismatch`, `unknown-type`
 */
export function typeUse(cursor: Cursor, scope: TypeScope, names?: NameBinder): TypeUse {
  const { offset } = cursor;
  const index = typeUseIndex(cursor, scope);
  if (!cursor.at(PARAM) && !cursor.at(RESULT)) {
    if (index !== undefined) return { index, type: scope.types.funcType(index) };
    return { index: scope.inlineFunc(NO_TYPES, offset), type: NO_TYPES };
  }
  const type: FuncType = {
    kind: "func",
    params: params(cursor, scope, names),
    results: results(cursor, scope),
  };
  if (index === undefined) return { index: scope.inlineFunc(type, offset), type };
  const used = scope.types.funcType(index);
  if (used === undefined) throw unknownTextType(cursor.source, offset, index);
  if (funcKey(used) !== funcKey(type)) throw inlineTypeMismatch(cursor.source, offset);
  return { index, type: used };
}

const NO_TYPES: FuncType = { kind: "func", params: [], results: [] };

/** `(type x)` if it is next. */
export function typeUseIndex(cursor: Cursor, scope: TypeScope): number | undefined {
  if (!cursor.open(TYPE)) return undefined;
  const index = typeIndex(cursor, scope);
  cursor.close();
  return index;
}

/** Whether a number, or `i32` or `i64` and a number, is next: what limits begin with. */
export const atLimits = (cursor: Cursor): boolean =>
  cursor.kind === NUMBER ||
  ((cursor.kind === A["i64"] || cursor.kind === A["i32"]) && cursor.peek(1) === NUMBER);

/** `i32|i64` if it is next: whether it is `i64`. */
export function addressType(cursor: Cursor): boolean {
  if (cursor.take(A["i64"]!)) return true;
  cursor.take(A["i32"]!);
  return false;
}

export function limits(cursor: Cursor, shareable: boolean): Limits {
  const index64 = addressType(cursor);
  const min = size(cursor, index64);
  const max = cursor.kind === NUMBER ? size(cursor, index64) : undefined;
  const shared = shareable && cursor.take(A["shared"]!);
  return {
    min,
    ...(max === undefined ? {} : { max }),
    ...(shared ? { shared } : {}),
    ...(index64 ? { index64 } : {}),
  };
}

/** Sizes are doubles in the model: those beyond its precision become the largest that the encoding holds. */
const LARGEST_SIZE = 2 ** 64 - 2048;

const size = (cursor: Cursor, index64: boolean): number =>
  index64 ? Math.min(Number(cursor.u64()), LARGEST_SIZE) : cursor.u32();

export function tableType(cursor: Cursor, scope: TypeScope): TableType {
  const size = limits(cursor, true);
  return { limits: size, element: refType(cursor, scope) };
}

export const memoryType = (cursor: Cursor): MemoryType => ({ limits: limits(cursor, true) });

export function globalType(cursor: Cursor, scope: TypeScope): GlobalType {
  if (!cursor.open(A["mut"]!)) return { type: valType(cursor, scope), mutable: false };
  const type = valType(cursor, scope);
  cursor.close();
  return { type, mutable: true };
}

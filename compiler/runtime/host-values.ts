// Helpers of generated code at the border to JavaScript, and small values that factories share.

/** Both views of one scratch word pair: a BigInt in, two words out, and back. */
export const Q64 = new BigInt64Array(1);
export const W32 = new Int32Array(Q64.buffer);

/** What a dropped data segment is, and a dropped element segment. */
export const EMPTY = new Uint8Array(0);
export const NOTHING: readonly unknown[] = [];

/** exnref has no JavaScript form (JS API 5.6). */
export function unexposed(): never {
  throw new TypeError("a value of type exnref cannot cross to JavaScript");
}

/** The values of a host function with several results (JS API 5.6): an iterable of exactly that many. */
export function listOf(iterable: Iterable<unknown>, count: number): unknown[] {
  if (typeof iterable !== "object" && typeof iterable !== "function")
    throw new TypeError("a function with several results must return an iterable");
  const values = [...iterable];
  if (values.length !== count)
    throw new TypeError(`a function with ${count} results returned ${values.length} values`);
  return values;
}

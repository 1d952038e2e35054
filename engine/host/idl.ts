// WebIDL: conversions of arguments, and the shape of interface objects and their prototypes. Conversions run the
// program's own code (`valueOf`, getters, iterators), so their order matters to callers.

import { tooFewArguments, wrongArgument } from "./errors.ts";

const MAX_U32 = 0xffff_ffff;

/** `[EnforceRange] unsigned long`. @throws TypeError */
export function unsignedLong(value: unknown, where: string, what: string): number {
  if (typeof value === "number" && value >>> 0 === value) return value + 0;
  const number = Math.trunc(toNumber(value));
  if (!(number >= 0 && number <= MAX_U32))
    throw wrongArgument(where, what, "an integer from 0 to 4294967295", value);
  return number + 0;
}

/** ECMAScript's ToNumber. @throws TypeError for a BigInt or a symbol, and whatever `valueOf` throws */
export function toNumber(value: unknown): number {
  return +(value as number);
}

/** A dictionary: an object, or nothing at all. @throws TypeError */
export function dictionary(value: unknown, where: string, what: string): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (isObject(value)) return value as Record<string, unknown>;
  throw wrongArgument(where, what, "an object", value);
}

/** `optional object`. @throws TypeError */
export function optionalObject(value: unknown, where: string, what: string): object | undefined {
  if (value === undefined || isObject(value)) return value as object | undefined;
  throw wrongArgument(where, what, "an object", value);
}

export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** `sequence<any>`: the values of an iterable object. @throws TypeError */
export function sequence(value: unknown, where: string, what: string): unknown[] {
  if (!isObject(value)) throw wrongArgument(where, what, "an iterable", value);
  const method: unknown = (value as Partial<Iterable<unknown>>)[Symbol.iterator];
  if (typeof method !== "function") throw wrongArgument(where, what, "an iterable", value);
  // The method was read once, as WebIDL says; spreading the value itself would read it again.
  return [...{ [Symbol.iterator]: () => method.call(value) as Iterator<unknown> }];
}

/** @throws TypeError if fewer than `needed` arguments were given */
export function requireArguments(given: number, needed: number, where: string): void {
  if (given < needed) throw tooFewArguments(where, needed, given);
}

/**
 * Gives a class the properties of a WebIDL interface: members that can be enumerated, a class string, and a name and a
 * number of required arguments of its own.
 */
export function asInterface<Class extends abstract new (...args: never[]) => object>(
  face: Class,
  name: string,
  length = 1,
): Class {
  enumerable(face.prototype, ["constructor"]);
  enumerable(face, ["prototype", "name", "length"]);
  const readOnly = (value: unknown) => ({ value, writable: false, enumerable: false, configurable: true });
  Object.defineProperties(face, { name: readOnly(name), length: readOnly(length) });
  Object.defineProperty(face.prototype, Symbol.toStringTag, readOnly(`WebAssembly.${name}`));
  return face;
}

/** Makes the functions and accessors of an object enumerable, with exceptions. */
function enumerable(object: object, except: readonly string[]): void {
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(object)))
    if (!except.includes(name)) Object.defineProperty(object, name, { ...property, enumerable: true });
}

// A rule of the WebAssembly JS API or of WebIDL, as a function that throws if a namespace breaks it. Rules are the same for
// every namespace, the host's own among them.

import assert from "node:assert/strict";

// biome-ignore lint/suspicious/noExplicitAny: rules give namespaces what TypeScript would not let through
export type Any = any;

/** What a rule is told of the namespace it judges. */
export interface Rule {
  /** Unique: deviations are listed by it. */
  readonly name: string;
  check(W: Any): void | Promise<void>;
}

export const rule = (name: string, check: Rule["check"]): Rule => ({ name, check });

export const equal: (found: unknown, expected: unknown, message?: string) => void = assert.equal;
export const deepEqual: (found: unknown, expected: unknown) => void = assert.deepEqual;
/** Has words of its own: without them Node parses the calling file for some, which takes forever on what tsx makes. */
export function ok(value: unknown, message = "not so"): asserts value {
  assert.ok(value, message);
}

/** @throws AssertionError unless `call` throws an error of this class */
export function throws(call: () => unknown, expected: new (...args: never[]) => Error): void {
  let thrown: unknown;
  try {
    call();
  } catch (error) {
    thrown = error;
  }
  isOf(thrown, expected);
}

/** Calls, and gives what was thrown. */
export function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: "nothing was thrown" });
}

/** @throws AssertionError unless the promise, which the call must return, is rejected with this class */
export async function rejects(
  call: () => Promise<unknown>,
  expected: new (...args: never[]) => Error,
): Promise<void> {
  const promise = call();
  ok(promise instanceof Promise, "a promise is returned");
  let thrown: unknown;
  await promise.catch((error) => {
    thrown = error;
  });
  isOf(thrown, expected);
}

function isOf(found: unknown, expected: new (...args: never[]) => Error): void {
  ok(found instanceof Error, `an error was expected, found ${String(found)}`);
  // Node has classes of its own below TypeError, which have its name.
  ok(found instanceof expected && found.name === expected.name, `${expected.name} expected, found ${found}`);
}

/** Runs the exported function `f` of a module without imports. */
export const exportsOf = (W: Any, bytes: Uint8Array, imports?: object): Any =>
  new W.Instance(new W.Module(bytes), imports).exports;

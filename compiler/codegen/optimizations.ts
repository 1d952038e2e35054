// The optimisations that can be switched off, by name: what each does. RATIONALE.md has what each is worth,
// optimizations.test.ts the code it makes.

import { MortiseError } from "../base/index.ts";

export const OPTIMIZATIONS = {
  ranges: "64-bit values that are proven to fit 32 bits are computed in one word",
  products: "products of 64-bit values by small constants, where float64 is exact, take one multiplication",
  quotients:
    "unsigned 64-bit division by a constant up to 32768 goes by digits, inline; for interpreters, what it leaves is one word",
  threads: "jumps to a loop that begins with a switch go straight to the case that is known",
  bases: "outside of loops, what an address was made from before is not made unsigned again",
  indices: "code for interpreters computes once where in an array the base of several addresses is",
  accessors:
    "outside of loops, functions of very big modules access memory through small functions, which V8 optimises early",
  "primed-floats": "float additions, subtractions and multiplications in loops go through primed helpers",
  typed:
    "where V8 cannot know that an argument or a result is an integer, and loops or regions need it, it is told",
  bits: "the bits of float32 values are followed: masks stay integers, arithmetic results need no look for NaNs",
  twins:
    "a small function that calls itself calls a twin that calls it, for V8 inlines no function into itself",
  steady: "a function that can grow no memory is called without reading the views of memories again",
  reloads:
    "after calls, views of memories are not read again where nothing uses them before the next such call",
  outline: "functions too large for V8's optimiser, or nested too deeply for its parser, are split",
  copies: "small modules that a tree instantiates several times have a factory for each instance",
  afresh: "the second and third instance of a small module with a memory have code that V8 learns anew",
  stateless: "functions of small modules that use nothing of their instance are made once for all instances",
  lazy: "functions of big modules are generated at their first call",
  loaded: "where a function was called before, it is called without a look whether it is made",
  known: "small modules that are compiled again from the same bytes share their code",
} as const;

export type Optimization = keyof typeof OPTIMIZATIONS;

/** Which optimisations are on. */
export type Optimizations = Readonly<Record<Optimization, boolean>>;

/**
 * Reads a list of switches: all are on, `-name` switches one off, `none` all, `name` one on.
 * @throws MortiseError `unknown-optimization`
 */
export function parseOptimizations(list: readonly string[] | string = []): Optimizations {
  const names = (typeof list === "string" ? list.split(",") : list)
    .map((name) => name.trim())
    .filter(Boolean);
  const result = Object.fromEntries(Object.keys(OPTIMIZATIONS).map((name) => [name, true]));
  for (const name of names) {
    const [on, plain] = name.startsWith("-") ? [false, name.slice(1)] : [true, name];
    if (plain === "none" && on) for (const each of Object.keys(result)) result[each] = false;
    else if (plain in result) result[plain] = on;
    else throw unknownOptimization(plain);
  }
  return result as Optimizations;
}

const unknownOptimization = (name: string) =>
  new MortiseError("unsupported", "unknown-optimization", `unknown optimization "${name}"`, {
    expected: `one of ${Object.keys(OPTIMIZATIONS).join(", ")}`,
  });

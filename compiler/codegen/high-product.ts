// The high word of the product of two unsigned words. float64 has the product but for its last 11 bits, rounded: the word is
// certain, unless rounding up reached the next multiple of 2^32. Only where the low word, which is computed anyway, is one
// of the last 2^11 can it have; there a factor is taken that is too small by a few units in the last place, so that the
// result is too small by less than 2^14 and never reaches that multiple (engine/api/products.test.ts).

import type { FunctionCompiler } from "./function-compiler.ts";

/** A product is wrong by half a unit in the last place: 2^10 at most. From here on it is made smaller. */
const LAST = -2048;

/** Is the product of such a constant and any unsigned word exact in float64? */
export const isSmall = (constant: number | undefined): constant is number =>
  constant !== undefined && constant > 0 && constant < 1 << 21;

const known = (f: FunctionCompiler, node: number) => (f.isConstant(node) ? f.ir.x[node]! : undefined);

/** High word of the product of two atoms where that takes no low word, or undefined. */
export function plainHighProduct(f: FunctionCompiler, x: number, y: number): number | undefined {
  const a = known(f, x);
  const b = known(f, y);
  if (a === 0 || b === 0 || a === 1 || b === 1) return f.constant(0);
  if (!f.options.optimizations.products) return undefined;
  if (isSmall(b)) return f.op("mul_high_small", x, f.number(String(b * 2 ** -32)));
  return isSmall(a) ? f.op("mul_high_small", y, f.number(String(a * 2 ** -32))) : undefined;
}

/** High word of the product of two atoms, whose low word is `low`. */
export function highProduct(f: FunctionCompiler, x: number, y: number, low: number): number {
  const unsigned = (node: number) => f.op("f_from_u", node);
  const a = known(f, x);
  const b = known(f, y);
  if (b !== undefined) return scaled(f, unsigned(x), low, (b >>> 0) * 2 ** -32);
  if (a !== undefined) return scaled(f, unsigned(y), low, (a >>> 0) * 2 ** -32);
  return scaled(f, f.op("fmul", unsigned(x), unsigned(y)), low, 2 ** -32);
}

/** The product of a float and a factor, or one that is 2 to 4 units in the last place smaller, without its fraction. */
function scaled(f: FunctionCompiler, value: number, low: number, factor: number): number {
  const isCertain = f.op("lt_u", low, f.constant(LAST));
  const smaller = factor * (1 - 2 ** -51);
  return f.op(
    "mul_high",
    value,
    f.op("select", isCertain, f.number(String(factor)), f.number(String(smaller))),
  );
}

// Metering: code that can be stopped counts down what it does, in units of fuel, and calls `spent` when its share of them is
// used up. Functions count at their entry, loops at their head, bulk operations by their size. Without the option
// `metered` none of this is generated.

import { MAX_TABLE_SIZE } from "../base/index.ts";
import { type ModuleDef, Op } from "../model/index.ts";
import type { FunctionCompiler } from "./function-compiler.ts";
import { EFFECT, NONE, TRAPS } from "./ir.ts";
import { Ir } from "./operations.ts";

/** Bytes of wasm that are one unit of fuel. */
const UNIT = 64;

/** What `spend` is told: items of which sort the count is of (`engine/host/meter.ts` knows what they cost). */
const BYTES = 0;
const ELEMENTS = 1;
const PAGES = 2;

/** Instructions whose work is their top operand, and of what it is a count. */
const SIZED: ReadonlyMap<number, number> = new Map([
  [Op["memory.fill"], BYTES],
  [Op["memory.copy"], BYTES],
  [Op["memory.init"], BYTES],
  [Op["memory.grow"], PAGES],
  [Op["table.fill"], ELEMENTS],
  [Op["table.copy"], ELEMENTS],
  [Op["table.init"], ELEMENTS],
  [Op["table.grow"], ELEMENTS],
]);

/** Takes units off. The array is all engines' cheapest counter; what is below zero calls for more. */
const countdown = (units: number): string =>
  units === 1 ? "--M[0]<0&&spent()" : `(M[0]-=${units})<0&&spent()`;

/** A statement that takes off what `bytes` of code cost. */
function tick(f: FunctionCompiler, bytes: number): number {
  f.core.tree.add("M").add("spent");
  const units = 1 + Math.floor(bytes / UNIT);
  return f.ir.node(Ir.evaluate, f.text(countdown(units), 4, EFFECT | TRAPS), NONE, NONE);
}

/** A loop's list with the count of its `bytes` in front. */
export function meterLoop(f: FunctionCompiler, list: number, bytes: number): number {
  f.repeats = true;
  const statement = tick(f, bytes);
  f.ir.link[statement] = list;
  return statement;
}

/** Counts at a function's entry. Short ones that neither call nor loop are left to their callers. */
export function meterEntry(f: FunctionCompiler, bytes: number): void {
  if (!f.repeats && !f.tailCalls && bytes <= UNIT) return;
  const statement = tick(f, bytes);
  f.ir.link[statement] = f.body;
  f.body = statement;
}

/** Before a bulk operation: counts by its size, whether or not it will trap. */
export function meterBulk(f: FunctionCompiler, op: number): void {
  const sort = SIZED.get(op);
  if (sort === undefined) return;
  const top = f.height - 1;
  f.force(top);
  f.core.tree.add("spend");
  const args = [f.integer(f.low[top]!), f.constant(sort)];
  f.evaluate(f.call("spend", args, EFFECT | TRAPS));
}

/** What making an instance takes: its segments, the least size of its tables and memories, its functions. */
export function meterInstance(def: ModuleDef): string {
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
  const bytes = sum(def.data.map(({ content }) => content.end - content.start));
  const elements = sum(
    def.elements.map(({ items }) => (items.form === "funcs" ? items.indices : items.exprs).length),
  );
  const room = sum(def.tables.map(({ type: { limits } }) => (limits.min > MAX_TABLE_SIZE ? 0 : limits.min)));
  const units = 1 + Math.floor(bytes / 1024 + (elements + room + def.code.length) / 8);
  return `${countdown(Math.min(units, 1 << 29))};\n`;
}

// Segments and start functions of a flattened module. Each instance applied its element segments, then its data
// segments, then ran its start function; a core module does so only once. The steps that fit that order stay as they
// are; from the first that does not, all become instructions of a start function.

import { Writer } from "../base/index.ts";
import { type DataDef, type ElementDef, FUNCREF, type FuncType } from "../model/index.ts";
import type { FlatModule } from "./flat-module.ts";
import { passiveData, passiveElement, writeMemoryInit, writeTableInit } from "./passive.ts";

/** One step of instantiation, by index of the flattened module. */
export type Step =
  | { readonly step: "element"; readonly index: number }
  | { readonly step: "data"; readonly index: number }
  | { readonly step: "start"; readonly index: number };

export interface FlatStart {
  readonly elements: readonly ElementDef[];
  readonly data: readonly DataDef[];
  readonly dataCount: number | undefined;
  readonly start: number | undefined;
}

/** Places of steps in the instantiation of a core module. */
const ORDER = { element: 0, data: 1, start: 2 } as const;

/** How many steps come in a core module's own order, at most one of them a start function. */
function inOrder(steps: readonly Step[]): number {
  let order = 0;
  for (const [count, { step }] of steps.entries()) {
    if (ORDER[step] < order || order === ORDER.start) return count;
    order = ORDER[step];
  }
  return steps.length;
}

/** Decides what remains a segment, and adds a start function if steps are left over. */
export function startOf(flat: FlatModule): FlatStart {
  const { elements, data, steps } = flat;
  const dataCount = data.length > 0 ? data.length : undefined;
  const last = steps.at(-1);
  if (inOrder(steps) === steps.length)
    return { elements, data, dataCount, start: last?.step === "start" ? last.index : undefined };
  // A start function among the first ones is a call of ours like the later steps.
  const native = Math.min(inOrder(steps), firstStart(steps));
  const later = steps.slice(native);
  const start = addStart(flat, later);
  const has = (step: Step["step"], index: number) =>
    later.some((one) => one.step === step && one.index === index);
  return {
    elements: elements.map((element, index) => (has("element", index) ? passiveElement(element) : element)),
    data: data.map((segment, index) => (has("data", index) ? passiveData(segment) : segment)),
    dataCount,
    start,
  };
}

function firstStart(steps: readonly Step[]): number {
  const found = steps.findIndex(({ step }) => step === "start");
  return found < 0 ? steps.length : found;
}

const NOTHING: FuncType = { kind: "func", params: [], results: [] };
const CALL = 0x10;
const END = 0x0b;
const NO_LOCALS = 0;

function addStart(flat: FlatModule, steps: readonly Step[]): number {
  const to = new Writer().u8(NO_LOCALS);
  for (const { step, index } of steps) {
    if (step === "start") to.u8(CALL).u32(index);
    else if (step === "element") writeTableInit(to, flat.elements[index]!, index);
    else writeMemoryInit(to, flat.data[index]!, index);
  }
  const bytes = to.u8(END).finish();
  const start = flat.addFunction(NOTHING);
  flat.setBody(start, { bytes, start: 0, end: bytes.length });
  return start;
}

/** The flags of an active element segment: those of the shortest form. */
export function activeElementFlags(table: number, element: ElementDef): number {
  if (element.items.form === "funcs") return table === 0 ? 0 : 2;
  return table === 0 && element.type === FUNCREF ? 4 : 6;
}

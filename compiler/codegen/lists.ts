// Chooses the lists of a function that are too deep, or still too large without what was chosen before (outline.ts): each as a
// whole becomes a region.

import { type Arena, NONE } from "./ir.ts";
import type { Run } from "./regions.ts";
import { BODY, type Place, type Structure } from "./structure.ts";

/** Split functions are brought down to this, where it can be done: the larger a function, the later V8 optimises it. */
export const SMALL_ENOUGH = 24_000;
/** What a call of a region takes. */
export const CALL_SIZE = 120;
/** Statements inside statements: V8's parser overflows its stack at about 2,000. */
export const MAX_NESTING = 500;

/** A list, and what is left of it. */
interface List {
  readonly place: Place;
  readonly depth: number;
  /** The list around; of those in a statement that is taken out, none. */
  readonly around: List | undefined;
  first: number;
  last: number;
  /** Bytes, first and now; how deep statements stand in its statements. */
  original: number;
  size: number;
  height: number;
}

/** Adds to the runs, which are pieces of lists, those that are whole lists; `bySize`: also for being too large. */
export function addLists(ir: Arena, structure: Structure, runs: Run[], bySize: boolean): void {
  const lasts = new Map(runs.map(({ first, last }) => [first, last]));
  const lists: List[] = [listAt(BODY, 0, undefined)];
  for (let i = 0; i < lists.length; i++) enter(ir, structure, lists, lists[i]!, lasts);
  for (const list of lists.reverse()) {
    if (list.height >= MAX_NESTING || (bySize && list.size > SMALL_ENOUGH)) takeOut(structure, list, runs);
    const { around } = list;
    if (around === undefined) continue;
    around.size -= list.original - list.size;
    around.height = Math.max(around.height, list.height + 1);
  }
}

const listAt = (place: Place, depth: number, around: List | undefined): List => ({
  place,
  depth,
  around,
  first: NONE,
  last: NONE,
  original: 0,
  size: 0,
  height: 0,
});

/** Measures a list, but for what is taken out of those inside it; adds these to `lists`. */
function enter(
  ir: Arena,
  structure: Structure,
  lists: List[],
  list: List,
  lasts: ReadonlyMap<number, number>,
): void {
  let until = NONE;
  list.first = structure.head(list.place);
  for (let id = list.first; id !== NONE; id = ir.link[id]!) {
    const begins = lasts.get(id);
    if (begins !== undefined) {
      until = begins;
      list.size += CALL_SIZE;
      list.height = 1;
    }
    const size = structure.size[id]!;
    list.original += size;
    if (until === NONE) list.size += size;
    for (const place of structure.listsOf(id))
      lists.push(listAt(place, list.depth + 1, until === NONE ? list : undefined));
    if (id === until) until = NONE;
    list.last = id;
  }
}

function takeOut(structure: Structure, list: List, runs: Run[]): void {
  const { place, depth, first, last } = list;
  if (first === NONE) return;
  const [from, to] = [structure.start[first]!, structure.end[last]!];
  runs.push({ place, depth, first, last, before: NONE, from, to, whole: true });
  list.size = CALL_SIZE;
  list.height = 1;
}

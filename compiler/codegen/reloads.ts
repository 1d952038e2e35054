// Which reloads are needed: statements that read a copy of a memory's view again after a call that may grow the memory. Blocks are
// entered and left with fresh copies, but often nothing uses them before they are stale again. While a function is built,
// each point knows which reload reaches it unused; where paths meet, one element stands for what comes by all of them. An
// access marks what reaches it, and that what it was joined from.

import { type Arena, NONE } from "./ir.ts";

/** How a reload is used: by nothing, only by accesses that may call an accessor in the end, or surely. */
const [UNUSED, PERHAPS, SURELY] = [0, 1, 2];

/** A reload, or what several paths have in common. */
export interface Reach {
  use: number;
  readonly sources: Reach[];
}

const NO_SOURCES: Reach[] = [];

export class Reloads {
  /** The reloads that may turn out to be needless, and the statement before each. */
  private readonly made: { readonly reach: Reach; readonly statement: number; readonly before: number }[] =
    [];

  /** A reload behind another statement: what reaches the next one. */
  add(statement: number, before: number): Reach | undefined {
    if (before === NONE) return undefined;
    const reach = { use: UNUSED, sources: NO_SOURCES };
    this.made.push({ reach, statement, before });
    return reach;
  }

  /** Takes those out of their lists that nothing uses; `called`: accesses outside of loops call accessors. */
  drop({ link }: Arena, called: boolean): void {
    const least = called ? SURELY : PERHAPS;
    // From the end, as one may stand before another.
    for (let i = this.made.length - 1; i >= 0; i--) {
      const { reach, statement, before } = this.made[i]!;
      if (reach.use < least) link[before] = link[statement]!;
    }
  }
}

/** An access: `perhaps` by an accessor. What reaches the next one. */
export function useOf(reach: Reach | undefined, perhaps: boolean): Reach | undefined {
  if (reach === undefined) return undefined;
  mark(reach, perhaps ? PERHAPS : SURELY);
  return unmarked(reach);
}

/** What is left of a reach: of one that is surely used no one need know more. */
const unmarked = (reach: Reach | undefined): Reach | undefined =>
  reach === undefined || reach.use === SURELY ? undefined : reach;

function mark(reach: Reach, use: number): void {
  const pending = [reach];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.use >= use) continue;
    next.use = use;
    for (const source of next.sources) pending.push(source);
  }
}

/** Where two paths meet. */
export function join(a: Reach | undefined, b: Reach | undefined): Reach | undefined {
  const [first, second] = [unmarked(a), unmarked(b)];
  if (first === undefined || first === second) return second;
  if (second === undefined || first.sources.at(-1) === second) return first;
  return { use: Math.min(first.use, second.use), sources: [first, second] };
}

/** The head of a loop, which is reached from before; and again from each jump to it. */
export const headOf = (before: Reach | undefined): Reach => ({
  use: UNUSED,
  sources: before === undefined ? [] : [before],
});

export function joinHead(head: Reach | undefined, reach: Reach | undefined): void {
  if (head === undefined || reach === undefined || head === reach) return;
  if (head.use > UNUSED) mark(reach, head.use);
  if (head.use < SURELY && head.sources.at(-1) !== reach) head.sources.push(reach);
}

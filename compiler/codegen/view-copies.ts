// A function's copies of the views of memories: which a call has made stale, and which statements that read them again are
// needed (reloads.ts).

import { Builder } from "./builder.ts";
import type { Frame } from "./frames.ts";
import { type Arena, EFFECT, NONE } from "./ir.ts";
import { Ir } from "./operations.ts";
import { join, joinHead, type Reach, Reloads, useOf } from "./reloads.ts";

export class ViewCopies extends Builder {
  /** Memories whose views a call may have made stale in their copies: 1 by number; and how many. */
  private readonly stale: Uint8Array;
  staleCount = 0;
  /** The reloads so far; the one that reaches here and was not used yet. */
  protected readonly reloads = new Reloads();
  protected reaching: Reach | undefined;
  /** An access is to look at them: a copy is stale, or a reload unused. */
  unsettled = false;

  constructor(ir: Arena, memories: number) {
    super(ir);
    this.stale = new Uint8Array(memories);
  }

  viewsAreStale(): void {
    if (this.staleCount === this.stale.length) return;
    this.mark(1);
    this.staleCount = this.stale.length;
    this.reachedBy(undefined);
  }

  viewsAreFresh(): void {
    if (this.staleCount === 0) return;
    this.mark(0);
    this.staleCount = 0;
  }

  /** By a loop: nearly always there is one memory, and `fill` takes as long as many. */
  private mark(stale: number): void {
    for (let memory = 0; memory < this.stale.length; memory++) this.stale[memory] = stale;
  }

  /** Reads stale views again: after the calls that are still pending on the stack. */
  refresh(): void {
    if (this.staleCount === 0) return;
    for (let memory = 0; memory < this.stale.length; memory++)
      if (this.stale[memory] !== 0) this.reload(memory);
  }

  /** Of several memories nothing more is known of it. */
  private reload(memory: number): void {
    this.stale[memory] = 0;
    this.staleCount--;
    this.settle(this.height, EFFECT, NONE);
    this.statement(Ir.reload, memory);
    const { tail, previous } = this.list;
    this.reachedBy(this.stale.length === 1 ? this.reloads.add(tail, previous) : undefined);
  }

  /** Before an access: the copy of this memory's view is fresh. `perhaps`: an accessor may be called instead. */
  useMemory(memory: number, perhaps = false): void {
    if (!this.unsettled) return;
    if (this.stale[memory] !== 0) this.reload(memory);
    this.reachedBy(useOf(this.reaching, perhaps));
  }

  /** What comes next is reached by a reload, or by none that matters. */
  reachedBy(reach: Reach | undefined): void {
    this.reaching = reach;
    this.unsettled = this.staleCount > 0 || reach !== undefined;
  }

  /** A jump takes along what reaches it. */
  protected noteJump(frame: Frame): void {
    if (this.reaching === undefined) return;
    if (frame.kind === "loop") joinHead(frame.entry, this.reaching);
    else frame.exit = join(frame.exit, this.reaching);
  }
}

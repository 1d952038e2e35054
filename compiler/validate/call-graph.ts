// Which functions of a module may grow a memory: noted while the bodies are validated, worked out when it is first asked.

/** What the bodies of one module call. */
export class CallGraph {
  /** The functions called, by index, of one body after the other. */
  private callees = new Int32Array(256);
  private count = 0;
  /** Where the callees of each body begin. */
  private readonly starts: Int32Array;
  /** 1: it may grow a memory. */
  private readonly growing: Uint8Array;
  private readonly imported: number;
  private position = -1;
  private settled = false;
  /** There is a `memory.grow`. */
  growsMemory = false;

  /** Of a module with so many imported functions, and so many of its own. */
  constructor(imported: number, own: number) {
    this.imported = imported;
    this.starts = new Int32Array(own + 1);
    this.growing = new Uint8Array(own);
  }

  /** The body at `position` comes now; `own` of them: there is none left. */
  begin(position: number): void {
    this.position = position;
    this.starts[position] = this.count;
  }

  /** The body calls the function `index`. */
  calls(index: number): void {
    const { count } = this;
    if (count === this.callees.length) this.grow();
    this.callees[count] = index;
    this.count = count + 1;
  }

  private grow(): void {
    const larger = new Int32Array(this.count * 2);
    larger.set(this.callees);
    this.callees = larger;
  }

  /** The body calls what is not known. */
  callsAnything(): void {
    if (this.position >= 0) this.growing[this.position] = 1;
  }

  /** The body grows a memory. */
  grows(): void {
    this.callsAnything();
    this.growsMemory = true;
  }

  /** By position, 1: a call of the function can end with a memory larger than it was, or with another buffer. */
  get mayGrow(): Uint8Array {
    if (!this.settled) this.settle();
    return this.growing;
  }

  /** What calls a function that may grow a memory may grow one, too: from callees to callers, each once. */
  private settle(): void {
    this.settled = true;
    const { growing } = this;
    const { from, callers } = this.callersOf();
    const pending: number[] = [];
    for (let position = 0; position < growing.length; position++)
      if (growing[position] === 1) pending.push(position);
    for (let callee = pending.pop(); callee !== undefined; callee = pending.pop())
      for (let i = from[callee]!; i < from[callee + 1]!; i++) {
        const caller = callers[i]!;
        if (growing[caller] === 0) {
          growing[caller] = 1;
          pending.push(caller);
        }
      }
  }

  /** The callers of each function of the module's own, one after the other, and where those of each begin. */
  private callersOf(): { from: Int32Array; callers: Int32Array } {
    const { callees, count, starts, growing, imported } = this;
    const own = growing.length;
    const from = new Int32Array(own + 1);
    for (let i = 0; i < count; i++) if (callees[i]! >= imported) from[callees[i]! - imported]!++;
    for (let i = 0, sum = 0; i <= own; i++) from[i] = sum += from[i]!;
    const callers = new Int32Array(from[own]!);
    for (let caller = 0; caller < own; caller++)
      for (let i = starts[caller]!; i < starts[caller + 1]!; i++)
        if (callees[i]! >= imported) callers[--from[callees[i]! - imported]!] = caller;
        else growing[caller] = 1;
    return { from, callers };
  }
}

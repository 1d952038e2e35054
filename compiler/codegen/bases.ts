// Variables that are known not to be negative because an address made from them was accessed: memories end at 2 GiB. A fact
// holds from the access on in all code that is reached through it, until the variable is written; in loops it is not
// asked for, so that code which comes again need not be looked at first.

export class Bases {
  /** By variable: the length of the trail once it was noted; 0 for none. */
  private readonly noted: number[] = [];
  /** What was noted, in order: pairs of the variable and what `noted` had for it before. */
  private readonly trail: number[] = [];

  has(variable: number): boolean {
    return (this.noted[variable] ?? 0) > 0;
  }

  note(variable: number): void {
    if ((this.noted[variable] ?? 0) > 0) return;
    this.trail.push(variable);
    this.noted[variable] = this.trail.length;
  }

  /** The variable is written: whatever is known of it is wrong from now on, around the open blocks too. */
  forget(variable: number): void {
    if (this.noted[variable] !== undefined) this.noted[variable] = 0;
  }

  /** How much is known. */
  get mark(): number {
    return this.trail.length;
  }

  /** Forgets what was noted since then: in an arm of a block that need not have been run. */
  rewind(mark: number): void {
    const { noted, trail } = this;
    while (trail.length > mark) {
      const at = trail.length;
      const variable = trail.pop()!;
      if (noted[variable] === at) noted[variable] = 0;
    }
  }
}

// Functions that surely were called before a point of the function that is being built, where functions are made at their first
// call: their variables hold them by then. Calls stay in the order they were decoded in, so what was decoded before, in
// this list of statements or in one around it, was evaluated before.

export class Loaded {
  private known: Set<number> | undefined;
  /** What is known, in the order in which it was noted. */
  private readonly trail: number[] = [];

  has(index: number): boolean {
    return this.known?.has(index) === true;
  }

  note(index: number): void {
    this.known ??= new Set();
    if (this.known.has(index)) return;
    this.known.add(index);
    this.trail.push(index);
  }

  /** How much is known. */
  get mark(): number {
    return this.trail.length;
  }

  /** Forgets what was noted since then: in code that need not have been run. */
  rewind(mark: number): void {
    while (this.trail.length > mark) this.known?.delete(this.trail.pop()!);
  }
}

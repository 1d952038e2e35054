// In which order libraries are instantiated: each after those whose functions it imports, as far as that can be.

import type { Scope } from "./resolve.ts";
import type { Library, Unit } from "./unit.ts";

/** The allocator by which libraries get memory for their data. */
export const MALLOC = "malloc";

export interface Order {
  readonly libraries: readonly Library[];
  /** Libraries that the allocator is made of: no allocator runs before they do. */
  readonly early: ReadonlySet<Unit>;
  /** Those of them that are to be ready before others ask for memory. */
  readonly first: readonly Library[];
  /** Libraries that need each other, one such cycle, the first again at its end; empty if there is none. */
  readonly cycle: readonly string[];
}

/** Puts libraries after those they import functions of, and all after the library with `malloc`, if it is in one. */
export function orderOf(scope: Scope, libraries: readonly Library[]): Order {
  const known = new Set<Unit>(libraries);
  const called = new Map(libraries.map((library) => [library as Unit, calledBy(scope, library, known)]));
  const allocator = scope.definer(MALLOC);
  const early = known.has(allocator!) ? reachable(allocator!, called) : new Set<Unit>();
  for (const library of libraries)
    if (early.size > 0 && !early.has(library)) called.get(library)!.add(allocator!);
  const search = new Search(called);
  for (const library of libraries) search.visit(library);
  const ordered = search.done as readonly Unit[] as Library[];
  const isAsked = ordered.some((library) => !early.has(library) && library.info.memorySize > 0);
  const first = isAsked ? ordered.filter((library) => early.has(library)) : [];
  return { libraries: ordered, early, first, cycle: search.cycle };
}

function calledBy(scope: Scope, library: Unit, known: ReadonlySet<Unit>): Set<Unit> {
  const units = [...library.env.keys()].map((name) => scope.definer(name));
  return new Set(units.filter((unit) => unit !== undefined && unit !== library && known.has(unit)) as Unit[]);
}

function reachable(from: Unit, called: ReadonlyMap<Unit, ReadonlySet<Unit>>): Set<Unit> {
  const found = new Set([from]);
  for (const unit of found) for (const other of called.get(unit)!) found.add(other);
  return found;
}

/** Depth first; what a library calls is done before it, unless it is on the way to itself. */
class Search {
  readonly done: Unit[] = [];
  cycle: string[] = [];
  private readonly path: Unit[] = [];
  private readonly called: ReadonlyMap<Unit, ReadonlySet<Unit>>;

  constructor(called: ReadonlyMap<Unit, ReadonlySet<Unit>>) {
    this.called = called;
  }

  visit(unit: Unit): void {
    const at = this.path.indexOf(unit);
    if (at >= 0 && this.cycle.length === 0)
      this.cycle = [...this.path.slice(at), unit].map(({ name }) => name);
    if (at >= 0 || this.done.includes(unit)) return;
    this.path.push(unit);
    for (const other of this.called.get(unit)!) this.visit(other);
    this.path.pop();
    this.done.push(unit);
  }
}

// Closure conversion for outer aliases of modules: which modules of its surroundings each nested module has to
// carry along, so that it can be instantiated far away from where it was defined.

import type { ValidModule } from "../../compiler/validate/index.ts";
import type { CaptureSource } from "./plan.ts";

/** Module `index` of the module `depth` levels out (0 is the parent), and its place among all that is captured. */
interface Captured {
  readonly depth: number;
  readonly index: number;
  readonly place: number;
}

type Captures = ReadonlyMap<string, Captured>;

const keyOf = (depth: number, index: number) => `${depth}:${index}`;

/** What every module of a tree captures, each in a fixed order. */
export class CaptureTable {
  private readonly captures = new Map<ValidModule, Captures>();

  constructor(root: ValidModule) {
    this.collect(root);
  }

  /** A module captures what its own outer aliases name, and what reaches beyond it from the modules inside it. */
  private collect(module: ValidModule): Captures {
    const captures = new Map<string, Captured>();
    const add = (depth: number, index: number) => {
      const key = keyOf(depth, index);
      if (depth >= 0 && !captures.has(key)) captures.set(key, { depth, index, place: captures.size });
    };
    for (const nested of module.nested)
      for (const { depth, index } of this.collect(nested).values()) add(depth - 1, index);
    for (const { origin } of module.modules) if (origin.from === "outer") add(origin.depth, origin.index);
    this.captures.set(module, captures);
    return captures;
  }

  /** Where `module` keeps module `index` of the module `depth` levels out. */
  place(module: ValidModule, depth: number, index: number): number {
    return this.captures.get(module)!.get(keyOf(depth, index))!.place;
  }

  /** Where `module` takes what `nested`, a module defined in it, captures. */
  sources(module: ValidModule, nested: ValidModule): CaptureSource[] {
    return [...this.captures.get(nested)!.values()].map(({ depth, index }) =>
      depth === 0 ? ["module", index] : ["capture", this.place(module, depth - 1, index)],
    );
  }
}

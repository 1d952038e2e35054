// Modules of several instances. V8 keeps what it learns of a call per function literal, not per closure: a call in a module
// whose callee differs from instance to instance would never be inlined; and only of a closure that is the only one of its
// literal it takes outer variables, and the view of a memory in them, for constants. So small modules that a tree
// instantiates several times get a factory for each instance, up to a budget; and where a small module with a memory is
// instantiated again from outside, its text is evaluated again.

import type { ValidModule } from "../validate/index.ts";

/** Most factories of one module. */
const MAX_COPIES = 16;
/** Bytes of code that a module with copies has at most, and that all copies of a tree add. */
const MAX_CODE = 8 << 10;
const BUDGET = 64 << 10;

/** How many factories each module of the tree gets, where that is more than one. */
export function copiesOf(root: ValidModule): Map<ValidModule, number> {
  const copies = new Map<ValidModule, number>();
  let room = BUDGET;
  for (const [module, count] of new Counter(root).counts) {
    const size = module.def.code.reduce((sum, { start, end }) => sum + end - start, 0);
    if (count < 2 || size === 0 || size > MAX_CODE || size * (count - 1) > room) continue;
    copies.set(module, count);
    room -= size * (count - 1);
  }
  return copies;
}

/** A text of so many characters is compiled in a millisecond or so. */
const MAX_AFRESH = 16 << 10;

/**
 * Whether a further instance of a tree gains by a text of its own: it must be small, one module, and have a memory, which
 * it does not grow itself: its view would not be a constant for long.
 */
export const gainsAfresh = ({ nested, memories, calls }: ValidModule, source: string): boolean =>
  nested.length === 0 && memories.length > 0 && !calls.growsMemory && source.length <= MAX_AFRESH;

/** Counts how often one instantiation of the root instantiates each module, as far as that is certain. */
class Counter {
  readonly counts = new Map<ValidModule, number>();
  private readonly parents = new Map<ValidModule, ValidModule>();

  constructor(root: ValidModule) {
    this.visit(root);
  }

  private visit(module: ValidModule): void {
    const count = this.counts.get(module) ?? 0;
    if (count === MAX_COPIES) return;
    this.counts.set(module, count + 1);
    if (count === 0) for (const nested of module.nested) this.parents.set(nested, module);
    for (const { origin } of module.instances) {
      const callee = origin.from === "instantiate" ? this.find(module, origin.item.module) : undefined;
      if (callee !== undefined) this.visit(callee);
    }
  }

  /** The module at an index; `undefined` for an imported one, or one out of an instance. */
  private find(module: ValidModule, index: number): ValidModule | undefined {
    const { origin } = module.modules[index]!;
    if (origin.from === "nested") return module.nested[origin.nested];
    if (origin.from !== "outer") return undefined;
    let outer = this.parents.get(module);
    for (let depth = origin.depth; depth > 0 && outer !== undefined; depth--) outer = this.parents.get(outer);
    return outer && this.find(outer, origin.index);
  }
}

// What the printer must know of a module beyond the item at hand: how many items of each kind there are so far, and the
// function types, outer aliases followed.

import type { AliasTarget, ExternKind, FuncType, TypeDef } from "../model/index.ts";

export class PrintScope {
  private readonly parent: PrintScope | undefined;
  private readonly types: (FuncType | undefined)[] = [];
  private readonly counts = new Map<ExternKind, number>();
  private readonly implicit = new Set<string>();
  /** The type of each function, where it is known. */
  readonly funcs: (number | undefined)[] = [];

  constructor(parent: PrintScope | undefined) {
    this.parent = parent;
  }

  count(kind: ExternKind): number {
    return this.counts.get(kind) ?? 0;
  }

  /** Takes the next index of a kind. */
  add(kind: ExternKind): number {
    const index = this.count(kind);
    this.counts.set(kind, index + 1);
    return index;
  }

  addFunc(type: number | undefined): void {
    this.funcs.push(type);
  }

  /** The first two-level import of a module name takes an instance index (LINKING.md, rule 1). */
  addImplicit(module: string): void {
    if (this.implicit.has(module)) return;
    this.implicit.add(module);
    this.add("instance");
  }

  addType(type: TypeDef): number {
    const index = this.types.length;
    const count = type.kind === "opaque" ? type.count : 1;
    for (let i = 0; i < count; i++) this.types.push(type.kind === "func" ? type : undefined);
    return index;
  }

  addOuterType(target: AliasTarget): number {
    const type = target.from === "outer" ? this.outer(target.depth)?.funcType(target.index) : undefined;
    return this.types.push(type) - 1;
  }

  private outer(depth: number): PrintScope | undefined {
    let scope = this.parent;
    for (let up = depth; up > 0 && scope; up--) scope = scope.parent;
    return scope;
  }

  funcType(index: number): FuncType | undefined {
    return this.types[index];
  }
}

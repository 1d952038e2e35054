// The import names of a module or a module type (LINKING.md, rules 1 and 2): one-level imports, and the implicit
// instances that two-level ones form.

import type { ExternType, ImportItem, InstanceType, Limits } from "../model/index.ts";
import { duplicateImport, importRedefined } from "./errors.ts";
import { matches } from "./subtype.ts";

interface ImplicitInstance {
  readonly type: InstanceType;
  readonly fields: Map<string, ExternType>;
  /** The import section it stands in; another cannot extend it. */
  readonly section: number | undefined;
  /** Its index in the instance space. */
  readonly index: number;
}

export class ImportTable {
  /** Imports by name; implicit instances stand for two-level ones. */
  readonly types = new Map<string, ExternType>();
  private readonly implicit = new Map<string, ImplicitInstance>();
  /** Core rules: imports may be repeated (LINKING.md, rule 0). */
  private readonly repeats: boolean;

  constructor(repeats: boolean) {
    this.repeats = repeats;
  }

  /**
   * Adds a one-level import.
   * @throws MortiseError `duplicate-import`, `import-redefined`
   */
  addSingle(item: ImportItem, type: ExternType): void {
    if (this.implicit.has(item.module)) throw importRedefined(item.module, item.offset);
    if (this.types.has(item.module)) throw duplicateImport(JSON.stringify(item.module), item.offset);
    this.types.set(item.module, type);
  }

  /**
   * The implicit instance that a two-level import belongs to, if its section made one already.
   * @throws MortiseError `import-redefined`
   */
  instanceFor(item: ImportItem, section: number | undefined): ImplicitInstance | undefined {
    const instance = this.implicit.get(item.module);
    if (instance === undefined) {
      if (this.types.has(item.module)) throw importRedefined(item.module, item.offset);
    } else if (instance.section !== section && !this.repeats) throw importRedefined(item.module, item.offset);
    return instance;
  }

  /** Makes an implicit instance, at `index` of the instance space. */
  addInstance(item: ImportItem, section: number | undefined, index: number): ImplicitInstance {
    const fields = new Map<string, ExternType>();
    const type: InstanceType = { kind: "instance", exports: fields };
    const instance = { type, fields, section, index };
    this.implicit.set(item.module, instance);
    this.types.set(item.module, { kind: "instance", type });
    return instance;
  }

  /**
   * Adds the field of a two-level import to its implicit instance.
   * @throws MortiseError `duplicate-import`
   */
  addField(instance: ImplicitInstance, item: ImportItem, type: ExternType): void {
    const field = item.field!;
    const before = instance.fields.get(field);
    if (before !== undefined && !this.repeats)
      throw duplicateImport(`${JSON.stringify(item.module)} ${JSON.stringify(field)}`, item.offset);
    instance.fields.set(field, before === undefined ? type : meet(before, type));
  }
}

/** No memory has this type: what cannot be given stands for two imports that nothing satisfies both. */
const IMPOSSIBLE: ExternType = { kind: "memory", type: { limits: { min: 1, max: 0 } } };

/** The type of what satisfies both of two imports of one name, which the core rules allow. */
function meet(a: ExternType, b: ExternType): ExternType {
  if (matches(a, b) === undefined) return a;
  if (matches(b, a) === undefined) return b;
  if (a.kind === "memory" && b.kind === "memory")
    return { kind: "memory", type: { limits: meetLimits(a.type.limits, b.type.limits) } };
  if (a.kind === "table" && b.kind === "table" && a.type.element === b.type.element)
    return {
      kind: "table",
      type: { element: a.type.element, limits: meetLimits(a.type.limits, b.type.limits) },
    };
  return IMPOSSIBLE;
}

function meetLimits(a: Limits, b: Limits): Limits {
  return { ...a, min: Math.max(a.min, b.min), max: Math.min(a.max ?? Infinity, b.max ?? Infinity) };
}

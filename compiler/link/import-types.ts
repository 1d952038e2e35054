// The types of what a linked module imports: what all its uses ask for, in one type.

import type { ExternType, InstanceType } from "../model/index.ts";
import { describeType, matches } from "../validate/index.ts";
import { conflictingImport } from "./errors.ts";

/** Collects what imports are used as. */
export class ImportTypes {
  private readonly types = new Map<string, ExternType>();

  /** Notes a use. @throws MortiseError `conflicting-import` if nothing can be of this type and of those before */
  use(name: string, type: ExternType): void {
    const known = this.types.get(name);
    this.types.set(name, known === undefined ? type : merge(name, known, type));
  }

  get(name: string): ExternType | undefined {
    return this.types.get(name);
  }
}

/** A type that can be used as both. */
function merge(name: string, a: ExternType, b: ExternType): ExternType {
  if (a.kind === "instance" && b.kind === "instance")
    return { kind: "instance", type: mergeFields(name, a.type, b.type) };
  if (matches(a, b) === undefined) return a;
  if (matches(b, a) === undefined) return b;
  throw conflictingImport(name, describeType(a), describeType(b));
}

function mergeFields(name: string, a: InstanceType, b: InstanceType): InstanceType {
  const exports = new Map(a.exports);
  for (const [field, type] of b.exports) {
    const known = exports.get(field);
    exports.set(field, known === undefined ? type : merge(`${name}.${field}`, known, type));
  }
  return { kind: "instance", exports };
}

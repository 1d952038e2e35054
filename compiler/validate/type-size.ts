// How large and how deep a module or instance type is. Types are shared, so both are counted once a type and
// remembered: a type that blows up by reuse is refused before anything walks it.

import { MAX_TYPE_NESTING, MAX_TYPE_SIZE } from "../base/index.ts";
import type { ExternType, InstanceType, ModuleType } from "../model/index.ts";
import { typeTooDeep, typeTooLarge } from "./errors.ts";

export interface Measure {
  /** Items, itself included, as if nothing were shared. */
  readonly size: number;
  /** Levels of module and instance types, itself included. */
  readonly depth: number;
}

const LEAF: Measure = { size: 1, depth: 0 };
const measures = new WeakMap<ModuleType | InstanceType, Measure>();

/** Measures a type. Its parts are measured already when it is built, so that this never goes deep. */
export function measureType(type: ModuleType | InstanceType): Measure {
  let measure = measures.get(type);
  if (measure === undefined) {
    measure = type.kind === "module" ? sum([type.imports, type.exports]) : sum([type.exports]);
    measures.set(type, measure);
  }
  return measure;
}

function sum(parts: readonly ReadonlyMap<string, ExternType>[]): Measure {
  let size = 1;
  let depth = 0;
  for (const part of parts)
    for (const item of part.values()) {
      const measure = item.kind === "module" || item.kind === "instance" ? measureType(item.type) : LEAF;
      size += measure.size;
      depth = Math.max(depth, measure.depth);
    }
  return { size, depth: depth + 1 };
}

/**
 * Holds a new type to the bounds of LINKING.md, rule 11.
 * @throws MortiseError `type-too-large`, `type-too-deep`
 */
export function checkMeasure(type: ModuleType | InstanceType, offset: number): void {
  const { size, depth } = measureType(type);
  if (size > MAX_TYPE_SIZE) throw typeTooLarge(MAX_TYPE_SIZE, offset);
  if (depth > MAX_TYPE_NESTING) throw typeTooDeep(MAX_TYPE_NESTING, offset);
}

// Descriptors with other type indices.

import type { ExternDesc } from "../model/index.ts";

/** A descriptor with another type index, if it has one. */
export const mapDesc = (desc: ExternDesc, renumber: (index: number) => number): ExternDesc =>
  "typeIndex" in desc ? { ...desc, typeIndex: renumber(desc.typeIndex) } : desc;

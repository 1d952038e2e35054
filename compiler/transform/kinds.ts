// The kinds of items that core WebAssembly knows.

import type { ExternKind, ExternType } from "../model/index.ts";
import type { ValidModule } from "../validate/index.ts";

export type CoreKind = "func" | "table" | "memory" | "global" | "tag";

/** In the order in which their index spaces are listed everywhere. */
export const CORE_KINDS: readonly CoreKind[] = ["func", "table", "memory", "global", "tag"];

export const isCoreKind = (kind: ExternKind): kind is CoreKind => kind !== "module" && kind !== "instance";

/** The type of a core item. */
export type CoreType = Extract<ExternType, { kind: CoreKind }>;

export const isCoreType = (type: ExternType): type is CoreType => isCoreKind(type.kind);

/** Index spaces of a valid module, by kind. */
export const spaceOf = (valid: ValidModule, kind: CoreKind) =>
  ({
    func: valid.funcs,
    table: valid.tables,
    memory: valid.memories,
    global: valid.globals,
    tag: valid.tags,
  })[kind];

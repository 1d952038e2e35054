// The classes of the JS API whose objects stand for store objects, made for one engine.

import type { Func } from "../../compiler/runtime/index.ts";
import { exceptionClass } from "./exception.ts";
import { type Faced, faceOf, type StoreLimits } from "./faces.ts";
import { globalClass } from "./global.ts";
import type { CoreType, StoreObject } from "./link.ts";
import { memoryClass } from "./memory.ts";
import { tableClass } from "./table.ts";
import { tagClass } from "./tag.ts";

export type HostClasses = ReturnType<typeof hostClasses>;

/** Makes the five classes of one engine. */
export function hostClasses(limits: StoreLimits) {
  return {
    Memory: memoryClass(limits),
    Table: tableClass(limits),
    Global: globalClass(),
    Tag: tagClass(),
    Exception: exceptionClass(),
  };
}

/** The JavaScript value of a store object: an exported function, or an object of one of the classes; always the same. */
export function hostFromStore(kind: CoreType["kind"], store: StoreObject, classes: HostClasses): object {
  if (kind === "func") return (store as Func).exported;
  return faceOf(classes[CLASS_NAMES[kind]].prototype, store as Faced);
}

const CLASS_NAMES = { memory: "Memory", table: "Table", global: "Global", tag: "Tag" } as const;

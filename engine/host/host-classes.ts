// The classes of the JS API whose objects stand for store objects, made for one engine.

import { type Exception, Func, Global, Memory, Table, type Tag } from "../../compiler/runtime/index.ts";
import { exceptionClass } from "./exception.ts";
import { faceOf, type StoreLimits } from "./faces.ts";
import { globalClass } from "./global.ts";
import type { StoreObject } from "./link.ts";
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
export function hostFromStore(store: StoreObject | Exception, classes: HostClasses): object {
  if (store instanceof Func) return store.exported;
  return store.host ?? faceOf(classFor(store, classes).prototype, store);
}

function classFor(store: Exclude<StoreObject, Func> | Exception, classes: HostClasses) {
  if (store instanceof Memory) return classes.Memory;
  if (store instanceof Global) return classes.Global;
  if (store instanceof Table) return classes.Table;
  return isTag(store) ? classes.Tag : classes.Exception;
}

const isTag = (store: Tag | Exception): store is Tag => "signature" in store;

// The types of values that JavaScript has: exported functions, memories, tables, globals, tags.

import { type ExternType, funcTypeOf } from "../../compiler/model/index.ts";
import { funcOf, Global, Memory, Table, Tag } from "../../compiler/runtime/index.ts";
import { contentOf } from "./slots.ts";

/** The type of a value that wasm can share with JavaScript, sizes as they are now; `undefined` for any other value. */
export function externTypeOf(value: unknown): ExternType | undefined {
  const func = funcOf(value);
  if (func !== undefined) return { kind: "func", type: funcTypeOf(func.signature) };
  return storeTypeOf(contentOf(value));
}

function storeTypeOf(store: unknown): ExternType | undefined {
  if (store instanceof Memory)
    return { kind: "memory", type: { limits: { min: store.pages, max: store.max } } };
  if (store instanceof Table)
    return {
      kind: "table",
      type: { element: store.element, limits: { min: store.elements.length, max: store.max } },
    };
  if (store instanceof Global) return { kind: "global", type: { type: store.type, mutable: store.mutable } };
  if (store instanceof Tag) return { kind: "tag", type: funcTypeOf(store.signature) };
  return undefined;
}

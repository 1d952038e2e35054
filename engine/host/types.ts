// The types of values that JavaScript has: exported functions, memories, tables, globals, tags.

import { type ExternType, funcTypeOf } from "../../compiler/model/index.ts";
import { funcOf } from "../../compiler/runtime/index.ts";
import { globalOf, memoryOf, tableOf, tagOf } from "./slots.ts";

type TypeOf = (value: unknown) => ExternType | undefined;

export const funcType: TypeOf = (value) => {
  const func = funcOf(value);
  return func && { kind: "func", type: funcTypeOf(func.signature) };
};

export const memoryType: TypeOf = (value) => {
  const memory = memoryOf(value);
  return memory && { kind: "memory", type: { limits: { min: memory.pages, max: memory.max } } };
};

export const tableType: TypeOf = (value) => {
  const table = tableOf(value);
  if (table === undefined) return undefined;
  const limits = { min: table.elements.length, max: table.max };
  return { kind: "table", type: { element: table.element, limits } };
};

export const globalType: TypeOf = (value) => {
  const global = globalOf(value);
  return global && { kind: "global", type: { type: global.type, mutable: global.mutable } };
};

export const tagType: TypeOf = (value) => {
  const tag = tagOf(value);
  return tag && { kind: "tag", type: funcTypeOf(tag.signature) };
};

// Types as people read them: in the words of the text format, on one line. Used by error messages and `inspect`.

import {
  type ExternType,
  type FuncType,
  type InstanceType,
  type Limits,
  type ModuleType,
  valTypeName,
} from "../../compiler/model/index.ts";

/** Longer texts are cut: types can be huge, messages must not be. */
const MAX_LENGTH = 400;

/** A type on one line: `(func (param i32) (result i64))`; cut after some hundred characters. */
export function typeText(type: ExternType): string {
  const text = externText(type, { left: MAX_LENGTH });
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}

/** How many characters are still wanted; stops the walk through types that blow up by reuse. */
interface Room {
  left: number;
}

function externText(extern: ExternType, room: Room): string {
  if (room.left <= 0) return "…";
  const text = writers[extern.kind](extern.type as never, room);
  room.left -= text.length;
  return text;
}

const writers: { [Kind in ExternType["kind"]]: (type: never, room: Room) => string } = {
  func: (type: FuncType) => `(func${signatureText(type)})`,
  tag: (type: FuncType) => `(tag${signatureText(type)})`,
  memory: ({ limits }: { limits: Limits }) => `(memory ${limitsText(limits)})`,
  table: ({ element, limits }: { element: number; limits: Limits }) =>
    `(table ${limitsText(limits)} ${valTypeName(element)})`,
  global: ({ type, mutable }: { type: number; mutable: boolean }) =>
    `(global ${mutable ? `(mut ${valTypeName(type)})` : valTypeName(type)})`,
  instance: (type: InstanceType, room: Room) => `(instance${fieldsText("export", type.exports, room)})`,
  module: (type: ModuleType, room: Room) =>
    `(module${fieldsText("import", type.imports, room)}${fieldsText("export", type.exports, room)})`,
};

function signatureText({ params, results }: FuncType): string {
  const part = (word: string, types: readonly number[]) =>
    types.length === 0 ? "" : ` (${word} ${types.map(valTypeName).join(" ")})`;
  return part("param", params) + part("result", results);
}

function limitsText({ min, max, shared, index64 }: Limits): string {
  return `${index64 ? "i64 " : ""}${min}${max === undefined ? "" : ` ${max}`}${shared ? " shared" : ""}`;
}

function fieldsText(word: string, fields: ReadonlyMap<string, ExternType>, room: Room): string {
  let text = "";
  for (const [name, type] of fields) {
    if (room.left <= 0) return `${text} …`;
    text += ` (${word} ${JSON.stringify(name)} ${externText(type, room)})`;
  }
  return text;
}

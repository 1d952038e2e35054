// Types as one line of text, in the words of the text format. For messages and listings; nothing reads it back.

import {
  type ExternType,
  type FuncType,
  type InstanceType,
  type Limits,
  type ModuleType,
  type ValType,
  valTypeName,
} from "../model/index.ts";

/** Longest description, in characters, that messages hold. */
const MESSAGE_LENGTH = 200;
const ELLIPSIS = "…";

/**
 * Describes a type: `func (param i32) (result i64)`, `memory 1 2`, `instance (export "f" (func))`. What would
 * be longer than `limit` characters is cut short with an ellipsis, so that no type is too large to describe.
 */
export function describeType(type: ExternType, limit = MESSAGE_LENGTH): string {
  const out = new Cut(limit);
  writeExtern(type, out);
  return out.text;
}

/** Describes a function type as `func (param i32) (result i64)`. */
export const describeFunc = (type: FuncType): string => describeType({ kind: "func", type });

/** Text up to a length. `full` tells the writers to stop early. */
class Cut {
  text = "";
  full = false;
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  add(piece: string): this {
    if (this.full) return this;
    if (this.text.length + piece.length <= this.limit) {
      this.text += piece;
    } else {
      this.text = this.text.concat(piece).slice(0, this.limit) + ELLIPSIS;
      this.full = true;
    }
    return this;
  }
}

function writeExtern(type: ExternType, out: Cut): void {
  out.add(type.kind);
  switch (type.kind) {
    case "func":
    case "tag":
      writeTypes("param", type.type.params, out);
      writeTypes("result", type.type.results, out);
      break;
    case "table":
      out.add(`${limitsText(type.type.limits)} ${valTypeName(type.type.element)}`);
      break;
    case "memory":
      out.add(limitsText(type.type.limits));
      break;
    case "global":
      out.add(
        type.type.mutable ? ` (mut ${valTypeName(type.type.type)})` : ` ${valTypeName(type.type.type)}`,
      );
      break;
    default:
      writeCompound(type.type, out);
  }
}

function writeTypes(word: string, types: readonly ValType[], out: Cut): void {
  if (types.length > 0) out.add(` (${word} ${types.map(valTypeName).join(" ")})`);
}

function limitsText({ min, max, shared, index64 }: Limits): string {
  return `${index64 ? " i64" : ""} ${min}${max === undefined ? "" : ` ${max}`}${shared ? " shared" : ""}`;
}

function writeCompound(type: ModuleType | InstanceType, out: Cut): void {
  if (type.kind === "module") writeItems("import", type.imports, out);
  writeItems("export", type.exports, out);
}

function writeItems(word: string, items: ReadonlyMap<string, ExternType>, out: Cut): void {
  for (const [name, item] of items) {
    if (out.full) return;
    writeExtern(item, out.add(` (${word} ${JSON.stringify(name)} (`));
    out.add("))");
  }
}

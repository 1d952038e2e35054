// Glue: small modules, in text, that a linked module makes an instance of each. Their imports are written down once, for
// the module and for its instantiation.

import type { ExternType, FuncType } from "../model/index.ts";
import { globalText, idLiteral, limitsText, nameLiteral, signatureText } from "../text/index.ts";

/** Something of the root module that glue can import. */
export interface Item {
  readonly kind: Exclude<ExternType["kind"], "module" | "instance">;
  /** Its type in text, as after an identifier. */
  readonly type: string;
  /** An instance of the root, and the export of it. */
  readonly instance: string;
  readonly name: string;
}

/** An exported item of an instance of the root. */
export function itemOf(instance: string, name: string, type: ExternType): Item {
  return { kind: type.kind as Item["kind"], type: itemType(type), instance, name };
}

/** A memory or table of any size fits. */
function itemType(type: ExternType): string {
  switch (type.kind) {
    case "func":
    case "tag":
      return signatureText(type.type);
    case "global":
      return globalText(type.type);
    case "memory":
      return limitsText({ min: 0 });
    case "table":
      return `${limitsText({ min: 0 })} funcref`;
    default:
      return "";
  }
}

/** A field of `instantiate`, or of `export`: `(func $libc "malloc")`. */
export const referenceTo = ({ kind, instance, name }: Item): string =>
  `(${kind} ${idLiteral(instance)} ${nameLiteral(name)})`;

const isSame = (a: Item, b: Item) => a.kind === b.kind && a.instance === b.instance && a.name === b.name;

/** No symbol of C is named so. */
const START = "$glue:start";

export class Glue {
  readonly id: string;
  private readonly imports = new Map<string, Item>();
  private readonly fields: string[] = [];

  constructor(id: string) {
    this.id = id;
  }

  /** Imports an item, under its name or one like it; returns its identifier. Symbols can have any name. */
  use(name: string, item: Item): string {
    const known = this.imports.get(name);
    if (known !== undefined && !isSame(known, item)) return this.use(`${name}'`, item);
    this.imports.set(name, item);
    return idLiteral(name);
  }

  /** Imports an item and exports it under a name. */
  pass(name: string, item: Item): void {
    this.add(`(export ${nameLiteral(name)} (${item.kind} ${this.use(name, item)}))`);
  }

  add(...fields: readonly string[]): void {
    this.fields.push(...fields);
  }

  /** Instructions to be run at instantiation, if there are any; `locals` stand before them. */
  start(instructions: readonly string[], locals = ""): void {
    if (instructions.length === 0) return;
    this.add(
      `(func ${START} ${locals}${instructions.map((one) => `\n      ${one}`).join("")})`,
      `(start ${START})`,
    );
  }

  /** The nested module, and its instance. */
  text(): string {
    const imports = [...this.imports].map(
      ([name, { kind, type }]) => `(import ${nameLiteral(name)} (${kind} ${idLiteral(name)} ${type}))`,
    );
    const args = [...this.imports].map(
      ([name, item]) => `(import ${nameLiteral(name)} ${referenceTo(item)})`,
    );
    const code = idLiteral(`${this.id}.code`);
    const lines = [...imports, ...this.fields].map((line) => `\n    ${line}`).join("");
    return `(module ${code}${lines})\n  ${instantiation(this.id, code, args)}`;
  }
}

/** `(instance $id (instantiate $code …))`. */
export function instantiation(id: string, code: string, args: readonly string[]): string {
  return `(instance ${idLiteral(id)} (instantiate ${code}${args.map((arg) => `\n    ${arg}`).join("")}))`;
}

/** A function that calls through a slot of a table what it is called with. */
export function trampoline(name: string, type: FuncType, table: string, slot: number): string {
  const args = type.params.map((_, index) => `(local.get ${index}) `).join("");
  return `(func (export ${nameLiteral(name)})${signatureText(type)}
      (call_indirect ${table}${signatureText(type)} ${args}(i32.const ${slot})))`;
}

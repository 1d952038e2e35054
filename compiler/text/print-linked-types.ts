// Module and instance types alone, as `.wit` files of the proposal hold them. What a type uses more than once is declared
// once, at its head, so that the text grows with the types and not with their expansion.

import type { ExternType, InstanceType, ModuleType } from "../model/index.ts";
import { nameLiteral } from "./literals.ts";
import { globalText, indentOf, limitsText, signatureText, valTypeText } from "./print-types.ts";

type Compound = ModuleType | InstanceType;

/**
 * Prints a module or instance type in the text format.
 * @param type what an imported or exported module or instance has, or a module as a whole
 */
export const printType = (type: ModuleType | InstanceType): string => `${new TypePrinter(type).print()}\n`;

class TypePrinter {
  private readonly root: Compound;
  /** Types that are used more than once, each after those it uses; with the identifiers they are given. */
  private readonly shared = new Map<Compound, string>();

  constructor(root: Compound) {
    this.root = root;
    this.findShared();
  }

  print(): string {
    const lines: string[] = [];
    for (const [type, id] of this.shared) lines.push(`(type ${id} ${this.compound(type, 1, "")})`);
    return this.compound(this.root, 0, lines.map((line) => `\n${indentOf(1)}${line}`).join(""));
  }

  /** Walks the types without recursion, children before parents. */
  private findShared(): void {
    const uses = new Map<Compound, number>();
    const order: Compound[] = [];
    const todo: { type: Compound; done: boolean }[] = [{ type: this.root, done: false }];
    while (todo.length > 0) {
      const { type, done } = todo.pop()!;
      if (done) {
        order.push(type);
        continue;
      }
      const count = uses.get(type) ?? 0;
      uses.set(type, count + 1);
      if (count > 0) continue;
      todo.push({ type, done: true });
      for (const part of partsOf(type)) todo.push({ type: part, done: false });
    }
    for (const type of order) if (uses.get(type)! > 1) this.shared.set(type, `$t${this.shared.size}`);
  }

  private compound(type: Compound, depth: number, head: string): string {
    const indent = `\n${indentOf(depth + 1)}`;
    let text = `(${type.kind}${head}`;
    if (type.kind === "module")
      for (const [name, item] of type.imports)
        text += `${indent}(import ${nameLiteral(name)} ${this.item(item, depth + 1)})`;
    for (const [name, item] of type.exports)
      text += `${indent}(export ${nameLiteral(name)} ${this.item(item, depth + 1)})`;
    return `${text})`;
  }

  private item(item: ExternType, depth: number): string {
    switch (item.kind) {
      case "func":
      case "tag":
        return `(${item.kind}${signatureText(item.type)})`;
      case "table":
        return `(table ${limitsText(item.type.limits)} ${valTypeText(item.type.element)})`;
      case "memory":
        return `(memory ${limitsText(item.type.limits)})`;
      case "global":
        return `(global ${globalText(item.type)})`;
      default: {
        const id = this.shared.get(item.type);
        return id === undefined ? this.compound(item.type, depth, "") : `(${item.kind} (type ${id}))`;
      }
    }
  }
}

function partsOf(type: Compound): Compound[] {
  const parts: Compound[] = [];
  const items =
    type.kind === "module" ? [...type.imports.values(), ...type.exports.values()] : type.exports.values();
  for (const item of items) if (item.kind === "module" || item.kind === "instance") parts.push(item.type);
  return parts;
}

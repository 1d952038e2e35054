// A module that only links: its header is written item by item, each taking the next index of its kind; it has no
// definitions of its own. Names go to the name section, where `split` and `graph` find them.

import { encodeNames, NAME_SECTION, noNames } from "../binary/index.ts";
import type {
  ArgumentDef,
  ExternDesc,
  ExternKind,
  ExternType,
  HeaderItem,
  ModuleDef,
} from "../model/index.ts";
import { definitionOf } from "../transform/index.ts";

/** An item of the module: what arguments, aliases and exports refer to. */
export interface LinkedItem {
  readonly kind: ExternKind;
  readonly index: number;
}

export class LinkedModule {
  private readonly header: HeaderItem[] = [];
  private readonly exports: ModuleDef["exports"][number][] = [];
  private readonly names = noNames();
  private readonly counts: Partial<Record<ExternKind | "type", number>> = {};

  private next(kind: ExternKind | "type"): number {
    const index = this.counts[kind] ?? 0;
    this.counts[kind] = index + 1;
    return index;
  }

  /** A one-level import of a type. */
  import(name: string, type: ExternType): LinkedItem {
    const desc = this.describe(type);
    this.header.push({ item: "import", offset: 0, module: name, field: undefined, desc });
    return this.named(type.kind, name);
  }

  private describe(type: ExternType): ExternDesc {
    switch (type.kind) {
      case "func":
      case "tag":
        this.header.push({ item: "type", offset: 0, type: type.type });
        return { kind: type.kind, typeIndex: this.next("type") };
      case "module":
      case "instance":
        this.header.push({ item: "type", offset: 0, type: definitionOf(type.type) });
        return { kind: type.kind, typeIndex: this.next("type") };
      default:
        return type;
    }
  }

  /** Nests a module. */
  module(name: string, module: ModuleDef): LinkedItem {
    this.header.push({ item: "module", offset: 0, module });
    return this.named("module", name);
  }

  instantiate(name: string, module: LinkedItem, args: ReadonlyMap<string, LinkedItem>): LinkedItem {
    const list = [...args].map(([argument, item]): ArgumentDef => ({ name: argument, ...item, offset: 0 }));
    this.header.push({ item: "instance", offset: 0, module: module.index, args: list });
    return this.named("instance", name);
  }

  /** Export `name` of an instance. */
  alias(instance: LinkedItem, kind: ExternKind, name: string): LinkedItem {
    const target = { from: "export", instance: instance.index, kind, name } as const;
    this.header.push({ item: "alias", offset: 0, target });
    return this.named(kind, name);
  }

  private named(kind: ExternKind, name: string): LinkedItem {
    const index = this.next(kind);
    if (kind === "module") this.names.modules.set(index, name);
    if (kind === "instance") this.names.instances.set(index, name);
    return { kind, index };
  }

  export(name: string, item: LinkedItem): void {
    this.exports.push({ offset: 0, name, ...item });
  }

  /** The module tree, to be encoded. */
  finish(): ModuleDef {
    const bytes = encodeNames(this.names);
    const content = { bytes, start: 0, end: bytes.length };
    return {
      bytes: new Uint8Array(0),
      start: 0,
      end: 0,
      path: "root",
      header: this.header,
      functions: [],
      tables: [],
      memories: [],
      tags: [],
      globals: [],
      exports: this.exports,
      startFunction: undefined,
      elements: [],
      dataCount: undefined,
      code: [],
      data: [],
      customs: bytes.length === 0 ? [] : [{ name: NAME_SECTION, offset: 0, content, after: -1, place: 11 }],
      linkingSection: -1,
    };
  }
}

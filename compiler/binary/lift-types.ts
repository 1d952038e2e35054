// From the proposal's encoding to the tools': module and instance types lose their own type index spaces, so that what they
// define or alias inside becomes a type, or an outer alias, of the module they stand in. Every later type of that
// module moves up, and all that names a type is written anew: descriptors, functions, bodies, names, outer aliases.

import type {
  AliasItem,
  CompoundTypeDef,
  HeaderItem,
  IndexUse,
  ModuleDef,
  TypeDecl,
  TypeDef,
} from "../model/index.ts";
import { mapDesc } from "./descs.ts";
import { cannotConvert } from "./errors.ts";
import { decodeNames, encodeNames, NAME_SECTION } from "./names.ts";
import { Recoder, SAME_INDICES } from "./recode.ts";
import { foldModules, modulesOf, replaceModules } from "./tree.ts";

/**
 * Every type of a module tree in the scope of its module. An index of nothing becomes an index of nothing, so that what
 * was invalid stays so.
 * @throws MortiseError `cannot-convert-encoding` where a type has an alias of something that is not a type
 */
export function liftTypes(root: ModuleDef): ModuleDef {
  const lifted = new Map<ModuleDef, Lifter>();
  // Preorder: a module's lifter is there before those of its inner modules, whose aliases ask it.
  for (const module of modulesOf(root)) {
    const lifter = lifted.get(module) ?? new Lifter(module, undefined);
    lifted.set(module, lifter);
    lifter.run();
    for (const item of module.header)
      if (item.item === "module") lifted.set(item.module, new Lifter(item.module, lifter));
  }
  return foldModules<ModuleDef>(root, (module, made) => lifted.get(module)!.finish(made));
}

/** A type index space inside a type: what is in it, by index of the module, and the spaces around it. */
interface Inner {
  readonly indices: readonly number[];
  readonly outer: Inner | undefined;
}

class Lifter {
  private readonly module: ModuleDef;
  private readonly parent: Lifter | undefined;
  private readonly header: HeaderItem[] = [];
  /** The new index of each old type. */
  private readonly indices: number[] = [];
  private count = 0;
  /** Types that were added, by content. */
  private readonly added = new Map<string, number>();
  private offset = 0;

  constructor(module: ModuleDef, parent: Lifter | undefined) {
    this.module = module;
    this.parent = parent;
  }

  run(): void {
    for (const item of this.module.header) {
      this.offset = item.offset;
      if (item.item === "type") this.define(item.type);
      else if (item.item === "import") this.header.push({ ...item, desc: mapDesc(item.desc, this.typeAt) });
      else if (item.item === "alias" && item.target.from === "outer" && item.target.kind === "type")
        this.alias(item.target.depth, item.target.index);
      else this.header.push(item);
    }
  }

  private define(type: TypeDef): void {
    const lifted = "decls" in type ? this.lift(type, undefined) : type;
    const size = type.kind === "opaque" ? type.count : 1;
    for (let i = 0; i < size; i++) this.indices.push(this.count + i);
    this.push({ item: "type", offset: this.offset, type: lifted }, size);
  }

  private alias(depth: number, index: number): void {
    this.indices.push(this.count);
    this.push(this.outerAlias(depth, index), 1);
  }

  /** An outer alias as it is after the outer module's own types have moved. */
  private outerAlias(depth: number, index: number): AliasItem {
    let outer = this.parent;
    for (let i = 0; i < depth; i++) outer = outer?.parent;
    const moved = outer === undefined ? index : outer.typeAt(index);
    return {
      item: "alias",
      offset: this.offset,
      target: { from: "outer", depth, kind: "type", index: moved },
    };
  }

  private push(item: HeaderItem, size: number): number {
    const index = this.count;
    this.header.push(item);
    this.count += size;
    return index;
  }

  /** Adds a type or alias that the module did not have as an item of its own, or finds the equal one added before. */
  private add(item: HeaderItem): number {
    const key = JSON.stringify(item, (name, value) => (name === "offset" ? undefined : value));
    const index = this.added.get(key) ?? this.push(item, 1);
    this.added.set(key, index);
    return index;
  }

  /** The new index of a type; of an undefined one, an index that is undefined at this point, too. */
  private readonly typeAt = (index: number): number =>
    this.indices[index] ?? this.count + (index - this.indices.length);

  /** A module or instance type without a space of its own; what it needs is added before it. */
  private lift(type: CompoundTypeDef, outer: Inner | undefined): CompoundTypeDef {
    const { kind, scope } = type;
    const indices: number[] = [];
    const inner: Inner = { indices, outer };
    const at = scope === "own" ? (index: number) => this.innerAt(inner, index) : this.typeAt;
    const decls: TypeDecl[] = [];
    for (const decl of type.decls) {
      if (decl.item === "type") indices.push(this.addInner(decl.type, inner));
      else if (decl.item === "alias") indices.push(this.resolve(decl, outer));
      else decls.push({ ...decl, desc: mapDesc(decl.desc, at) });
    }
    return { kind, scope: "enclosing", decls };
  }

  private addInner(type: TypeDef, inner: Inner): number {
    const lifted = "decls" in type ? this.lift(type, inner) : type;
    return this.add({ item: "type", offset: this.offset, type: lifted });
  }

  /** What an alias inside a type stands for: a type of a type around it, of this module, or of one further out. */
  private resolve({ target }: AliasItem, outer: Inner | undefined): number {
    if (target.from !== "outer" || target.kind !== "type")
      throw cannotConvert(this.offset, "it aliases something that is not a type").locate(this.module.path);
    let { depth } = target;
    let space = outer;
    for (; space !== undefined && depth > 0; depth--) space = space.outer;
    if (space !== undefined) return this.innerAt(space, target.index);
    return depth === 0 ? this.typeAt(target.index) : this.add(this.outerAlias(depth - 1, target.index));
  }

  private innerAt({ indices }: Inner, index: number): number {
    return indices[index] ?? this.count + index;
  }

  /** The module with its new header, and with new type indices everywhere if any type has moved. */
  finish(made: ReadonlyMap<ModuleDef, ModuleDef>): ModuleDef {
    const { module } = this;
    const header = replaceModules(this.header, made);
    if (this.indices.every((index, old) => index === old)) return { ...module, header };
    const recoder = new Recoder({ ...SAME_INDICES, type: this.typeAt });
    const use = (item: IndexUse): IndexUse => ({ ...item, index: this.typeAt(item.index) });
    return {
      ...module,
      header,
      functions: module.functions.map(use),
      tags: module.tags.map(use),
      code: module.code.map((body) => recoder.body(body)),
      customs: module.customs.map((custom) => (custom.name === NAME_SECTION ? this.rename(custom) : custom)),
    };
  }

  private rename(custom: ModuleDef["customs"][number]): ModuleDef["customs"][number] {
    const names = decodeNames(this.module);
    const types = new Map(
      [...names.types].flatMap(([index, name]) => this.moved(index).map((to) => [to, name])),
    );
    const bytes = encodeNames({ ...names, types });
    return { ...custom, content: { bytes, start: 0, end: bytes.length } };
  }

  private moved(index: number): number[] {
    return this.indices[index] === undefined ? [] : [this.indices[index]];
  }
}

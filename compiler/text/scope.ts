// Names and index spaces. A `TypeScope` holds the types of a module, or of a module or instance type; a `ModuleScope`
// adds the other index spaces and the header being built. Own definitions take their indices after every header item,
// so their names count from where the header ends, which is known once all aliases have been added.

import type {
  AliasTarget,
  CompoundTypeDef,
  ExportDef,
  ExternKind,
  FuncType,
  HeaderItem,
  ModuleDef,
  OpaqueTypeDef,
  TypeDecl,
  TypeDef,
} from "../model/index.ts";
import type { Cursor } from "./cursor.ts";
import { duplicateName, unknownName } from "./errors.ts";

export type Encoding = "proposal" | "wasm-tools";

/** Index spaces beside types, in the order of the binary's kind bytes; segments last. */
export const SPACES = [
  "func",
  "table",
  "memory",
  "global",
  "tag",
  "module",
  "instance",
  "elem",
  "data",
] as const;
export type SpaceName = (typeof SPACES)[number];

/** A type as the text knows it. */
export type TypeEntry =
  /** `distinct`: a subtype of GC, which an inline signature does not mean. */
  | { readonly is: "func"; readonly type: FuncType; readonly distinct?: boolean }
  /** `inner` is the space that the declarations' type indices are in. */
  | { readonly is: "compound"; readonly def: CompoundTypeDef; readonly inner: TypeSpace }
  | { readonly is: "outer"; readonly space: TypeSpace; readonly index: number }
  | { readonly is: "opaque" };

/** A type index space of the binary. */
export class TypeSpace {
  readonly entries: TypeEntry[] = [];
  /** The first type of each shape, which inline types share. */
  readonly byKey = new Map<string, number>();
  /** Field names of struct types. */
  readonly fields = new Map<number, Map<string, number>>();

  add(entry: TypeEntry, key?: string): number {
    const index = this.entries.push(entry) - 1;
    if (key !== undefined && !this.byKey.has(key)) this.byKey.set(key, index);
    return index;
  }

  /** The entry at an index, outer aliases followed. */
  entry(index: number): TypeEntry | undefined {
    const found = this.entries[index];
    return found?.is === "outer" ? found.space.entry(found.index) : found;
  }

  funcType(index: number): FuncType | undefined {
    const found = this.entry(index);
    return found?.is === "func" ? found.type : undefined;
  }
}

export const funcKey = (type: FuncType): string =>
  `${String.fromCodePoint(...type.params.map(keyPart))}>${String.fromCodePoint(...type.results.map(keyPart))}`;

/** Value types are packed into 31 bits; what tells them apart fits a code point. */
const keyPart = (type: number): number =>
  type < 0x80 ? type : 0x100 + (((type >>> 28) & 7) << 17) + (type & 0x1ffff);

/** Numbers of compound types, equal for equal structure, so that keys do not grow with nesting. */
class CompoundNumbers {
  private readonly byKey = new Map<string, number>();
  private readonly byDef = new WeakMap<CompoundTypeDef, number>();

  of(def: CompoundTypeDef): number {
    let number = this.byDef.get(def);
    if (number === undefined) {
      const key = `${def.kind} ${def.decls.map((decl) => this.declKey(decl)).join(" ")}`;
      number = this.byKey.get(key) ?? this.byKey.size;
      this.byKey.set(key, number);
      this.byDef.set(def, number);
    }
    return number;
  }

  private declKey(decl: TypeDecl): string {
    if (decl.item === "alias") return JSON.stringify(decl.target);
    if (decl.item === "type") return this.typeKey(decl.type);
    const names = decl.item === "import" ? [decl.module, decl.field] : [decl.name];
    return JSON.stringify([decl.item, names, decl.desc]);
  }

  private typeKey(type: TypeDef): string {
    if (type.kind === "func") return funcKey(type);
    return type.kind === "opaque" ? String(type.bytes) : `#${this.of(type)}`;
  }
}

/** Where type identifiers are looked up and types are declared. */
export class TypeScope {
  readonly parent: TypeScope | undefined;
  readonly types: TypeSpace;
  readonly typeNames = new Map<string, number>();
  /** Types that the text declares here, by their order: what a number means inside a module or instance type. */
  readonly explicit: number[] = [];
  /** Whether its types have a space of their own in the binary. */
  readonly ownSpace: boolean;
  readonly encoding: Encoding;
  /** Declarations of the type, or the header of the module. */
  readonly items: (HeaderItem | TypeDecl)[];
  /** Indices of aliases that are there, by what they alias. */
  readonly aliases: Map<string, number>;
  private readonly numbers: CompoundNumbers;
  /** Scopes around it. */
  readonly nesting: number;

  constructor(parent: TypeScope | undefined, encoding: Encoding, ownSpace: boolean) {
    this.parent = parent;
    this.encoding = encoding;
    this.ownSpace = ownSpace;
    this.types = ownSpace || !parent ? new TypeSpace() : parent.types;
    this.items = [];
    this.numbers = parent ? parent.numbers : new CompoundNumbers();
    this.nesting = parent ? parent.nesting + 1 : 0;
    this.aliases = ownSpace || !parent ? new Map() : parent.aliases;
  }

  /** The scope whose items hold the types: this one, or the module around. */
  get home(): TypeScope {
    return this.ownSpace ? this : this.parent!.home;
  }

  /** The module's, where a module or instance type has none. */
  get module(): ModuleScope | undefined {
    return this.parent?.module;
  }

  isModule(): this is ModuleScope {
    return false;
  }

  nameType(cursor: Cursor, offset: number, name: string | undefined, index: number): void {
    if (name === undefined) return;
    if (this.typeNames.has(name)) throw duplicateName(cursor.source, offset, "type", name);
    this.typeNames.set(name, index);
  }

  /** Adds a function type if no equal one is there; returns its index. */
  inlineFunc(type: FuncType, offset: number): number {
    const key = funcKey(type);
    return this.types.byKey.get(key) ?? this.addFunc(type, offset, key);
  }

  addFunc(type: FuncType, offset: number, key = funcKey(type)): number {
    this.home.items.push({ item: "type", offset, type });
    return this.types.add({ is: "func", type }, key);
  }

  inlineCompound(def: CompoundTypeDef, inner: TypeSpace, offset: number): number {
    return this.types.byKey.get(`#${this.numbers.of(def)}`) ?? this.addCompound(def, inner, offset);
  }

  addCompound(def: CompoundTypeDef, inner: TypeSpace, offset: number): number {
    this.home.items.push({ item: "type", offset, type: def });
    return this.types.add({ is: "compound", def, inner }, `#${this.numbers.of(def)}`);
  }

  addOpaque(def: OpaqueTypeDef, members: readonly TypeEntry[], offset: number): number {
    this.home.items.push({ item: "type", offset, type: def });
    const first = this.types.entries.length;
    for (const member of members) {
      const plain = member.is === "func" && !member.distinct && members.length === 1;
      this.types.add(member, plain ? funcKey(member.type) : undefined);
    }
    return first;
  }

  /** How many binary scopes lie between this one and `target`, or -1 if they are one. */
  depthTo(target: TypeScope): number {
    let depth = -1;
    for (let scope: TypeScope | undefined = this; scope && scope.home !== target.home; scope = scope.parent)
      if (scope.ownSpace) depth++;
    return depth;
  }

  /** An outer alias of a type, added unless there is an equal one. */
  outerType(target: TypeScope, index: number, offset: number): number {
    const depth = this.depthTo(target);
    if (depth < 0) return index;
    const key = `outer type ${depth} ${index}`;
    return this.aliases.get(key) ?? this.addOuterType(depth, index, target.types, offset);
  }

  addOuterType(depth: number, index: number, space: TypeSpace | undefined, offset: number): number {
    this.home.items.push({ item: "alias", offset, target: { from: "outer", depth, kind: "type", index } });
    const own = this.types.add(space ? { is: "outer", space, index } : { is: "opaque" });
    const key = `outer type ${depth} ${index}`;
    if (!this.aliases.has(key)) this.aliases.set(key, own);
    return own;
  }
}

/** Where the items of an index space of modules or instances come from: what zero-level exports need. */
export type LinkSource =
  | { readonly from: "type"; readonly index: number }
  | { readonly from: "instantiate"; readonly module: number }
  | { readonly from: "export"; readonly instance: number; readonly name: string }
  | { readonly from: "implicit"; readonly fields: Map<string, Shape> }
  | { readonly from: "nested"; readonly nested: NestedModule }
  | { readonly from: "outer"; readonly scope: ModuleScope | undefined; readonly index: number };

/** What a zero-level export must know of an item: its kind, and of an instance or module, the exports. */
export interface Shape {
  readonly kind: ExternKind;
  readonly exports: () => Map<string, Shape> | undefined;
}

export interface NestedModule {
  item: { module: ModuleDef };
  scope: ModuleScope | undefined;
}

/** One index space of a module. */
export class IndexSpace {
  readonly name: string;
  /** Header items by name. */
  readonly header = new Map<string, number>();
  /** Own definitions by name: positions among them. */
  readonly own = new Map<string, number>();
  headerCount = 0;
  ownCount = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** Takes the next index for a header item. */
  addHeader(): number {
    return this.headerCount++;
  }

  addOwn(): number {
    return this.ownCount++;
  }

  nameHeader(cursor: Cursor, offset: number, name: string | undefined, index: number): void {
    if (name !== undefined) this.setName(cursor, offset, this.header, name, index);
  }

  nameOwn(cursor: Cursor, offset: number, name: string | undefined, position: number): void {
    if (name !== undefined) this.setName(cursor, offset, this.own, name, position);
  }

  private setName(
    cursor: Cursor,
    offset: number,
    names: Map<string, number>,
    name: string,
    index: number,
  ): void {
    if (this.header.has(name) || this.own.has(name))
      throw duplicateName(cursor.source, offset, this.name, name);
    names.set(name, index);
  }

  find(name: string): number | undefined {
    const index = this.header.get(name);
    if (index !== undefined) return index;
    const position = this.own.get(name);
    return position === undefined ? undefined : this.headerCount + position;
  }

  lookup(cursor: Cursor, offset: number, name: string): number {
    const index = this.find(name);
    if (index === undefined) throw unknownName(cursor.source, offset, this.name, name);
    return index;
  }
}

export class ModuleScope extends TypeScope {
  /** The module's identifier: what `outer` looks for. */
  readonly moduleName: string | undefined;
  readonly spaces: Record<SpaceName, IndexSpace>;
  readonly modules: LinkSource[] = [];
  readonly instances: LinkSource[] = [];
  /** Implicit instances of two-level imports. */
  readonly implicit = new Map<string, Map<string, Shape>>();
  /** Set once own definitions have their final indices. */
  settled = false;
  /** Its exports, once they are read. */
  exports: readonly ExportDef[] = [];
  /** It has a memory of 64-bit addresses. */
  memory64 = false;
  /** The code refers to data segments, which takes a data count section. */
  usesData = false;

  constructor(parent: TypeScope | undefined, encoding: Encoding, moduleName: string | undefined) {
    super(parent, encoding, true);
    this.moduleName = moduleName;
    this.spaces = Object.fromEntries(SPACES.map((name) => [name, new IndexSpace(name)])) as Record<
      SpaceName,
      IndexSpace
    >;
  }

  override get module(): ModuleScope {
    return this;
  }

  override isModule(): this is ModuleScope {
    return true;
  }

  /** Adds an alias to the header; its item takes the next index of its kind. */
  addAlias(kind: ExternKind, target: AliasTarget, source: LinkSource, offset: number): number {
    this.items.push({ item: "alias", offset, target });
    const index = this.spaces[kind].addHeader();
    this.noteSource(kind, source);
    const key = aliasKey(target);
    if (!this.aliases.has(key)) this.aliases.set(key, index);
    return index;
  }

  noteSource(kind: ExternKind, source: LinkSource): void {
    if (kind === "module") this.modules.push(source);
    else if (kind === "instance") this.instances.push(source);
  }

  /** The alias of an instance's export, added unless there is an equal one. */
  exportAlias(kind: ExternKind, instance: number, name: string, offset: number): number {
    const target: AliasTarget = { from: "export", instance, kind, name };
    return (
      this.aliases.get(aliasKey(target)) ??
      this.addAlias(kind, target, { from: "export", instance, name }, offset)
    );
  }
}

const aliasKey = (target: AliasTarget): string =>
  target.from === "export"
    ? `${target.kind} ${target.instance} ${target.name}`
    : `outer ${target.kind} ${target.depth} ${target.index}`;

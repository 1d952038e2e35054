// Who is instantiated with what: a module tree instantiated in thought. Every item carries where it came to be, so that an
// item handed on through several instances still leads to the one that made it.

import { decodeNames, type ModuleNames } from "../../../compiler/binary/index.ts";
import type { ExternKind, ExternType, ModuleType } from "../../../compiler/model/index.ts";
import type { Entity, Origin, ValidModule } from "../../../compiler/validate/index.ts";
import { tooManyToDraw } from "./errors.ts";

/** What a picture holds at most. */
const MAX_INSTANCES = 500;

/** A module of the tree, in preorder, or one that the root imports, behind them. */
export interface ModuleNode {
  readonly id: number;
  readonly name: string;
  /** How deep it is nested; the root is 0. */
  readonly depth: number;
  /** Bytes of its binary, what is nested in it included; absent where it is imported. */
  readonly bytes: number | undefined;
  /** How many instances of it there are. */
  instances: number;
}

/** Where an item came to be. */
export type Ref =
  /** An instance as a whole, or what it exports under a name. */
  | { readonly node: "instance"; readonly id: number; readonly name?: string }
  /** What the root imports. */
  | { readonly node: "import"; readonly name: string }
  | { readonly node: "module"; readonly id: number };

export interface Port {
  readonly name: string;
  readonly kind: ExternKind;
  readonly from: Ref;
  /** An instance that holds a memory, table, global or tag. */
  readonly state: boolean;
}

export interface InstanceNode {
  readonly id: number;
  readonly name: string;
  /** Its module's id. */
  readonly module: number;
  /** The instance whose module instantiates it; absent of the root. */
  readonly parent: number | undefined;
  readonly imports: readonly Port[];
  /** What its own code takes out of the instances it makes; this and exports are known once it is made. */
  uses: readonly Port[];
  exports: readonly Port[];
  /** Whether it has functions, memories or other items of its own. */
  readonly hasCode: boolean;
}

export interface Deployment {
  readonly modules: readonly ModuleNode[];
  readonly instances: readonly InstanceNode[];
  /** What the root imports, by name. */
  readonly imports: readonly { readonly name: string; readonly kind: ExternKind }[];
}

/** The deployment of a valid module; `name` is the root's. @throws MortiseError `too-many-to-draw` */
export function deploymentOf(root: ValidModule, name: string): Deployment {
  return new Builder(root, name).build();
}

type Value =
  | { readonly kind: Exclude<ExternKind, "module" | "instance">; readonly ref: Ref }
  | { readonly kind: "instance"; readonly ref: Ref; readonly exports: ReadonlyMap<string, Value> }
  | { readonly kind: "module"; readonly ref: Ref; readonly module: ModuleValue };

type ModuleValue =
  | { readonly valid: ValidModule; readonly outer: Scope | undefined }
  /** One that is not known but by its type. */
  | { readonly valid: undefined; readonly type: ModuleType };

type Values = ReadonlyMap<string, Value>;

const portsOf = (values: Values): Port[] => [...values].map(([name, value]) => portOf(name, value));

const portOf = (name: string, value: Value): Port => ({
  name,
  kind: value.kind,
  from: value.ref,
  state: value.kind === "instance" && [...value.exports.values()].some(({ kind }) => isState(kind)),
});

const isState = (kind: ExternKind) => kind !== "func" && kind !== "module" && kind !== "instance";

class Builder {
  readonly modules: ModuleNode[] = [];
  readonly instances: InstanceNode[] = [];
  readonly names = new Map<ValidModule, ModuleNames>();
  private readonly root: ValidModule;
  private readonly rootName: string;

  constructor(root: ValidModule, name: string) {
    this.root = root;
    this.rootName = name;
    this.addModules(root, name, 0);
  }

  private addModules(valid: ValidModule, name: string, depth: number): void {
    const names = decodeNames(valid.def);
    this.names.set(valid, names);
    const bytes = valid.def.end - valid.def.start;
    this.modules.push({ id: valid.id, name, depth, bytes, instances: 0 });
    for (const [index, { origin }] of valid.modules.entries()) {
      if (origin.from !== "nested") continue;
      const nested = valid.nested[origin.nested]!;
      this.addModules(nested, this.nestedName(names, nested, index), depth + 1);
    }
  }

  /** What the module around calls it, or what it calls itself, or its place. */
  private nestedName(names: ModuleNames, nested: ValidModule, index: number): string {
    return names.modules.get(index) ?? decodeNames(nested.def).module ?? `module ${index}`;
  }

  build(): Deployment {
    const imports = new Map<string, Value>();
    for (const [name, type] of this.root.type.imports)
      imports.set(name, this.imported(type, { node: "import", name }, name));
    this.instantiate({ valid: this.root, outer: undefined }, this.root.id, this.rootName, undefined, imports);
    const list = [...this.root.type.imports].map(([name, { kind }]) => ({ name, kind }));
    return { modules: this.modules, instances: this.instances, imports: list };
  }

  /** An item of which only the type is known; all of it leads to one place. */
  private imported(type: ExternType, ref: Ref, name: string): Value {
    if (type.kind === "instance") {
      const exports = new Map<string, Value>();
      for (const [field, inner] of type.type.exports) exports.set(field, this.imported(inner, ref, field));
      return { kind: "instance", ref, exports };
    }
    if (type.kind !== "module") return { kind: type.kind, ref };
    const id = this.modules.length;
    this.modules.push({ id, name, depth: 1, bytes: undefined, instances: 0 });
    return { kind: "module", ref: { node: "module", id }, module: { valid: undefined, type: type.type } };
  }

  instantiate(
    module: ModuleValue,
    moduleId: number,
    name: string,
    parent: number | undefined,
    imports: Values,
  ): Extract<Value, { kind: "instance" }> {
    const id = this.instances.length;
    if (id >= MAX_INSTANCES) throw tooManyToDraw(MAX_INSTANCES);
    const hasCode = module.valid === undefined || ownsItems(module.valid);
    const node: InstanceNode = {
      id,
      name,
      module: moduleId,
      parent,
      imports: portsOf(imports),
      uses: [],
      exports: [],
      hasCode,
    };
    this.instances.push(node);
    this.modules.find((one) => one.id === moduleId)!.instances++;
    const scope = module.valid && new Scope(this, module.valid, module.outer, imports, id);
    const exports = scope?.exports() ?? this.unknownExports((module as { type: ModuleType }).type, id);
    node.exports = portsOf(exports);
    if (hasCode) node.uses = scope?.uses() ?? [];
    return { kind: "instance", ref: { node: "instance", id }, exports };
  }

  private unknownExports({ exports }: ModuleType, id: number): Values {
    const values = new Map<string, Value>();
    for (const [name, type] of exports)
      values.set(name, this.imported(type, { node: "instance", id, name }, name));
    return values;
  }
}

function ownsItems({ def }: ValidModule): boolean {
  const { functions, tables, memories, globals, tags } = def;
  return [functions, tables, memories, globals, tags].some((items) => items.length > 0);
}

/** One instance in the making: its index spaces. */
class Scope {
  private readonly builder: Builder;
  private readonly valid: ValidModule;
  private readonly outer: Scope | undefined;
  private readonly imports: Values;
  private readonly id: number;
  private readonly instances: Value[] = [];

  constructor(builder: Builder, valid: ValidModule, outer: Scope | undefined, imports: Values, id: number) {
    this.builder = builder;
    this.valid = valid;
    this.outer = outer;
    this.imports = imports;
    this.id = id;
    for (const [index, { origin }] of valid.instances.entries())
      this.instances.push(
        origin.from === "instantiate" ? this.child(origin, index) : this.resolve("instance", origin, index),
      );
  }

  private child({ item }: Extract<Origin, { from: "instantiate" }>, index: number): Value {
    const { builder, valid } = this;
    const value = this.at("module", item.module);
    if (value.kind !== "module") throw new Error("a module index names a module");
    const given = new Map(item.args.map((arg) => [arg.name, this.at(arg.kind, arg.index)]));
    const wanted = value.module.valid?.type.imports ?? (value.module as { type: ModuleType }).type.imports;
    const imports = new Map([...wanted.keys()].map((name) => [name, given.get(name)!]));
    const moduleId = (value.ref as { id: number }).id;
    const name = builder.names.get(valid)!.instances.get(index) ?? builder.modules[moduleId]!.name;
    return builder.instantiate(value.module, moduleId, name, this.id, imports);
  }

  private entity(kind: ExternKind, index: number): Entity<unknown> {
    const { valid } = this;
    const spaces: Readonly<Record<ExternKind, readonly Entity<unknown>[]>> = {
      func: valid.funcs,
      table: valid.tables,
      memory: valid.memories,
      global: valid.globals,
      tag: valid.tags,
      module: valid.modules,
      instance: valid.instances,
    };
    return spaces[kind][index]!;
  }

  private at(kind: ExternKind, index: number): Value {
    return kind === "instance"
      ? this.instances[index]!
      : this.resolve(kind, this.entity(kind, index).origin, index);
  }

  private resolve(kind: ExternKind, origin: Origin, index: number): Value {
    switch (origin.from) {
      case "import":
        return origin.instance === undefined
          ? this.imports.get(origin.item.module)!
          : this.fieldOf(origin.instance, origin.item.field!);
      case "implicit":
        return this.imports.get(origin.name)!;
      case "alias":
        return this.fieldOf(origin.instance, origin.name);
      case "outer":
        return this.ancestor(origin.depth).at("module", origin.index);
      case "nested": {
        const valid = this.valid.nested[origin.nested]!;
        return { kind: "module", ref: { node: "module", id: valid.id }, module: { valid, outer: this } };
      }
      default:
        return { kind: kind as "func", ref: { node: "instance", id: this.id, name: `${kind} ${index}` } };
    }
  }

  private fieldOf(instance: number, name: string): Value {
    return (this.instances[instance] as Extract<Value, { kind: "instance" }>).exports.get(name)!;
  }

  /** Whether an instance is one of its making, or an export of one. */
  private makes(instance: number): boolean {
    const { origin } = this.valid.instances[instance]!;
    return origin.from === "instantiate" || (origin.from === "alias" && this.makes(origin.instance));
  }

  private ancestor(depth: number): Scope {
    let scope = this.outer!;
    for (let i = 0; i < depth; i++) scope = scope.outer!;
    return scope;
  }

  /** Aliases, of instances it makes, that are neither handed on nor exported: its code must want them. */
  uses(): Port[] {
    const { def, funcs, tables, memories, globals, tags } = this.valid;
    const handedOn = new Set(def.exports.map(({ kind, index }) => `${kind} ${index}`));
    for (const item of def.header)
      if (item.item === "instance") for (const { kind, index } of item.args) handedOn.add(`${kind} ${index}`);
    const ports: Port[] = [];
    const spaces = { func: funcs, table: tables, memory: memories, global: globals, tag: tags };
    for (const [kind, space] of Object.entries(spaces) as [keyof typeof spaces, readonly Entity<unknown>[]][])
      for (const [index, { origin }] of space.entries())
        if (origin.from === "alias" && this.makes(origin.instance) && !handedOn.has(`${kind} ${index}`))
          ports.push(portOf(origin.name, this.fieldOf(origin.instance, origin.name)));
    return ports;
  }

  /** What it made itself leads to the name it is exported by. */
  exports(): Values {
    const values = new Map<string, Value>();
    for (const { name, index, type } of this.valid.exports) {
      const value = this.at(type.kind, index);
      const own = value.ref.node === "instance" && value.ref.id === this.id;
      values.set(name, own ? ({ ...value, ref: { node: "instance", id: this.id, name } } as Value) : value);
    }
    return values;
  }
}

// Instantiation at compile time: walks the plan of a module tree with items that are indices of the flattened module,
// and copies into it what each instance defines. One scope is one instance.

import { ALL_FEATURES, MAX_INSTANCES, Writer } from "../base/index.ts";
import { BodyDecoder, decodeNames, Recoder } from "../binary/index.ts";
import { type DataDef, type ElementDef, type FuncType, Op, type Span } from "../model/index.ts";
import type { Origin, ValidModule } from "../validate/index.ts";
import { flatTooLarge } from "./errors.ts";
import type { FlatModule } from "./flat-module.ts";
import { activeElementFlags } from "./flat-start.ts";
import { CORE_KINDS, type CoreKind, isCoreKind, spaceOf } from "./kinds.ts";

/** What a name or index stands for. */
export type Item =
  | { readonly kind: CoreKind; readonly index: number }
  | { readonly kind: "module"; readonly module: ModuleValue }
  | { readonly kind: "instance"; readonly exports: Items };

export type Items = ReadonlyMap<string, Item>;

/** A module and the instance of its parent, in which its outer aliases are looked up. */
export interface ModuleValue {
  readonly valid: ValidModule;
  readonly outer: Scope | undefined;
}

/** How many instances were made, over a whole tree. */
export interface Tally {
  instances: number;
}

/** Instantiates a module into `flat`; returns its exports. */
export function instantiate(flat: FlatModule, module: ModuleValue, imports: Items, tally: Tally): Items {
  if (++tally.instances > MAX_INSTANCES)
    throw flatTooLarge(module.valid.def.path, "instances", MAX_INSTANCES);
  const scope = new Scope(flat, module, imports, tally);
  scope.link();
  scope.define();
  return scope.exports();
}

class Scope {
  private readonly flat: FlatModule;
  private readonly valid: ValidModule;
  private readonly outer: Scope | undefined;
  private readonly imports: Items;
  private readonly tally: Tally;
  private readonly instances: Items[] = [];
  /** Index of the flattened module for each item. */
  private readonly indices: Record<CoreKind, number[]> = {
    func: [],
    table: [],
    memory: [],
    global: [],
    tag: [],
  };

  constructor(flat: FlatModule, { valid, outer }: ModuleValue, imports: Items, tally: Tally) {
    this.flat = flat;
    this.valid = valid;
    this.outer = outer;
    this.imports = imports;
    this.tally = tally;
  }

  /** Makes the instances, then resolves all core items that are imported or aliased. */
  link(): void {
    for (const { origin } of this.valid.instances) this.instances.push(exportsOf(this.resolve(origin)));
    for (const kind of CORE_KINDS)
      for (const { origin } of spaceOf(this.valid, kind))
        if (origin.from !== "own") this.indices[kind].push((this.resolve(origin) as { index: number }).index);
  }

  private resolve(origin: Origin): Item {
    switch (origin.from) {
      case "import":
        return origin.instance === undefined
          ? this.imports.get(origin.item.module)!
          : this.instances[origin.instance]!.get(origin.item.field!)!;
      case "implicit":
        return this.imports.get(origin.name)!;
      case "alias":
        return this.instances[origin.instance]!.get(origin.name)!;
      case "outer":
        return { kind: "module", module: this.ancestor(origin.depth).moduleAt(origin.index) };
      case "nested":
        return { kind: "module", module: { valid: this.valid.nested[origin.nested]!, outer: this } };
      case "instantiate":
        return { kind: "instance", exports: this.instantiate(origin.item) };
      default:
        throw new Error("an own item is not resolved");
    }
  }

  private ancestor(depth: number): Scope {
    let scope = this.outer!;
    for (let i = 0; i < depth; i++) scope = scope.outer!;
    return scope;
  }

  private moduleAt(index: number): ModuleValue {
    return (this.resolve(this.valid.modules[index]!.origin) as { module: ModuleValue }).module;
  }

  private instantiate({ module, args }: Extract<Origin, { from: "instantiate" }>["item"]): Items {
    const imports = new Map(args.map(({ name, kind, index }) => [name, this.itemAt(kind, index)]));
    return instantiate(this.flat, this.moduleAt(module), imports, this.tally);
  }

  private itemAt(kind: Item["kind"], index: number): Item {
    if (kind === "instance") return { kind, exports: this.instances[index]! };
    if (kind === "module") return { kind, module: this.moduleAt(index) };
    // An argument can be named before all items are resolved.
    return this.resolve(spaceOf(this.valid, kind)[index]!.origin);
  }

  exports(): Items {
    const found = new Map<string, Item>();
    for (const { name, index, type } of this.valid.exports) found.set(name, this.exported(type.kind, index));
    return found;
  }

  private exported(kind: Item["kind"], index: number): Item {
    return isCoreKind(kind) ? { kind, index: this.indices[kind][index]! } : this.itemAt(kind, index);
  }

  /** Copies the module's own items, its segments and its start function. */
  define(): void {
    const { flat, indices, valid } = this;
    const { def } = valid;
    const typeOf = (index: number) => valid.types[index] as FuncType;
    for (const { index } of def.functions) indices.func.push(flat.addFunction(typeOf(index)));
    for (const { type } of def.tables) indices.table.push(flat.addTable(type));
    for (const { type } of def.memories) indices.memory.push(flat.addMemory(type));
    for (const { index } of def.tags) indices.tag.push(flat.addTag(typeOf(index)));
    for (const { type, init } of def.globals) indices.global.push(flat.addGlobal(type, this.constant(init)));
    for (const index of valid.referenced) flat.referenced.add(indices.func[index]!);
    this.copyBodies(flat.elements.length, flat.data.length);
    for (const element of def.elements) this.addElement(element);
    for (const segment of def.data) this.addData(segment);
    if (def.startFunction) flat.steps.push({ step: "start", index: indices.func[def.startFunction.index]! });
    this.copyNames();
  }

  private copyBodies(elements: number, data: number): void {
    const { flat, indices, valid } = this;
    const recoder = new Recoder({
      type: (index) => flat.typeIndex(valid.types[index] as FuncType),
      func: (index) => indices.func[index]!,
      table: (index) => indices.table[index]!,
      memory: (index) => indices.memory[index]!,
      global: (index) => indices.global[index]!,
      tag: (index) => indices.tag[index]!,
      elem: (index) => elements + index,
      data: (index) => data + index,
    });
    const first = indices.func.length - valid.def.code.length;
    for (const [i, body] of valid.def.code.entries())
      flat.setBody(indices.func[first + i]!, recoder.body(body));
  }

  /**
   * A constant expression. A global that is imported here may be defined in the flattened module, where constant
   * expressions cannot read it; it is immutable, so its own initial value stands for it.
   */
  private constant(span: Span): Span {
    const to = new Writer();
    new BodyDecoder(ALL_FEATURES).start(span).run({
      instruction: (op, body) => {
        if (op === Op["global.get"]) this.writeGlobal(to, this.indices.global[body.a]!);
        else if (op === Op["ref.func"]) to.u8(op).u32(this.indices.func[body.a]!);
        else to.raw(span.bytes.subarray(body.offset, body.position));
      },
    });
    const bytes = to.finish();
    return { bytes, start: 0, end: bytes.length };
  }

  private writeGlobal(to: Writer, index: number): void {
    const { init } = this.flat.globals[index]!;
    if (init === undefined) to.u8(Op["global.get"]).u32(index);
    else to.raw(init.bytes.subarray(init.start, init.end - 1));
  }

  private addElement(element: ElementDef): void {
    const { items } = element;
    const { elements, steps } = this.flat;
    const moved: ElementDef = {
      ...element,
      at: element.at && this.constant(element.at),
      items:
        items.form === "funcs"
          ? { form: "funcs", indices: items.indices.map((index) => this.indices.func[index]!) }
          : { form: "exprs", exprs: items.exprs.map((expr) => this.constant(expr)) },
    };
    if (element.mode !== "active") elements.push(moved);
    else {
      const table = this.indices.table[element.table]!;
      steps.push({ step: "element", index: elements.length });
      elements.push({ ...moved, table, flags: activeElementFlags(table, moved) });
    }
  }

  private addData(segment: DataDef): void {
    const { data, steps } = this.flat;
    if (segment.mode !== "active") data.push(segment);
    else {
      const memory = this.indices.memory[segment.memory]!;
      steps.push({ step: "data", index: data.length });
      data.push({ ...segment, at: this.constant(segment.at!), memory, flags: memory === 0 ? 0 : 2 });
    }
  }

  /** Names of the module's own functions and their locals; the module's name comes first, if it has one. */
  private copyNames(): void {
    const { def } = this.valid;
    const names = decodeNames(def);
    const prefix = names.module === undefined ? "" : `${names.module}.`;
    const first = this.indices.func.length - def.functions.length;
    for (const [index, name] of names.funcs)
      if (index >= first) this.flat.names.funcs.set(this.indices.func[index]!, prefix + name);
    for (const [index, locals] of names.locals)
      if (index >= first) this.flat.names.locals.set(this.indices.func[index]!, locals);
  }
}

const exportsOf = (item: Item): Items => (item as { exports: Items }).exports;

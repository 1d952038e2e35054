// Joins modules by a description: plans what every instance gets, puts the instances in an order in which each finds what
// it needs, and writes the linked module.

import { ALL_FEATURES, type Features, MortiseError } from "../base/index.ts";
import { decodeModule } from "../binary/index.ts";
import type { ModuleDef } from "../model/index.ts";
import { storeOnce } from "../transform/index.ts";
import { type ValidModule, validateModule } from "../validate/index.ts";
import type { LinkDescription } from "./description.ts";
import { instanceCycle, missingExport, unknownModule, unknownSource, unusedImport } from "./errors.ts";
import { ImportTypes } from "./import-types.ts";
import { LinkedModule, type LinkedItem } from "./linked-module.ts";
import { needs, type Plan, Sources } from "./sources.ts";

export interface LinkOptions {
  readonly features?: Features;
}

/**
 * Joins modules into one linked module, in which each is nested once.
 * @param description checked by `readDescription`
 * @param read gives the binary of a file of the description; what it throws passes
 * @returns a module tree to be encoded
 * @throws MortiseError of `errors.ts`, which say what to do; what is wrong with a module, its path beginning with its name
 */
export function link(
  description: LinkDescription,
  read: (file: string) => Uint8Array,
  { features = ALL_FEATURES }: LinkOptions = {},
): ModuleDef {
  const modules = new Map<string, ValidModule>();
  for (const [name, file] of Object.entries(description.modules))
    modules.set(name, readModule(name, read(file), features));
  return storeOnce(new Linker(description, modules).link());
}

function readModule(name: string, bytes: Uint8Array, features: Features): ValidModule {
  try {
    const { module } = decodeModule(bytes, { features, encoding: "auto" });
    // It will stand in a linked module, whose rules are stricter.
    return validateModule(module, { features, strict: true });
  } catch (error) {
    throw error instanceof MortiseError ? error.locate(`module ${JSON.stringify(name)}`) : error;
  }
}

class Linker {
  private readonly description: LinkDescription;
  private readonly modules: ReadonlyMap<string, ValidModule>;
  private readonly instances = new Map<string, ValidModule>();
  private readonly plans = new Map<string, ReadonlyMap<string, Plan>>();
  private readonly imports: ReadonlySet<string>;
  private readonly importTypes = new ImportTypes();
  private readonly linked = new LinkedModule();
  /** Items that were written, by `from:name`. */
  private readonly items = new Map<string, LinkedItem>();

  constructor(description: LinkDescription, modules: ReadonlyMap<string, ValidModule>) {
    this.description = description;
    this.modules = modules;
    this.imports = new Set(description.imports ?? []);
    for (const name of this.instanceNames()) this.instances.set(name, this.moduleOf(name));
  }

  private instanceNames(): string[] {
    return Object.keys(this.description.instances ?? this.modulesAsInstances());
  }

  private modulesAsInstances = () => Object.fromEntries([...this.modules.keys()].map((name) => [name, {}]));

  private moduleName(instance: string): string {
    return this.description.instances?.[instance]?.module ?? instance;
  }

  private moduleOf(instance: string): ValidModule {
    const name = this.moduleName(instance);
    const module = this.modules.get(name);
    if (module === undefined) throw unknownModule(instance, name, this.modules.keys());
    return module;
  }

  link(): ModuleDef {
    this.planAll();
    for (const name of this.imports) this.writeImport(name);
    for (const name of this.inOrder()) this.writeInstance(name);
    this.writeExports();
    return this.linked.finish();
  }

  private planAll(): void {
    const { modules, instances, imports } = this;
    const sources = new Sources({ modules, instances, imports }, this.importTypes);
    for (const [instance, module] of instances) {
      const file = this.description.modules[this.moduleName(instance)]!;
      const given = this.description.instances?.[instance]?.with ?? {};
      const plans = new Map<string, Plan>();
      for (const [name, wanted] of module.type.imports) {
        const source = Object.hasOwn(given, name) ? given[name] : undefined;
        plans.set(name, sources.plan({ instance, file }, name, wanted, source));
      }
      this.plans.set(instance, plans);
    }
  }

  private writeImport(name: string): void {
    const type = this.importTypes.get(name);
    if (type === undefined) throw unusedImport(name);
    this.items.set(`import:${name}`, this.linked.import(name, type));
  }

  /** Every instance after those it needs. @throws MortiseError `instance-cycle` */
  private inOrder(): string[] {
    const order = new Set<string>();
    const open: string[] = [];
    const visit = (name: string) => {
      if (order.has(name)) return;
      if (open.includes(name)) throw instanceCycle([...open.slice(open.indexOf(name)), name]);
      open.push(name);
      for (const plan of this.plans.get(name)!.values()) for (const needed of needs(plan)) visit(needed);
      open.pop();
      order.add(name);
    };
    for (const name of this.instances.keys()) visit(name);
    return [...order];
  }

  private writeInstance(name: string): void {
    const args = new Map<string, LinkedItem>();
    for (const [argument, plan] of this.plans.get(name)!)
      args.set(argument, this.item(plan, `${name}:${argument}`));
    const module = this.nested(this.moduleName(name));
    this.items.set(`instance:${name}`, this.linked.instantiate(name, module, args));
  }

  private nested(name: string): LinkedItem {
    return this.once(`module:${name}`, () => this.linked.module(name, this.modules.get(name)!.def));
  }

  private once(key: string, make: () => LinkedItem): LinkedItem {
    const item = this.items.get(key) ?? make();
    this.items.set(key, item);
    return item;
  }

  /** Writes what a planned item takes; `name` is for an instance put together of fields. */
  private item(plan: Plan, name: string): LinkedItem {
    if (plan.from === "module") return this.nested(plan.name);
    if (plan.from === "instance" || plan.from === "import")
      return this.items.get(`${plan.from}:${plan.name}`)!;
    if (plan.from === "export") {
      const of = this.item(plan.of, name);
      const key = JSON.stringify([of.index, plan.field]);
      return this.once(key, () => this.linked.alias(of, plan.type.kind, plan.field));
    }
    return this.gathered(plan, name);
  }

  /** An instance of items: that of a module which exports what it imports. */
  private gathered({ fields, type }: Extract<Plan, { from: "fields" }>, name: string): LinkedItem {
    const items = new Map<string, LinkedItem>();
    for (const [field, part] of fields) items.set(field, this.item(part, `${name}.${field}`));
    const through = new LinkedModule();
    for (const [field, wanted] of type.exports) through.export(field, through.import(field, wanted));
    return this.linked.instantiate(name, this.linked.module(name, through.finish()), items);
  }

  private writeExports(): void {
    const { exports = {} } = this.description;
    if (typeof exports !== "string") {
      for (const [name, source] of Object.entries(exports)) this.linked.export(name, this.exported(source));
      return;
    }
    const module = this.instances.get(exports);
    if (module === undefined) throw unknownSource('"exports"', exports, this.instances.keys());
    for (const field of module.type.exports.keys())
      this.linked.export(field, this.exported(`${exports}.${field}`));
  }

  /** An instance, module or import by name, or an instance's export. */
  private exported(source: string): LinkedItem {
    const named = this.items.get(`instance:${source}`) ?? this.items.get(`import:${source}`);
    if (named !== undefined) return named;
    if (this.modules.has(source)) return this.nested(source);
    for (let dot = source.indexOf("."); dot >= 0; dot = source.indexOf(".", dot + 1)) {
      const instance = source.slice(0, dot);
      const module = this.instances.get(instance);
      if (module === undefined) continue;
      const field = source.slice(dot + 1);
      const type = module.type.exports.get(field);
      if (type === undefined) throw missingExport(source, field, module.type.exports.keys());
      return this.item({ from: "export", of: { from: "instance", name: instance }, type, field }, source);
    }
    throw unknownSource('"exports"', source, [...this.instances.keys(), ...this.modules.keys()]);
  }
}

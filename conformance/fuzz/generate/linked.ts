// Linked trees: generated core modules nested in one another, instantiated once or twice, given one another's exports one by
// one and as instances, and modules of their parents. Only the root imports from the host.

import type { Feature } from "../../../compiler/base/index.ts";
import type { ArgumentDef, HeaderItem, ModuleDef } from "../../../compiler/model/index.ts";
import type { Choices } from "./choices.ts";
import { type Generated, generateCore, HOST_FUNCS, type Import, type Importable } from "./core.ts";
import type { Exceptions } from "./shape.ts";

export interface LinkedOptions {
  readonly features: ReadonlySet<Feature>;
  readonly exceptions: Exceptions;
}

export const HOST = "host";
const DEPTH = 2;

export const hostImports = (funcs: readonly (readonly [string, string])[]): Import[] =>
  funcs.map(([field, signature]) => ({ module: HOST, field, item: { kind: "func", signature } }));

/** Generates a tree; the root imports from the module `host` alone. */
export function generateLinked(choices: Choices, options: LinkedOptions): Generated {
  return new NodeGenerator(choices, options, hostImports(HOST_FUNCS), DEPTH, [], "root").generate();
}

/** A module that can be instantiated here. */
interface Template {
  readonly imports: readonly Import[];
  readonly exports: ReadonlyMap<string, Importable>;
}

interface MadeInstance {
  readonly index: number;
  readonly exports: ReadonlyMap<string, Importable>;
}

class NodeGenerator {
  private readonly choices: Choices;
  private readonly options: LinkedOptions;
  private readonly imports: readonly Import[];
  private readonly depth: number;
  /** Modules of the parent, which outer aliases reach. */
  private readonly outer: readonly Template[];
  private readonly path: string;

  private readonly items: HeaderItem[] = [];
  private readonly instances: MadeInstance[] = [];
  private readonly modules: Template[] = [];
  /** What aliases brought into the index spaces, in order, behind the imports. */
  private readonly aliased: Import[] = [];
  private instanceCount: number;
  private moduleCount = 0;
  private nestedCount = 0;

  constructor(
    choices: Choices,
    options: LinkedOptions,
    imports: readonly Import[],
    depth: number,
    outer: readonly Template[],
    path: string,
  ) {
    this.choices = choices;
    this.options = options;
    this.imports = imports;
    this.depth = depth;
    this.outer = outer;
    this.path = path;
    const names = new Set(imports.flatMap(({ module, field }) => (field === undefined ? [] : [module])));
    this.instanceCount = names.size;
  }

  generate(): Generated {
    const { choices } = this;
    for (let count = 1 + choices.below(3); count > 0; count--) this.child();
    for (const instance of this.instances) this.aliasSome(instance);
    const { def, exports } = this.core([...this.imports, ...this.aliased]);
    return { def: this.withItems(def), exports };
  }

  /** Makes a nested module, or takes one of the parent's, and instantiates it. */
  private child(): void {
    const { choices } = this;
    const reachable = this.outer.findIndex(({ imports }) => imports.every((one) => this.canPass(one)));
    if (reachable >= 0 && choices.chance(40)) this.aliasOuter(reachable);
    else this.nest();
    const template = this.modules.at(-1)!;
    for (let count = choices.chance(25) ? 2 : 1; count > 0; count--)
      this.instantiate(template, this.moduleCount - 1);
  }

  private canPass({ module, field }: Import): boolean {
    return module === HOST && this.imports.some((own) => own.module === HOST && own.field === field);
  }

  private aliasOuter(index: number): void {
    this.items.push({ item: "alias", offset: 0, target: { from: "outer", depth: 0, kind: "module", index } });
    this.modules.push(this.outer[index]!);
    this.moduleCount++;
  }

  private nest(): void {
    const { choices, depth } = this;
    const imports = this.importsForChild();
    const path = `${this.path}/module[${this.nestedCount++}]`;
    const generated =
      depth > 1 && choices.chance(35)
        ? new NodeGenerator(choices, this.options, imports, depth - 1, [...this.modules], path).generate()
        : this.core(imports);
    this.items.push({ item: "module", offset: 0, module: { ...generated.def, path } });
    this.modules.push({ imports, exports: generated.exports });
    this.moduleCount++;
  }

  private core(imports: readonly Import[]): Generated {
    return generateCore(this.choices, { ...this.options, imports, size: "small" });
  }

  /** Some of the host's functions, and exports of what is instantiated already. */
  private importsForChild(): Import[] {
    const { choices } = this;
    const host = this.imports.filter(
      ({ module, field }) => module === HOST && field !== undefined && choices.chance(25),
    );
    const imports = [...host];
    for (const { index, exports } of this.instances) {
      if (!choices.chance(60)) continue;
      const oneByOne = choices.chance(30);
      for (const [name, item] of exports) {
        if (name !== "fuel" && !choices.chance(40)) continue;
        // One by one, it would come into this module's index space as well.
        const taken = oneByOne || imports.some((one) => one.item.kind === "memory");
        if (item.kind === "memory" && taken && !this.options.features.has("multi-memory")) continue;
        imports.push(
          oneByOne
            ? { module: `o${index}_${name}`, field: undefined, item }
            : { module: `i${index}`, field: name, item },
        );
      }
    }
    return imports;
  }

  private instantiate({ imports, exports }: Template, module: number): void {
    const args = new Map<string, ArgumentDef>();
    for (const { module: name, field, item } of imports) {
      if (args.has(name)) continue;
      if (field === undefined) {
        const [, instance, of] = /^o(\d+)_(.*)$/.exec(name)!;
        args.set(name, { name, kind: item.kind, index: this.alias(Number(instance), of!, item), offset: 0 });
      } else
        args.set(name, {
          name,
          kind: "instance",
          index: name === HOST ? this.hostInstance() : Number(name.slice(1)),
          offset: 0,
        });
    }
    this.items.push({ item: "instance", offset: 0, module, args: [...args.values()] });
    this.instances.push({ index: this.instanceCount++, exports });
  }

  /** The place of the implicit instance that imports from the host form. */
  private hostInstance(): number {
    const names = [
      ...new Set(this.imports.flatMap(({ module, field }) => (field === undefined ? [] : [module]))),
    ];
    return names.indexOf(HOST);
  }

  /** Brings an export of an instance into the index space of its kind; its index there. */
  private alias(instance: number, name: string, item: Importable): number {
    const index = [...this.imports, ...this.aliased].filter((one) => one.item.kind === item.kind).length;
    this.items.push({
      item: "alias",
      offset: 0,
      target: { from: "export", instance, kind: item.kind, name },
    });
    this.aliased.push({ module: `${instance}`, field: name, item });
    return index;
  }

  private aliasSome({ index, exports }: MadeInstance): void {
    for (const [name, item] of exports) {
      const memories = [...this.imports, ...this.aliased].filter((one) => one.item.kind === "memory").length;
      if (item.kind === "memory" && memories > 0 && !this.options.features.has("multi-memory")) continue;
      if (name === "fuel" || this.choices.chance(50)) this.alias(index, name, item);
    }
  }

  /** The core's own header has aliases as imports: they are put in the place of those. */
  private withItems(def: ModuleDef): ModuleDef {
    const types = def.header.filter(({ item }) => item === "type");
    const imports = def.header.filter(({ item }) => item === "import").slice(0, this.imports.length);
    return { ...def, path: this.path, header: [...types, ...imports, ...this.items] };
  }
}

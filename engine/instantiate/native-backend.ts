// Core modules run by the host's own WebAssembly: each becomes a binary without linking, compiled when it is first
// instantiated.

import type { ExternType } from "../../compiler/model/index.ts";
import { type CoreItem, extractCore } from "../../compiler/transform/index.ts";
import type { ValidModule } from "../../compiler/validate/index.ts";
import type { Backend, CoreFactory } from "./backend.ts";
import type { NativeValues } from "./native-values.ts";
import { modulesById } from "./tree-modules.ts";
import type { CoreInstance, CoreKind, Extern } from "./values.ts";

/** Runs a module tree on native core modules. */
export class NativeBackend implements Backend {
  /** A native instance takes resources of its host, so running out of them has to show at once. */
  readonly defers = false;
  private readonly modules: readonly ValidModule[];
  private readonly values: NativeValues;

  constructor(root: ValidModule, values: NativeValues) {
    this.modules = modulesById(root);
    this.values = values;
  }

  /** @throws the host's CompileError where it lacks a feature */
  core(id: number): CoreFactory {
    const module = this.modules[id]!;
    const { native } = this.values;
    const core = extractCore(module);
    const compiled = new native.Module(core.bytes as Uint8Array<ArrayBuffer>);
    const items = new Map(core.exports.map((item) => [keyOf(item.kind, item.index), item]));
    return (imports) => {
      const fields = Object.fromEntries(core.imports.map(({ name }, i) => [name, imports[i]]));
      const instance = new native.Instance(compiled, { "": fields } as WebAssembly.Imports);
      return new NativeCore(instance, items, module, this.values);
    };
  }
}

const keyOf = (kind: CoreKind, index: number) => `${kind} ${index}`;

const spaceOf = (module: ValidModule, kind: CoreKind) =>
  ({
    func: module.funcs,
    table: module.tables,
    memory: module.memories,
    global: module.globals,
    tag: module.tags,
  })[kind];

class NativeCore implements CoreInstance {
  private readonly exports: WebAssembly.Exports;
  private readonly items: ReadonlyMap<string, CoreItem>;
  private readonly module: ValidModule;
  private readonly values: NativeValues;

  constructor(
    instance: WebAssembly.Instance,
    items: ReadonlyMap<string, CoreItem>,
    module: ValidModule,
    values: NativeValues,
  ) {
    this.exports = instance.exports;
    this.items = items;
    this.module = module;
    this.values = values;
  }

  item(kind: CoreKind, index: number): Extern {
    const value = this.exports[this.items.get(keyOf(kind, index))!.name]!;
    const { type } = spaceOf(this.module, kind)[index]!;
    this.values.note(value, { kind, type } as ExternType);
    return value;
  }
}

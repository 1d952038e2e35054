// Core modules run by the host's own WebAssembly: each becomes a binary without linking, compiled when it is first
// instantiated.

import type { ExternType } from "../../compiler/model/index.ts";
import { extractCore } from "../../compiler/transform/index.ts";
import type { ValidModule } from "../../compiler/validate/index.ts";
import type { Backend, CoreFactory } from "./backend.ts";
import type { NativeValues } from "./native-values.ts";
import { modulesById } from "./tree-modules.ts";
import type { CoreInstance, CoreKind, Extern } from "./values.ts";

/** How `extractCore` names the items of each kind: with the index behind, `f0`. */
const LETTERS: Record<CoreKind, string> = { func: "f", table: "t", memory: "m", global: "g", tag: "e" };
const KINDS = Object.keys(LETTERS) as CoreKind[];

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
    const compiled = new native.Module(extractCore(module) as Uint8Array<ArrayBuffer>);
    const names = importNames(module);
    return (imports) => {
      const fields = Object.fromEntries(names.map((name, i) => [name, imports[i]]));
      const instance = new native.Instance(compiled, { "": fields } as WebAssembly.Imports);
      return new NativeCore(instance, module, this.values);
    };
  }
}

const spaceOf = (module: ValidModule, kind: CoreKind) =>
  ({
    func: module.funcs,
    table: module.tables,
    memory: module.memories,
    global: module.globals,
    tag: module.tags,
  })[kind];

/** The names of what the core module does not define itself, in the order of the plan's `define` step. */
function importNames(module: ValidModule): string[] {
  return KINDS.flatMap((kind) =>
    spaceOf(module, kind).flatMap(({ origin }, index) =>
      origin.from === "own" ? [] : `${LETTERS[kind]}${index}`,
    ),
  );
}

class NativeCore implements CoreInstance {
  private readonly exports: WebAssembly.Exports;
  private readonly module: ValidModule;
  private readonly values: NativeValues;

  constructor(instance: WebAssembly.Instance, module: ValidModule, values: NativeValues) {
    this.exports = instance.exports;
    this.module = module;
    this.values = values;
  }

  item(kind: CoreKind, index: number): Extern {
    const value = this.exports[`${LETTERS[kind]}${index}`]!;
    const { type } = spaceOf(this.module, kind)[index]!;
    this.values.note(value, { kind, type } as ExternType);
    return value;
  }
}

// Core modules as generated JavaScript. Knows the contract of ARCHITECTURE.md between generated code and the engine; not
// where the generated tree comes from (`js-compile.ts` makes it at run time, ahead-of-time output contains it).

import { brand, type Code, type Func } from "../../compiler/runtime/index.ts";
import type { FunctionAdapters } from "../host/index.ts";
import type { Backend, CoreFactory } from "./backend.ts";
import type { CoreInstance, CoreKind, Extern } from "./values.ts";

type GeneratedFactory = (imports: readonly Extern[], data: readonly Uint8Array[]) => GeneratedCore;

/** What generated source evaluates to. */
export interface GeneratedTree {
  /** The factories of each core module: they do the same. */
  readonly cores: readonly (readonly GeneratedFactory[])[];
  readonly adapt: Readonly<Record<string, (fn: Code) => Code>>;
  readonly wrap: Readonly<Record<string, (func: Func, name: string) => Code>>;
}

/** An instance of a core module as generated code makes it. */
export interface GeneratedCore {
  func(index: number): Func;
  readonly tables?: readonly Extern[];
  readonly memories?: readonly Extern[];
  readonly globals?: readonly Extern[];
  readonly tags?: readonly Extern[];
  wrappers(): Readonly<Record<number, Code>>;
}

/** Runs a generated tree. */
export class JsBackend implements Backend {
  readonly defers = true;
  private readonly load: () => GeneratedTree;
  private readonly dataOf: (id: number) => readonly Uint8Array[];
  private readonly caught: (error: unknown) => unknown;
  private loaded: GeneratedTree | undefined;

  /**
   * `load` is called once, at the first instantiation; `dataOf` gives the data segments of a core module; `caught` is
   * the support object's: what a start function throws leaves wasm here.
   */
  constructor(
    load: () => GeneratedTree,
    dataOf: (id: number) => readonly Uint8Array[],
    caught: (error: unknown) => unknown,
  ) {
    this.load = load;
    this.dataOf = dataOf;
    this.caught = caught;
  }

  private get tree(): GeneratedTree {
    return (this.loaded ??= this.load());
  }

  core(id: number): CoreFactory {
    const makers = this.tree.cores[id]!;
    const data = this.dataOf(id);
    return (imports, turn) => {
      try {
        return new JsCore(makers[turn % makers.length]!(imports, data));
      } catch (error) {
        throw this.caught(error);
      }
    };
  }

  readonly functions: FunctionAdapters = {
    adapt: (signature, fn) => this.tree.adapt[signature]!(fn),
    wrap: (func) => this.tree.wrap[func.signature]!(func, String(func.index)),
  };
}

class JsCore implements CoreInstance {
  private readonly core: GeneratedCore;

  constructor(core: GeneratedCore) {
    this.core = core;
  }

  item(kind: CoreKind, index: number): Extern {
    const { core } = this;
    switch (kind) {
      case "func":
        return core.func(index);
      case "table":
        return core.tables![index];
      case "memory":
        return core.memories![index];
      case "global":
        return core.globals![index];
      case "tag":
        return core.tags![index];
    }
  }

  prepareExports(functions: readonly number[]): void {
    const wrappers = this.core.wrappers();
    for (const index of functions) {
      const func = this.core.func(index);
      func.wrapper ??= brand(wrappers[index]!, func);
    }
  }
}

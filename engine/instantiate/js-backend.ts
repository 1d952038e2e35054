// Core modules as generated JavaScript. Knows the contract of ARCHITECTURE.md between generated code and the engine; not
// where the generated tree comes from (`js-compile.ts` makes it at run time, ahead-of-time output contains it).

import { brand, brandLater, type Code, type Func } from "../../compiler/runtime/index.ts";
import type { FunctionAdapters } from "../host/index.ts";
import type { Backend, CoreFactory } from "./backend.ts";
import type { CoreInstance, CoreKind, ExportsShape, Extern } from "./values.ts";

type GeneratedFactory = (imports: readonly Extern[], data: readonly Uint8Array[]) => GeneratedCore;

/** What generated source evaluates to. */
export interface GeneratedTree {
  /** The factories of each core module: they do the same. */
  readonly cores: readonly (readonly GeneratedFactory[])[];
  readonly adapt: Readonly<Record<string, (fn: Code) => Code>>;
  readonly wrap: Readonly<Record<string, (func: Func, name: string) => Code>>;
  /** By module: what makes its exports objects; 0 where there are too few exports, or too many. */
  readonly shapes: readonly (ExportsShape | 0)[];
  /** Evaluates the code once more, as if it were new; where a further instance gains by that. */
  readonly again?: () => GeneratedTree;
}

/** So many instances of a module: all after them share what the last of them has. */
const WITH_OWN_CODE = 3;

/** An instance of a core module as generated code makes it. */
export interface GeneratedCore {
  func(index: number): Func;
  readonly tables?: readonly Extern[];
  readonly memories?: readonly Extern[];
  readonly globals?: readonly Extern[];
  readonly tags?: readonly Extern[];
  /** The references to functions that there are. */
  readonly made: readonly (Func | undefined)[];
  /** Makes all exported functions, by index; references that are made later have them. */
  wrappers(): Record<number, Code>;
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
    const { cores, again } = this.tree;
    const data = this.dataOf(id);
    let makers = cores[id]!;
    let ahead = again === undefined ? 0 : WITH_OWN_CODE;
    return (imports, turn) => {
      if (ahead > 0 && ahead-- < WITH_OWN_CODE) makers = again!().cores[id]!;
      try {
        return new JsCore(makers[turn % makers.length]!(imports, data));
      } catch (error) {
        throw this.caught(error);
      }
    };
  }

  shape(id: number): ExportsShape | undefined {
    return this.tree.shapes[id] || undefined;
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

  private wrappers: Record<number, Code> | undefined = undefined;

  exportedFunctions(functions: readonly number[]): Readonly<Record<number, Code>> {
    if (this.wrappers !== undefined) return this.wrappers;
    const { func, made } = this.core;
    const wrappers = this.core.wrappers();
    this.wrappers = wrappers;
    for (const index of functions) {
      const known = made[index];
      if (known !== undefined) wrappers[index] = known.wrapper ??= brand(wrappers[index]!, known);
      else brandLater(wrappers[index]!, func, index);
    }
    return wrappers;
  }
}

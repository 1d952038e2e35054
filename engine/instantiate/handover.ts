// How a module goes from one engine to another, and from ahead-of-time output to either: by its recipe, from which
// the receiver makes a tree of its own. Whoever has a module need not be the same copy of Mortise, only the same version:
// the symbol under which `Module` objects offer themselves names it.

import { VERSION } from "../../compiler/base/index.ts";
import { notMetered, type Support } from "../host/index.ts";
import type { Plan } from "../plan/index.ts";
import { Tree } from "./code.ts";
import type { OnCode } from "./evaluate.ts";
import { type GeneratedTree, JsBackend } from "./js-backend.ts";
import { type ModuleInfo, ModuleValue } from "./values.ts";

/** All that running a module tree takes: plain data, and the generated source as a function of the support object. */
export interface Recipe {
  readonly plan: Plan;
  readonly generate: (support: object, options: GenerateOptions) => GeneratedTree;
  /** The code counts what it does, or is generated so on demand: an engine with a meter takes no other. */
  readonly metered: boolean;
  /** The data segments of a core module. */
  readonly data: (id: number) => readonly Uint8Array[];
  readonly info: (id: number) => ModuleInfo;
  /** The source whose function `generate` is: its body. */
  readonly source: () => string;
}

/** What an engine asks of the code that it is to run. */
export interface GenerateOptions {
  /** It has to count what it does. */
  readonly metered: boolean;
  readonly onCode?: OnCode | undefined;
}

/** A module value outside of any engine. */
export interface Handover {
  readonly recipe: Recipe;
  /** Which module of the tree it is. */
  readonly id: number;
  readonly captures: readonly Handover[];
}

/** The property of `Module` objects that has their hand-over. */
export const HANDOVER: unique symbol = /* @__PURE__ */ Symbol.for(`mortise.module/${VERSION}`) as never;

/** A module as others can take it over; `undefined` where its cores are native. */
export function handoverOf({ code, captures }: ModuleValue): Handover | undefined {
  if (code.recipe === undefined) return undefined;
  return { recipe: code.recipe, id: code.id, captures: captures.map((module) => handoverOf(module)!) };
}

/** A `Module` object where no engine is. */
export const moduleObject = (handover: Handover): object =>
  Object.create(Object.prototype, {
    [Symbol.toStringTag]: { value: "WebAssembly.Module" },
    [HANDOVER]: { value: handover },
  }) as object;

/** What a value offers under the symbol, or `undefined`. */
export function offered(value: unknown): Handover | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return (value as { [HANDOVER]?: Handover })[HANDOVER];
}

/** Makes the modules of others an engine's own. */
export class Adopter {
  private readonly support: Support;
  private readonly instanceLimit: number;
  private readonly options: GenerateOptions;
  private readonly trees = new WeakMap<Recipe, Tree>();

  constructor(support: Support, instanceLimit: number, options: GenerateOptions = { metered: false }) {
    this.support = support;
    this.instanceLimit = instanceLimit;
    this.options = options;
  }

  /** Is this a module of the engine already, made under its limits? */
  has({ code }: ModuleValue): boolean {
    return code.recipe !== undefined && this.trees.get(code.recipe)?.code(code.id) === code;
  }

  /**
   * The module of a hand-over; the root of a recipe is the same value each time.
   * @throws TypeError `not-metered` if the engine has a meter and the code does not count
   */
  adopt({ recipe, id, captures }: Handover): ModuleValue {
    const tree = this.tree(recipe);
    if (id === 0) return tree.root;
    return new ModuleValue(
      tree.code(id),
      captures.map((module) => this.adopt(module)),
    );
  }

  private tree(recipe: Recipe): Tree {
    let tree = this.trees.get(recipe);
    if (tree === undefined) {
      const { options, support } = this;
      if (options.metered && !recipe.metered) throw notMetered();
      const backend = new JsBackend(() => recipe.generate(support, options), recipe.data, support.caught);
      tree = new Tree(recipe.plan, backend, this.instanceLimit, recipe.info, recipe);
      this.trees.set(recipe, tree);
    }
    return tree;
  }
}

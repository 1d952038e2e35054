// What is compiled ahead of time of a module tree, before it has the form of a file.

import { encode64, parseFeatures } from "../../compiler/base/index.ts";
import type { Encoding } from "../../compiler/binary/index.ts";
import {
  type FunctionNames,
  type GeneratedSource,
  generateTree,
  parseOptimizations,
  type TargetName,
} from "../../compiler/codegen/index.ts";
import type { ValidModule } from "../../compiler/validate/index.ts";
import { modulesById } from "../instantiate/index.ts";
import { moduleOf, type Plan, planOf } from "../plan/index.ts";
import { badOption } from "./errors.ts";
import { namesFromSection } from "./function-names.ts";

/** How a binary is read. */
export interface ReadOptions {
  /** Names of features and sets (`mvp`, `2.0`, `all`); `-name` takes one away. All that works, by default. */
  readonly features?: readonly string[] | string | undefined;
  /**
   * What sort of JavaScript engine the output is for: `jit` (the default), or `interpreter` for where there is no JIT
   * (Lockdown Mode, `node --jitless`, QuickJS, Hermes). It runs in both; only the speed differs.
   */
  readonly target?: TargetName | undefined;
  /** Which binary form module and instance types have; `auto` finds out. */
  readonly encoding?: "auto" | Encoding | undefined;
  /** Holds core modules to the rules of module linking too. */
  readonly strict?: boolean | undefined;
  /** The code counts what it does, so that it can be stopped. */
  readonly meter?: boolean | undefined;
  /** Optimisations of generated code: all are on, `-name` switches one off, `none` all (see RATIONALE.md). */
  readonly optimizations?: readonly string[] | string | undefined;
}

export interface Product {
  readonly root: ValidModule;
  readonly modules: readonly ValidModule[];
  readonly plan: Plan;
  readonly generated: GeneratedSource;
  readonly metered: boolean;
}

/** Compiles a binary. @throws MortiseError with offset and path */
export function productOf(bytes: Uint8Array, options: ReadOptions, names: boolean): Product {
  const features = parseFeatures(options.features);
  const root = moduleOf(bytes, {
    features,
    encoding: options.encoding ?? "auto",
    strict: options.strict ?? false,
  }).module;
  const { target = "jit" } = options;
  if (target !== "jit" && target !== "interpreter")
    throw badOption("target", "one of jit, interpreter", target);
  const functionNames: FunctionNames | undefined = names ? namesFromSection() : undefined;
  return {
    root,
    modules: modulesById(root),
    plan: planOf(root),
    metered: options.meter === true,
    generated: generateTree(root, {
      features,
      functionNames,
      metered: options.meter === true,
      optimizations: parseOptimizations(options.optimizations),
      target,
    }),
  };
}

/** Data segments in base64. */
export const segmentsOf = ({ def }: ValidModule): string[] =>
  def.data.map(({ content: { bytes, start, end } }) => encode64(bytes.subarray(start, end)));

/** Custom sections that only tools read, and that are often larger than the module. */
const FOR_TOOLS =
  /^(name|producers|target_features|sourceMappingURL|external_debug_info|build_id|linking|\.debug_.*|reloc\..*)$/;

/** Custom sections that a program may ask for, with their contents in base64. */
export const customsOf = ({ def }: ValidModule): [name: string, content: string][] =>
  def.customs
    .filter(({ name }) => !FOR_TOOLS.test(name))
    .map(({ name, content: { bytes, start, end } }) => [name, encode64(bytes.subarray(start, end))]);

// What the options of every command mean to the compiler and the engine.

import { type Features, parseFeatures } from "../../compiler/base/index.ts";
import type { TargetName } from "../../compiler/codegen/index.ts";
import type { Arguments, OptionSpec } from "./command.ts";
import { badChoice } from "./errors.ts";

const CORES = ["js", "native", "auto"] as const;
const ENCODINGS = ["auto", "proposal", "wasm-tools"] as const;
const TARGETS: readonly TargetName[] = ["jit", "interpreter"];

export interface SharedOptions {
  readonly cores: (typeof CORES)[number];
  readonly encoding: (typeof ENCODINGS)[number];
  readonly features: Features;
  /** The features as they were written. */
  readonly featureNames: string[] | undefined;
  readonly strict: boolean;
}

/** @throws Error for a value that is none of the choices, MortiseError for an unknown feature */
export function sharedOptions({ options }: Arguments): SharedOptions {
  const names = options["features"] as string | undefined;
  return {
    cores: choice("cores", options["cores"] ?? "js", CORES),
    encoding: choice("encoding", options["encoding"] ?? "auto", ENCODINGS),
    features: parseFeatures(names),
    featureNames: names?.split(","),
    strict: options["strict"] === true,
  };
}

/** The option `--target` of a command; `otherwise` is what it says of being without. */
export const targetSpec = (otherwise: string): OptionSpec => ({
  type: "string",
  value: TARGETS.join("|"),
  help: `the JavaScript engines it is to be fast in (${otherwise})`,
});

/** What `--target` says, if it is there. @throws Error for a value that is none of the choices */
export function targetFrom({ options }: Arguments): TargetName | undefined {
  const found = options["target"];
  return found === undefined ? undefined : choice("target", found, TARGETS);
}

function choice<Choice extends string>(option: string, found: unknown, choices: readonly Choice[]): Choice {
  if (!choices.includes(found as Choice)) throw badChoice(option, String(found), choices);
  return found as Choice;
}

/** The encoding that texts are assembled in. */
export const assemblyEncoding = ({ encoding }: SharedOptions) =>
  encoding === "auto" ? "proposal" : encoding;

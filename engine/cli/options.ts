// The options that every command takes, and what they mean to the compiler and the engine.

import { type Features, parseFeatures } from "../../compiler/base/index.ts";
import type { Arguments, OptionSpecs } from "./command.ts";
import { badChoice } from "./errors.ts";

export const SHARED: OptionSpecs = {
  cores: {
    type: "string",
    value: "js|native|auto",
    help: "run core modules as JavaScript, or with the host's WebAssembly",
  },
  encoding: {
    type: "string",
    value: "auto|proposal|wasm-tools",
    help: "which binary form module and instance types have",
  },
  features: { type: "string", value: "LIST", help: "WebAssembly features: 2.0,multi-memory or -exceptions" },
  strict: { type: "boolean", help: "hold core modules to the linking rules too" },
  help: { type: "boolean", short: "h", help: "show this" },
};

const CORES = ["js", "native", "auto"] as const;
const ENCODINGS = ["auto", "proposal", "wasm-tools"] as const;

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

function choice<Choice extends string>(option: string, found: unknown, choices: readonly Choice[]): Choice {
  if (!choices.includes(found as Choice)) throw badChoice(option, String(found), choices);
  return found as Choice;
}

/** The encoding that texts are assembled in. */
export const assemblyEncoding = ({ encoding }: SharedOptions) =>
  encoding === "auto" ? "proposal" : encoding;

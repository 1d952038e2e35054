// The options of `createEngine`, their defaults, and what they mean.

import {
  type Features,
  MAX_ALLOCATED_PAGES,
  MAX_INSTANCES,
  MAX_MODULE_NESTING,
  MAX_MODULE_SIZE,
  MAX_TABLE_SIZE,
  parseFeatures,
} from "../../compiler/base/index.ts";
import type { DecodeLimits } from "../../compiler/binary/index.ts";
import type { TargetName } from "../../compiler/codegen/index.ts";
import { Meter } from "../host/index.ts";
import { type Optimizations, parseOptimizations } from "../../compiler/codegen/index.ts";
import type { NativeWebAssembly, OnCode } from "../instantiate/index.ts";
import type { CodeCache } from "./code-cache.ts";
import { badOption, noNative } from "./errors.ts";
import { hostTarget } from "./target.ts";

export interface EngineOptions {
  /**
   * What runs the core modules: generated JavaScript (the default), the host's own WebAssembly, or the latter where
   * it exists.
   */
  readonly cores?: "js" | "native" | "auto" | undefined;
  /**
   * What sort of JavaScript engine code is made for: one with a JIT, or one that only interprets, where other forms are
   * fast. `auto` (the default) takes an engine without WebAssembly for one without a JIT.
   */
  readonly target?: "jit" | "interpreter" | "auto" | undefined;
  /** Which binary form module and instance types have; `auto` finds out. */
  readonly encoding?: "auto" | "proposal" | "wasm-tools" | undefined;
  /** Holds core modules to the rules of module linking too: no duplicate imports. */
  readonly strict?: boolean | undefined;
  /** Names of features and sets (`mvp`, `2.0`, `all`); `-name` takes one away. All that works, by default. */
  readonly features?: readonly string[] | string | undefined;
  /** `Module.imports` and `Module.exports` tell types, of modules that use no linking as well. */
  readonly types?: boolean | undefined;
  readonly limits?: EngineLimits | undefined;
  /** Optimisations of generated code: all are on, `-name` switches one off, `none` all (see RATIONALE.md). */
  readonly optimizations?: readonly string[] | string | undefined;
  /**
   * Sees generated source before it is evaluated. Throwing vetoes it; a returned value (a `TrustedScript`, for example) is
   * evaluated in its place.
   */
  readonly onCode?: OnCode | undefined;
  /**
   * Stops code that runs too long: made by `createMeter`, and shared by the engines that are given the same one. Code
   * counts for it, which costs some speed; without one it does not.
   */
  readonly meter?: Meter | undefined;
  /**
   * Keeps compiled code for later processes: made by `createCache` of `mortise/cache`. An engine with `onCode` does without it,
   * and so does one with native cores.
   */
  readonly cache?: CodeCache | undefined;
}

export interface EngineLimits {
  /** 64 KiB pages of one memory. */
  readonly pages?: number | undefined;
  /** Elements of one table. */
  readonly elements?: number | undefined;
  /** Instances that one instantiation makes. */
  readonly instances?: number | undefined;
  /** Bytes of one binary, everything nested included. */
  readonly size?: number | undefined;
  /** Bytes of function bodies in one binary, those of nested modules included. */
  readonly code?: number | undefined;
  /** Modules inside modules. */
  readonly nesting?: number | undefined;
}

/** Options with all that was left open decided. */
export interface Settings {
  /** The host's WebAssembly, if it runs the core modules. */
  readonly native: NativeWebAssembly | undefined;
  readonly target: TargetName;
  readonly encoding: "auto" | "proposal" | "wasm-tools";
  readonly strict: boolean;
  readonly features: Features;
  readonly types: boolean;
  readonly pages: number;
  readonly elements: number;
  readonly instances: number;
  /** Of what is decoded. */
  readonly limits: DecodeLimits;
  readonly optimizations: Optimizations;
  readonly onCode: OnCode | undefined;
  readonly meter: Meter | undefined;
  readonly cache: CodeCache | undefined;
}

const ENCODINGS = ["auto", "proposal", "wasm-tools"] as const;
const CORES = ["js", "native", "auto"] as const;
const TARGET_CHOICES = ["jit", "interpreter", "auto"] as const;

/**
 * Decides what options leave open. `host` is the host's WebAssembly, if it has one.
 * @throws TypeError for a wrong option, MortiseError `unknown-feature`, `unknown-optimization`
 */
export function readOptions(options: EngineOptions, host: NativeWebAssembly | undefined): Settings {
  const cores = coresOf(options);
  if (cores === "native" && host === undefined) throw noNative();
  const target = choice("target", options.target ?? "auto", TARGET_CHOICES);
  return {
    native: cores === "js" ? undefined : host,
    target: target === "auto" ? hostTarget() : target,
    encoding: choice("encoding", options.encoding ?? "auto", ENCODINGS),
    strict: options.strict ?? false,
    features: parseFeatures(options.features),
    types: options.types ?? false,
    pages: limit("pages", options.limits?.pages, MAX_ALLOCATED_PAGES),
    elements: limit("elements", options.limits?.elements, MAX_TABLE_SIZE),
    instances: limit("instances", options.limits?.instances, MAX_INSTANCES),
    limits: {
      size: limit("size", options.limits?.size, MAX_MODULE_SIZE),
      code: limit("code", options.limits?.code, MAX_MODULE_SIZE),
      nesting: limit("nesting", options.limits?.nesting, MAX_MODULE_NESTING),
    },
    optimizations: parseOptimizations(options.optimizations),
    onCode: options.onCode,
    meter: meterOf(options),
    cache: cacheOf(options),
  };
}

/** What the host runs cannot be metered. */
function coresOf({ cores = "js", meter }: EngineOptions): "js" | "native" | "auto" {
  const chosen = choice("cores", cores, CORES);
  if (meter === undefined || chosen === "js") return chosen;
  if (chosen === "native") throw badOption("cores", '"js" where there is a meter', cores);
  return "js";
}

function meterOf({ meter }: EngineOptions): Meter | undefined {
  if (meter === undefined || meter instanceof Meter) return meter;
  throw badOption("meter", "made by createMeter", typeof meter);
}

function cacheOf({ cache }: EngineOptions): CodeCache | undefined {
  if (cache === undefined || typeof cache?.recipe === "function") return cache;
  throw badOption("cache", "made by createCache", typeof cache);
}

function choice<Choice extends string>(name: string, found: string, choices: readonly Choice[]): Choice {
  if (!choices.includes(found as Choice))
    throw badOption(name, `one of ${choices.map((text) => JSON.stringify(text)).join(", ")}`, found);
  return found as Choice;
}

function limit(name: string, found: number | undefined, most: number): number {
  if (found === undefined) return most;
  if (!Number.isInteger(found) || found < 0 || found > most)
    throw badOption(`limits.${name}`, `an integer from 0 to ${most}`, found);
  return found;
}

// The engines a suite can be run on: ours over JavaScript or native cores, and the host's own WebAssembly, which
// shows that the runner itself is right.

import {
  MORTISE_WORDING,
  type Namespace,
  namespaceEngine,
  type ScriptEngine,
  V8_WORDING,
} from "../engine/tools/script/index.ts";
import { ALL_FEATURES, type Feature } from "../compiler/base/index.ts";
import { createEngine, createMeter } from "../engine/index.ts";
import { aotEngine } from "./aot-engine.ts";
import { missingOnPlatform } from "./platform.ts";
import { type Needs, needsOf, type Suite } from "./suites.ts";

/** `metered` is `js` with code that counts, `aot` is ahead-of-time output, `host` the platform's WebAssembly without Mortise. */
export type Cores = "js" | "metered" | "native" | "aot" | "host";
export const CORES: readonly Cores[] = ["js", "metered", "native", "aot", "host"];

export interface Bench {
  readonly engine: ScriptEngine;
  readonly needs: Needs;
}

const NOTHING: ReadonlySet<string> = new Set();
const engines = new Map<string, Bench>();

/** What sort of JavaScript engine the code is made for. */
export type Target = "jit" | "interpreter";
export const TARGETS: readonly Target[] = ["jit", "interpreter"];

/** The engine for a file of a suite; made once for each set of options. */
export function engineFor(suite: Suite, file: string, cores: Cores, target: Target = "jit"): Bench {
  const features = suite.exceptions?.[file] ?? suite.features;
  const key = JSON.stringify([features, suite.linking, suite.messages, cores, target]);
  let bench = engines.get(key);
  if (!bench) engines.set(key, (bench = makeEngine(suite, features, cores, target)));
  return bench;
}

function makeEngine(suite: Suite, features: string, cores: Cores, target: Target): Bench {
  const usesPlatform = cores === "native" || cores === "host";
  const needs = needsOf(features, usesPlatform ? missingOnPlatform() : NOTHING);
  const engine = scriptEngine(suite, needs, cores, target);
  return { engine: { ...engine, missingFeature: featureFinder(engine, suite, needs) }, needs };
}

function scriptEngine(suite: Suite, needs: Needs, cores: Cores, target: Target): ScriptEngine {
  const exactMessages = suite.messages === true;
  if (cores === "aot") return aotEngine({ ...readOptions(suite, needs.on), target }, exactMessages);
  const wasm =
    cores === "host" ? hostNamespace() : (ours(suite, needs.on, cores, target) as unknown as Namespace);
  return namespaceEngine(wasm, {
    wording: cores === "js" || cores === "metered" ? MORTISE_WORDING : [...MORTISE_WORDING, ...V8_WORDING],
    exactMessages: exactMessages && cores !== "host",
  });
}

const hostNamespace = () => globalThis.WebAssembly as unknown as Namespace;

function ours(suite: Suite, features: readonly string[], cores: "js" | "metered" | "native", target: Target) {
  const options = { target, ...readOptions(suite, features) };
  if (cores === "metered") return createEngine({ meter: createMeter(), ...options });
  return createEngine({ cores, ...options });
}

function readOptions({ linking }: Suite, features: readonly string[]) {
  const { strict, encoding } = linking ?? { strict: false, encoding: "auto" as const };
  return { strict, encoding, features: ["mvp", ...features] };
}

/**
 * Some errors cannot name the feature that is missing: a constant expression is too long for 2.0, say. It is the one
 * that the platform lacks and with which Mortise finds the module valid.
 */
function featureFinder(engine: ScriptEngine, suite: Suite, needs: Needs): ScriptEngine["missingFeature"] {
  return (error, bytes) => {
    const named = engine.missingFeature(error, bytes);
    if (named !== undefined) return named;
    const unlocks = (feature: string) =>
      ALL_FEATURES.has(feature as Feature) &&
      ours(suite, [...needs.on, feature], "js", "jit").validate(new Uint8Array(bytes));
    return [...needs.lacking].find(unlocks);
  };
}

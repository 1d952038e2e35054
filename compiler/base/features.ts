// The features of WebAssembly that can be switched, by their proposals' names.

import { MortiseError } from "./errors.ts";

/** In WebAssembly 2.0 and built. */
const CORE_2 = [
  "mutable-globals",
  "sign-extension",
  "saturating-float-to-int",
  "multi-value",
  "bulk-memory",
  "reference-types",
] as const;

/** Later proposals that are built. */
const LATER = [
  "module-linking",
  "multi-memory",
  "tail-call",
  "extended-const",
  "exceptions",
  "legacy-exceptions",
] as const;

/** Known by name (and to the text format), refused by the compiler with a clear error. */
const UNBUILT = ["simd", "relaxed-simd", "threads", "memory64", "function-references", "gc"] as const;

export type Feature = (typeof CORE_2)[number] | (typeof LATER)[number] | (typeof UNBUILT)[number];

const SETS: Record<string, readonly Feature[]> = {
  mvp: [],
  "2.0": [...CORE_2, "module-linking"],
  all: [...CORE_2, ...LATER],
};

const KNOWN = new Set<string>([...CORE_2, ...LATER, ...UNBUILT]);

/** The features that are on. */
export type Features = ReadonlySet<Feature>;

/** All that works: the default. */
export const ALL_FEATURES: Features = new Set(SETS["all"]);

/** Every feature there is a name for, built or not: what the text format knows. */
export const EVERY_FEATURE: Features = new Set([...KNOWN] as Feature[]);

/**
 * Reads a list of feature names: sets (`mvp`, `2.0`, `all`), names, and `-name` to take one away, applied from
 * left to right. A list that starts with `-name` starts from `all`. An empty list or none means `all`.
 * @throws MortiseError `unknown-feature`
 */
export function parseFeatures(list?: readonly string[] | string): Features {
  const names = (typeof list === "string" ? list.split(",") : (list ?? []))
    .map((s) => s.trim())
    .filter(Boolean);
  const result = new Set<Feature>(names.length === 0 || names[0]!.startsWith("-") ? SETS["all"] : []);
  for (const name of names) applyFeature(result, name);
  return result;
}

function applyFeature(result: Set<Feature>, name: string): void {
  const set = SETS[name];
  if (set) for (const feature of set) result.add(feature);
  else if (name.startsWith("-") && KNOWN.has(name.slice(1))) result.delete(name.slice(1) as Feature);
  else if (KNOWN.has(name)) result.add(name as Feature);
  else throw unknownFeature(name);
}

const unknownFeature = (name: string) =>
  new MortiseError("unsupported", "unknown-feature", `unknown feature "${name}"`, {
    expected: `one of ${[...Object.keys(SETS), ...KNOWN].join(", ")}`,
  });

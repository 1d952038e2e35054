// The suites of ../shared/conformance, as data: which folder is run how, and with which features. README.md there says
// what the folders hold.

import { ALL_FEATURES, type Feature, parseFeatures } from "../compiler/base/index.ts";

export interface Suite {
  /** Its name on the command line: the folder, under ../shared/conformance. */
  readonly folder: string;
  /**
   * `assembled` scripts (`.json`), `text` scripts (`.wast`), scripts that are only to be `parse`d, binaries that are all
   * `valid`, and binaries with a `verdicts` file.
   */
  readonly kind: "assembled" | "text" | "parse" | "valid" | "verdicts";
  /** Every feature its scripts need. What is not built is off, and what needs it is skipped. */
  readonly features: string;
  readonly linking?: {
    readonly strict: boolean;
    readonly encoding: "proposal" | "wasm-tools";
    /** Instances named by the script can be imported by that name. */
    readonly namedInstances?: boolean;
    /** Nothing supplies the imports: modules are validated only. */
    readonly compileOnly?: boolean;
  };
  /** Files that need other features than the rest. */
  readonly exceptions?: Readonly<Record<string, string>>;
  /** Whether messages are those that Mortise uses: other tools' suites have their own. */
  readonly messages?: boolean;
}

const CORE_3 =
  "2.0,multi-memory,tail-call,extended-const,exceptions,function-references,gc,memory64,simd,relaxed-simd";
/** Tags, shared memory and memory64 are what single files of the linking suites need. */
const LINKING = "2.0,multi-memory,tail-call,exceptions,legacy-exceptions,threads,memory64";

const linkingSuites = (
  root: string,
  kind: "assembled" | "text",
  encoding: "proposal" | "wasm-tools",
): readonly Suite[] => [
  {
    folder: `${root}/wasm-tools`,
    kind,
    features: LINKING,
    linking: { strict: true, encoding, compileOnly: true },
    exceptions: { "linking-not-enabled": "2.0,-module-linking" },
  },
  {
    folder: `${root}/wasmtime`,
    kind,
    features: LINKING,
    linking: { strict: true, encoding, namedInstances: true },
  },
];

const featureSuite = (folder: string, features: string): Suite => ({
  folder: `core/${folder}`,
  kind: "text",
  features: `2.0,${features}`,
  messages: true,
});

const parseSuite = (folder: string): Suite => ({ folder, kind: "parse", features: CORE_3 });

export const SUITES: readonly Suite[] = [
  ...linkingSuites("module-linking/assembled-wasm-tools", "assembled", "wasm-tools"),
  ...linkingSuites("module-linking/assembled-proposal", "assembled", "proposal"),
  ...linkingSuites("module-linking", "text", "proposal"),
  ...(["wasm-tools", "proposal"] as const).map(
    (encoding): Suite => ({
      folder: `module-linking/random/valid-${encoding}`,
      kind: "valid",
      features: LINKING,
      linking: { strict: true, encoding },
    }),
  ),
  {
    folder: "module-linking/random/mutated",
    kind: "verdicts",
    features: "2.0",
    linking: { strict: true, encoding: "wasm-tools" },
  },
  { folder: "core-assembled", kind: "assembled", features: "2.0", messages: true },
  { folder: "core", kind: "text", features: "2.0", messages: true },
  featureSuite("multi-memory", "multi-memory,simd"),
  featureSuite("tail-call", "tail-call"),
  featureSuite("extended-const", "extended-const"),
  featureSuite("exceptions", "exceptions,tail-call,function-references,gc"),
  featureSuite("exceptions/legacy", "exceptions,legacy-exceptions,tail-call"),
  parseSuite("core-3.0"),
  parseSuite("core-3.0/custom"),
  parseSuite("core-3.0/simd"),
  parseSuite("core/simd"),
  parseSuite("core/relaxed-simd"),
  parseSuite("core/gc"),
  parseSuite("core/memory64"),
  parseSuite("core/threads"),
];

/** The features a file needs, and how many of them are at hand. */
export interface Needs {
  /** For the engine's `features` option. */
  readonly on: readonly Feature[];
  readonly lacking: ReadonlySet<string>;
}

/** Splits a list of features into what is built and on this platform, and what is not. */
export function needsOf(list: string, platformLacks: ReadonlySet<string>): Needs {
  const all = [...parseFeatures(list)];
  const atHand = (feature: Feature) => ALL_FEATURES.has(feature) && !platformLacks.has(feature);
  return { on: all.filter(atHand), lacking: new Set(all.filter((feature) => !atHand(feature))) };
}

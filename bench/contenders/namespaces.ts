// Contenders that are a namespace of the shape of WebAssembly: native, polywasm, and the engines of Mortise.
import { existsSync } from "node:fs";
import { type Contender, extraOptions } from "./contender.ts";

/** The part of the WebAssembly namespace that the benchmark uses. */
export type Namespace = Pick<
  typeof WebAssembly,
  "Module" | "Instance" | "Memory" | "Table" | "Global" | "validate"
>;

/** A contender from its name and a function that loads its namespace or throws why it cannot. */
export interface NamespaceContender extends Contender {
  namespace(): Promise<Namespace>;
}

function fromNamespace(name: string, load: () => Promise<Namespace>): NamespaceContender {
  return {
    name,
    namespace: load,
    async available() {
      try {
        await load();
      } catch (error) {
        return String(error instanceof Error ? error.message : error).split("\n")[0];
      }
      return undefined;
    },
    async compile(bytes) {
      const { Module, Instance } = await load();
      const module = new Module(bytes);
      return (imports) => new Instance(module, imports as WebAssembly.Imports).exports;
    },
  };
}

async function loadNative(): Promise<Namespace> {
  if (typeof WebAssembly === "undefined") throw new Error("this Node runs without WebAssembly");
  return WebAssembly;
}

async function loadPolywasm(): Promise<Namespace> {
  const name = "polywasm";
  const module = await import(name);
  return module.WebAssembly;
}

/** The public entry of Mortise, as far as the benchmark uses it. */
interface MortiseEntry {
  readonly WebAssembly: Namespace;
  createEngine(options: Record<string, unknown>): Namespace;
  createMeter(): unknown;
}

async function loadEntry(): Promise<MortiseEntry> {
  // The bundle lies beside the child's own.
  const file = new URL("./mortise.mjs", import.meta.url);
  if (!existsSync(file)) throw new Error("Mortise is not bundled");
  return import(file.href);
}

async function loadMortise(options: Record<string, unknown>): Promise<Namespace> {
  return (await loadEntry()).createEngine(options);
}

/** A load that is done once. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => (loaded ??= load());
}

export const native = fromNamespace("native", loadNative);
export const polywasm = fromNamespace("polywasm", once(loadPolywasm));
export const mortise = fromNamespace(
  "mortise",
  once(() => loadMortise({ cores: "js", ...extraOptions })),
);
/** With fuel and deadlines compiled in, though without a limit. */
export const mortiseMetered = fromNamespace(
  "mortise-metered",
  once(async () => {
    const { createEngine, createMeter } = await loadEntry();
    return createEngine({ meter: createMeter() });
  }),
);
export const mortiseNative = fromNamespace(
  "mortise-native",
  once(async () => {
    await loadNative();
    return loadMortise({ cores: "native" });
  }),
);
/** With the code cache in a folder: as it stands here, the first process of every run, since only `real` gives it a folder. */
export const mortiseCached = fromNamespace(
  "mortise-cached",
  once(async () => {
    const { createCache }: CacheEntry = await import(new URL("./cache.mjs", import.meta.url).href);
    return loadMortise({
      ...extraOptions,
      cache: createCache({ folder: process.env["MORTISE_CACHE"] ?? "" }),
    });
  }),
);

interface CacheEntry {
  createCache(options: { readonly folder: string }): unknown;
}

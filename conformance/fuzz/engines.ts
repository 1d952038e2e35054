// The engines under test, behind one tiny interface, so that any can be held against any.

import { compileFunction } from "node:vm";
import { ALL_FEATURES } from "../../compiler/base/index.ts";
import { decodeModule, encodeModule } from "../../compiler/binary/index.ts";
import { flatten } from "../../compiler/transform/index.ts";
import { validateModule } from "../../compiler/validate/index.ts";
import { compileToModule, type ModuleOptions } from "../../engine/aot/index.ts";
import { createEngine, createMeter } from "../../engine/index.ts";
import { parse, print } from "../../compiler/text/index.ts";
import * as runtime from "../../engine/runtime/index.ts";
import { missingOnPlatform } from "../platform.ts";

/** The classes that imports are made of and results are recognised by. */
export type Classes = Pick<typeof WebAssembly, "Memory" | "Table" | "Global" | "RuntimeError"> & {
  readonly Tag: new (type: { parameters: string[] }) => object;
  readonly Exception: new (tag: object, payload: unknown[]) => object;
};

export type Exports = Record<string, unknown>;

export interface FuzzEngine {
  readonly name: string;
  readonly classes: Classes;
  instantiate(bytes: Uint8Array, imports: object): Exports;
}

/** The sort of case: a core module, or a tree of linked ones. */
export type Kind = "core" | "linked";

const native = WebAssembly as unknown as Classes & typeof WebAssembly;

function namespaceEngine(name: string, wasm: unknown): FuzzEngine {
  const { Module, Instance, ...classes } = wasm as typeof native;
  return {
    name,
    classes: { ...classes, ...classesOf(wasm as Classes) },
    instantiate: (bytes, imports) =>
      new Instance(new Module(bytes as Uint8Array<ArrayBuffer>), imports as WebAssembly.Imports).exports,
  };
}

/** By name: a namespace's members need not be enumerable. */
const classesOf = ({ Memory, Table, Global, Tag, Exception, RuntimeError }: Classes): Classes => ({
  Memory,
  Table,
  Global,
  Tag,
  Exception,
  RuntimeError,
});

const NATIVE = namespaceEngine("native", native);

/** Ahead-of-time output, loaded without `eval`. */
const aotEngine = (name: string, options: ModuleOptions = {}): FuzzEngine => ({
  name,
  classes: classesOf(runtime as unknown as Classes),
  instantiate(bytes, imports) {
    const exports = {} as { instantiate(imports: object): Exports };
    const { code } = compileToModule(bytes, { ...options, format: "cjs", externalRuntime: true });
    compileFunction(code, ["exports", "require"])(exports, () => runtime);
    return exports.instantiate(imports);
  },
});

const AOT = aotEngine("aot");

/** A linked tree as one core module. */
export function flatBytes(bytes: Uint8Array): Uint8Array {
  const { module } = decodeModule(bytes, { features: ALL_FEATURES, encoding: "auto" });
  const valid = validateModule(module, { features: ALL_FEATURES });
  return encodeModule(flatten(valid), { encoding: "proposal" });
}

const flat = (name: string, engine: FuzzEngine): FuzzEngine => ({
  ...engine,
  name,
  instantiate: (bytes, imports) => engine.instantiate(flatBytes(bytes), imports),
});

const JS = namespaceEngine("js", createEngine());
const NATIVE_CORES = namespaceEngine("native cores", createEngine({ cores: "native" }));

/** Flattened trees have as many memories as there were instances with one. */
const FLAT_NATIVE = missingOnPlatform().has("multi-memory") ? [] : [flat("flattened, native", NATIVE)];

/** The engines for a sort of case; the first one is what the others are held against. */
export const ENGINES: Readonly<Record<Kind, readonly FuzzEngine[]>> = {
  core: [NATIVE, JS, AOT],
  linked: [NATIVE_CORES, JS, AOT, ...FLAT_NATIVE, flat("flattened, js", JS)],
};

/** Other code for the same modules: for interpreters, without optimisations, metered, from what was printed as text. */
export const VARIANTS: readonly FuzzEngine[] = [
  namespaceEngine("js for interpreters", createEngine({ target: "interpreter" })),
  namespaceEngine("js without optimizations", createEngine({ optimizations: "none" })),
  namespaceEngine("js with a meter", createEngine({ meter: createMeter() })),
  aotEngine("aot for interpreters", { target: "interpreter" }),
  {
    ...JS,
    name: "js from text",
    instantiate: (bytes, imports) => JS.instantiate(parse(print(bytes)), imports),
  },
];

/** The engines for a case: one in two gets one of the variants as well. */
export function enginesFor(kind: Kind, seed: number): readonly FuzzEngine[] {
  const variant = VARIANTS[(seed >>> 3) % (VARIANTS.length * 2)];
  return variant === undefined ? ENGINES[kind] : [...ENGINES[kind], variant];
}

// The ways in which an example runs: each is a WebAssembly namespace, and each must give the same result.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ALL_FEATURES } from "../compiler/base/index.ts";
import { decodeModule, encodeModule } from "../compiler/binary/index.ts";
import { flatten } from "../compiler/transform/index.ts";
import { validateModule } from "../compiler/validate/index.ts";
import { compileToModule } from "../engine/aot/index.ts";
import { createEngine, type WebAssemblyNamespace } from "../engine/index.ts";
import { createPrecompiledEngine } from "../engine/runtime/index.ts";

export interface Example {
  /** Does what the example shows; returns what it prints. */
  readonly run: (engine: WebAssemblyNamespace) => readonly string[];
  /** Why it cannot be flattened, if so. */
  readonly notFlattened?: string | undefined;
  /** What it needs and is not there, if so. */
  readonly missing?: () => string | undefined;
  /** Makes what is missing. @throws Error */
  readonly prepare?: () => void;
}

const TWO_MEMORIES = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 5, 5, 2, 0, 0, 0, 0);

/** Why what has several memories cannot be flattened here, if so. */
export const oneMemoryOnly = (): string | undefined =>
  WebAssembly.validate(TWO_MEMORIES)
    ? undefined
    : "it has two memories, and WebAssembly of this Node has one a module (Node 22 and later have more)";

export interface Outcome {
  readonly way: string;
  readonly lines: readonly string[];
}

/** Runs an example in every way. */
export async function runEveryWay(example: Example): Promise<Outcome[]> {
  const outcomes = [
    { way: "JavaScript cores", lines: example.run(createEngine()) },
    { way: "native cores", lines: example.run(createEngine({ cores: "native" })) },
    { way: "ahead of time", lines: example.run(await aheadOfTime(example)) },
  ];
  if (example.notFlattened === undefined)
    outcomes.push({ way: "flattened, on native WebAssembly", lines: example.run(flattened()) });
  return outcomes;
}

const keyOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");

/** An engine without a compiler, which has what one run of the example compiled, as files. */
async function aheadOfTime(example: Example): Promise<WebAssemblyNamespace> {
  const binaries = new Map<string, Uint8Array>();
  const engine = createEngine();
  example.run(withModule(engine, recording(engine.Module, binaries)));
  const folder = mkdtempSync(join(tmpdir(), "mortise-example-"));
  const modules = new Map<string, unknown>();
  try {
    for (const [key, bytes] of binaries) {
      const file = join(folder, `module${modules.size}.mjs`);
      writeFileSync(file, compileToModule(bytes).code);
      modules.set(key, ((await import(pathToFileURL(file).href)) as { module: unknown }).module);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return createPrecompiledEngine({ find: (bytes) => modules.get(keyOf(bytes)) });
}

function recording(
  Module: WebAssemblyNamespace["Module"],
  binaries: Map<string, Uint8Array>,
): WebAssemblyNamespace["Module"] {
  return new Proxy(Module, {
    construct(target, [bytes]: [Uint8Array]) {
      binaries.set(keyOf(bytes), bytes);
      return new target(bytes);
    },
  });
}

/** The host's own WebAssembly, which is given linked modules as one core module. */
function flattened(): WebAssemblyNamespace {
  const native = globalThis.WebAssembly as unknown as WebAssemblyNamespace;
  const Module = new Proxy(native.Module, {
    construct: (target, [bytes]: [Uint8Array]) => new target(flatBytes(bytes)),
  });
  return withModule(native, Module);
}

/** A namespace with another class `Module`. */
const withModule = (engine: WebAssemblyNamespace, Module: WebAssemblyNamespace["Module"]) =>
  new Proxy(engine, { get: (target, name) => (name === "Module" ? Module : Reflect.get(target, name)) });

function flatBytes(bytes: Uint8Array): Uint8Array {
  const { module } = decodeModule(bytes, { features: ALL_FEATURES, encoding: "auto" });
  return encodeModule(flatten(validateModule(module, { features: ALL_FEATURES })), { encoding: "proposal" });
}

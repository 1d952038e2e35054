// The real programs on ahead-of-time output: one run on the engine notes the binaries that a program compiles; these are
// compiled ahead; then the program runs with an engine that has no compiler, where code cannot be made of strings.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileToPieces } from "../engine/aot/index.ts";
import {
  binariesOf,
  ENGINE,
  OWN,
  type Place,
  PRECOMPILED,
  type Run,
  runProgram,
} from "./realworld-programs.ts";

const RUNTIME = join(OWN, "runtime.cjs");
const RECORDER = join(OWN, "recorder.mjs");
const NO_EVAL = "--disallow-code-generation-from-strings";

const SHARED = `
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
const folder = process.env.MORTISE_BINARIES;
const viewOf = (bytes) => ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : new Uint8Array(bytes);
const fileOf = (bytes, extension) => join(folder, createHash("sha256").update(viewOf(bytes)).digest("hex").slice(0, 24) + extension);
`;

/** The engine, which also writes every binary that it compiles to a file. */
const RECORDER_TEXT = `${SHARED}
import { WebAssembly as Engine } from ${JSON.stringify(ENGINE)};
mkdirSync(folder, { recursive: true });
const noted = (bytes) => { if (bytes instanceof ArrayBuffer || ArrayBuffer.isView(bytes)) writeFileSync(fileOf(bytes, ".wasm"), viewOf(bytes)); return bytes; };
const fromResponse = async (source) => (await source).arrayBuffer();
export const WebAssembly = Object.create(Engine, {
  Module: { value: new Proxy(Engine.Module, { construct: (target, [bytes]) => new target(noted(bytes)) }) },
  compile: { value: async (bytes) => Engine.compile(noted(bytes)) },
  instantiate: { value: async (source, imports) => Engine.instantiate(noted(source), imports) },
  validate: { value: (bytes) => Engine.validate(noted(bytes)) },
  compileStreaming: { value: async (source) => Engine.compile(noted(await fromResponse(source))) },
  instantiateStreaming: { value: async (source, imports) => Engine.instantiate(noted(await fromResponse(source)), imports) },
});`;

const PRECOMPILED_TEXT = `${SHARED}
const require = createRequire(import.meta.url);
const { createPrecompiledEngine } = require(${JSON.stringify(RUNTIME)});
const find = (bytes) => { const file = fileOf(bytes, ".cjs"); return existsSync(file) ? require(file).module : undefined; };
export const WebAssembly = createPrecompiledEngine({ find });`;

/** Writes what the runs need. */
export async function prepareAot(): Promise<void> {
  writeFileSync(RECORDER, RECORDER_TEXT);
  writeFileSync(PRECOMPILED, PRECOMPILED_TEXT);
  const { build } = await import("esbuild");
  await build({
    entryPoints: [join("engine", "runtime", "index.ts")],
    bundle: true,
    format: "cjs",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "node20",
    outfile: RUNTIME,
    logLevel: "warning",
  });
}

export interface AotRun extends Run {
  /** The program's own JavaScript makes code of strings, so that could not be forbidden. */
  readonly evaluates?: boolean;
}

/** Compiles what a program needs, which a run of it tells the first time. Returns the run that failed, if it did. */
export function compileAhead(place: Place, name: string, limit: number): Run | undefined {
  const folder = binariesOf(name);
  if (!existsSync(folder)) {
    const environment = { MORTISE_BINARIES: folder };
    const recorded = runProgram(place, name, limit, { implementation: RECORDER, environment });
    if (recorded.error !== undefined) return recorded;
  }
  compileAll(folder, RUNTIME);
  return undefined;
}

/** Runs one program on outputs. @param limit seconds, of each of the runs */
export function runAhead(place: Place, name: string, limit: number): AotRun {
  const failed = compileAhead(place, name, limit);
  if (failed !== undefined) return failed;
  const environment = { MORTISE_BINARIES: binariesOf(name) };
  const strict = runProgram(place, name, limit, {
    implementation: PRECOMPILED,
    environment,
    flags: [NO_EVAL],
  });
  if (!/EvalError|Code generation from strings/.test(strict.error ?? "")) return strict;
  return { ...runProgram(place, name, limit, { implementation: PRECOMPILED, environment }), evaluates: true };
}

/** What is not valid was a probe: the program asks whether it is. */
function compileAll(folder: string, runtime: string): void {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".wasm"))) {
    const target = join(folder, file.replace(/wasm$/, "cjs"));
    try {
      const { pieces } = compileToPieces(readFileSync(join(folder, file)), {
        format: "cjs",
        externalRuntime: runtime,
      });
      writeFileSync(target, "");
      for (const piece of pieces) writeFileSync(target, piece, { flag: "a" });
    } catch (error) {
      if ((error as Error).name !== "MortiseError") throw error;
    }
  }
}

// Ahead-of-time output as an engine for scripts: each module is compiled to CommonJS text, which is loaded as a file would
// be, without `eval`, and shares the runtime with the others.

import { compileFunction } from "node:vm";
import { MortiseError } from "../compiler/base/index.ts";
import { compileToModule, type ModuleOptions } from "../engine/aot/index.ts";
import * as runtime from "../engine/runtime/index.ts";
import {
  type Exports,
  MORTISE_WORDING,
  type Namespace,
  namespaceEngine,
  type ScriptEngine,
} from "../engine/tools/script/index.ts";

interface Output {
  readonly module: object;
  instantiate(imports: object): Exports;
}

/** An engine whose modules are outputs of `compileToModule`; `options` are those of reading binaries. */
export function aotEngine(options: ModuleOptions, exactMessages: boolean): ScriptEngine {
  const namespace = { ...runtime, ...precompiled() } as unknown as Namespace;
  const base = namespaceEngine(namespace, { wording: MORTISE_WORDING, exactMessages });
  return {
    ...base,
    compile: (bytes) =>
      load(compileToModule(bytes, { ...options, format: "cjs", externalRuntime: true }).code),
    instantiate: (output, imports) => (output as Output).instantiate(imports),
    imports: (output) => base.imports((output as Output).module),
    errorName: (error) => (error instanceof MortiseError ? "CompileError" : base.errorName(error)),
  };
}

/** `Module.imports` reads outputs' modules; the classes of errors and exceptions are the runtime's. */
function precompiled() {
  const { Module } = runtime.createPrecompiledEngine({ find: () => undefined });
  return { Module };
}

function load(code: string): Output {
  const exports = {};
  compileFunction(code, ["exports", "require"])(exports, () => runtime);
  return exports as Output;
}

// The errors of the namespace: compile errors out of the compiler's, and TypeErrors for wrong arguments.

import { MortiseError, unsupported } from "../../compiler/base/index.ts";
import type { WasmErrorConstructor } from "../../compiler/runtime/index.ts";
import { describe } from "../host/index.ts";

/**
 * A refusal of the compiler as a CompileError, which has its `code`, `offset` and `path`; any other error as it is.
 */
export function compileError(where: string, error: unknown, CompileError: WasmErrorConstructor): unknown {
  if (!(error instanceof MortiseError)) return error;
  const { code, offset, path } = error;
  const result = new CompileError(`WebAssembly.${where}: ${error.message}`, { cause: error });
  return Object.assign(result, { code, offset, path });
}

export const notBytes = (where: string, found: unknown) =>
  new TypeError(`WebAssembly.${where}: expected bytes (an ArrayBuffer or a view), found ${describe(found)}`);

export const notModule = (where: string, found: unknown) =>
  new TypeError(`WebAssembly.${where}: expected a WebAssembly.Module, found ${describe(found)}`);

export const neitherModuleNorBytes = (where: string, found: unknown) =>
  new TypeError(
    `WebAssembly.${where}: expected bytes (an ArrayBuffer or a view) or a WebAssembly.Module, found ${describe(found)}`,
  );

export const notResponse = (where: string, found: unknown) =>
  new TypeError(`WebAssembly.${where}: expected a Response or a promise of one, found ${describe(found)}`);

export const wrongMime = (where: string, found: string | null) =>
  new TypeError(
    `WebAssembly.${where}: expected a response of type application/wasm, found ${found === null ? "none" : JSON.stringify(found)}`,
  );

export const notOk = (where: string, status: number) =>
  new TypeError(`WebAssembly.${where}: expected a response with an ok status, found ${status}`);

export const badOption = (name: string, expected: string, found: unknown) =>
  new TypeError(`createEngine: option "${name}" must be ${expected}, found ${JSON.stringify(found)}`);

export const noNative = () =>
  new TypeError('createEngine: cores "native" need a WebAssembly of the host, and there is none');

export const notPrecompiled = () =>
  unsupported(
    "not-precompiled",
    "this engine has no compiler, and the binary is none of those compiled ahead of time",
  );

// `createEngine`: a WebAssembly namespace with options.

import type { NativeWebAssembly } from "../instantiate/index.ts";
import { jsCompiler, nativeCompiler } from "./compile.ts";
import { isOurs, jsNamespace, nativeNamespace } from "./namespace.ts";
import { type EngineOptions, readOptions } from "./options.ts";
import type { WebAssemblyNamespace } from "./types.ts";

/**
 * Makes a WebAssembly namespace. It touches no global; each call makes classes of its own.
 * @throws TypeError for a wrong option, MortiseError `unknown-feature`
 */
export function createEngine(options: EngineOptions = {}): WebAssemblyNamespace {
  const settings = readOptions(options, hostWebAssembly());
  const { native } = settings;
  return native === undefined
    ? jsNamespace(settings, (adopter) => jsCompiler(settings, adopter))
    : nativeNamespace(settings, native, (values) => nativeCompiler(settings, values));
}

/** The host's own WebAssembly; one of ours in its place does not count. */
function hostWebAssembly(): NativeWebAssembly | undefined {
  const host = (globalThis as { WebAssembly?: NativeWebAssembly }).WebAssembly;
  return host === undefined || isOurs(host) ? undefined : host;
}

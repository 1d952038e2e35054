// The engine under test, as small as a script needs it, so that this library, native WebAssembly and ahead-of-time
// output are interchangeable.

import { MORTISE_WORDING, V8_WORDING, type Wording } from "./messages.ts";

export type Exports = Readonly<Record<string, unknown>>;

/** What may fail is told apart by these names. */
export type ErrorName = "CompileError" | "LinkError" | "RuntimeError" | "RangeError" | "Exception";

export interface ScriptEngine {
  /** Compiles; throws a CompileError. The value is only ever given back. */
  compile(bytes: Uint8Array): unknown;
  /** Instantiates what `compile` gave; throws. */
  instantiate(module: unknown, imports: Readonly<Record<string, unknown>>): Exports;
  /** What a module imports; a one-level import has no `name`. */
  imports(module: unknown): Iterable<{ readonly module: string; readonly name?: string | undefined }>;
  /** The sort of an error that the engine threw. */
  errorName(error: unknown): ErrorName | undefined;
  /** The feature whose lack made `compile` throw this error for these bytes, where it can tell. */
  missingFeature(error: unknown, bytes: Uint8Array): string | undefined;
  /** What it says in place of the scripts' texts; absent: texts of compile and link errors are held against it too. */
  readonly wording: Wording;
  /** Whether its messages about invalid modules and links are the scripts' own. */
  readonly exactMessages: boolean;
}

/** The members of a `WebAssembly` namespace that scripts need. */
export interface Namespace {
  readonly Module: {
    new (bytes: Uint8Array<ArrayBuffer>): object;
    imports(module: never): readonly { module: string; name?: string }[];
  };
  readonly Instance: new (module: never, imports: never) => { readonly exports: object };
  readonly CompileError: ErrorClass;
  readonly LinkError: ErrorClass;
  readonly RuntimeError: ErrorClass;
  readonly Exception?: ErrorClass;
}

type ErrorClass = abstract new (...args: never[]) => unknown;

export interface EngineOptions {
  readonly wording?: Wording;
  readonly exactMessages?: boolean;
}

/** A `WebAssembly` namespace, native or ours, as an engine for scripts. */
export function namespaceEngine(wasm: Namespace, options: EngineOptions = {}): ScriptEngine {
  return {
    compile: (bytes) => new wasm.Module(new Uint8Array(bytes)),
    instantiate: (module, imports) => new wasm.Instance(module as never, imports as never).exports as Exports,
    imports: (module) => wasm.Module.imports(module as never),
    errorName: (error) => errorNameIn(wasm, error),
    missingFeature,
    wording: options.wording ?? [...MORTISE_WORDING, ...V8_WORDING],
    exactMessages: options.exactMessages ?? false,
  };
}

const ERROR_NAMES = ["CompileError", "LinkError", "RuntimeError", "Exception"] as const;

function errorNameIn(wasm: Namespace, error: unknown): ErrorName | undefined {
  for (const name of ERROR_NAMES) {
    const errorClass = wasm[name];
    if (errorClass && error instanceof errorClass) return name;
  }
  return error instanceof RangeError ? "RangeError" : undefined;
}

/** Mortise's errors carry the compiler's as their cause; these name the feature. */
function missingFeature(error: unknown): string | undefined {
  let e = error as { code?: unknown; message?: unknown; cause?: unknown } | undefined;
  for (; e; e = e.cause as typeof e) {
    const feature =
      /^(.*)-unsupported$/.exec(String(e.code)) ?? /needs? the feature "([^"]+)"/.exec(String(e.message));
    if (feature) return feature[1];
  }
  return undefined;
}

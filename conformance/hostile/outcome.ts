// What becomes of a binary: decoded and validated, and then run through a whole engine.

import { ALL_FEATURES, MortiseError } from "../../compiler/base/index.ts";
import { decodeModule } from "../../compiler/binary/index.ts";
import { validateModule } from "../../compiler/validate/index.ts";
import { createEngine } from "../../engine/index.ts";

export interface Outcome {
  /** `valid` or `ok`, an error's code or name; `crash: …` for an error that is not documented. */
  readonly result: string;
  readonly milliseconds: number;
}

/** Errors that the JS API documents. */
const DOCUMENTED = new Set([
  "CompileError",
  "LinkError",
  "RuntimeError",
  "RangeError",
  "TypeError",
  "Exception",
]);

function timed(run: () => string, name: (error: unknown) => string | undefined): Outcome {
  const start = performance.now();
  let result: string;
  try {
    result = run();
  } catch (error) {
    result = name(error) ?? `crash: ${error instanceof Error ? error.stack : String(error)}`;
  }
  return { result, milliseconds: performance.now() - start };
}

/** Decodes and validates: `valid`, or the code of the error. */
export const judge = (bytes: Uint8Array): Outcome =>
  timed(
    () => {
      const { module } = decodeModule(bytes, { features: ALL_FEATURES, encoding: "auto" });
      validateModule(module, { features: ALL_FEATURES });
      return "valid";
    },
    (error) => (error instanceof MortiseError ? error.code : undefined),
  );

const documented = (error: unknown) =>
  error instanceof Error && DOCUMENTED.has(error.name) ? error.name : undefined;

/** Compiles: `ok`, or the name of the error. */
export const compile = (bytes: Uint8Array): Outcome =>
  timed(() => {
    const { Module } = createEngine();
    void new Module(bytes as Uint8Array<ArrayBuffer>);
    return "ok";
  }, documented);

/** Compiles, instantiates without imports, and, if `call`, calls every exported function: `ok`, or the error's name. */
export const run = (bytes: Uint8Array, call = true): Outcome =>
  timed(() => {
    const { Module, Instance } = createEngine();
    const { exports } = new Instance(new Module(bytes as Uint8Array<ArrayBuffer>), {});
    for (const item of Object.values(exports)) if (call && typeof item === "function") item();
    return "ok";
  }, documented);

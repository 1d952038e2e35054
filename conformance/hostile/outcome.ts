// What becomes of a binary: decoded and validated, and then run through a whole engine.

import { ALL_FEATURES, MortiseError } from "../../compiler/base/index.ts";
import { decodeModule } from "../../compiler/binary/index.ts";
import { validateModule } from "../../compiler/validate/index.ts";
import { createEngine, createMeter } from "../../engine/index.ts";

export interface Outcome {
  /** `valid` or `ok`, an error's code or name; `crash: …` for an error that is not documented. */
  readonly result: string;
  readonly milliseconds: number;
}

/** Units of fuel for what is run: endless loops end. */
const FUEL = 200_000_000;

/** Errors that the JS API documents, and what ends a loop. */
const DOCUMENTED = new Set([
  "CompileError",
  "LinkError",
  "RuntimeError",
  "RangeError",
  "TypeError",
  "Exception",
  "InterruptError",
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

/**
 * Compiles, instantiates without imports, and calls every exported function, each with so much fuel: `ok`, or the name of the
 * first error. What functions throw does not keep the others from being called.
 */
export const run = (bytes: Uint8Array, fuel = FUEL): Outcome =>
  timed(() => {
    const meter = createMeter({ fuel });
    const { Module, Instance } = createEngine({ meter });
    const { exports } = new Instance(new Module(bytes as Uint8Array<ArrayBuffer>), {});
    const endings = Object.values(exports).map((item) => {
      meter.fuel = fuel;
      return typeof item === "function" ? ending(item as () => unknown) : "ok";
    });
    return endings.find((text) => text !== "ok") ?? "ok";
  }, documented);

/** How a call ends. @throws what is not documented */
function ending(call: () => unknown): string {
  try {
    call();
    return "ok";
  } catch (error) {
    const name = documented(error);
    if (name === undefined) throw error;
    return name;
  }
}

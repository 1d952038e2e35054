// A backend and a boundary for tests of the executor: core modules are functions given by the test, externs are the
// JavaScript values themselves.

import { LinkError } from "../../../compiler/runtime/index.ts";
import { describe } from "../../host/index.ts";
import type { Backend, Boundary } from "../backend.ts";
import { type Extern, ModuleValue } from "../values.ts";

/** What a core module makes of its imports: items by kind and index, as in `func 0`. */
export type ToyCore = (...imports: Extern[]) => Record<string, Extern>;

/** Runs the given cores; `log` gets a line whenever one is made. */
export function toyBackend(cores: readonly ToyCore[], log: string[] = [], defers = true): Backend {
  return {
    defers,
    core: (id) => (imports) => {
      log.push(`core ${id}`);
      const items = cores[id]!(...imports);
      return { item: (kind, index) => items[`${kind} ${index}`] };
    },
  };
}

/** Functions are functions, memories are array buffers; anything else is refused. */
export const toyBoundary: Boundary = {
  LinkError,
  toExtern(type, value, _functions, mismatch) {
    const fits = type.kind === "func" ? typeof value === "function" : value instanceof ArrayBuffer;
    if (!fits) throw mismatch(describe(value));
    return value;
  },
  fromExtern: (_type, extern) => extern,
  moduleOf: (value) => (value instanceof ModuleValue ? value : undefined),
  fromModule: (module) => module,
  fieldsOf: (value) => (typeof value === "object" && value !== null ? value : undefined),
};

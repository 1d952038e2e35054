// JavaScript engines without a JIT, and without WebAssembly of their own.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { getQuickJS } from "quickjs-emscripten";
import type { Environment } from "./environment.ts";

const quickjs: Environment = {
  name: "QuickJS (quickjs-emscripten)",
  evaluates: true,
  missing: async () => undefined,
  async run(program) {
    const engine = await getQuickJS();
    const result = engine.evalCode(`${program};globalThis.outcome`, { maxStackSizeBytes: 1 << 20 });
    return typeof result === "string" ? result : JSON.stringify(result);
  },
};

/** The npm package `hermes-engine` has, for Linux, the compiler only. */
const HERMES = join(process.env["HERMES"] ?? join("node_modules", "hermes-engine", "linux64-bin"), "hermes");

const hermes: Environment = {
  name: "Hermes (hermes-engine)",
  evaluates: false,
  missing: async () =>
    existsSync(HERMES)
      ? undefined
      : "hermes-engine 0.11 ships hermesc, which compiles, but no hermes to run the result",
  async run() {
    throw new Error("unreachable while there is no binary");
  },
};

export const SMALL: readonly Environment[] = [quickjs, hermes];

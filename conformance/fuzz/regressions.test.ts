// What the fuzzer found stays right: on JavaScript cores, ahead of time, and natively where the platform can run it.

import t from "tap";
import { parse } from "../../compiler/text/index.ts";
import { ENGINES, type FuzzEngine, VARIANTS } from "./engines.ts";
import { trapOf } from "./execute.ts";
import { REGRESSIONS, type Regression } from "./regressions.ts";

const bytesOf = ({ text }: Regression) => new Uint8Array(parse(text));
const canRun = ({ name }: FuzzEngine, bytes: Uint8Array<ArrayBuffer>) =>
  name !== "native" || WebAssembly.validate(bytes);

function attempt(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return trapOf(error as Error);
  }
}

for (const regression of REGRESSIONS)
  t.test(regression.bug, (t) => {
    const bytes = bytesOf(regression);
    for (const engine of [...ENGINES.core, ...VARIANTS].filter((one) => canRun(one, bytes))) {
      const exports = engine.instantiate(bytes, {}) as Record<string, (...args: unknown[]) => unknown>;
      for (const [name, args, gives] of regression.calls)
        t.same(
          attempt(() => exports[name]!(...args)),
          gives,
          `${engine.name}: ${name}(${args.join()})`,
        );
    }
    t.end();
  });

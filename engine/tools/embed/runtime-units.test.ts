// The runtime in engine/aot/runtime.generated.ts is that of the sources.

import { readFileSync } from "node:fs";
import t from "tap";
import { embedRuntime } from "./runtime-units.ts";

t.test("runtime.generated.ts is up to date (npm run build:aot-runtime)", async (t) => {
  t.equal(readFileSync("engine/aot/runtime.generated.ts", "utf8"), await embedRuntime());
});

// `npm run build:aot-runtime`: writes engine/aot/runtime.generated.ts.

import { writeFileSync } from "node:fs";
import { embedRuntime } from "./runtime-units.ts";

writeFileSync("engine/aot/runtime.generated.ts", await embedRuntime());

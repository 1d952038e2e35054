// environments/: where Mortise is tried. `programs` makes what is run, one file a family of environments runs it.
// The published bundles are tried apart, in pages only: `published-package` is what is served, `published-program` what is run.

import { CHROMIUM } from "./chromium.ts";
import type { Environment } from "./environment.ts";
import { NODE } from "./node.ts";
import { SMALL } from "./small.ts";

export type { Environment } from "./environment.ts";
export { EXPECTED, makePrograms, type Programs } from "./programs.ts";
export const ENVIRONMENTS: readonly Environment[] = [...NODE, ...CHROMIUM, ...SMALL];

// The suites of the benchmark, in the order in which they run.
import { kernelSuite } from "./kernels.ts";
import type { Suite } from "./suite.ts";

export type { Suite } from "./suite.ts";

export const suites: ReadonlyMap<string, Suite> = new Map([kernelSuite].map((suite) => [suite.name, suite]));

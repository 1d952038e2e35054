// The suites of the benchmark, in the order in which they run.
import { boundarySuite } from "./boundary.ts";
import { compileSuite } from "./compile.ts";
import { depthSuite } from "./depth.ts";
import { growthSuite } from "./growth.ts";
import { instancesSuite } from "./instances.ts";
import { instantiateSuite } from "./instantiate.ts";
import { kernelSuite } from "./kernels.ts";
import { linkingSuite } from "./linking.ts";
import { outputSuite } from "./output.ts";
import { phasesSuite } from "./phases.ts";
import { realSuite } from "./real.ts";
import type { Suite } from "./suite.ts";
import { textSuite } from "./text.ts";

export type { Suite } from "./suite.ts";

const all: readonly Suite[] = [
  kernelSuite,
  instancesSuite,
  realSuite,
  compileSuite,
  phasesSuite,
  outputSuite,
  instantiateSuite,
  boundarySuite,
  linkingSuite,
  depthSuite,
  growthSuite,
  textSuite,
];

export const suites: ReadonlyMap<string, Suite> = new Map(all.map((suite) => [suite.name, suite]));

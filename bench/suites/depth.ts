// How deep a recursive function gets before the stack is exhausted: at its first call, and once the engine has optimised it.
import { type Contender, instantiate } from "../contenders/index.ts";
import type { Outcome, Settings } from "../harness/types.ts";
import { recursionModule } from "../modules/core.ts";
import { failure, type Suite, sortOut } from "./suite.ts";

/** Exhaustions after which code counts as warm. */
const WARM_UP = 30;

const cases: Readonly<Record<string, number>> = { "1 parameter": 1, "10 parameters": 10 };

interface Recursion {
  down(...values: number[]): number;
  depth(): number;
}

/** Recurses until the stack is exhausted; the depth reached. */
function exhaust(exports: Recursion, values: readonly number[]): number {
  try {
    exports.down(...values);
  } catch (error) {
    if (error instanceof RangeError) return exports.depth();
    throw error;
  }
  throw new Error("an endless recursion returned");
}

async function depths(
  contender: Contender,
  parameters: number,
  settings: Settings,
): Promise<[number, number[]]> {
  const exports = (await instantiate(contender, recursionModule(parameters))) as unknown as Recursion;
  const values = Array.from({ length: parameters }, (_, i) => i);
  const first = exhaust(exports, values);
  for (let i = 0; i < WARM_UP; i++) exhaust(exports, values);
  return [first, Array.from({ length: settings.rounds }, () => exhaust(exports, values))];
}

const run: Suite["run"] = async (name, contenders, settings) => {
  const { able, outcomes } = await sortOut(contenders);
  const first: Record<string, Outcome> = { ...outcomes };
  const warm: Record<string, Outcome> = { ...outcomes };
  for (const contender of able) {
    try {
      const [cold, hot] = await depths(contender, cases[name]!, settings);
      first[contender.name] = { state: "ok", samples: [cold] };
      warm[contender.name] = { state: "ok", samples: hot };
    } catch (error) {
      first[contender.name] = warm[contender.name] = failure(error);
    }
  }
  const common = { case: name, group: "", unit: "calls", better: "higher" as const };
  return [
    { ...common, measure: "first", outcomes: first },
    { ...common, measure: "warm", outcomes: warm },
  ];
};

export const depthSuite: Suite = {
  name: "depth",
  apart: true,
  title: "Depth of recursion before exhaustion; a ratio of 2 is half of native's depth",
  contenders: ["native", "mortise", "mortise-aot", "polywasm", "wasm2js"],
  cases: () => Object.keys(cases),
  async prepare(name, contenders) {
    for (const contender of contenders) await contender.prepare?.(recursionModule(cases[name]!));
  },
  run,
};

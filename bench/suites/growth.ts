// Memory that grows page by page: the time to reach a size, which is linear in it if growing copies nothing.
import { type Contender, instantiate } from "../contenders/index.ts";
import { milliseconds } from "../harness/cycle.ts";
import type { Outcome, Settings } from "../harness/types.ts";
import { growthModule } from "../modules/core.ts";
import { failure, type Suite, sortOut } from "./suite.ts";

const PAGES_IN_MIB = 16;

/** Sizes in MiB; who copies at each page takes minutes for the larger ones and is left out there. */
const sizes: Readonly<Record<string, number>> = {
  "to 16 MiB": 16,
  "to 64 MiB": 64,
  "to 256 MiB": 256,
  "to 1 GiB": 1024,
};
const copiers = ["polywasm", "wasm2js"];
const COPIERS_LIMIT = 16;

/** The largest memory is made in few rounds: it is the machine's memory that is used. */
const ROUNDS = 3;

async function growOnce(contender: Contender, mebibytes: number, clock: Settings["clock"]): Promise<number> {
  const pages = mebibytes * PAGES_IN_MIB;
  const exports = await instantiate(contender, growthModule(pages));
  const grow = exports["grow"] as (pages: number) => number;
  const start = milliseconds(clock);
  const reached = grow(pages - 1);
  const time = milliseconds(clock) - start;
  if (reached !== pages) throw new Error(`reached ${reached} pages, not ${pages}`);
  return time;
}

async function measure(contender: Contender, mebibytes: number, settings: Settings): Promise<Outcome> {
  if (copiers.includes(contender.name) && mebibytes > COPIERS_LIMIT)
    return { state: "skipped", reason: `copies at every page: not run above ${COPIERS_LIMIT} MiB` };
  const samples: number[] = [];
  try {
    for (let i = 0; i < Math.min(ROUNDS, settings.rounds); i++)
      samples.push(await growOnce(contender, mebibytes, settings.clock));
  } catch (error) {
    return failure(error);
  }
  return { state: "ok", samples };
}

const run: Suite["run"] = async (name, contenders, settings) => {
  const { able, outcomes } = await sortOut(contenders);
  for (const contender of able) outcomes[contender.name] = await measure(contender, sizes[name]!, settings);
  return [{ case: name, group: "", measure: "", unit: "ms", better: "lower", plain: true, outcomes }];
};

export const growthSuite: Suite = {
  name: "growth",
  apart: true,
  title: "Growing a memory page by page",
  contenders: ["native", "mortise", "polywasm", "wasm2js"],
  cases: () => Object.keys(sizes),
  async prepare(name, contenders) {
    for (const contender of contenders) await contender.prepare?.(growthModule(sizes[name]! * PAGES_IN_MIB));
  },
  run,
};

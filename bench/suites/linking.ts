// What a call across nested modules costs, against the same functions in one module: 1, 2 and 5 boundaries a call.
import { type Contender, instantiate } from "../contenders/index.ts";
import { race, type Racer } from "../harness/cycle.ts";
import { sink } from "../harness/sink.ts";
import type { Outcome, Settings } from "../harness/types.ts";
import { chainInOneModule, chainOfModules } from "../modules/linked.ts";
import { failure, type Suite, sortOut } from "./suite.ts";

/** Calls of the chain in one run. */
const CALLS = 200_000;

interface Chain {
  readonly boundaries: number;
  /** The links between caller and leaf are instances of one module. */
  readonly repeated: boolean;
}

const chains: Readonly<Record<string, Chain>> = {
  "1 boundary": { boundaries: 1, repeated: false },
  "2 boundaries": { boundaries: 2, repeated: false },
  "5 boundaries": { boundaries: 5, repeated: false },
  "5 boundaries, one module 4 times": { boundaries: 5, repeated: true },
};

async function prepared(contender: Contender, bytes: Uint8Array<ArrayBuffer>): Promise<() => number> {
  const exports = await instantiate(contender, bytes);
  const run = exports["run"] as (n: number) => number;
  return () => run(CALLS);
}

/** The two racers of a contender, linked and in one module; throws if their results differ. */
async function pair(contender: Contender, chain: Chain): Promise<Racer[]> {
  const single = await prepared(contender, chainInOneModule(chain.boundaries, chain.repeated));
  const linked = await prepared(contender, chainOfModules(chain.boundaries, chain.repeated));
  if (single() !== linked()) throw new Error(`linked code gives ${linked()}, not ${single()}`);
  return [
    { name: "single", call: () => void (sink.value = single()) },
    { name: "linked", call: () => void (sink.value = linked()) },
  ];
}

interface Pair {
  readonly linked: Outcome;
  readonly price: Outcome;
}

/** Nanoseconds a call of the linked chain, and its time as a multiple of the same in one module. */
async function measure(contender: Contender, chain: Chain, settings: Settings): Promise<Pair> {
  const { single, linked } = race(await pair(contender, chain), settings);
  if (single?.state !== "ok" || linked?.state !== "ok") throw new Error("could not be timed");
  const price = linked.samples.map((ms, i) => ms / single.samples[i]!);
  const ns = linked.samples.map((ms) => (ms * 1e6) / CALLS);
  return { linked: { state: "ok", samples: ns }, price: { state: "ok", samples: price } };
}

const run: Suite["run"] = async (name, contenders, settings) => {
  const { able, outcomes } = await sortOut(contenders);
  const linked = { ...outcomes };
  const price = { ...outcomes };
  for (const contender of able) {
    try {
      const it = await measure(contender, chains[name]!, settings);
      linked[contender.name] = it.linked;
      price[contender.name] = it.price;
    } catch (error) {
      linked[contender.name] = price[contender.name] = failure(error);
    }
  }
  const common = { case: name, group: "", better: "lower" as const, plain: true };
  return [
    { ...common, measure: "a call", unit: "ns", outcomes: linked },
    { ...common, measure: "against one module", unit: "×", outcomes: price },
  ];
};

export const linkingSuite: Suite = {
  name: "linking",
  title: "Calls across nested module boundaries",
  contenders: ["mortise", "mortise-aot", "mortise-native"],
  cases: () => Object.keys(chains),
  async prepare(name, contenders) {
    const { boundaries, repeated } = chains[name]!;
    for (const contender of contenders) {
      await contender.prepare?.(chainInOneModule(boundaries, repeated));
      await contender.prepare?.(chainOfModules(boundaries, repeated));
    }
  },
  run,
};

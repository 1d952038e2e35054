// Instances a second from code compiled once: a hundred functions with few or many exports, and a tree of ten linked modules.
import {
  type Contender,
  mortise,
  type Namespace,
  type NamespaceContender,
  polywasm,
} from "../contenders/index.ts";
import { mortiseNative, native } from "../contenders/index.ts";
import { type Racer, race } from "../harness/cycle.ts";
import { sink } from "../harness/sink.ts";
import type { Outcome } from "../harness/types.ts";
import { hundredFunctions } from "../modules/core.ts";
import { tenModules } from "../modules/linked.ts";
import { failure, type Suite, sortOut } from "./suite.ts";

interface Case {
  readonly bytes: () => Uint8Array<ArrayBuffer>;
  /** What is done with each instance: nothing, or one function called. */
  use(instance: WebAssembly.Instance): void;
}

function callExport(field: string): (instance: WebAssembly.Instance) => void {
  return (instance) => {
    const { exports } = instance;
    sink.value = (exports[field] as (x: number) => number)(1);
  };
}

const cases: Readonly<Record<string, Case>> = {
  "100 functions, one exported": { bytes: () => hundredFunctions(1), use: callExport("f0") },
  "100 functions, all exported": { bytes: () => hundredFunctions(100), use: callExport("f0") },
  "100 functions, exports not touched": {
    bytes: () => hundredFunctions(100),
    use: (instance) => (sink.value = instance),
  },
  "ten linked modules": { bytes: tenModules, use: callExport("g8") },
};

const namespaces: readonly NamespaceContender[] = [native, mortise, mortiseNative, polywasm];

/** Makes instances from one module; the first one is made here, so that errors show before the timing. */
function racer(name: string, namespace: Namespace, it: Case): Racer {
  const module = new namespace.Module(it.bytes());
  const { Instance } = namespace;
  const call = () => it.use(new Instance(module));
  call();
  return { name, call };
}

async function gather(
  it: Case,
  able: readonly Contender[],
  outcomes: Record<string, Outcome>,
): Promise<Racer[]> {
  const racers: Racer[] = [];
  for (const contender of namespaces.filter((candidate) => able.includes(candidate))) {
    try {
      racers.push(racer(contender.name, await contender.namespace(), it));
    } catch (error) {
      outcomes[contender.name] = failure(error);
    }
  }
  return racers;
}

/** Milliseconds an instance as instances a second. */
function toRate(outcome: Outcome): Outcome {
  if (outcome.state !== "ok") return outcome;
  return { state: "ok", samples: outcome.samples.map((ms) => 1000 / ms) };
}

const run: Suite["run"] = async (name, contenders, settings) => {
  const { able, outcomes } = await sortOut(contenders);
  const racers = await gather(cases[name]!, able, outcomes);
  for (const [contender, outcome] of Object.entries(race(racers, settings)))
    outcomes[contender] = toRate(outcome);
  return [{ case: name, group: name, measure: "", unit: "/s", better: "higher", outcomes }];
};

export const instantiateSuite: Suite = {
  name: "instantiate",
  apart: true,
  title: "Instances a second from one compiled module",
  contenders: namespaces.map((it) => it.name),
  cases: () => Object.keys(cases),
  run,
};

// Calls between JavaScript and wasm by signature, and reads and writes of a table from JavaScript.
import { type Contender, type Exports, instantiate } from "../contenders/index.ts";
import { type Racer, race } from "../harness/cycle.ts";
import { sink } from "../harness/sink.ts";
import type { Outcome } from "../harness/types.ts";
import { type BoundarySignature, boundaryModule, boundarySignatures, tableModule } from "../modules/core.ts";
import { failure, type Suite, sortOut } from "./suite.ts";

/** Calls in one timed run. */
const CALLS = 10_000;

/** Loops of their own for each number of arguments: a spread would cost more than the call. */
function repeatCalls(f: (...args: unknown[]) => unknown, args: readonly unknown[]): () => void {
  const [a, b] = args;
  // Each loop is made anew, so that contenders do not share a call site.
  const text = ["f()", "f(a)", "f(a, b)"][args.length];
  const source = `return () => { let last; for (let i = 0; i < ${CALLS}; i++) last = ${text}; return last; }`;
  const loop = new Function("f", "a", "b", source)(f, a, b) as () => unknown;
  return () => void (sink.value = loop());
}

function hostFunction(it: BoundarySignature): (...args: unknown[]) => unknown {
  if (it.results.length === 0) return () => undefined;
  const parameters = it.parameters.map((_, i) => `x${i}`);
  return new Function(...parameters, `return ${parameters.join(" + ")}`) as (...args: unknown[]) => unknown;
}

type Way = (it: BoundarySignature, exports: Exports) => () => void;

const ways: Readonly<Record<string, Way>> = {
  in: (it, exports) => repeatCalls(exports["call"] as (...args: unknown[]) => unknown, it.arguments),
  out: (it, exports) => {
    const run = exports["run"] as (...args: unknown[]) => unknown;
    return () => void (sink.value = run(CALLS, ...it.arguments));
  },
};

interface TableExports extends Exports {
  readonly table: WebAssembly.Table;
  readonly f: unknown;
}

const tableWays: Readonly<Record<string, (exports: TableExports) => () => void>> = {
  "table get": ({ table }) => repeatCalls((i) => table.get(i as number), [3]),
  "table set": ({ table, f }) => repeatCalls((i, value) => table.set(i as number, value), [2, f]),
};

const signatures = new Map(boundarySignatures.map((it) => [it.name, it]));

/** Case names are a way and a signature, or a way to use a table. */
function caseNames(): string[] {
  const calls = Object.keys(ways).flatMap((way) =>
    [...signatures.keys()].map((signature) => `${way} ${signature}`),
  );
  return [...calls, ...Object.keys(tableWays)];
}

async function prepared(name: string, contender: Contender): Promise<Racer> {
  const ofTable = tableWays[name];
  if (ofTable !== undefined) {
    const exports = await instantiate(contender, tableModule());
    return { name: contender.name, call: ofTable(exports as TableExports) };
  }
  const [way, signature] = name.split(" ") as [string, string];
  const it = signatures.get(signature)!;
  const exports = await instantiate(contender, boundaryModule(it), { host: { f: hostFunction(it) } });
  return { name: contender.name, call: ways[way]!(it, exports) };
}

function perCall(outcome: Outcome): Outcome {
  if (outcome.state !== "ok") return outcome;
  return { state: "ok", samples: outcome.samples.map((ms) => (ms * 1e6) / CALLS) };
}

const run: Suite["run"] = async (name, contenders, settings) => {
  const { able, outcomes } = await sortOut(contenders);
  const racers: Racer[] = [];
  for (const contender of able) {
    try {
      racers.push(await prepared(name, contender));
    } catch (error) {
      outcomes[contender.name] = failure(error);
    }
  }
  for (const [contender, outcome] of Object.entries(race(racers, settings)))
    outcomes[contender] = perCall(outcome);
  return [{ case: name, group: name.split(" ")[0]!, measure: "", unit: "ns", better: "lower", outcomes }];
};

export const boundarySuite: Suite = {
  name: "boundary",
  title: "Calls between JavaScript and wasm, nanoseconds a call",
  contenders: ["native", "mortise", "mortise-native", "polywasm"],
  cases: caseNames,
  run,
};

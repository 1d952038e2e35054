// What a second instance and a grown memory cost: kernels run by the first instance while it is the only one, by the first of
// two, by the second, and after its memory has grown; each against native code in a process of its own.
import { type Contender, type Exports, instantiate, mortise, native } from "../contenders/index.ts";
import { type Racer, race } from "../harness/cycle.ts";
import { sink } from "../harness/sink.ts";
import { kernels } from "../kernels/kernels.ts";
import { kernelBytes, kernelChecksum, kernelNamed } from "./kernels.ts";
import { type Suite, sortOut } from "./suite.ts";

type Run = (n: number) => number;

/** The ways in which an instance can stand; each returns the function to be timed. */
const ways: Readonly<Record<string, (make: () => Exports, n: number) => Run>> = {
  alone: (make) => make()["run"] as Run,
  "first of two": (make, n) => {
    const first = make()["run"] as Run;
    (make()["run"] as Run)(n);
    return first;
  },
  second: (make, n) => {
    (make()["run"] as Run)(n);
    return make()["run"] as Run;
  },
  grown: (make, n) => {
    const exports = make();
    (exports["run"] as Run)(n);
    (exports["memory"] as WebAssembly.Memory).grow(1);
    return exports["run"] as Run;
  },
};

async function racers(able: readonly Contender[], kernel: string, way: string): Promise<Racer[]> {
  const { n } = kernelNamed(kernel);
  const bytes = kernelBytes(kernel);
  const made: Racer[] = [];
  if (able.includes(native)) {
    const base = (await instantiate(native, bytes))["run"] as Run;
    made.push({ name: "native", call: () => void (sink.value = base(n)) });
  }
  const compiled = await mortise.compile(bytes);
  const run = ways[way]!(() => compiled(), n);
  if (run(n) !== kernelChecksum(kernel))
    throw new Error(`${kernel} gives a wrong result in an instance ${way}`);
  made.push({ name: "mortise", call: () => void (sink.value = run(n)) });
  return made;
}

const run: Suite["run"] = async (name, contenders, settings) => {
  const [kernel, way] = name.split(": ") as [string, string];
  const { able, outcomes } = await sortOut(contenders);
  const common = { case: name, group: way, measure: "", unit: "ms", better: "lower" as const };
  if (!able.includes(mortise)) return [{ ...common, outcomes }];
  return [{ ...common, outcomes: { ...outcomes, ...race(await racers(able, kernel, way), settings) } }];
};

export const instancesSuite: Suite = {
  name: "instances",
  title: "Kernels in one instance, in the first and second of two, and after growth",
  contenders: ["native", "mortise"],
  cases: () =>
    kernels
      .filter((kernel) => !kernel.fresh)
      .flatMap(({ name }) => Object.keys(ways).map((way) => `${name}: ${way}`)),
  run,
};

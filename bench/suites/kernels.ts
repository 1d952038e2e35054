// The kernels: small programs in steady state, verified against the checksum of native code before they are timed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Contender } from "../contenders/index.ts";
import { type Racer, race } from "../harness/cycle.ts";
import { sink } from "../harness/sink.ts";
import type { Outcome } from "../harness/types.ts";
import { type Kernel, kernels } from "../kernels/kernels.ts";
import { benchFolder } from "./folder.ts";
import { failure, type Suite, sortOut } from "./suite.ts";

/** The binary of a kernel. */
export function kernelBytes(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(benchFolder(), "kernels", "wasm", `${name}.wasm`)));
}

/** The checksum of a kernel at its size. */
export function kernelChecksum(name: string): number {
  return JSON.parse(readFileSync(join(benchFolder(), "kernels", "expected.json"), "utf8"))[name];
}

/** The kernel of a name; throws if there is none. */
export function kernelNamed(name: string): Kernel {
  const kernel = kernels.find((it) => it.name === name);
  if (kernel === undefined) throw new Error(`no kernel is named ${name}`);
  return kernel;
}

/** A racer for a verified instance, or what is wrong with it. */
export async function verified(contender: Contender, kernel: Kernel): Promise<Racer | Outcome> {
  const instantiate = await contender.compile(kernelBytes(kernel.name));
  const fresh = () => instantiate()["run"] as (n: number) => number;
  const run = fresh();
  const expected = kernelChecksum(kernel.name);
  const result = run(kernel.n);
  if (result !== expected) return { state: "wrong", reason: `gives ${result}, not ${expected}` };
  const call = kernel.fresh
    ? () => void (sink.value = fresh()(kernel.n))
    : () => void (sink.value = run(kernel.n));
  return { name: contender.name, call };
}

/** Racers of all contenders that give the right result; the others' reasons go to outcomes. */
async function gather(
  able: readonly Contender[],
  kernel: Kernel,
  outcomes: Record<string, Outcome>,
): Promise<Racer[]> {
  const racers: Racer[] = [];
  for (const contender of able) {
    try {
      const it = await verified(contender, kernel);
      if ("state" in it) outcomes[contender.name] = it;
      else racers.push(it);
    } catch (error) {
      outcomes[contender.name] = failure(error);
    }
  }
  return racers;
}

export const kernelSuite: Suite = {
  name: "kernels",
  title: "Kernels in steady state, milliseconds a run",
  contenders: ["native", "mortise", "mortise-aot", "mortise-native", "polywasm", "wasm2js"],
  cases: () => kernels.map((kernel) => kernel.name),
  async prepare(name, contenders) {
    for (const contender of contenders) await contender.prepare?.(kernelBytes(name));
  },
  async run(name, contenders, settings) {
    const kernel = kernelNamed(name);
    const { able, outcomes } = await sortOut(contenders);
    const racers = await gather(able, kernel, outcomes);
    Object.assign(outcomes, race(racers, { ...settings, warmMs: settings.warmMs * (kernel.warm ?? 1) }));
    return [{ case: name, group: kernel.group, measure: "", unit: "ms", better: "lower", outcomes }];
  },
};

// Mortise's own phases, warm: decoding and validating in megabytes a second, generating in nanoseconds an instruction, and how
// much JavaScript comes out.
import { existsSync, readFileSync } from "node:fs";
import type { Contender } from "../contenders/index.ts";
import { milliseconds } from "../harness/cycle.ts";
import type { Measurement, Outcome, Settings } from "../harness/types.ts";
import { moduleFile, moduleNames } from "./compile.ts";
import { failure, type Suite } from "./suite.ts";

/** What the bundle of phases.ts exports. */
type Phases = typeof import("../phases.ts");

async function loadPhases(): Promise<Phases> {
  const file = new URL("./phases.mjs", import.meta.url);
  if (!existsSync(file)) throw new Error("the compiler is not bundled");
  return import(file.href);
}

/** Rounds before the measured ones, in which the compiler's own code is optimised: so many, and so many milliseconds. */
const WARM_UP = 3;
const WARM_UP_MS = 300;

/** Milliseconds of each later round of fn, and what it returned. */
function timed<T>(fn: () => T, settings: Settings): [T, number[]] {
  const begin = milliseconds(settings.clock);
  for (let round = 0; round < WARM_UP || milliseconds(settings.clock) - begin < WARM_UP_MS; round++) fn();
  const samples: number[] = [];
  let value: T;
  do {
    const start = milliseconds(settings.clock);
    value = fn();
    samples.push(milliseconds(settings.clock) - start);
  } while (samples.length < Math.min(settings.rounds, 5));
  return [value, samples];
}

interface Measure {
  readonly measure: string;
  readonly unit: string;
  readonly better: "lower" | "higher";
  readonly samples: number[];
}

function measureAll(phases: Phases, bytes: Uint8Array, settings: Settings): Measure[] {
  const rate = (ms: number) => bytes.length / 1e3 / ms;
  const [module, decoding] = timed(() => phases.decode(bytes), settings);
  const [valid, validating] = timed(() => phases.validate(module), settings);
  const [source, generating] = timed(() => phases.generate(valid), settings);
  const count = phases.countInstructions(module);
  const both = decoding.map((ms, i) => rate(ms + validating[i]!));
  return [
    { measure: "decode", unit: "MB/s", better: "higher", samples: decoding.map(rate) },
    { measure: "decode and validate", unit: "MB/s", better: "higher", samples: both },
    {
      measure: "generate",
      unit: "ns/instruction",
      better: "lower",
      samples: generating.map((ms) => (ms * 1e6) / count),
    },
    { measure: "source", unit: "× size", better: "lower", samples: [source.length / bytes.length] },
  ];
}

async function run(name: string, _: readonly Contender[], settings: Settings): Promise<Measurement[]> {
  const common = { case: name, group: "", plain: true };
  try {
    const bytes = new Uint8Array(readFileSync(moduleFile(name)));
    return measureAll(await loadPhases(), bytes, settings).map(({ measure, unit, better, samples }) => {
      const mortise: Outcome = { state: "ok", samples };
      return { ...common, measure, unit, better, outcomes: { mortise } };
    });
  } catch (error) {
    return [{ ...common, measure: "", unit: "", better: "lower", outcomes: { mortise: failure(error) } }];
  }
}

export const phasesSuite: Suite = {
  name: "phases",
  title: "The phases of Mortise's compiler, warm",
  contenders: ["mortise"],
  cases: moduleNames,
  run,
};

// Runs one suite: prepares its cases, measures each in several processes, and merges what they give into rows.
import type { Contender } from "../contenders/index.ts";
import type { Suite } from "../suites/index.ts";
import { runJob } from "./spawn.ts";
import { meansOf, mergeOutcomes, toRow } from "./statistics.ts";
import type { Measurement, Settings, SuiteReport } from "./types.ts";

/** What is under test, and how it is measured. */
export interface Under {
  readonly node: string;
  readonly flags: readonly string[];
  readonly settings: Settings;
  /** Only these cases, if given. */
  readonly cases: readonly string[] | undefined;
}

/** Hears of each step; a step is one case in one process. */
export interface Progress {
  start(steps: number): void;
  step(what: string): void;
  stop(): void;
}

/** Adds the measurements of one process to those of the earlier ones. */
function merge(into: Map<string, Measurement>, measurements: readonly Measurement[]): void {
  for (const it of measurements) {
    const key = `${it.case}\n${it.measure}`;
    const earlier = into.get(key);
    const outcomes = { ...earlier?.outcomes };
    for (const [name, outcome] of Object.entries(it.outcomes))
      outcomes[name] = mergeOutcomes(outcomes[name], outcome);
    into.set(key, { ...it, outcomes });
  }
}

/** A translation that fails is no end: the contender says in the child what it lacks. */
async function prepare(suite: Suite, name: string, contenders: readonly Contender[]): Promise<void> {
  for (const contender of contenders) {
    try {
      await suite.prepare?.(name, [contender]);
    } catch (error) {
      console.error(`${contender.name} cannot prepare ${name}: ${String(error).split("\n")[0]}`);
    }
  }
}

/** When a process dies, each contender alone shows which one is at fault. */
async function runApart(
  suite: Suite,
  name: string,
  contenders: readonly Contender[],
  under: Under,
): Promise<Measurement[]> {
  const merged = new Map<string, Measurement>();
  for (const contender of contenders) {
    const job = { suite: suite.name, case: name, contenders: [contender.name], settings: under.settings };
    try {
      merge(merged, await runJob(under.node, under.flags, job));
    } catch (error) {
      const outcomes = {
        [contender.name]: { state: "failed" as const, reason: String(error).slice(0, 160) },
      };
      const known = [...merged.values()];
      if (known.length > 0)
        merge(
          merged,
          known.map((it) => ({ ...it, outcomes })),
        );
    }
  }
  return [...merged.values()];
}

async function runCase(
  suite: Suite,
  name: string,
  contenders: readonly Contender[],
  under: Under,
): Promise<Measurement[]> {
  const names = contenders.map((contender) => contender.name);
  const job = { suite: suite.name, case: name, contenders: names, settings: under.settings };
  if (suite.apart) return runApart(suite, name, contenders, under);
  try {
    return await runJob(under.node, under.flags, job);
  } catch {
    return runApart(suite, name, contenders, under);
  }
}

/** All cases of a suite in all processes; the processes of a case lie far apart, so that a disturbance hits one of them. */
export async function runSuite(
  suite: Suite,
  contenders: readonly Contender[],
  under: Under,
  progress: Progress,
): Promise<SuiteReport> {
  const cases = suite
    .cases(under.settings)
    .filter((name) => under.cases === undefined || under.cases.includes(name));
  const merged = new Map<string, Measurement>();
  progress.start(cases.length * (under.settings.processes + 1));
  for (const name of cases) {
    progress.step(`prepare ${name}`);
    await prepare(suite, name, contenders);
  }
  for (let process = 0; process < under.settings.processes; process++) {
    for (const name of cases) {
      progress.step(name);
      merge(merged, await runCase(suite, name, contenders, under));
    }
  }
  progress.stop();
  const rows = [...merged.values()].map(toRow);
  return { suite: suite.name, title: suite.title, rows, means: meansOf(rows) };
}

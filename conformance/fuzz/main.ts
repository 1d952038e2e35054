// Differential fuzzing as a command. Run by `npm run fuzz -- [--seconds N] [--runs N] [--seed S] [--only SORT]
// [--tally FILE]… [--table] [--replay FILE]`. Without --seconds or --runs it runs for a minute. A mismatch is made small and
// written to conformance/fuzz/failures/; the exit code is then 1. --tally adds what was done to a file, and --table writes
// conformance/fuzz/coverage.md from it. --count N counts what is executed in one of N modules.

import { writeFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { argumentsOf } from "../arguments.ts";
import { SingleBar } from "cli-progress";
import { enginesFor } from "./engines.ts";
import { execute } from "./execute.ts";
import { readFailure, writeFailure } from "./failure.ts";
import { DEFAULTS, Fuzzer, type Totals } from "./fuzzer.ts";
import type { Sort } from "./generate/cases.ts";
import { addToTally, tableOf } from "./tally.ts";

const TABLE = "conformance/fuzz/coverage.md";

const { values } = argumentsOf(import.meta.url, {
  options: {
    seconds: { type: "string" },
    runs: { type: "string" },
    seed: { type: "string" },
    only: { type: "string" },
    rounds: { type: "string" },
    tally: { type: "string", multiple: true },
    table: { type: "boolean", default: false },
    replay: { type: "string" },
    shrink: { type: "string" },
    count: { type: "string" },
  },
});

/** Traces of errors cost more than the errors. */
Error.stackTraceLimit = 0;
// V8's Maglev makes signalling NaNs quiet when it moves floats; which functions it compiles varies (see conformance/gaps.json).
setFlagsFromString("--no-maglev");

function replay(file: string): void {
  const { kind, one } = readFailure(file);
  const { mismatch, executions } = execute(one, enginesFor(kind, one.seed));
  if (mismatch === undefined) console.log(`no mismatch in ${executions} executions`);
  else
    console.log(`${mismatch.engine} differs at ${mismatch.at}: ${mismatch.what}
expected: ${mismatch.expected}
found:    ${mismatch.found}`);
  process.exitCode = mismatch === undefined ? 0 : 1;
}

const summary = ({ modules, executions, traps }: Totals, failures: number): string =>
  `${modules} modules, ${executions} executions (${traps} traps), ${failures} mismatches`;

/** Fuzzes for so many seconds or runs, whichever ends first; how many mismatches there were. */
async function fuzz(fuzzer: Fuzzer, seconds: number, runs: number): Promise<number> {
  const start = performance.now();
  const elapsed = () => (performance.now() - start) / 1000;
  const byTime = Number.isFinite(seconds);
  const bar = new SingleBar({
    format: "{bar} {percentage}% {text}",
    hideCursor: true,
    noTTYOutput: true,
    notTTYSchedule: 30_000,
  });
  bar.start(byTime ? seconds : runs, 0, { text: "" });
  let failures = 0;
  for (let run = 0; run < runs && elapsed() < seconds; run++) {
    const failure = await fuzzer.run(run);
    if (failure !== undefined) {
      failures++;
      console.log(`\n${failure.mismatch.engine} differs: ${writeFailure(failure)}`);
    }
    // The bar draws itself on a timer.
    if (run % 16 === 0) await setImmediate();
    bar.update(byTime ? Math.floor(elapsed()) : run, { text: summary(fuzzer.totals, failures) });
  }
  bar.stop();
  return failures;
}

async function main(): Promise<void> {
  const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
  const rounds = Number(values.rounds ?? DEFAULTS.rounds);
  const shrinkFor = Number(values.shrink ?? DEFAULTS.shrinkFor / 1000) * 1000;
  const countEvery = Number(values.count ?? DEFAULTS.countEvery);
  const fuzzer = new Fuzzer({
    ...DEFAULTS,
    seed,
    rounds,
    shrinkFor,
    only: values.only as Sort | undefined,
    countEvery,
  });
  const seconds = Number(values.seconds ?? (values.runs === undefined ? 60 : Number.POSITIVE_INFINITY));
  console.log(`seed ${seed}, on ${process.version}`);
  const failures = await fuzz(fuzzer, seconds, Number(values.runs ?? Number.POSITIVE_INFINITY));
  console.log(`seed ${seed}: ${summary(fuzzer.totals, failures)}`);
  if (values.tally !== undefined && failures === 0) addToTally(values.tally[0]!, fuzzer.totals);
  process.exitCode = failures > 0 ? 1 : 0;
}

if (values.replay !== undefined) replay(values.replay);
else if (values.table && values.tally !== undefined)
  writeFileSync(TABLE, tableOf(values.tally, `Node ${process.version}`));
else await main();

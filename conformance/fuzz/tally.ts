// What all runs together have done: a file that grows, and the table that is made of it. A module counts once, however
// often it came.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { allOpcodes } from "../../compiler/model/index.ts";
import { ALL_FEATURES, type Feature } from "../../compiler/base/index.ts";
import type { Totals } from "./fuzzer.ts";

interface Tally {
  executions: number;
  traps: number;
  runs: number;
  sorts: Record<string, number>;
  counts: Record<string, number>;
}

const EMPTY: Tally = { executions: 0, traps: 0, runs: 0, sorts: {}, counts: {} };

const digestFile = (file: string) => `${file}.digests`;

const readDigests = (file: string): Set<string> =>
  existsSync(digestFile(file))
    ? new Set(readFileSync(digestFile(file), "utf8").split("\n").filter(Boolean))
    : new Set();

const readTally = (file: string): Tally =>
  existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Tally) : structuredClone(EMPTY);

function addTo(sums: Record<string, number>, more: ReadonlyMap<string, number>): void {
  for (const [name, count] of more) sums[name] = (sums[name] ?? 0) + count;
}

/** Adds a run without a mismatch to a tally file. */
export function addToTally(file: string, totals: Totals): void {
  const tally = readTally(file);
  tally.executions += totals.executions;
  tally.traps += totals.traps;
  tally.runs++;
  addTo(tally.sorts, totals.sorts);
  addTo(tally.counts, totals.counts);
  writeFileSync(file, JSON.stringify(tally, undefined, 1));
  const digests = new Set([...readDigests(file), ...totals.digests]);
  writeFileSync(digestFile(file), [...digests].join("\n"));
}

/** Several tallies as one. */
function joined(files: readonly string[]): { tally: Tally; modules: number } {
  const tally = structuredClone(EMPTY);
  for (const one of files.map(readTally)) {
    for (const key of ["executions", "traps", "runs"] as const) tally[key] += one[key];
    addTo(tally.sorts, new Map(Object.entries(one.sorts)));
    addTo(tally.counts, new Map(Object.entries(one.counts)));
  }
  return { tally, modules: new Set(files.flatMap((file) => [...readDigests(file)])).size };
}

/** Executions wanted of each instruction. */
const WANTED = 1000;

/** The table of tallies, in Markdown. */
export function tableOf(files: readonly string[], environment: string): string {
  const { tally, modules } = joined(files);
  const { executions, traps, runs, sorts, counts } = tally;
  const rows = allOpcodes()
    .filter(({ feature }) => isRun(feature))
    .map(({ name }) => [name, counts[name] ?? 0] as const);
  const few = rows.filter(([, count]) => count < WANTED);
  const number = (value: number) => value.toLocaleString("en");
  return [
    "# What the fuzzer has executed",
    "",
    `Written by \`npm run fuzz -- --tally FILE --table\`; ${environment}.`,
    "",
    `${number(executions)} calls were made on every engine and compared, ${number(traps)} of them ended in a trap or an exception;`,
    `${number(modules)} different modules in ${runs} runs without a mismatch:`,
    `${Object.entries(sorts)
      .map(([sort, count]) => `${number(count)} ${sort}`)
      .join(", ")}.`,
    "",
    "Executed: counted natively, in one of eight core modules (all, in runs with `--count 1`), by globals that each straight run of",
    "instructions counts up as it begins (`coverage.ts`): a lower bound. An instruction that traps has been executed. Runs that",
    "found a mismatch are not in these figures. V8's Maglev is off, since it makes signalling NaNs quiet (`gaps.json`).",
    "",
    `${rows.length - few.length} of ${rows.length} instructions were executed ${number(WANTED)} times or more; the others: ${few.map(([name]) => name).join(", ") || "none"}.`,
    "",
    "| instruction | executed |",
    "|---|---:|",
    ...rows.map(([name, count]) => `| ${name} | ${number(count)} |`),
    "",
  ].join("\n");
}

/** Of the instructions that the compiler runs, not those that only the text format knows. */
const isRun = (feature: Feature | undefined): boolean => feature === undefined || ALL_FEATURES.has(feature);

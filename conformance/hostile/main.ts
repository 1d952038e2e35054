// Runs the hostile binaries, each in a process of its own, so that a crash or a hang is one row of the table. Prints
// the table and writes it to conformance/hostile/results.md. Exits with 1 if any ending is not the expected one.
// Run by `npx tsx conformance/hostile/main.ts [NAME]`.

import { fork } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { HOSTILE, type HostileCase } from "./cases.ts";
import { bitFlips, truncations } from "./mutants.ts";
import { judge, type Outcome, run } from "./outcome.ts";

const RESULTS = "conformance/hostile/results.md";
const TIMEOUT = 180_000;
const RUN_ONE = "--one";

/** What one process reports. */
interface Report {
  readonly bytes: number;
  readonly judged: Outcome;
  /** Absent where the binary is not valid. */
  readonly ran: Outcome | undefined;
  /** The most memory the process had, in MiB. */
  readonly memory: number;
}

function reportOn(test: HostileCase): Report {
  const bytes = test.bytes();
  const judged = judge(bytes);
  const ran = judged.result === "valid" ? run(bytes) : undefined;
  return { bytes: bytes.length, judged, ran, memory: process.resourceUsage().maxRSS / 1024 };
}

/** Has another process report on a case; without an answer in time, says so. */
function ask(test: HostileCase): Promise<Report> {
  const child = fork(fileURLToPath(import.meta.url), [RUN_ONE, test.name], {
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const lost = (result: string): Report => ({
    bytes: test.bytes().length,
    judged: judge(test.bytes()),
    ran: { result, milliseconds: TIMEOUT },
    memory: 0,
  });
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), TIMEOUT);
    child.once("message", (report) => resolve(report as Report));
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      resolve(lost(signal === "SIGKILL" ? "hang" : `crash: exit code ${code ?? signal}`));
    });
  });
}

const isExpected = (test: HostileCase, { judged, ran }: Report) =>
  judged.result === test.verdict && (ran === undefined || ran.result === (test.run ?? "ok"));

function rowOf(test: HostileCase, report: Report): string {
  const { bytes, judged, ran, memory } = report;
  const cells = [
    test.name,
    String(bytes),
    judged.result,
    judged.milliseconds.toFixed(0),
    ran === undefined ? "" : ran.result.split("\n")[0]!.slice(0, 80),
    ran === undefined ? "" : ran.milliseconds.toFixed(0),
    memory.toFixed(0),
    isExpected(test, report) ? "" : "**unexpected**",
  ];
  return `| ${cells.join(" | ")} |`;
}

const HEADER = [
  "| binary | bytes | decode and validate | ms | compile, instantiate, call | ms | MiB | |",
  "|---|---:|---|---:|---|---:|---:|---|",
];

/** Outcomes of the small mutants, counted; a crash is an outcome as well. */
function summarise(what: string, mutants: readonly Uint8Array[]): string {
  const endings = mutants.map((bytes) => {
    const judged = judge(bytes);
    return judged.result === "valid" ? run(bytes).result : judged.result;
  });
  const crashes = endings.filter((ending) => ending.startsWith("crash"));
  const kinds = new Set(endings).size;
  return `${mutants.length} ${what}: ${kinds} different endings, ${crashes.length} of them crashes.`;
}

async function runAll(only: string | undefined): Promise<void> {
  const rows = [...HEADER];
  for (const line of HEADER) console.log(line);
  for (const test of HOSTILE.filter(({ name }) => only === undefined || name.includes(only))) {
    const report = await ask(test);
    const row = rowOf(test, report);
    console.log(row);
    rows.push(row);
    if (!isExpected(test, report)) process.exitCode = 1;
  }
  if (only !== undefined) return;
  const mutants = [summarise("truncations", truncations()), summarise("bit flips", bitFlips())];
  console.log(mutants.join("\n"));
  const title = "# Hostile binaries\n\nWritten by `npx tsx conformance/hostile/main.ts`; a process each.\n";
  writeFileSync(RESULTS, [title, ...rows, "", ...mutants, ""].join("\n"));
}

const [flag, name] = process.argv.slice(2);
if (flag === RUN_ONE)
  process.send!(reportOn(HOSTILE.find((test) => test.name === name)!), () => process.exit(0));
else await runAll(flag);

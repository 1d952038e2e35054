// npm run bench [-- SUITE…] [--quick] [--json FILE] [--html FILE] [--node PATH] [--jitless] [--flag=--X] [--case NAME]
//                          [--contender NAME] [--without NAME] [--processes N] [--rounds N] [--clock wall|cpu]
// Runs suites of the benchmark in child processes of the Node under test, shows the results, and keeps them where asked.
import { writeFileSync } from "node:fs";
import { argumentsOf } from "../conformance/arguments.ts";
import { type Contender, contenders } from "./contenders/index.ts";
import { bundleAll } from "./harness/bundle.ts";
import { currentCommit, describeMachine } from "./harness/machine.ts";
import { runSuite, type Under } from "./harness/run.ts";
import type { Report, Settings, SuiteReport } from "./harness/types.ts";
import { htmlReport } from "./report/html.ts";
import { progressBar } from "./report/progress.ts";
import { printSuite } from "./report/terminal.ts";
import { type Suite, suites } from "./suites/index.ts";

const full: Settings = { rounds: 15, processes: 3, warmMs: 200, cycleMs: 20, quick: false, clock: "wall" };
const quick: Settings = { rounds: 7, processes: 1, warmMs: 100, cycleMs: 10, quick: true, clock: "wall" };

const { values, positionals } = argumentsOf(import.meta.url, {
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    jitless: { type: "boolean", default: false },
    json: { type: "string" },
    html: { type: "string" },
    node: { type: "string", default: process.execPath },
    flag: { type: "string", multiple: true, default: [] },
    without: { type: "string", multiple: true, default: [] },
    case: { type: "string", multiple: true },
    contender: { type: "string", multiple: true },
    processes: { type: "string" },
    rounds: { type: "string" },
    clock: { type: "string", default: "wall" },
  },
});

function settingsOf(): Settings {
  const base = values.quick ? quick : full;
  return {
    ...base,
    rounds: Number(values.rounds ?? base.rounds),
    processes: Number(values.processes ?? base.processes),
    clock: values.clock === "cpu" ? "cpu" : "wall",
  };
}

function chosenSuites(): Suite[] {
  const names = positionals.length > 0 ? positionals : [...suites.keys()];
  return names.map((name) => {
    const suite = suites.get(name);
    if (suite === undefined)
      throw new Error(`no suite is named ${name}; there are ${[...suites.keys()].join(", ")}`);
    return suite;
  });
}

/** The suite's contenders, or those asked for. */
function chosenContenders(suite: Suite): Contender[] {
  const names = values.contender ?? suite.contenders;
  return [...contenders.values()].filter((it) => names.includes(it.name));
}

const settings = settingsOf();
// Contenders read it in the child processes, and in this one, where code is made ahead of time.
if (values.without.length > 0)
  process.env["MORTISE_OPTIONS"] = JSON.stringify({
    optimizations: values.without.map((name) => `-${name}`),
  });
const flags = [...(values.jitless ? ["--jitless"] : []), ...values.flag];
const under: Under = { node: values.node, flags, settings, cases: values.case };
const machine = describeMachine(values.node, flags);
console.log(
  `Node ${machine.node} ${flags.join(" ")}, ${machine.cpu}, ${machine.cores} cores, load ${machine.load}`,
);

for (const [name, reason] of Object.entries(await bundleAll())) console.log(`${name} is left out: ${reason}`);
const reports: SuiteReport[] = [];
for (const suite of chosenSuites()) {
  const report = await runSuite(suite, chosenContenders(suite), under, progressBar(suite.name));
  printSuite(report);
  reports.push(report);
}
const report: Report = {
  date: new Date().toISOString(),
  commit: currentCommit(),
  machine,
  settings,
  suites: reports,
};
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 1)}\n`);
if (values.html !== undefined) writeFileSync(values.html, htmlReport(report));

// npm run conformance [-- FOLDER…] [--cores js|metered|native|aot|host] [--target jit|interpreter]
//                     [--file NAME] [--files] [--all] [--json]
//
// Runs the suites of ../shared/conformance (all, or those whose folder begins with a given one) and compares their
// failures with gaps.json. The exit code is 1 if anything is not as listed there.

import { argumentsOf } from "./arguments.ts";
import { DATA, filesOf, hasData, hasSuite } from "./data.ts";
import { CORES, type Cores, TARGETS, type Target } from "./engines.ts";
import { readGaps, surprises } from "./gaps.ts";
import { row, sum } from "./report.ts";
import { type FileResult, runSuite } from "./run-suite.ts";
import { SUITES, type Suite } from "./suites.ts";

const MAX_SURPRISES = 40;

const { values, positionals } = argumentsOf(import.meta.url, {
  allowPositionals: true,
  options: {
    cores: { type: "string", default: "js" },
    target: { type: "string", default: "jit" },
    json: { type: "boolean", default: false },
    files: { type: "boolean", default: false },
    all: { type: "boolean", default: false },
    file: { type: "string" },
  },
});

/** The file that is asked for; its extension may be given or not. */
const wanted = values.file?.replace(/\.(wast|json|wasm)$/, "");

function main(): void {
  const cores = values.cores as Cores;
  if (!CORES.includes(cores)) fail(`--cores ${cores}: expected one of ${CORES.join(", ")}`);
  if (!TARGETS.includes(values.target as Target))
    fail(`--target ${values.target}: expected one of ${TARGETS.join(", ")}`);
  if (!hasData()) fail(`there is no ${DATA}: the suites' data lies beside the checkout`);
  const asked = SUITES.filter((suite) => isAsked(suite, cores));
  if (asked.length === 0)
    fail(`no suite of that name; there are ${SUITES.map(({ folder }) => folder).join(" ")}`);
  const suites = asked.filter((suite) => wanted === undefined || filesOf(suite).includes(wanted));
  if (suites.length === 0) fail(`no file ${wanted} in ${asked.map(({ folder }) => folder).join(", ")}`);
  const gaps = readGaps(cores);
  const found: string[] = [];
  const results = suites.flatMap((suite) => {
    const all = runOne(suite, cores);
    found.push(...all.flatMap((result) => surprises(suite.folder, result, gaps)));
    return all;
  });
  finish(results, found);
}

/** Linking suites mean nothing to the host's own WebAssembly, and cores nothing to parsing. */
function isAsked(suite: Suite, cores: Cores): boolean {
  if (!hasSuite(suite) || (cores === "host" && suite.linking)) return false;
  if (suite.kind === "parse" && cores !== "js") return false;
  return positionals.length === 0 || positionals.some((name) => matchesFolder(suite.folder, name));
}

const matchesFolder = (folder: string, name: string): boolean => {
  const wanted = name.replace(/\/$/, "");
  return folder === wanted || folder.startsWith(`${wanted}/`);
};

function runOne(suite: Suite, cores: Cores): FileResult[] {
  const start = performance.now();
  const results: FileResult[] = [];
  const options = { only: wanted === undefined ? undefined : [wanted], target: values.target as Target };
  for (const result of runSuite(suite, cores, options)) {
    results.push(result);
    if (values.files && !values.json) console.log(row(`  ${result.file}`, result));
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (!values.json) console.log(`${row(suite.folder, sum(results))}  ${suite.kind}, ${seconds} s`);
  return results;
}

function finish(results: readonly FileResult[], found: readonly string[]): void {
  const { passed, failed, skipped, features } = sum(results);
  if (values.json)
    console.log(JSON.stringify({ passed, failed, skipped, features, unexpected: found.length }));
  else {
    console.log(row("in all", sum(results)));
    const shown = values.all ? found : found.slice(0, MAX_SURPRISES);
    for (const line of shown) console.log(line);
    if (shown.length < found.length) console.log(`… and ${found.length - shown.length} more (--all)`);
    console.log(
      found.length === 0 ? "all as listed in gaps.json" : `${found.length} not as listed in gaps.json`,
    );
  }
  process.exitCode = found.length === 0 ? 0 : 1;
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

main();

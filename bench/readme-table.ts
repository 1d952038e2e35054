// Renders README's table of measurements, between its markers, from the records of full runs in bench/results/.
// Use: npx tsx bench/readme-table.ts [--check]   (--check changes nothing and fails if the table is out of date)
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Mean, Report, SuiteReport } from "./harness/types.ts";
import { columnOrder, short } from "./report/format.ts";

const BEGIN = "<!-- benchmark: written by bench/readme-table.ts -->";
const END = "<!-- /benchmark -->";
const README = fileURLToPath(new URL("../README.md", import.meta.url));
const RESULTS = fileURLToPath(new URL("results/", import.meta.url));

/** How the rows of a suite are called; suites that are not named here stay out of the README. */
const names: Readonly<Record<string, string>> = {
  kernels: "kernels",
  real: "real programs",
  instantiate: "time to instantiate",
  boundary: "calls across the boundary",
};

function rowName(suite: SuiteReport, mean: Mean): string {
  return [names[suite.suite], mean.group, mean.measure].filter(Boolean).join(", ");
}

/** Where one contender ran alone, it was compared with itself. */
const compares = ({ means }: Mean): boolean => Object.keys(means).length > 1;

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** One table a record: geometric means of time relative to the base, smaller is better. */
export function markdownTable(report: Report): string {
  const suites = report.suites.filter((suite) => names[suite.suite] !== undefined);
  const means = suites.flatMap((suite) =>
    suite.means.filter(compares).map((mean) => ({ name: rowName(suite, mean), means: mean.means })),
  );
  const columns = columnOrder.filter((it) => means.some((row) => row.means[it] !== undefined));
  const rows = means.map((row) =>
    tableRow([row.name, ...columns.map((it) => (row.means[it] === undefined ? "–" : short(row.means[it])))]),
  );
  const { machine } = report;
  const title = `**Node ${machine.node}${machine.flags.map((flag) => ` ${flag}`).join("")}** (${machine.cpu}, ${report.date.slice(0, 10)}, commit ${report.commit})`;
  const head = [tableRow(["", ...columns]), tableRow(["---", ...columns.map(() => "---:")])];
  return [title, "", ...head, ...rows].join("\n");
}

/** The README with its table replaced; throws if it has no markers. */
export function withTable(readme: string, reports: readonly Report[]): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`README.md has no ${BEGIN} … ${END}`);
  const tables = reports.map(markdownTable).join("\n\n");
  return `${readme.slice(0, begin + BEGIN.length)}\n\n${tables}\n\n${readme.slice(end)}`;
}

function records(): Report[] {
  const files = readdirSync(RESULTS)
    .filter((file) => file.endsWith(".json"))
    .sort();
  return files.map((file) => JSON.parse(readFileSync(`${RESULTS}${file}`, "utf8")));
}

function main(check: boolean): void {
  const before = readFileSync(README, "utf8");
  const after = withTable(before, records());
  if (before === after) return;
  if (!check) writeFileSync(README, after);
  else {
    console.error("README's table is not that of bench/results: run npx tsx bench/readme-table.ts");
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.includes("--check"));

// A suite's results as a table in the terminal: the base's own figure, and the others' ratios to it.
import Table from "cli-table3";
import type { Figure, Mean, Row, SuiteReport } from "../harness/types.ts";
import { columnOrder, contendersOf, short } from "./format.ts";

function cell(row: Row, contender: string): string {
  const figure = row.figures[contender];
  if (figure === undefined) return "";
  if (figure.state !== "ok") return figure.state;
  if (contender === row.base || row.plain) return `${short(figure.median)} ${row.unit}`;
  const mark = figure.spread[1] / figure.spread[0] > 1.3 ? "~" : "";
  return `${short(figure.ratio)}${mark}`;
}

function meanCells(mean: Mean, columns: readonly string[]): string[] {
  const name = ["mean", mean.group, mean.measure].filter(Boolean).join(" ");
  return [name, ...columns.map((it) => (mean.means[it] === undefined ? "" : short(mean.means[it])))];
}

/** Each reason once, with the cases it stopped. */
function reasons(rows: readonly Row[]): string[] {
  const found = new Map<string, string[]>();
  for (const row of rows)
    for (const [contender, figure] of Object.entries(row.figures)) note(found, row.case, contender, figure);
  return [...found].map(([text, cases]) => `  ${text} (${[...new Set(cases)].join(", ")})`);
}

function note(found: Map<string, string[]>, name: string, contender: string, figure: Figure): void {
  if (figure.state === "ok") return;
  const text = `${contender} ${figure.state}: ${figure.reason}`;
  found.set(text, [...(found.get(text) ?? []), name]);
}

/** Prints one suite. */
export function printSuite(report: SuiteReport): void {
  const columns = contendersOf(report.rows, columnOrder);
  const table = new Table({ head: ["", ...columns], style: { head: [], border: [], compact: true } });
  for (const row of report.rows)
    table.push([[row.case, row.measure].filter(Boolean).join(" "), ...columns.map((it) => cell(row, it))]);
  for (const mean of report.means) table.push(meanCells(mean, columns));
  console.log(`\n${report.title}; ratios below 1 are better than the base (~: spread over 30%)`);
  console.log(table.toString());
  for (const line of reasons(report.rows)) console.log(line);
}

// One self-contained HTML page of a report: a plot and a table for each suite, the machine at the head, no script.
import type { Machine, Report, Row, SuiteReport } from "../harness/types.ts";
import { columnOrder, contendersOf, short } from "./format.ts";
import { colourOf, escapeText, plot } from "./svg.ts";

const style = `
  body { font: 15px/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; max-width: 900px; margin: 2rem auto; padding: 0 1rem }
  h1 { font-size: 1.6rem } h2 { font-size: 1.2rem; margin-top: 2.5rem } p.machine { color: #555 }
  svg { max-width: 100%; height: auto; font: 12px system-ui, sans-serif }
  svg line:not(.bar) { stroke: #e4e4e4 } svg line.one:not(.bar) { stroke: #777 } svg line.bar { stroke-width: 2; opacity: .6 }
  svg text.tick { text-anchor: middle; fill: #777 } svg text.label { text-anchor: end }
  table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums }
  th, td { padding: .15rem .6rem; text-align: right; border-bottom: 1px solid #eee } th:first-child, td:first-child { text-align: left }
  tr.mean td { font-weight: 600 } td.no { color: #999 } i { display: inline-block; width: .7em; height: .7em; border-radius: 50%; margin-right: .35em }
`;

function machineLine(machine: Machine): string {
  const flags = machine.flags.length > 0 ? ` with ${machine.flags.join(" ")}` : "";
  return `Node ${machine.node} (V8 ${machine.v8})${flags}, ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGB} GB, ${machine.system}`;
}

function cell(row: Row, contender: string): string {
  const figure = row.figures[contender];
  if (figure === undefined) return "<td></td>";
  if (figure.state !== "ok")
    return `<td class="no" title="${escapeText(figure.reason)}">${figure.state}</td>`;
  const own = `${short(figure.median)} ${row.unit}`;
  return row.plain || contender === row.base
    ? `<td>${own}</td>`
    : `<td title="${own}">${short(figure.ratio)}</td>`;
}

function table(report: SuiteReport, columns: readonly string[]): string {
  const head = columns.map((it) => `<th><i style="background:${colourOf(it)}"></i>${it}</th>`).join("");
  const rows = report.rows.map((row) => {
    const name = escapeText([row.case, row.measure].filter(Boolean).join(" "));
    return `<tr><td>${name}</td>${columns.map((it) => cell(row, it)).join("")}</tr>`;
  });
  const means = report.means.map(({ group, measure, means }) => {
    const name = escapeText(["geometric mean", group, measure].filter(Boolean).join(" "));
    const cells = columns.map((it) => `<td>${means[it] === undefined ? "" : short(means[it])}</td>`).join("");
    return `<tr class="mean"><td>${name}</td>${cells}</tr>`;
  });
  return `<table><tr><th></th>${head}</tr>${rows.join("")}${means.join("")}</table>`;
}

/** Rows that share an axis: ratios together, plain figures by unit. */
function axes(rows: readonly Row[]): Row[][] {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const key = row.plain ? row.unit : "ratio";
    found.set(key, [...(found.get(key) ?? []), row]);
  }
  return [...found.values()];
}

function section(report: SuiteReport): string {
  const columns = contendersOf(report.rows, columnOrder);
  const plots = axes(report.rows).map(plot).join("\n");
  return `<h2>${escapeText(report.suite)}: ${escapeText(report.title)}</h2>\n${plots}\n${table(report, columns)}`;
}

/** The page of a report. */
export function htmlReport(report: Report): string {
  const { processes, rounds, quick } = report.settings;
  const how = `median of ${rounds} rounds in each of ${processes} process${processes > 1 ? "es" : ""}${quick ? ", quick" : ""}`;
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Mortise benchmark</title>
<style>${style}</style>
<h1>Mortise benchmark</h1>
<p class="machine">${escapeText(machineLine(report.machine))}<br>${report.date.slice(0, 10)}, commit ${report.commit}; ${how}.
Ratios are medians of the ratios of one round; left of 1 is better than the base (native code, or without it the better peer).
The bar at a point spans the middle half.</p>
${report.suites.map(section).join("\n")}
</html>
`;
}

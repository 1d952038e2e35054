// Plots as SVG text: for each row a line of points on a logarithmic axis of ratios, one colour a contender.
import type { Row } from "../harness/types.ts";
import { short } from "./format.ts";

/** Colours that stay apart for colour-blind readers. */
const palette: Readonly<Record<string, string>> = {
  native: "#666666",
  mortise: "#0072b2",
  "mortise-aot": "#009e73",
  "mortise-cached": "#56b4e9",
  "mortise-native": "#999933",
  polywasm: "#d55e00",
  wasm2js: "#cc79a7",
};

export function colourOf(contender: string): string {
  return palette[contender] ?? "#333333";
}

const WIDTH = 860;
const LEFT = 230;
const RIGHT = 20;
const LINE = 22;
const TOP = 34;

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => escapes[character]!);
}

/** Maps values to x on a logarithmic axis over a whole number of halves of a decade. */
interface Axis {
  readonly low: number;
  readonly high: number;
  x(value: number): number;
}

function axisOver(values: readonly number[]): Axis {
  const logs = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10);
  const low = Math.floor(Math.min(0, ...logs) * 2 - 0.1) / 2;
  const high = Math.ceil(Math.max(0, ...logs) * 2 + 0.1) / 2;
  const scale = (WIDTH - LEFT - RIGHT) / (high - low);
  return { low, high, x: (value) => LEFT + (Math.log10(value) - low) * scale };
}

/** Vertical lines at 1, 2 and 5 of each decade. */
function grid(axis: Axis, height: number): string {
  const lines: string[] = [];
  for (let decade = Math.floor(axis.low); decade <= axis.high; decade++) {
    for (const digit of [1, 2, 5]) {
      const value = digit * 10 ** decade;
      const log = Math.log10(value);
      if (log < axis.low || log > axis.high) continue;
      const x = axis.x(value).toFixed(1);
      const weight = value === 1 ? ' class="one"' : "";
      lines.push(`<line${weight} x1="${x}" y1="${TOP - 8}" x2="${x}" y2="${height - 8}"/>`);
      lines.push(`<text class="tick" x="${x}" y="${TOP - 14}">${short(value)}</text>`);
    }
  }
  return lines.join("");
}

interface Point {
  readonly contender: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly label: string;
}

function pointsOf(row: Row): Point[] {
  // Mortise is drawn last, on top of what lies at the same place.
  const entries = Object.entries(row.figures).sort(
    ([a], [b]) => Number(a === "mortise") - Number(b === "mortise"),
  );
  return entries.flatMap(([contender, figure]) => {
    if (figure.state !== "ok") return [];
    const own = `${short(figure.median)} ${row.unit}`;
    if (row.plain)
      return [{ contender, value: figure.median, low: figure.median, high: figure.median, label: own }];
    const [low, high] = figure.spread;
    return [{ contender, value: figure.ratio, low, high, label: `${short(figure.ratio)} (${own})` }];
  });
}

function drawPoint(point: Point, axis: Axis, y: number): string {
  const colour = colourOf(point.contender);
  const [x, from, to] = [point.value, point.low, point.high].map((value) => axis.x(value).toFixed(1));
  const bar = `<line class="bar" stroke="${colour}" x1="${from}" y1="${y}" x2="${to}" y2="${y}"/>`;
  const title = `<title>${escapeText(`${point.contender}: ${point.label}`)}</title>`;
  return `${bar}<circle cx="${x}" cy="${y}" r="5" fill="${colour}">${title}</circle>`;
}

/** A plot of rows that share one axis. */
export function plot(rows: readonly Row[]): string {
  const points = rows.map(pointsOf);
  const axis = axisOver(points.flat().flatMap(({ value, low, high }) => [value, low, high]));
  const height = TOP + rows.length * LINE + 8;
  const body = rows.map((row, i) => {
    const y = TOP + i * LINE + LINE / 2;
    const label = escapeText([row.case, row.measure].filter(Boolean).join(" "));
    return `<text class="label" x="${LEFT - 12}" y="${y + 4}">${label}</text>${points[i]!.map((it) => drawPoint(it, axis, y)).join("")}`;
  });
  return `<svg viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" role="img">${grid(axis, height)}${body.join("")}</svg>`;
}

// Medians, spreads and ratios. A ratio is the median of the ratios of samples taken in the same round, which cancels drift.
import type { Figure, Mean, Measurement, Outcome, Row } from "./types.ts";

/** The quantile q (0 to 1) of values, interpolated; NaN of an empty list. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** The outcomes of several processes as one: samples follow one another, anything but success wins. */
export function mergeOutcomes(a: Outcome | undefined, b: Outcome): Outcome {
  if (a === undefined || b.state !== "ok") return b;
  if (a.state !== "ok") return a;
  return { state: "ok", samples: [...a.samples, ...b.samples] };
}

const peers = ["polywasm", "wasm2js"];

/** Native where it ran; else the peer with the better median; else whoever ran first. */
export function chooseBase(measurement: Measurement): string {
  const ran = Object.entries(measurement.outcomes).filter(([, outcome]) => outcome.state === "ok");
  if (ran.some(([name]) => name === "native")) return "native";
  const candidates = ran.filter(([name]) => peers.includes(name));
  const sign = measurement.better === "lower" ? 1 : -1;
  const score = ([, outcome]: [string, Outcome]) =>
    outcome.state === "ok" ? sign * median(outcome.samples) : Number.POSITIVE_INFINITY;
  candidates.sort((a, b) => score(a) - score(b));
  return (candidates[0] ?? ran[0])?.[0] ?? "";
}

/** Ratios of two contenders, a round each; below 1 the first is better. */
function ratios(measurement: Measurement, of: readonly number[], base: readonly number[]): number[] {
  const length = Math.min(of.length, base.length);
  const direct = of.slice(0, length).map((value, i) => value / base[i]!);
  return measurement.better === "lower" ? direct : direct.map((value) => 1 / value);
}

function figure(measurement: Measurement, outcome: Outcome, base: Outcome | undefined): Figure {
  if (outcome.state !== "ok") return outcome;
  const against = ratios(measurement, outcome.samples, base?.state === "ok" ? base.samples : outcome.samples);
  return {
    state: "ok",
    median: median(outcome.samples),
    best: measurement.better === "lower" ? Math.min(...outcome.samples) : Math.max(...outcome.samples),
    ratio: median(against),
    spread: [quantile(against, 0.25), quantile(against, 0.75)],
  };
}

/** The row of a report that a measurement makes. */
export function toRow(measurement: Measurement): Row {
  const base = chooseBase(measurement);
  const { case: name, group, measure, unit, better, outcomes } = measurement;
  const figures = Object.fromEntries(
    Object.entries(outcomes).map(([contender, outcome]) => [
      contender,
      figure(measurement, outcome, outcomes[base]),
    ]),
  );
  return { case: name, group, measure, unit, better, plain: measurement.plain ?? false, base, figures };
}

/** Geometric means by group and measure, each contender over the rows it could run. */
export function meansOf(rows: readonly Row[]): Mean[] {
  const buckets = new Map<string, Row[]>();
  for (const row of rows) {
    if (row.plain) continue;
    const key = `${row.group}\n${row.measure}`;
    buckets.set(key, [...(buckets.get(key) ?? []), row]);
  }
  return [...buckets.values()].map((bucket) => ({
    group: bucket[0]!.group,
    measure: bucket[0]!.measure,
    means: meansOfBucket(bucket),
  }));
}

function meansOfBucket(rows: readonly Row[]): Record<string, number> {
  const means: Record<string, number> = {};
  for (const contender of new Set(rows.flatMap((row) => Object.keys(row.figures)))) {
    const values = rows.flatMap((row) => {
      const it = row.figures[contender];
      return it?.state === "ok" && Number.isFinite(it.ratio) ? [it.ratio] : [];
    });
    if (values.length > 0) means[contender] = geometricMean(values);
  }
  return means;
}

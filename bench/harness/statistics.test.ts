// The arithmetic of the reports: quantiles, ratios by round, the choice of the base, means.
import t from "tap";
import { chooseBase, geometricMean, meansOf, median, mergeOutcomes, quantile, toRow } from "./statistics.ts";
import type { Measurement, Outcome } from "./types.ts";

const ok = (...samples: number[]): Outcome => ({ state: "ok", samples });
const measurement = (
  outcomes: Record<string, Outcome>,
  better: "lower" | "higher" = "lower",
): Measurement => ({
  case: "c",
  group: "g",
  measure: "",
  unit: "ms",
  better,
  outcomes,
});

t.test("quantiles are interpolated", async (t) => {
  t.equal(median([3, 1, 2]), 2);
  t.equal(median([4, 1, 2, 3]), 2.5);
  t.equal(quantile([0, 10], 0.25), 2.5);
  t.ok(Number.isNaN(median([])));
});

t.test("ratios are of samples of one round, so that a slow phase of the machine cancels", async (t) => {
  const row = toRow(measurement({ native: ok(1, 10, 1), mortise: ok(2, 20, 2) }));
  const { mortise } = row.figures;
  t.equal(row.base, "native");
  t.match(mortise, { state: "ok", median: 2, best: 2, ratio: 2, spread: [2, 2] });
});

t.test("where higher is better a ratio above 1 is still worse than the base", async (t) => {
  const row = toRow(measurement({ native: ok(100), mortise: ok(400) }, "higher"));
  t.match(row.figures["mortise"], { ratio: 0.25, best: 400 });
});

t.test("without native code the better peer is the base", async (t) => {
  const native: Outcome = { state: "skipped", reason: "no WebAssembly" };
  const outcomes = { native, mortise: ok(1), polywasm: ok(5), wasm2js: ok(4) };
  t.equal(chooseBase(measurement(outcomes)), "wasm2js");
  t.equal(chooseBase(measurement(outcomes, "higher")), "polywasm");
});

t.test("one bad process spoils a contender", async (t) => {
  t.same(mergeOutcomes(ok(1), ok(2)), ok(1, 2));
  const wrong: Outcome = { state: "wrong", reason: "gives 1, not 2" };
  t.equal(mergeOutcomes(ok(1), wrong), wrong);
  t.equal(mergeOutcomes(wrong, ok(1)), wrong);
});

t.test("means are geometric, by group, over the rows a contender could run", async (t) => {
  t.equal(geometricMean([1, 4]), 2);
  const wrong: Outcome = { state: "wrong", reason: "gives 1, not 2" };
  const rows = [
    measurement({ native: ok(1), polywasm: ok(4) }),
    measurement({ native: ok(1), polywasm: wrong }),
  ].map(toRow);
  t.same(meansOf(rows), [{ group: "g", measure: "", means: { native: 1, polywasm: 4 } }]);
});

// The page of a report: self-contained, with every row and reason, and nothing of the data as markup.
import t from "tap";
import { toRow } from "../harness/statistics.ts";
import type { Report } from "../harness/types.ts";
import { short } from "./format.ts";
import { htmlReport } from "./html.ts";

const row = toRow({
  case: "<script>alert(1)</script>",
  group: "g",
  measure: "",
  unit: "ms",
  better: "lower",
  outcomes: {
    native: { state: "ok", samples: [1, 1, 1] },
    mortise: { state: "ok", samples: [2, 2, 2] },
    polywasm: { state: "wrong", reason: "gives 1, not 2" },
  },
});

const report: Report = {
  date: "2026-01-02T03:04:05.000Z",
  commit: "abc1234",
  machine: {
    cpu: "a & b",
    cores: 2,
    memoryGB: 4,
    system: "Linux",
    node: "20.0.0",
    v8: "11",
    flags: ["--jitless"],
    load: 0,
  },
  settings: { rounds: 3, processes: 1, warmMs: 1, cycleMs: 1, quick: true, clock: "wall" },
  suites: [
    {
      suite: "kernels",
      title: "Kernels",
      rows: [row],
      means: [{ group: "g", measure: "", means: { mortise: 2 } }],
    },
  ],
};

t.test("the page has the figures, the reasons and the machine", async (t) => {
  const page = htmlReport(report);
  t.match(page, "a &amp; b, 2 cores");
  t.match(page, "with --jitless");
  t.match(page, 'title="gives 1, not 2">wrong');
  t.match(page, "mortise: 2.00 (2.00 ms)");
});

t.test("the page loads nothing and runs nothing", async (t) => {
  const page = htmlReport(report);
  t.notMatch(page, /<script|https?:|<link|url\(/);
  t.match(page, "&lt;script&gt;");
});

t.test("numbers have three digits at most", async (t) => {
  t.same([0.0123456, 0.5, 1.234, 12.34, 1234.5, Number.NaN].map(short), [
    "0.012",
    "0.50",
    "1.23",
    "12.3",
    "1235",
    "-",
  ]);
});

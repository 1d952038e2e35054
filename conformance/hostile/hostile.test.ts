// Hostile binaries end as their table says: valid or refused by a documented error, and the same when run.

import t from "tap";
import { HOSTILE } from "./cases.ts";
import { mutants } from "./mutate.ts";
import { bitFlips, SAMPLE, truncations } from "./mutants.ts";
import { judge, run } from "./outcome.ts";

/** Larger ones are run by `main.ts` only, each in a process of its own. */
const LARGEST_RUN = 600_000;
/** Far beyond what any takes: only a hang is longer. */
const TIME_LIMIT = 60_000;

for (const test of HOSTILE) {
  t.test(test.name, (t) => {
    const bytes = test.bytes();
    const judged = judge(bytes);
    t.equal(judged.result, test.verdict);
    t.ok(judged.milliseconds < TIME_LIMIT);
    if (test.verdict === "valid" && bytes.length < LARGEST_RUN) t.equal(run(bytes).result, test.run ?? "ok");
    t.end();
  });
}

/** Endings that are neither documented errors nor success. */
function crashes(mutants: readonly Uint8Array[]): string[] {
  return mutants
    .map((bytes) => (judge(bytes).result === "valid" ? run(bytes) : judge(bytes)).result)
    .filter((result) => result.startsWith("crash"));
}

t.test("the sample, cut off and flipped everywhere", (t) => {
  t.equal(judge(SAMPLE).result, "valid");
  t.equal(run(SAMPLE).result, "ok");
  t.same(crashes(truncations()), []);
  t.same(crashes(bitFlips()), []);
  t.end();
});

t.test("some mutants of many modules", (t) => {
  const all = [...mutants(300, 7)];
  t.same(
    all.filter(({ result }) => result.startsWith("crash") || result.includes(", crash")),
    [],
  );
  t.ok(all.every(({ milliseconds }) => milliseconds < TIME_LIMIT));
  t.end();
});

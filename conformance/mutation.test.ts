// The table that mutation testing wrote is complete: every rule is in it, and no mutant survived.

import { readFileSync } from "node:fs";
import t from "tap";
import { RULES } from "../compiler/validate/index.ts";

const table = readFileSync("conformance/validator-rules.md", "utf8");
/** Rule, place, number of tests that fail, the first of them. */
const rows = [...table.matchAll(/^\| ([^|]+) \| (\S+) \| (\d+) \| (.+) \|$/gm)];

t.test("every rule was switched off", (t) => {
  const rules = new Set(rows.map(([, rule]) => rule));
  const generic = [...rules].some((rule) => rule === "unknown-…");
  const absent = Object.keys(RULES).filter(
    (rule) => !rules.has(rule) && !(generic && rule.startsWith("unknown-")),
  );
  t.same(absent, []);
  t.end();
});

t.test("every mutant was noticed", (t) => {
  t.ok(rows.length > Object.keys(RULES).length);
  t.same(
    rows.filter(([, , count]) => count === "0").map(([row]) => row),
    [],
  );
  t.end();
});

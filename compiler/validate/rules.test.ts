import t from "tap";
import { type RuleCode, RULES } from "./index.ts";
import { CASES, codeOf, VALID_BODIES, validate } from "./testing/cases.ts";

/** Rules that no binary can break, only a module that was parsed from text; `module.test.ts` has them. */
const UNREACHED = new Set<RuleCode>(["opaque-type", "functions-in-elements"]);

for (const test of CASES) t.equal(codeOf(test), test.rule, `${test.rule}: ${test.what}`);

t.test("every rule has a test", (t) => {
  const tested = new Set<RuleCode>(CASES.map(({ rule }) => rule));
  const untested = (Object.keys(RULES) as RuleCode[]).filter(
    (rule) => !tested.has(rule) && !UNREACHED.has(rule),
  );
  t.same(untested, []);
  t.end();
});

for (const { what, bytes } of VALID_BODIES) t.doesNotThrow(() => validate(bytes), `valid: ${what}`);

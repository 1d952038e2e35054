import t from "tap";
import { MortiseError, parseFeatures } from "../base/index.ts";
import { decodeModule } from "../binary/index.ts";
import type { Bytes } from "./builder.test-tools.ts";
import { type RuleCode, RULES, type ValidModule, validateModule } from "./index.ts";
import { BODY_CASES, DEFINITION_CASES, VALID_BODIES } from "./rules.test-bodies.ts";
import { type Case, LINKING_CASES } from "./rules.test-linking.ts";

const CASES: readonly Case[] = [...LINKING_CASES, ...DEFINITION_CASES, ...BODY_CASES];

function validate(bytes: Bytes, list = "all", strict = false): ValidModule {
  const features = parseFeatures(list);
  const { module } = decodeModule(Uint8Array.from(bytes), { features, encoding: "proposal", strict });
  return validateModule(module, { features, strict });
}

/** The code of the error that validation ends with; `valid` without one. */
function codeOf({ bytes, features, strict }: Case): string {
  try {
    validate(bytes, features, strict);
    return "valid";
  } catch (error) {
    return error instanceof MortiseError ? error.code : String(error);
  }
}

/** Rules that no binary can break, only a module that was parsed from text; `modules.test.ts` has them. */
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

// All cases of the rules in one list, and one function that runs them and the pairs of types: what the test of the
// rules and the mutation test have in common.

import { MortiseError, parseFeatures } from "../../base/index.ts";
import { decodeModule } from "../../binary/index.ts";
import { EXTERNREF } from "../../model/index.ts";
import { matches, type ValidModule, validateModule } from "../index.ts";
import { BODY_CASES, DEFINITION_CASES, VALID_BODIES } from "./body-cases.ts";
import { type Bytes, moduleBytes } from "./builder.ts";
import { type Case, LINKING_CASES } from "./linking-cases.ts";
import { DIFFERING, MATCHING } from "./matching-cases.ts";
import { PLAIN_CASES } from "./plain-cases.ts";

export { VALID_BODIES } from "./body-cases.ts";

export const CASES: readonly Case[] = [...LINKING_CASES, ...DEFINITION_CASES, ...BODY_CASES, ...PLAIN_CASES];

/** Decodes (in the proposal's encoding) and validates a module. */
export function validate(bytes: Bytes, list = "all", strict = false): ValidModule {
  const features = parseFeatures(list);
  const { module } = decodeModule(Uint8Array.from(bytes), { features, encoding: "proposal", strict });
  return validateModule(module, { features, strict });
}

const outcome = (run: () => unknown): string => {
  try {
    run();
    return "valid";
  } catch (error) {
    return error instanceof MortiseError ? error.code : String(error);
  }
};

/** The code of the error that a case ends with; `valid` without one. */
export const codeOf = ({ bytes, features, strict }: Case): string =>
  outcome(() => validate(bytes, features, strict));

/** The two rules that only parsed text can break, on module trees put together by hand. */
const BY_HAND: readonly { readonly rule: string; readonly run: () => unknown }[] = [
  {
    rule: "opaque-type",
    run: () => validateChanged({ header: [{ item: "type", offset: 0, type: OPAQUE }] }),
  },
  { rule: "functions-in-elements", run: () => validateChanged({ elements: [EXTERN_FUNCTIONS] }) },
];

const OPAQUE = { kind: "opaque", bytes: new Uint8Array(0), count: 1 } as const;
const EXTERN_FUNCTIONS = {
  offset: 0,
  mode: "passive",
  table: 0,
  at: undefined,
  flags: 1,
  type: EXTERNREF,
  items: { form: "funcs", indices: [] },
} as const;

function validateChanged(changes: Partial<ValidModule["def"]>): void {
  const { def } = validate(moduleBytes({}));
  validateModule({ ...def, ...changes }, { features: parseFeatures() });
}

/** Runs every case; returns the names of those that came out wrong. */
export function failures(): string[] {
  return [
    ...CASES.filter((test) => codeOf(test) !== test.rule).map(({ rule, what }) => `${rule}: ${what}`),
    ...BY_HAND.filter(({ rule, run }) => outcome(run) !== rule).map(({ rule }) => rule),
    ...VALID_BODIES.filter(({ bytes }) => outcome(() => validate(bytes)) !== "valid").map(({ what }) => what),
    ...MATCHING.filter(([, actual, expected]) => matches(actual, expected) !== undefined).map(
      ([what]) => what,
    ),
    ...DIFFERING.filter(([, a, b, path]) => matches(a, b)?.path !== path).map(([what]) => what),
  ];
}

// Bodies whose plain instructions lack what they ask for: operands of their types, within their block. The loop over plain
// instructions looks at each of these.

import { bad, BLOCK, type Code, one } from "./body-cases.ts";
import { body, func, limits, moduleBytes, type Parts } from "./builder.ts";
import type { Case } from "./linking-cases.ts";

const MEMORY: Parts = { memories: [limits(0)] };
const I32_LOCAL = "i";

export const PLAIN_CASES: readonly Case[] = [
  bad("type-mismatch", "the first operand", ["i32.const", 0, "i64.const", 0, "i32.add", "drop"]),
  bad("type-mismatch", "one operand of the block around", [
    "i32.const",
    0,
    "block",
    BLOCK,
    "i32.eqz",
    "end",
    "drop",
  ]),
  bad("type-mismatch", "operands of the block around", [
    ...["i32.const", 0, "i32.const", 0, "block", BLOCK, "i32.add", "end", "drop", "drop"],
  ] as Code),
  bad("type-mismatch", "an address", ["i64.const", 0, "i32.load", 2, 0, "drop"], MEMORY),
  bad(
    "type-mismatch",
    "an address of the block around",
    ["i32.const", 0, "block", BLOCK, "i32.load", 2, 0, "end", "drop"],
    MEMORY,
  ),
  bad("type-mismatch", "what is stored", ["i32.const", 0, "i64.const", 0, "i32.store", 2, 0], MEMORY),
  bad("type-mismatch", "where it is stored", ["i64.const", 0, "i32.const", 0, "i32.store", 2, 0], MEMORY),
  bad(
    "type-mismatch",
    "what the block around would store",
    ["i32.const", 0, "i32.const", 0, "block", BLOCK, "i32.store", 2, 0, "end"],
    MEMORY,
  ),
  bad("misaligned-access", "a store", ["i32.const", 0, "i32.const", 0, "i32.store", 3, 0], MEMORY),
  { rule: "type-mismatch", what: "of a local", bytes: one(["i64.const", 0, "local.set", 0], {}, I32_LOCAL) },
  {
    rule: "type-mismatch",
    what: "a local's value of the block around",
    bytes: one(["i32.const", 0, "block", BLOCK, "local.set", 0, "end"], {}, I32_LOCAL),
  },
  {
    rule: "unknown-local",
    what: "that the function before has",
    bytes: moduleBytes({
      types: [func()],
      funcs: [0, 0],
      bodies: [body("ii", "nop"), body(I32_LOCAL, "i32.const", 0, "local.set", 1)],
    }),
  },
];

// Bodies whose plain instructions lack what they ask for: operands of their types, within their block. The loop over plain
// instructions looks at each of these.

import { FUNCREF } from "../../model/index.ts";
import { bad, BLOCK, type Code, one } from "./body-cases.ts";
import { body, code, func, global, limits, moduleBytes, type Parts } from "./builder.ts";
import type { Case } from "./linking-cases.ts";

const MEMORY: Parts = { memories: [limits(0)] };
const I32_LOCAL = "i";
const I32_BLOCK = 0x7f;
/** More blocks than a label of one byte can name. */
const DEEP: Code = Array.from({ length: 130 }, (): Code => ["block", BLOCK]).flat();

const ZERO_64 = [0, 0, 0, 0, 0, 0, 0, 0];
const TWO: Code = ["i32.const", 0, "i32.const", 0];

/** A function with this content, and one of the signature. */
const calling = (content: Code, signature = "i>", callee: Code = []) =>
  moduleBytes({
    types: [func(), func(signature)],
    funcs: [0, 1],
    bodies: [body("", ...content), body("", ...callee)],
  });

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
  bad("type-mismatch", "a condition of the block around", [
    ...["i32.const", 0, "block", BLOCK, "if", BLOCK, "end", "end", "drop"],
  ] as Code),
  bad("type-mismatch", "a condition", ["i64.const", 0, "if", BLOCK, "end"]),
  bad("type-mismatch", "a branch's condition", ["i64.const", 0, "br_if", 0]),
  bad("type-mismatch", "a branch's condition of the block around", [
    ...["i32.const", 0, "block", BLOCK, "br_if", 0, "end", "drop"],
  ] as Code),
  bad("type-mismatch", "what a branch passes", ["block", I32_BLOCK, "i64.const", 0, "br", 0, "end", "drop"]),
  bad("unknown-label", "of two bytes", [...DEEP, "br", 257]),
  bad("unknown-label", "of one byte", ["br", 1]),
  bad("type-mismatch", "a value to drop of the block around", [
    ...["i32.const", 0, "block", BLOCK, "drop", "end", "drop"],
  ] as Code),
  {
    rule: "type-mismatch",
    what: "an argument",
    bytes: calling(["i64.const", 0, "call", 1]),
  },
  {
    rule: "type-mismatch",
    what: "an argument of the block around",
    bytes: calling(["i32.const", 0, "block", BLOCK, "call", 1, "end", "drop"]),
  },
  { rule: "unknown-function", what: "behind the last", bytes: calling(["i32.const", 0, "call", 2]) },
  bad("unknown-global", "where there is none", ["global.get", 0, "drop"]),
  bad("misplaced-else", "in a block", ["block", BLOCK, "else", "end"]),
  bad("type-mismatch", "operands of select of the block around", [
    ...["i32.const", 0, "i32.const", 0, "i32.const", 0, "block", BLOCK, "select", "end", "drop"],
  ] as Code),
  bad("select-reference", "the first", [
    "ref.null",
    FUNCREF,
    "i32.const",
    0,
    "i32.const",
    0,
    "select",
    "drop",
  ]),
  bad("unknown-type", "a block type of two bytes", ["block", 200, 1, "end"]),
  bad(
    "type-mismatch",
    "a global's value of the block around",
    ["i32.const", 0, "block", BLOCK, "global.set", 0, "end", "drop"],
    { globals: [global("i", code("i32.const", 0), 1)] },
  ),
  {
    rule: "type-mismatch",
    what: "arguments, more than a number tells",
    bytes: calling(["call", 1], `${"i".repeat(12)}>`),
  },
  { rule: "values-remain", what: "of two results", bytes: calling(["call", 1, "drop"], ">ii", TWO) },
  {
    rule: "type-mismatch",
    what: "a number for a reference",
    bytes: calling(["f64.const", ...ZERO_64, "f64.const", ...ZERO_64, "call", 1], "r>"),
  },
];

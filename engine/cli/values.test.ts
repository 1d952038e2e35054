// Arguments and results on the command line: every form that is a value, and what is none.

import t from "tap";
import { formatResult, parseArgument } from "./values.ts";

const VALUES: readonly (readonly [type: string, text: string, value: unknown])[] = [
  ["i32", "+7", 7],
  ["i32", "0xffffffff", -1],
  ["i32", "-2147483648", -2147483648],
  ["i64", "-0x10", -16n],
  ["i64", "18446744073709551615", 18446744073709551615n],
  ["f32", "-nan", NaN],
  ["f64", "+inf", Infinity],
  ["f64", "-Inf", -Infinity],
  ["f64", "1e3", 1000],
  ["f64", "-0", -0],
  ["externref", "any text", "any text"],
];

t.test("texts are values of a type", (t) => {
  for (const [type, text, value] of VALUES)
    t.ok(Object.is(parseArgument(type, text), value), `${type} ${text}`);
  t.end();
});

t.test("what is no value is refused", (t) => {
  for (const [type, text] of [
    ["i32", "4294967296"],
    ["i32", "-2147483649"],
    ["i32", "1.5"],
    ["i64", ""],
    ["f32", " "],
    ["f64", "one"],
    ["funcref", "0"],
    ["v128", "0"],
  ] as const)
    t.throws(() => parseArgument(type, text), {
      code: "bad-argument",
      message: `"${text}" is no value of type ${type}`,
    });
  t.end();
});

t.test("results are shown as texts assemble them", (t) => {
  t.same([-0, 0, NaN, -Infinity, 1.5, -1n, null, function named() {}].map(formatResult), [
    "-0",
    "0",
    "nan",
    "-inf",
    "1.5",
    "-1",
    "null",
    "function named",
  ]);
  t.end();
});

// Script values as words: what matches what, and what is said where it does not.

import t from "tap";
import type { Expected, Value } from "./commands.ts";
import { HostReferences, jsValueOf, matchResults, wordsOf } from "./values.ts";

const hosts = new HostReferences();
const value = (type: string, of: unknown, lanes?: string) => ({ type, value: of, lane_type: lanes }) as Value;

const matching: readonly (readonly [words: readonly unknown[], expected: Expected])[] = [
  [[-1], value("i32", "4294967295")],
  [[-1n], value("i64", "18446744073709551615")],
  [[0x7ff8000000000000n], value("f64", "nan:canonical")],
  [
    [0x0002000000010000n, 0x0004000000030000n],
    value("v128", ["0", "1", "0", "2", "0", "3", "0", "4"], "i16"),
  ],
  [[0x7fc00000n, 0n], value("v128", ["nan:canonical", "0", "0", "0"], "f32")],
  [[() => 1], value("funcref", undefined)],
  [[null], value("funcref", "null")],
  [[hosts.get("3")], value("externref", "3")],
  [[{}], value("externref", undefined)],
];

t.test("what matches", (t) => {
  for (const [words, expected] of matching) t.doesNotThrow(() => matchResults(words, [expected], hosts));
  matchResults(
    [1, 2n, 3n, 4],
    [value("i32", "1"), value("v128", ["2", "3"], "i64"), value("i32", "4")],
    hosts,
  );
  t.end();
});

t.test("what does not, in words", (t) => {
  const says = (words: readonly unknown[], expected: readonly Expected[], message: RegExp) =>
    t.throws(() => matchResults(words, expected, hosts), message);
  says([-1], [value("i32", "1")], /i32 "1".*4294967295/);
  says([-1n], [value("i64", "1")], /i64 "1".*18446744073709551615/);
  says([1n, 0n], [value("v128", ["0", "0"], "i64")], /v128 \["0","0"\].*1 0/);
  says([null], [value("funcref", undefined)], /funcref not null.*null/);
  says([1, 2], [value("i32", "1")], /1 results.*2/);
  const either = { type: "either", values: [value("i32", "1"), value("i32", "2")] } as unknown as Expected;
  says([3], [either], /i32 "1" or i32 "2".*3/);
  t.end();
});

t.test("arguments: words for wasm, values for JavaScript", (t) => {
  t.same(wordsOf(value("i64", "18446744073709551615"), hosts), [-1n]);
  t.same(wordsOf(value("v128", ["1", "255"], "i64"), hosts), [1n, 255n]);
  t.same(wordsOf(value("v128", Array(16).fill("255"), "i8"), hosts), [-1n, -1n]);
  t.equal(wordsOf(value("externref", "3"), hosts)[0], hosts.get("3"));
  t.same(wordsOf(value("funcref", "null"), hosts), [null]);
  t.equal(jsValueOf(value("f32", "1069547520"), hosts), 1.5);
  t.equal(jsValueOf(value("f64", "4609434218613702656"), hosts), 1.5);
  t.equal(jsValueOf(value("i64", "2"), hosts), 2n);
  t.end();
});

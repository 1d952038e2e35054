// Numbers and strings: exact rounding, ranges, escapes, and the way back from bits to text.

import t from "tap";
import { f32Bits, f64Bits } from "./floats.ts";
import { signed32, signed64, unsigned } from "./integers.ts";
import { bytesLiteral, f32Literal, f64Literal, i64Literal, idLiteral, nameLiteral } from "./literals.ts";
import { decodeName, decodeString } from "./strings.ts";

const f32 = (text: string) => f32Bits(text, 0, text.length).toString(16);
const f64 = (text: string) => f64Bits(text, 0, text.length).toString(16);

t.test("floats are rounded once", (t) => {
  const singles: [text: string, bits: string][] = [
    ["-0.0", "80000000"],
    ["0.1", "3dcccccd"],
    ["16777217", "4b800000"],
    ["16777217.0000000001", "4b800001"],
    ["8388609.5", "4b000002"],
    ["0.7006492321624085354618e-45", "0"],
    ["0.7006492321624085354619e-45", "1"],
    ["0x1p-149", "1"],
    ["0x1p-150", "0"],
    ["0x1.8p-149", "2"],
    ["0x1.fffffep127", "7f7fffff"],
    ["340282356779733642748073463979561713664", "7f7fffff"],
    ["1_0.2_5e0_1", "42cd0000"],
    ["-inf", "ff800000"],
    ["nan", "7fc00000"],
    ["-nan:0x200000", "ffa00000"],
  ];
  for (const [text, bits] of singles) t.equal(f32(text), bits, text);
  const doubles: [text: string, bits: string][] = [
    ["0x1p-1074", "1"],
    ["0x1p-1075", "0"],
    ["0x1.8p-1075", "1"],
    ["0x1.00000000000008p0", "3ff0000000000000"],
    ["0x1.000000000000080001p0", "3ff0000000000001"],
    ["0x1.fffffffffffffp1023", "7fefffffffffffff"],
    ["nan:0xfffffffffffff", "7fffffffffffffff"],
  ];
  for (const [text, bits] of doubles) t.equal(f64(text), bits, text);
  t.end();
});

t.test("floats out of range and malformed", (t) => {
  for (const text of ["0x1.ffffffp127", "3.5e38", "nan:0x800000", "nan:0x0", "1e400"])
    t.throws(() => f32(text), { code: "constant-out-of-range" }, text);
  for (const text of ["1_", "_1", "1__0", ".5", "1e", "0x", "0x1p", "nan:1", "in", "1.e+"])
    t.throws(() => f64(text), { code: "bad-number" }, text);
  t.end();
});

t.test("integers", (t) => {
  const i32 = (text: string) => signed32(text, 0, text.length);
  t.equal(i32("0xffff_ffff"), -1);
  t.equal(i32("-0x8000_0000"), -(2 ** 31));
  t.equal(i32("+7"), 7);
  t.throws(() => i32("4294967296"), { code: "constant-out-of-range" });
  t.throws(() => i32("-2147483649"), { code: "constant-out-of-range" });
  t.throws(() => i32("1_"), { code: "bad-number" });
  t.throws(() => i32("0x"), { code: "bad-number" });
  const i64 = (text: string) => BigInt(signed64(text, 0, text.length));
  t.equal(i64("18446744073709551615"), 2n ** 64n - 1n);
  t.equal(i64("-9223372036854775808"), -(2n ** 63n));
  t.throws(() => i64("18446744073709551616"), { code: "constant-out-of-range" });
  t.throws(() => i64("-9223372036854775809"), { code: "constant-out-of-range" });
  t.throws(() => i64("99999999999999999999_"), { code: "bad-number" });
  t.throws(() => unsigned("-1", 0, 2, 32), { code: "bad-number" });
  t.end();
});

t.test("strings", (t) => {
  const bytes = (text: string) => [...decodeString(text, 0, text.length)];
  t.same(bytes('"a\\t\\n\\r\\"\\\'\\\\\\00\\fF"'), [97, 9, 10, 13, 34, 39, 92, 0, 255]);
  t.same(bytes('"\\u{7f}\\u{e9}\\u{20AC}\\u{1F6_00}é😀"'), [...Buffer.from("\u007fé€😀é😀")]);
  for (const text of ['"\\x"', '"\\0"', '"\\u{110000}"', '"\\u{d800}"', '"\\u{}"', '"\\u{1"'])
    t.throws(() => bytes(text), { code: "bad-escape" }, text);
  t.throws(() => decodeName('"\\ff"', 0, 5), { code: "bad-utf8" });
  t.equal(decodeName('"caf\\c3\\a9"', 0, 11), "café");
  t.end();
});

t.test("bits back to text read as the same bits", (t) => {
  let seed = 1;
  const random = () => (seed = (Math.imul(seed, 1664525) + 1013904223) | 0);
  for (let i = 0; i < 5000; i++) {
    const [low, high] = [random(), random()];
    const single = f32Literal(high);
    const double = f64Literal(low, high);
    if (f32Bits(single, 0, single.length) !== high >>> 0) t.fail(`f32 ${single}`);
    const bits = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
    if (f64Bits(double, 0, double.length) !== bits) t.fail(`f64 ${double}`);
  }
  t.equal(f32Literal(0x3dcccccd), "0.1");
  t.equal(f64Literal(0, 0x7ff80000), "nan");
  t.equal(f64Literal(1, 0xfff00000 | 0), "-nan:0x1");
  t.equal(i64Literal(-1, 0x7fffffff), "9223372036854775807");
  t.equal(bytesLiteral(Uint8Array.of(34, 92, 97, 0, 255), 0, 5), '"\\22\\5ca\\00\\ff"');
  t.equal(nameLiteral('é"\n'), '"é\\22\\0a"');
  t.equal(idLiteral("a b"), '$"a b"');
  t.equal(idLiteral("f.0"), "$f.0");
  t.end();
});

// Parsing: core text, its errors and where they point, nesting, names, customs.

import t from "tap";
import { EVERY_FEATURE } from "../base/index.ts";
import { decodeModule, decodeNames } from "../binary/index.ts";
import { parse, parseModule } from "./index.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex").slice("0061736d01000000".length);
const decode = (text: string) =>
  decodeModule(parse(text), { features: EVERY_FEATURE, encoding: "proposal" }).module;

t.test("a function, byte for byte", (t) => {
  const text = '(module (func (export "f") (param i32) (result i32) (i32.add (local.get 0) (i32.const 1))))';
  const types = "01060160017f017f";
  t.equal(hex(parse(text)), `${types}03020100070501016600000a09010700200041016a0b`);
  t.equal(
    hex(parse('(func (export "f") (param i32) (result i32) local.get 0 i32.const 1 i32.add)')),
    hex(parse(text)),
  );
  t.end();
});

t.test("folded and flat give the same bytes", (t) => {
  const pairs = [
    ["(if (i32.const 1) (then nop) (else unreachable))", "i32.const 1 if nop else unreachable end"],
    ["(if $l (i32.const 1) (then (br $l)))", "i32.const 1 if $l br $l end $l"],
    [
      "(drop (i32.add (i32.const 1) (block $b (result i32) (br $b (i32.const 2)))))",
      "i32.const 1 block $b (result i32) i32.const 2 br $b end i32.add drop",
    ],
    ["(loop (br_if 0 (i32.const 0)))", "loop i32.const 0 br_if 0 end"],
  ];
  for (const [folded, flat] of pairs)
    t.same(hex(parse(`(func ${folded})`)), hex(parse(`(func ${flat})`)), flat);
  const exceptions = (body: string) => hex(parse(`(tag $e) (func ${body})`));
  t.equal(
    exceptions("(try $t (do (throw $e)) (catch $e nop) (catch_all (rethrow 0)))"),
    exceptions("try $t throw $e catch $e nop catch_all rethrow 0 end"),
  );
  t.equal(exceptions("(try $t (do (try (do) (delegate $t))))"), exceptions("try $t try delegate $t end"));
  t.equal(
    exceptions("(block $h (try_table (catch $e $h) (catch_all 0) nop))"),
    exceptions("block $h try_table (catch $e $h) (catch_all 0) nop end end"),
  );
  t.end();
});

t.test("implicit types come after the explicit ones, and equal ones are shared", (t) => {
  const { header, functions } = decode(
    "(func (param i32)) (type (func (result i64))) (func (param i32)) (func (result i64))",
  );
  t.equal(header.length, 2);
  t.same(
    functions.map(({ index }) => index),
    [1, 1, 0],
  );
  t.end();
});

t.test("errors say where and what", (t) => {
  const fails = (text: string, code: string, line: number, column: number) =>
    t.throws(() => parse(text), { kind: "text", code, line, column }, text);
  fails("(module\n  (func (i32.ad)))", "unexpected-token", 2, 10);
  fails("(func (call $f))", "unknown-name", 1, 13);
  fails("(func (br $l))", "unknown-name", 1, 11);
  fails("(func $f) (func $f)", "duplicate-name", 1, 17);
  fails("(func (i32.const 0x1_0000_0000) drop)", "constant-out-of-range", 1, 18);
  fails("(func block $a end $b)", "mismatching-label", 1, 20);
  fails('(func) (import "a" "b" (func))', "import-after", 1, 8);
  fails("(func", "unclosed", 1, 1);
  fails("(func))", "unopened", 1, 7);
  fails('(data "abc', "unclosed", 1, 7);
  fails("(; (; ;)", "unclosed", 1, 1);
  fails("(func (i32.const0))", "unexpected-token", 1, 8);
  fails("(func \u00e9)", "illegal-character", 1, 7);
  fails("(type (func (param i32))) (func (type 0) (param i64))", "inline-type-mismatch", 1, 33);
  fails("(func (i32.load align=3 (i32.const 0)) drop)", "bad-alignment", 1, 17);
  fails("(start 0) (start 0)", "multiple-start", 1, 11);
  fails("(func $)", "empty-identifier", 1, 7);
  t.throws(() => parse("(module\n  (func (i32.ad)))"), {
    message:
      "unexpected token: expected an instruction, found i32.ad (line 2, column 10)\n    (func (i32.ad)))\n           ^",
  });
  t.end();
});

t.test("depth does not exhaust the stack", (t) => {
  const n = 100_000;
  t.doesNotThrow(() => parse(`(func (result i32) ${"(i32.eqz ".repeat(n)}(i32.const 0)${")".repeat(n)})`));
  t.doesNotThrow(() => parse(`(func ${"(block ".repeat(n)}${")".repeat(n)})`));
  t.doesNotThrow(() => parse(`(func ${"loop ".repeat(n)}${"end ".repeat(n)})`));
  t.doesNotThrow(() => parse("(@a ".repeat(n) + ")".repeat(n)));
  t.throws(() => parse("(module ".repeat(n) + ")".repeat(n)), { code: "too-deep" });
  t.throws(() => parse(`(type ${'(instance (export "" '.repeat(n)}(func)${"))".repeat(n)})`), {
    code: "too-deep",
  });
  t.end();
});

t.test("names", (t) => {
  const names = decodeNames(
    decode(`(module $mod
      (type $t (func)) (table $tab 1 funcref) (memory $mem 1) (global $g i32 (i32.const 0)) (elem $e func) (data $d "")
      (func $f (param $p i32) (local i32) (local $l i64) (block $b (block (block $c))))
      (func (@name "a b") (param (@name "q") i32)))`),
  );
  t.equal(names.module, "mod");
  t.same(
    [...names.funcs],
    [
      [0, "f"],
      [1, "a b"],
    ],
  );
  t.same(
    [...names.locals.get(0)!],
    [
      [0, "p"],
      [2, "l"],
    ],
  );
  t.same([...names.locals.get(1)!], [[0, "q"]]);
  t.same(
    [...names.labels.get(0)!],
    [
      [0, "b"],
      [2, "c"],
    ],
  );
  for (const [map, name] of [
    [names.types, "t"],
    [names.tables, "tab"],
    [names.memories, "mem"],
    [names.globals, "g"],
    [names.elems, "e"],
    [names.data, "d"],
  ] as const)
    t.equal(map.get(0), name);
  t.end();
});

t.test("custom sections and annotations", (t) => {
  const { customs } = decode(
    '(@custom "a" (before first) "x") (func) (@custom "b" (after func) "y" "z") (@custom "c")',
  );
  t.same(
    customs.map(({ name, after }) => [name, after]),
    [
      ["a", 0],
      ["b", 2],
      ["c", 3],
    ],
  );
  t.doesNotThrow(() => parse('(@unknown "x" , ; ] (y)) (func (@other) nop)'));
  t.throws(() => parse("(@custom)"), { code: "bad-annotation" });
  t.throws(() => parse('(func (@custom "x"))'), { code: "unexpected-token" });
  t.end();
});

t.test("instructions that only the text knows", (t) => {
  const body = (text: string) => {
    const { code } = parseModule(`(memory 1) (type $s (struct (field $x i32))) (func ${text})`);
    return Buffer.from(code[0]!.bytes).toString("hex");
  };
  t.equal(
    body("v128.const i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 -1"),
    "00fd0c000102030405060708090a0b0c0d0eff0b",
  );
  t.equal(body("i8x16.relaxed_swizzle"), "00fd80020b");
  t.equal(body("v128.load8_lane offset=2 3"), "00fd540002030b");
  t.equal(body("i32.atomic.rmw.add offset=4"), "00fe1e02040b");
  t.equal(body("struct.get $s $x"), "00fb0200000b");
  t.equal(body("ref.test (ref null $s)"), "00fb15000b");
  t.equal(body("br_on_cast 0 anyref (ref i31)"), "00fb1801006e6c0b");
  t.end();
});

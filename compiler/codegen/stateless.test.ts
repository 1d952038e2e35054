// Functions that use nothing of their instance stand at tree level.

import t from "tap";
import { ALL_FEATURES } from "../base/index.ts";
import { decodeModule } from "../binary/index.ts";
import { parse } from "../text/index.ts";
import { validateModule } from "../validate/index.ts";
import { generateTree, parseOptimizations } from "./index.ts";
import { statelessFunctions } from "./stateless.ts";

function validated(text: string) {
  const { module } = decodeModule(parse(text), { features: ALL_FEATURES, encoding: "auto" });
  return validateModule(module, { features: ALL_FEATURES });
}

const MIXED = `(module (import "host" (func $host)) (memory 1) (global $g (mut i32) (i32.const 0))
  (func $pure (export "pure") (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
  (func $caller (export "caller") (result i32) (call $pure (i32.const 1)))
  (func $loads (result i32) (i32.load (i32.const 0)))
  (func $counts (global.set $g (i32.const 1)))
  (func $leaves (call $host))
  (func $indirectly (drop (call $loads)))
  (func $ping (call $pong)) (func $pong (call $ping)))`;

t.test("what touches state, or calls what does, is not among them", (t) => {
  t.same([...statelessFunctions(validated(MIXED), ALL_FEATURES)], [1, 2, 7, 8]);
  t.end();
});

t.test("they are declared once, behind the factory", (t) => {
  const { source } = generateTree(validated(MIXED));
  const lines = source.split("\n");
  const end = lines.indexOf("}");
  const at = (text: string) => lines.findIndex((line) => line.startsWith(text));
  t.ok(at("function f1(") > end);
  t.ok(at("function f3(") < end);
  t.end();
});

t.test("those of several modules have names of their own", (t) => {
  const pure = `(func $pure (export "f") (result i32) (i32.const 1)) (func (result i32) (call $pure))`;
  const { source } = generateTree(validated(`(module (module ${pure}) ${pure})`));
  t.match(source, "return f0_0();");
  t.match(source, "return f0_1();");
  t.end();
});

t.test("the optimisation can be switched off", (t) => {
  const { source } = generateTree(validated(MIXED), { optimizations: parseOptimizations("-stateless") });
  const lines = source.split("\n");
  t.ok(lines.findIndex((line) => line.startsWith("function f1(")) < lines.indexOf("}"));
  t.end();
});

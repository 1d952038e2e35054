// The code of reinterpretations: bits that are at hand do not go through a float.

import t from "tap";
import { ALL_FEATURES } from "../base/index.ts";
import { decodeModule } from "../binary/index.ts";
import { parse } from "../text/index.ts";
import { validateModule } from "../validate/index.ts";
import { parseOptimizations } from "./optimizations.ts";
import { generateTree } from "./tree.ts";

/** What is generated for a function of an i32 and an f32. */
function codeOf(body: string, optimizations = ""): string {
  const text = `(module (memory 1) (func (param i32 f32) ${body}))`;
  const { module } = decodeModule(parse(text), { features: ALL_FEATURES, encoding: "auto" });
  const valid = validateModule(module, { features: ALL_FEATURES });
  const options = { optimizations: parseOptimizations(optimizations) };
  return /function f0\(.*/.exec(generateTree(valid, options).source)![0];
}

const mask = "(select (f32.const -nan:0x7fffff) (f32.const 1) (local.get 0))";

t.test("a mask is made of integers", (t) => {
  t.match(codeOf(`(local.set 0 (i32.reinterpret_f32 ${mask}))`), "l0=l0?-1:1065353216;");
  t.match(codeOf(`(f32.store (i32.const 8) ${mask})`), /setInt32\(8,\w+,true\)/);
  t.match(codeOf(`(local.set 0 (i32.reinterpret_f32 ${mask}))`, "-bits"), "f32_nan(");
  t.end();
});

t.test("there and back is nothing", (t) => {
  t.match(codeOf("(local.set 0 (i32.reinterpret_f32 (f32.reinterpret_i32 (local.get 0))))"), "l0=l0;");
  t.match(codeOf("(local.set 1 (f32.reinterpret_i32 (i32.reinterpret_f32 (local.get 1))))"), "l1=l1;");
  t.end();
});

t.test("of an arithmetic result no NaN is looked at, of others each is", (t) => {
  const sum = "(f32.add (local.get 1) (f32.const 0.5))";
  t.match(codeOf(`(local.set 0 (i32.reinterpret_f32 ${sum}))`), "l0=(bits32[0]=l1+0.5,words[0]);");
  t.match(codeOf("(local.set 0 (i32.reinterpret_f32 (local.get 1)))"), "l0=l1===l1?");
  t.match(codeOf(`(local.set 0 (i32.reinterpret_f32 ${sum}))`, "-bits"), ":f32_bits(");
  t.end();
});

t.test("what only arithmetic sees may lose a NaN's sign and become quiet", (t) => {
  const twice = (code: string) => `(local.set 1 (f32.add ${code} (f32.const 0.5)))`;
  t.match(codeOf(twice("(f32.neg (local.get 1))")), "l1=fround(-l1+0.5);");
  t.match(codeOf(twice("(f32.reinterpret_i32 (local.get 0))")), "l1=fround((words[0]=l0,bits32[0])+0.5);");
  t.match(codeOf("(local.set 1 (f32.neg (local.get 1)))"), "l1=l1===l1?-l1:f_neg(l1);");
  t.end();
});

// Outputs of modules that few write: names that mean something to JavaScript, recursive use of types, wrong options.

import ts from "typescript";
import t from "tap";
import { parse } from "../../compiler/text/index.ts";
import { compileToModule, type ModuleOptions } from "./index.ts";
import { required } from "./testing/load.ts";

const compiled = (text: string, options: ModuleOptions = {}) => compileToModule(parse(text), options);

t.test("an export that is called __proto__ is an export", (t) => {
  const text = '(module (func (export "__proto__") (result i32) (i32.const 7)))';
  const code = compiled(text, { format: "iife", name: "odd", instance: true }).code;
  const found = required(`${code}\nexports.keys = Object.keys(odd); exports.value = odd["__proto__"]();`);
  t.ok(found["keys"].includes("__proto__"));
  t.equal(found["value"], 7);
  t.end();
});

t.test("options that are none are refused", (t) => {
  t.throws(() => compiled("(module)", { target: "moon" as never }), {
    code: "bad-option",
    message: /one of jit, interpreter/,
  });
  t.end();
});

/** Complaints of the parser alone: a declaration file that is no TypeScript. */
const isTypeScript = (types: string) =>
  ts.transpileModule(types, { reportDiagnostics: true, fileName: "x.ts" }).diagnostics!.length === 0;

t.test("declarations: tags, scripts, instances", (t) => {
  const tags = compiled(
    `(module (import "m" "t" (tag (param i32 i64))) (import "m" "g" (global f32)) (import "m" "h" (global (mut f32)))
      (export "t" (tag 0)) (func (export "new") (param externref) (result funcref) (ref.null func)))`,
    { types: true },
  ).types!;
  t.match(tags, /Tag<\[number, bigint\]>/);
  t.ok(isTypeScript(tags));
  const script = compiled('(module (func (export "f")))', { types: true, format: "iife", name: "app" })
    .types!;
  t.match(
    script,
    /declare global \{\n {2}const app: \{ instantiate: typeof instantiate; module: typeof module; /,
  );
  t.ok(isTypeScript(script));
  const instance = compiled('(module (func (export "f") (result i64) (i64.const 1)) (func (export "a b")))', {
    types: true,
    instance: true,
  }).types!;
  t.match(instance, /export \{ \w+ as f, \w+ as "a b" \};/);
  t.ok(isTypeScript(instance));
  t.end();
});

t.test("a type that is used twice is looked into once", (t) => {
  const type = '(type $t (instance (export "memory" (memory 1))))';
  const { code } = compiled(
    `(module ${type} (import "a" (instance (type $t))) (import "b" (instance (type $t))))`,
  );
  t.match(code, "Memory");
  t.end();
});

t.test("lines far apart have long distances in a source map", (t) => {
  const text = `(module ${Array.from({ length: 120 }, (_, at) => `(func $f${at} (nop) (nop) (nop))`).join("")})`;
  const { map } = compiled(text, { sourceMap: "far.mjs" });
  const { mappings, sources } = JSON.parse(map!) as { mappings: string; sources: string[] };
  t.same(sources, ["far.mjs.wat"]);
  t.equal(mappings.split(";").filter((segment) => segment !== "").length, 120);
  t.end();
});

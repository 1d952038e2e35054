// Declaration files: what they say, and that TypeScript agrees.

import ts from "typescript";
import t from "tap";
import { parse } from "../../compiler/text/index.ts";
import { compileToModule, type ModuleOptions } from "./index.ts";
import { fileOf } from "./testing/load.ts";

const MODULE = parse(`(module
  (import "env" "f" (func (param i32 i64) (result i32 i64)))
  (import "env" "memory" (memory 1))
  (import "m" (module (import "x" (global i64)) (export "g" (func (param externref)))))
  (global (export "mutable") (mut f32) (f32.const 0))
  (table (export "table") 1 funcref)
  (func (export "pair") (param f64) (result i64 f32) (i64.const 1) (f32.const 2))
  (func (export "nothing")))`);

/** What TypeScript says of a program that uses the output of `MODULE`. */
function complaints(program: string, options: ModuleOptions = {}): string[] {
  const types = compileToModule(MODULE, { types: true, ...options }).types!;
  const file = fileOf(
    `${types}\ndeclare const imports: Imports; const exports = instantiate(imports);\n${program}`,
    "ts",
  );
  const checked = ts.createProgram([file], {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    types: [],
  });
  return ts
    .getPreEmitDiagnostics(checked)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

t.test("TypeScript finds nothing wrong", (t) => {
  const program = `
    const [a, b]: [bigint, number] = exports.pair(1); void a; void b;
    const n: number = exports.mutable.value; exports.mutable.value = n;
    const done: void = exports.nothing(); void done;
    exports.table.set(0, null); exports.table.length.toFixed();
    const given: Imports = { ...imports, env: { ...imports.env, f: (a, b) => [a, b] } };
    instantiate(given); module;
    const memory: Memory = new Memory({ initial: 1 }); const error: Error = new RuntimeError("x"); void error;
    instantiate({ ...imports, env: { ...imports.env, memory } });`;
  t.same(complaints(program), []);
  t.end();
});

t.test("TypeScript finds what is wrong", (t) => {
  t.match(complaints("exports.pair(1n);"), [/bigint/]);
  t.match(complaints("instantiate();"), [/Expected 1 arg/]);
  t.match(complaints("instantiate({ ...imports, env: {} });"), [/missing/]);
  t.match(complaints("exports.absent;"), [/absent/]);
  t.end();
});

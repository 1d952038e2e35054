// The JS API of module linking: modules and instances as imports and exports, descriptors with nested types, errors that
// name the path, and objects of other engines.

import t from "tap";
import { parse } from "../../compiler/text/index.ts";
import { createEngine, type ImportObject } from "./index.ts";

const W = createEngine();
const host = (globalThis as unknown as { WebAssembly: typeof WebAssembly }).WebAssembly;

const compile = (text: string) => new W.Module(parse(text));

const LINKED = compile(`(module
  (import "lib" (module $lib (import "log" (func (param i32))) (export "run" (func (result i32)))))
  (import "log" (func $log (param i32)))
  (import "env" (instance $env (export "n" (func (result i32))) (export "m" (memory 1))))
  (instance $i (instantiate $lib (import "log" (func $log))))
  (module $inner (func (export "x") (result i32) i32.const 3))
  (export "inner" (module $inner))
  (export "i" (instance $i))
  (export "env" (instance $env))
  (func (export "go") (result i32) call (func $i "run")))`);

const LIB = compile(`(module (import "log" (func $log (param i32)))
  (func (export "run") (result i32) i32.const 7 call $log i32.const 9))`);

const ENV = compile(`(module (memory (export "m") 1) (func (export "n") (result i32) i32.const 5)
  (func (export "extra")))`);

const MEMORY_USER = `(module (import "a" "m" (memory 1)))`;

/** Imports that fit; `changes` replace some. */
const imports = (changes: ImportObject = {}): ImportObject => ({
  lib: LIB,
  log: () => {},
  env: new W.Instance(ENV),
  ...changes,
});

const linkError = (path: string, found: RegExp) => ({
  name: "LinkError",
  message: new RegExp(`${path}.*expected .*found ${found.source}`),
});

t.test("modules and instances are imported and exported", (t) => {
  const logged: number[] = [];
  const { exports } = new W.Instance(LINKED, imports({ log: (x: number) => logged.push(x) }));
  t.equal(exports["go"](), 9);
  t.same(logged, [7]);
  t.ok(exports["inner"] instanceof W.Module);
  t.equal(new W.Instance(exports["inner"]).exports["x"](), 3);
  t.equal(exports["inner"], exports["inner"]);
  t.end();
});

t.test("an exported instance is an exports object with the declared names only", (t) => {
  const { exports } = new W.Instance(LINKED, imports());
  const { env } = exports;
  t.equal(Object.getPrototypeOf(env), null);
  t.ok(Object.isFrozen(env));
  t.same(Object.keys(env), ["n", "m"]);
  t.ok(env.m instanceof W.Memory);
  t.end();
});

t.test("an instance import takes whatever has the fields", (t) => {
  const instance = new W.Instance(ENV);
  const plain = { n: () => 1, m: new W.Memory({ initial: 1 }) };
  for (const env of [instance, instance.exports, plain, Object.assign(() => {}, plain)])
    t.equal(
      new W.Instance(LINKED, imports({ env })).exports["env"].m,
      "m" in env ? env.m : instance.exports["m"],
    );
  t.end();
});

t.test("descriptors have kinds and nested types", (t) => {
  const log = { parameters: ["i32"], results: [] };
  const run = { parameters: [], results: ["i32"] };
  const env = {
    exports: [
      { name: "n", kind: "function", type: run },
      { name: "m", kind: "memory", type: { minimum: 1 } },
    ],
  };
  t.same(W.Module.imports(LINKED), [
    {
      module: "lib",
      kind: "module",
      type: {
        imports: [{ module: "log", kind: "function", type: log }],
        exports: [{ name: "run", kind: "function", type: run }],
      },
    },
    { module: "log", kind: "function", type: log },
    { module: "env", kind: "instance", type: env },
  ]);
  t.match(W.Module.exports(LINKED), [
    { name: "inner", kind: "module", type: { imports: [], exports: [{ name: "x" }] } },
    { name: "i", kind: "instance" },
    { name: "env", kind: "instance", type: env },
    { name: "go", kind: "function", type: run },
  ]);
  t.end();
});

t.test("types are told of plain modules where the engine is asked to", (t) => {
  const bytes = parse(
    `(module (table (export "t") 1 2 funcref) (global (export "g") (mut i64) i64.const 0))`,
  );
  t.same(W.Module.exports(new W.Module(bytes)), [
    { name: "t", kind: "table" },
    { name: "g", kind: "global" },
  ]);
  const { Module } = createEngine({ types: true });
  t.same(Module.exports(new Module(bytes)), [
    { name: "t", kind: "table", type: { element: "funcref", minimum: 1, maximum: 2 } },
    { name: "g", kind: "global", type: { value: "i64", mutable: true } },
  ]);
  t.end();
});

t.test("link errors name the path, what was expected and what was found", (t) => {
  const link = (changes: ImportObject) => () => new W.Instance(LINKED, imports(changes));
  t.throws(link({ lib: 1 }), linkError('import "lib"', /a number/));
  t.throws(link({ lib: compile("(module)") }), linkError('import "lib"."run"', /nothing/));
  t.throws(link({ log: undefined }), linkError('import "log"', /undefined/));
  t.throws(link({ env: 1 }), linkError('import "env"', /a number/));
  t.throws(link({ env: {} }), linkError('import "env"."n"', /undefined/));
  const m = new W.Memory({ initial: 0 });
  t.throws(link({ env: { n: () => 1, m } }), linkError('import "env"."m"', /memory 0/));
  t.end();
});

t.test("objects of two JS engines work together", (t) => {
  const other = createEngine();
  const { exports } = new other.Instance(LINKED, imports());
  t.equal(exports["go"](), 9);
  const big = compile(`(module (func (export "f") (param i64) (result i64) local.get 0))`);
  const relay = new other.Module(
    parse(`(module (import "a" "f" (func $f (param i64) (result i64)))
      (func (export "g") (param i64) (result i64) local.get 0 call $f))`),
  );
  const { f } = new W.Instance(big).exports;
  t.equal(new other.Instance(relay, { a: { f } }).exports["g"](-(2n ** 40n)), -(2n ** 40n));
  const table = new other.Table({ element: "anyfunc", initial: 1 });
  table.set(0, f);
  t.equal(table.get(0), f);
  t.end();
});

t.test("native functions pass, other native objects are refused with advice", (t) => {
  if (host === undefined) return void t.end();
  const bytes = parse(`(module (func (export "n") (result i32) i32.const 5))`) as Uint8Array<ArrayBuffer>;
  const { n } = new host.Instance(new host.Module(bytes)).exports;
  t.equal(
    new W.Instance(LINKED, imports({ env: { n, m: new W.Memory({ initial: 1 }) } })).exports["env"].n(),
    5,
  );
  const m = new host.Memory({ initial: 1 });
  const user = compile(MEMORY_USER);
  t.throws(
    () => new W.Instance(user, { a: { m } }),
    linkError('import "a"."m"', /.*another engine.*Memory class/),
  );
  t.throws(() => new W.Instance(new host.Module(bytes) as object), {
    name: "TypeError",
    message: /compile its bytes/,
  });
  t.end();
});

t.test("native cores: ours are refused with advice, native objects pass", (t) => {
  if (host === undefined) return void t.end();
  const native = createEngine({ cores: "native" });
  t.equal(native.Memory as unknown, host.Memory);
  const user = new native.Module(parse(MEMORY_USER));
  const m = new W.Memory({ initial: 1 });
  t.throws(() => new native.Instance(user, { a: { m } }), { name: "LinkError", message: /another engine/ });
  t.ok(new native.Instance(user, { a: { m: new host.Memory({ initial: 1 }) } }));
  t.throws(() => new native.Instance(LINKED, imports()), { name: "TypeError", message: /another engine/ });
  t.throws(() => new W.Instance(user, { a: { m } }), { name: "TypeError", message: /another engine/ });
  t.end();
});

t.test("compile errors have a code, an offset and a path", (t) => {
  const bytes = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 99, 0);
  t.throws(() => new W.Module(bytes), { name: "CompileError", code: /./, offset: 8 });
  t.end();
});

t.test("options that mean nothing are refused", (t) => {
  t.throws(() => createEngine({ cores: "wasm" as "js" }), { name: "TypeError", message: /"cores".*"js"/ });
  t.throws(() => createEngine({ limits: { pages: -1 } }), { name: "TypeError", message: /limits.pages/ });
  t.throws(() => createEngine({ features: ["nonsense"] }), { code: "unknown-feature" });
  const small = createEngine({ limits: { pages: 2, elements: 3 } });
  t.throws(() => new small.Memory({ initial: 3 }), { name: "RangeError" });
  t.throws(() => new small.Table({ element: "anyfunc", initial: 4 }), { name: "RangeError" });
  t.end();
});

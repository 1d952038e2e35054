// Loading at run time: what the example dlopen does not show, and errors.

import { readFileSync } from "node:fs";
import t from "tap";
import { linkShared } from "../../compiler/dylink/index.ts";
import { parse } from "../../compiler/text/index.ts";
import { createEngine, type WebAssemblyNamespace } from "../api/index.ts";
import { type Callable, Loader } from "./index.ts";

const file = (example: string, name: string) =>
  parse(readFileSync(`examples/${example}/${name}.wat`, "utf8"));

const library = (fields: string, dylink = "\\01\\04\\00\\00\\00\\00") =>
  parse(`(module (@custom "dylink.0" (before first) "${dylink}") ${fields})`);

const input = (name: string, fields: string) => ({ name, bytes: library(fields) });

const PROGRAM =
  parse(`(module (memory (export "memory") 1) (table (export "__indirect_function_table") 1 funcref)
  (global (export "__stack_pointer") (mut i32) (i32.const 900))
  (func (export "malloc") (param i32) (result i32) (i32.const 1001)))`);

const started = (engine: WebAssemblyNamespace, bytes = PROGRAM) =>
  new engine.Instance(new engine.Module(bytes)).exports;

const engines = (["js", "native"] as const).map((cores) => createEngine({ cores }));

t.test("libraries that call each other are loaded together", (t) => {
  for (const engine of engines) {
    const main = linkShared({ name: "main.wasm", bytes: file("cycles", "main.wasm") }, [
      input("libeven.so", '(func (export "is_even") (param i32) (result i32) (i32.const 0))'),
      input("libodd.so", '(func (export "is_odd") (param i32) (result i32) (i32.const 0))'),
    ]);
    // The program has symbols of these names: they come first, also for what is loaded later.
    const loader = new Loader(engine, { find: (name) => file("cycles", name) }).attach(started(engine, main));
    const even = loader.open("libeven.so");
    t.equal((even.sym("is_even") as Callable)(1), 0, "the program's is_odd");
    t.equal((loader.sym("is_even") as Callable)(0), 0);
    t.equal((even.sym("is_even") as Callable)(0), 1);
    t.equal(typeof loader.open("libodd.so").sym("opposite"), "number");
  }
  t.end();
});

const CALLS = (callee: string, own: string) =>
  `(import "env" "${callee}" (func $f (param i32) (result i32)))
   (func (export "${own}") (param i32) (result i32)
     (if (result i32) (local.get 0) (then (call $f (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 77))))`;
const NEEDS = (name: string) =>
  `\\02\\${(name.length + 2).toString(16).padStart(2, "0")}\\01\\${name.length.toString(16).padStart(2, "0")}${name}`;

t.test("a cycle, an address of their own, and plugins of one shape that do not see each other", (t) => {
  const files: Record<string, Uint8Array> = {
    "a.so": library(CALLS("b", "a"), NEEDS("b.so")),
    "b.so": library(CALLS("a", "b"), NEEDS("a.so")),
  };
  const plugin = (value: number) =>
    library(`(import "GOT.func" "f" (global $f (mut i32))) (func (export "f") (result i32) (i32.const ${value}))
      (func (export "slot") (result i32) (global.get $f))`);
  for (const engine of engines) {
    const exports = started(engine);
    const loader = new Loader(engine, { find: (name) => files[name] }).attach(exports);
    t.equal((loader.open("a.so").sym("a") as Callable)(5), 77);
    const [one, two] = [
      loader.open("one.so", plugin(1)),
      loader.open("two.so", new engine.Module(plugin(2))),
    ];
    const table = exports["__indirect_function_table"];
    for (const [lib, value] of [
      [one, 1],
      [two, 2],
    ] as const) {
      const slot = (lib.sym("slot") as Callable)();
      t.equal(table.get(slot)(), value);
      t.equal(lib.address("f"), slot);
      t.equal(table.get(slot), lib.sym("f"));
    }
    t.equal(loader.open("one.so").sym("f"), one.sym("f"), "loaded once");
  }
  t.end();
});

t.test("errors say what to do", (t) => {
  for (const engine of engines) {
    t.throws(() => new Loader(engine).open("x.so"), { code: "not-attached" });
    const memoryless = parse('(module (func (export "malloc")))');
    t.throws(() => new Loader(engine).attach(started(engine, memoryless)), {
      code: "no-program-export",
      message: /--export=memory/,
    });
    const loader = new Loader(engine).attach(started(engine));
    t.throws(() => loader.open("x.so"), { code: "missing-library", message: /"find"/ });
    t.throws(() => loader.open("x.so", library("", NEEDS("y.so"))), {
      code: "missing-library",
      message: /x\.so needs the library y\.so/,
    });
    t.throws(() => loader.open("x.so", parse("(module)")), { code: "not-a-library" });
    t.throws(() => loader.open("x.so", library('(import "y" "z" (func))')), { code: "foreign-import" });
    for (const gone of [
      '(import "env" "gone" (func))',
      '(import "GOT.mem" "gone" (global (mut i32)))',
      '(import "GOT.func" "gone" (global (mut i32)))',
    ])
      t.throws(() => loader.open("x.so", library(gone)), {
        code: "missing-symbol",
        message: /nobody \(it is needed by x\.so\) has the symbol "gone"/,
      });
    loader.open("v.so.1.2", library('(func (export "f"))'));
    t.equal(loader.open("v.so.1").name, "v.so.1.2");
    t.throws(() => loader.open("v.so.2"), { code: "wrong-version" });
    t.throws(() => loader.open("v.so").sym("g"), {
      code: "missing-symbol",
      message: /nothing in v\.so\.1\.2/,
    });
    t.throws(() => loader.sym("g"), { code: "missing-symbol" });
  }
  t.end();
});

t.test("dlfcn for C: null and a message for what fails", (t) => {
  for (const engine of engines) {
    const loader = new Loader(engine, {});
    const exports = started(engine);
    loader.attach(exports);
    const { dlopen, dlsym, dlclose, dlerror } = loader.env;
    const memory = new Uint8Array(exports["memory"].buffer as ArrayBuffer);
    const text = (words: string, at: number) => (memory.set(new TextEncoder().encode(`${words}\0`), at), at);
    t.equal(dlerror(), 0);
    t.equal(dlopen(text("x.so", 16), 0), 0);
    const message = dlerror();
    t.match(
      new TextDecoder().decode(memory.slice(message, message + 40)),
      /^the program needs the library x\.so/,
    );
    t.equal(dlerror(), 0, "told once");
    const self = dlopen(0, 0);
    t.not(self, 0);
    const slot = dlsym(self, text("malloc", 32));
    t.equal(exports["__indirect_function_table"].get(slot), exports["malloc"]);
    t.equal(dlsym(0, 32), slot);
    t.equal(dlclose(self), 0);
  }
  t.end();
});

t.test("what a program may lack, and what its libraries take from it", (t) => {
  for (const engine of engines) {
    const tableless = parse('(module (memory (export "memory") 1) (func (export "malloc")))');
    t.throws(() => new Loader(engine).attach(started(engine, tableless)), {
      code: "no-program-export",
      message: /--export-table/,
    });
    const exports = started(engine);
    const loader = new Loader(engine).attach(exports);
    const user = loader.open(
      "user.so",
      library(`(import "env" "__stack_pointer" (global $sp (mut i32))) (import "env" "__table_base" (global i32))
        (import "env" "later" (func $later (result i32)))
        (func (export "sp") (result i32) (global.get $sp)) (func (export "later") (result i32) (i32.const 5))
        (func (export "call") (result i32) (call $later))`),
    );
    t.equal((user.sym("sp") as Callable)(), 900, "the program's own stack");
    t.equal(
      (user.sym("call") as Callable)(),
      5,
      "its own function, which was not there yet when it was linked",
    );
  }
  t.end();
});

t.test("a program without memory left", (t) => {
  const poor =
    parse(`(module (memory (export "memory") 1) (table (export "__indirect_function_table") 1 funcref)
    (func (export "malloc") (param i32) (result i32) (i32.const 0)))`);
  for (const engine of engines) {
    const loader = new Loader(engine, {}).attach(started(engine, poor));
    t.throws(() => loader.open("big.so", library("", "\\01\\04\\10\\02\\00\\00")), { code: "out-of-memory" });
    t.equal(loader.open("small.so", library('(func (export "f"))')).name, "small.so", "which needs none");
  }
  t.end();
});

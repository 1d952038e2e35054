// Outputs: what they export and do, in every format, alone, together, and with an engine.

import { readFileSync } from "node:fs";
import { transform } from "esbuild";
import tap from "tap";
import { VERSION } from "../../compiler/base/index.ts";
import { parse } from "../../compiler/text/index.ts";
import { createEngine, createMeter } from "../api/index.ts";
import { compileToModule, type ModuleOptions } from "./index.ts";
import { type Loaded, loaded, required } from "./testing/load.ts";

const ADD = parse(`(module (func (export "add") (param i32 i32) (result i32)
  (i32.add (local.get 0) (local.get 1))))`);

const MEMORY =
  parse(`(module (memory (export "memory") 1 4) (data (i32.const 3) "mortise") (data $p "pas\\00sive")
  (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0)))
  (func (export "init") (memory.init $p (i32.const 0) (i32.const 3) (i32.const 4)))
  (func $boom (export "boom") unreachable))`);

const LINKED = parse(`(module
  (import "adder" (module $Adder (export "add" (func (param i32 i32) (result i32)))))
  (import "host" "f" (func $f (param i64) (result i64)))
  (module $inner (alias outer 0 $Adder (module $Adder)) (instance $i (instantiate $Adder))
    (export "add" (func $i "add")))
  (instance $i (instantiate $inner))
  (func (export "sum") (result i32) (call (func $i "add") (i32.const 40) (i32.const 2)))
  (func (export "wide") (param i64) (result i64) (call $f (local.get 0)))
  (export "inner" (module $inner))
  (export "instance" (instance $i)))`);

const compiled = (bytes: Uint8Array, options: ModuleOptions = {}) => compileToModule(bytes, options).code;

const EVERYTHING = { types: true, sourceMap: "output.mjs" } as const;

tap.test("the same bytes and options give the same output", (t) => {
  const choices: ModuleOptions[] = [
    {},
    { format: "cjs", meter: true },
    { format: "iife", target: "interpreter" },
    { externalRuntime: true, names: false },
  ];
  for (const bytes of [LINKED, MEMORY])
    for (const options of choices.map((choice) => ({ ...EVERYTHING, ...choice }))) {
      const [first, second] = [bytes, Uint8Array.from(bytes)].map((copy) => compileToModule(copy, options));
      t.equal(first!.code, second!.code);
      t.same(first, second, "types and source map too");
    }
  t.end();
});

tap.test("an output carries the version of the package", (t) => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  t.equal(VERSION, version);
  t.match(compiled(ADD), `Mortise ${version}.`);
  t.end();
});

tap.test("an ES module", async (t) => {
  const output = await loaded(compiled(MEMORY));
  const { load, init, memory, boom } = output["instantiate"]();
  t.equal(load(4), "o".charCodeAt(0));
  init();
  t.same([load(0), load(1), load(3)], [0, 115, 118]);
  t.equal(memory.grow(1), 1);
  t.equal(memory.buffer.byteLength, 2 * 65536);
  t.throws(() => boom(), output["RuntimeError"]);
  t.throws(() => load(-1), { name: "RuntimeError", message: "out of bounds memory access" });
  t.not(output["instantiate"]().memory, memory, "each instance has its own");
});

tap.test("CommonJS", (t) => {
  const output = required(compiled(ADD, { format: "cjs", instance: true }));
  t.same(Object.keys(output).sort(), ["RuntimeError", "add", "instantiate", "module"]);
  t.equal(output["add"](40, 2), 42);
  t.end();
});

tap.test("a script with one global variable", (t) => {
  const code = compiled(ADD, { format: "iife", name: "adder" });
  const output = required(
    `${code}\nexports.names = Object.keys(adder); exports.sum = adder.instantiate().add(40, 2);`,
  );
  t.same(output["names"], ["instantiate", "module", "RuntimeError"]);
  t.equal(output["sum"], 42);
  t.end();
});

const NAMES = ["default", "a b", "constructor", "module", "π", ""];
const ODD = parse(
  `(module (func $f (result i32) (i32.const 7)) ${NAMES.map((name) => `(export "${name}" (func $f))`).join("")})`,
);

tap.test("any name can be exported", async (t) => {
  const output = await loaded(compiled(ODD, { instance: true }));
  for (const name of NAMES) t.equal(output[name](), 7, JSON.stringify(name));
  t.equal(typeof output["instantiate"], "function");
  const common = required(compiled(ODD, { instance: true, format: "cjs" }));
  for (const name of NAMES) t.equal(common[name](), 7, JSON.stringify(name));
  const proto = parse('(module (func (export "__proto__") (result i32) (i32.const 7)))');
  t.equal(
    Object.getOwnPropertyDescriptor(
      required(compiled(proto, { instance: true, format: "cjs" })),
      "__proto__",
    )?.value(),
    7,
  );
});

const HOST = { f: (x: bigint) => x * 2n };

function checkLinked(t: Pick<typeof tap, "equal">, output: Loaded, adder: object): void {
  const exports = output["instantiate"]({ adder, host: HOST });
  t.equal(exports.sum(), 42);
  t.equal(exports.wide(-(2n ** 62n)), -(2n ** 63n));
  t.equal(exports.instance.add(1, 2), 3);
  const engine = createEngine();
  const inner = new engine.Instance(exports.inner).exports as Loaded;
  t.equal(inner["add"](2, 2), 4, "an exported module keeps what it captured, in an engine too");
}

tap.test("linked trees, with modules of outputs and of engines", async (t) => {
  const adder = await loaded(compiled(ADD));
  const engine = createEngine();
  for (const options of [
    {},
    {
      externalRuntime: new URL("../runtime/index.ts", import.meta.url).href.replace(
        /ts$/,
        import.meta.url.endsWith(".ts") ? "ts" : "js",
      ),
    },
  ]) {
    const output = await loaded(compiled(LINKED, options));
    checkLinked(t, output, adder["module"]);
    checkLinked(t, output, new engine.Module(ADD));
    t.throws(() => output["instantiate"]({ adder: output["module"], host: HOST }), {
      name: "LinkError",
      message: 'import "adder"."add": expected func (param i32 i32) (result i32), found nothing',
    });
    t.throws(() => output["instantiate"](), TypeError);
  }
  const exports = new engine.Instance((await loaded(compiled(MEMORY)))["module"], {}).exports as Loaded;
  t.equal(exports["load"](3), "m".charCodeAt(0), "an engine runs an output's module");
});

tap.test("only what is used of the runtime is in an output", (t) => {
  const code = compiled(ADD);
  for (const name of ["ImportReader", "memoryClass", "tableClass", "globalClass", "describeType"])
    t.notMatch(code, name);
  t.ok(code.length < 9000, `${code.length} characters`);
  const importing = compiled(parse('(module (import "a" "f" (func)) (func (export "f") (call 0)))'));
  for (const name of ["PlannedModule", "ImportReader", "decode64", "class Memory", "class Table"])
    t.notMatch(importing, name);
  t.ok(importing.length < 18_000, `${importing.length} characters`);
  t.match(compiled(LINKED), "ImportReader");
  t.ok(compiled(ADD, { externalRuntime: true }).length < 2500);
  t.end();
});

tap.test("an output can be minified, and goes away where nothing of it is used", async (t) => {
  const { code } = await transform(compiled(MEMORY), { minify: true, format: "esm" });
  t.equal((await loaded(code))["instantiate"]().load(4), "o".charCodeAt(0));
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    stdin: { contents: compiled(LINKED).replace(/export\{[^}]*\};\n$/, "") },
    bundle: true,
    write: false,
    treeShaking: true,
    format: "esm",
  });
  t.equal(outputFiles[0]!.text.trim(), "");
});

tap.test("functions have the names of the name section", async (t) => {
  const { boom } = (await loaded(compiled(MEMORY)))["instantiate"]();
  t.match(stackOf(boom), /\bboom\$2\b/);
  const nameless = (await loaded(compiled(MEMORY, { names: false })))["instantiate"]();
  t.notMatch(stackOf(nameless.boom), /boom\$/);
});

function stackOf(call: () => void): string {
  try {
    call();
  } catch (error) {
    return (error as Error).stack ?? "";
  }
  return "";
}

tap.test("wrong options and wrong binaries are refused", (t) => {
  t.throws(() => compiled(ADD, { format: "umd" as "esm" }), { code: "bad-option" });
  t.throws(() => compiled(ADD, { format: "iife", name: "a b" }), { code: "bad-option" });
  t.throws(() => compiled(ADD, { format: "iife", externalRuntime: true }), { code: "no-runtime-in-script" });
  t.throws(() => compiled(LINKED, { instance: true }), { code: "imports-something", path: "adder" });
  t.throws(() => compiled(ADD.subarray(0, 20)), { name: "MortiseError" });
  t.end();
});

const RUNAWAY = parse(`(module (func (export "run") (loop $l (br $l)))
  (func (export "one") (result i32) (i32.const 1)))`);

for (const externalRuntime of [false, true])
  tap.test(`with a meter, ${externalRuntime ? "of the shared runtime" : "of its own"}`, async (t) => {
    const runtime = new URL(`../runtime/index${import.meta.url.slice(-3)}`, import.meta.url).href;
    const options = { meter: true, ...(externalRuntime && { externalRuntime: runtime }) };
    const { code, types } = compileToModule(RUNAWAY, { ...options, types: true });
    t.match(types, /declare const meter: \{ fuel: number; time: number \}/);
    const output = await loaded(code);
    const { run, one } = output["instantiate"]();
    const { meter } = output;
    meter.fuel = 1000;
    t.throws(() => run(), output["InterruptError"]);
    t.equal(meter.fuel, 0);
    t.equal(one(), 1);
    meter.fuel = Number.POSITIVE_INFINITY;
    meter.time = 10;
    t.throws(() => run(), { name: "InterruptError", code: "out-of-time" });
    const own = createMeter({ fuel: 1000 });
    const engine = createEngine({ meter: own });
    t.throws(() => new engine.Instance(output["module"]).exports["run"](), { code: "out-of-fuel" });
    t.equal(own.fuel, 0, "an engine's meter counts there");
  });

tap.test("without a meter no engine that has one takes it", async (t) => {
  const { module } = await loaded(compiled(RUNAWAY));
  const engine = createEngine({ meter: createMeter() });
  t.throws(() => new engine.Instance(module), { name: "TypeError", code: "not-metered" });
  const counting = await loaded(compiled(RUNAWAY, { meter: true }));
  t.equal(
    new (createEngine().Instance)(counting["module"]).exports["one"](),
    1,
    "the other way round it runs",
  );
  t.notMatch(compiled(RUNAWAY), /createMeter|spent/);
});

// Fuel and deadlines: whatever a module does to run for ever is stopped, wasm cannot catch it, and all goes on afterwards.

import { readdirSync, readFileSync } from "node:fs";
import t, { type Test } from "tap";
import { ALL_FEATURES } from "../../compiler/base/index.ts";
import { generateTree } from "../../compiler/codegen/index.ts";
import { parse } from "../../compiler/text/index.ts";
import { moduleOf } from "../plan/index.ts";
import { createEngine, createMeter, InterruptError, type MeterOptions } from "./index.ts";

const OUT_OF_FUEL = { name: "InterruptError", code: "out-of-fuel" };
const OUT_OF_TIME = { name: "InterruptError", code: "out-of-time" };

function engineWith(options: MeterOptions) {
  const meter = createMeter(options);
  const W = createEngine({ meter });
  const compile = (text: string) => new W.Module(parse(text));
  return {
    meter,
    W,
    compile,
    instance: (text: string, imports = {}) => new W.Instance(compile(text), imports).exports,
  };
}

/** Each exports `run`, which never ends by itself, and `add`. */
const RUNAWAYS: Readonly<Record<string, string>> = {
  "a loop": `(func (export "run") (loop $l (br $l)))`,
  "a loop with a parameter": `(func (export "run") (loop $l (param) (br_if $l (i32.const 1))))`,
  "a loop that leaves by a table": `(func (export "run") (loop $l (br_table $l $l (i32.const 7))))`,
  "mutual recursion, cut short by a loop": `(func $a (param i32) (if (local.get 0) (then (call $b (i32.sub (local.get 0) (i32.const 1))))))
    (func $b (param i32) (if (local.get 0) (then (call $a (i32.sub (local.get 0) (i32.const 1))))))
    (func (export "run") (loop $l (call $a (i32.const 50)) (br $l)))`,
  "recursion through a table": `(type $t (func (param i32))) (table 2 funcref) (elem (i32.const 0) $a $b)
    (func $a (type $t) (if (local.get 0) (then
      (call_indirect (type $t) (i32.sub (local.get 0) (i32.const 1)) (i32.const 1))
      (call_indirect (type $t) (i32.sub (local.get 0) (i32.const 1)) (i32.const 1)))))
    (func $b (type $t) (call_indirect (type $t) (local.get 0) (i32.const 0)))
    (func (export "run") (call $a (i32.const 100)))`,
  "tail calls": `(func $a (return_call $b)) (func $b (return_call $a)) (func (export "run") (call $a))`,
  "tail calls through a table": `(type $t (func)) (table 1 funcref) (elem (i32.const 0) $a)
    (func $a (type $t) (return_call_indirect (type $t) (i32.const 0))) (func (export "run") (call $a))`,
  "a loop that catches all": `(tag $e) (func (export "run") (loop $l (try (do (loop $m (br $m))) (catch_all)) (br $l)))`,
  "a loop in a try_table": `(func (export "run")
    (loop $l (block $h (try_table (catch_all $h) (loop $m (br $m)))) (br $l)))`,
  "delegated to a handler": `(func (export "run") (try (do (try (do (loop $m (br $m))) (delegate 0))) (catch_all)))`,
  "exceptions thrown for ever": `(tag $e)
    (func (export "run") (loop $l (try (do (throw $e)) (catch $e)) (br $l)))`,
  "memory filled over and over": `(memory 1000) (func (export "run")
    (loop $l (memory.fill (i32.const 0) (i32.const 1) (i32.const 65536000)) (br $l)))`,
  "a table copied over and over": `(table 100000 externref) (func (export "run")
    (loop $l (table.copy (i32.const 0) (i32.const 1) (i32.const 99999)) (br $l)))`,
  "memory grown and grown": `(memory 0) (func (export "run") (loop $l (drop (memory.grow (i32.const 1))) (br $l)))`,
  "a nested instance's loop": `(module $m (func (export "f") (loop $l (br $l)))) (instance $i (instantiate $m))
    (func (export "run") (call (func $i "f")))`,
  "calls of short functions": `(func $short) (func (export "run") (loop $l (call $short) (call $short) (br $l)))`,
};

const SIBLING = `(func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))`;

for (const [name, text] of Object.entries(RUNAWAYS))
  t.test(name, (t) => {
    const { meter, instance } = engineWith({ fuel: 20_000 });
    const exports = instance(`(module ${text} ${SIBLING})`);
    const sibling = instance(`(module ${SIBLING})`);
    t.throws(() => exports["run"](), OUT_OF_FUEL);
    t.equal(meter.fuel, 0);
    meter.fuel = 50;
    t.equal(exports["add"](40, 2), 42, "the instance is usable");
    t.equal(sibling["add"](40, 2), 42, "so are others");
    t.throws(() => exports["run"](), OUT_OF_FUEL, "and it is stopped again");
    stopsInTime(t, () => exports["run"](), meter);
    t.end();
  });

function stopsInTime(t: Test, run: () => void, meter: { fuel: number; time: number }): void {
  meter.fuel = Number.POSITIVE_INFINITY;
  meter.time = 20;
  const start = performance.now();
  t.throws(run, OUT_OF_TIME);
  t.ok(performance.now() - start < 5_000, "about in time");
  t.throws(run, OUT_OF_TIME, "time stays over");
}

t.test("recursion is exhausted or out of fuel, whichever comes first", (t) => {
  const { meter, instance } = engineWith({ fuel: 100 });
  const { run } = instance(`(module (func $f (export "run") (call $f)))`);
  t.throws(() => run(), OUT_OF_FUEL);
  meter.fuel = 100_000_000;
  t.throws(() => run(), { name: "RangeError" });
  t.end();
});

t.test("a start function is stopped, and no instance made", (t) => {
  const { meter, compile, W } = engineWith({ fuel: 1000 });
  const module = compile(`(module (func $f (loop $l (br $l))) (start $f))`);
  t.throws(() => new W.Instance(module), OUT_OF_FUEL);
  meter.fuel = 1000;
  const nested = compile(
    `(module (module $m (func $f (loop $l (br $l))) (start $f)) (instance (instantiate $m)))`,
  );
  t.throws(() => new W.Instance(nested), OUT_OF_FUEL);
  t.end();
});

t.test("making instances costs fuel: by segments, elements, functions", (t) => {
  const { meter, instance } = engineWith({ fuel: 1_000_000 });
  const cost = (text: string) => {
    const before = meter.fuel;
    void instance(text)["m"];
    return before - meter.fuel;
  };
  const small = cost(`(module (memory (export "m") 2))`);
  t.ok(cost(`(module (memory (export "m") 2) (data (i32.const 0) "${"x".repeat(100_000)}"))`) > small + 90);
  t.ok(cost(`(module (table (export "m") 8000 funcref))`) > small + 900);
  t.end();
});

t.test("a big module, whose functions are generated at their first call", (t) => {
  const { meter, instance } = engineWith({ fuel: 10_000 });
  const filler = Array.from(
    { length: 3000 },
    (_, i) =>
      `(func (param i32) (result i32) (i32.mul (i32.add (local.get 0) (i32.const ${i + 70_000})) (i32.const ${i + 80_000})))`,
  );
  const { run, add } = instance(
    `(module ${filler.join("")} (func $f (export "run") (loop $l (drop (call 17 (i32.const 1))) (br $l))) ${SIBLING})`,
  );
  t.throws(() => run(), OUT_OF_FUEL);
  meter.fuel = 100;
  t.equal(add(1, 2), 3);
  t.end();
});

t.test("a function that is split", (t) => {
  const { instance } = engineWith({ fuel: 10_000 });
  const block = Array.from(
    { length: 4000 },
    (_, i) =>
      `(local.set 0 (i32.add (i32.mul (local.get 0) (i32.const ${i + 3})) (i32.load (i32.const ${i * 4}))))`,
  ).join("");
  const { run } = instance(
    `(module (memory 1) (func (export "run") (param i32) (loop $l ${block} (loop $m (br_if $m (i32.eqz (i32.const 0)))) (br $l))))`,
  );
  t.throws(() => run(1), OUT_OF_FUEL);
  t.end();
});

t.test(
  "through JavaScript and back: still not caught by wasm, and by JavaScript only if it wants to",
  (t) => {
    const { meter, instance } = engineWith({ fuel: 10_000 });
    const inner = instance(`(module (func (export "run") (loop $l (br $l))))`);
    const text = `(module (import "host" "f" (func $f)) (func (export "run") (result i32)
    (try (result i32) (do (call $f) (i32.const 1)) (catch_all (i32.const 2)))))`;
    const through = instance(text, { host: { f: () => inner["run"]() } });
    t.throws(() => through["run"](), OUT_OF_FUEL);
    meter.fuel = 10_000;
    let caught: unknown;
    const catching = instance(text, {
      host: {
        f: () => {
          try {
            inner["run"]();
          } catch (error) {
            caught = error;
            meter.fuel = 10_000;
          }
        },
      },
    });
    t.equal(catching["run"](), 1);
    t.ok(caught instanceof InterruptError);
    t.end();
  },
);

t.test("the meter", (t) => {
  const meter = createMeter();
  t.equal(meter.fuel, Number.POSITIVE_INFINITY);
  t.equal(meter.time, Number.POSITIVE_INFINITY);
  meter.fuel = 12.9;
  t.equal(meter.fuel, 12);
  meter.time = 10_000;
  t.ok(meter.time > 0 && meter.time <= 10_000);
  for (const wrong of [-1, Number.NaN, "7", undefined, null])
    t.throws(() => {
      meter.fuel = wrong as number;
    }, TypeError);
  t.throws(() => createMeter({ time: -1 }), TypeError);
  t.throws(() => createEngine({ meter: {} as never }), TypeError);
  t.end();
});

t.test("what runs takes as much fuel each time, and says how much", (t) => {
  const { meter, instance } = engineWith({ fuel: 1_000_000 });
  const { count } = instance(`(module (func (export "count") (param i32)
    (loop $l (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))`);
  const used = (n: number) => {
    const before = meter.fuel;
    count(n);
    return before - meter.fuel;
  };
  t.same([used(100), used(100), used(1000)], [101, 101, 1001]);
  t.end();
});

t.test("engines share a meter, or have their own", (t) => {
  const meter = createMeter({ fuel: 1000 });
  const [a, b, other] = [
    createEngine({ meter }),
    createEngine({ meter }),
    createEngine({ meter: createMeter() }),
  ];
  const bytes = parse(`(module (func (export "run") (param i32) (loop $l
    (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))`);
  const run = ({ Module, Instance }: typeof a) => new Instance(new Module(bytes)).exports["run"];
  run(a)(600);
  t.throws(() => run(b)(600), OUT_OF_FUEL);
  run(other)(600);
  t.end();
});

t.test("a module of an engine without a meter counts in one that has it", (t) => {
  const { meter, W } = engineWith({ fuel: 1000 });
  const plain = createEngine();
  const module = new plain.Module(parse(`(module (func (export "run") (loop $l (br $l))))`));
  void new plain.Instance(module).exports;
  t.throws(() => new W.Instance(module).exports["run"](), OUT_OF_FUEL);
  t.equal(meter.fuel, 0);
  const importing = new W.Module(
    parse(`(module (import "m" (module $m (export "run" (func))))
    (instance $i (instantiate $m)) (export "run" (func $i "run")))`),
  );
  meter.fuel = 1000;
  t.throws(() => new W.Instance(importing, { m: module }).exports["run"](), OUT_OF_FUEL);
  t.end();
});

t.test("native cores cannot be metered", (t) => {
  const meter = createMeter();
  t.throws(() => createEngine({ meter, cores: "native" }), TypeError);
  const W = createEngine({ meter, cores: "auto" });
  meter.fuel = 10;
  t.throws(
    () => new W.Instance(new W.Module(parse(`(module (func $f (loop $l (br $l))) (start $f))`))),
    OUT_OF_FUEL,
  );
  t.end();
});

// The cost of the option where it is off: none, for the code is the same.

const TICK = /(?:--M\[0\]|\(M\[0\]-=\d+\))<0&&spent\(\);|spend\([^;]*?,\d\);|, (?:M|spent|spend) = E\.\w+/g;

const squeezed = (source: string) => source.replace(/\s+/g, " ");

t.test("without a meter the code is what metered code is without its counting", (t) => {
  const folder = "bench/kernels/wasm";
  // What is split is split elsewhere once it counts.
  const files = readdirSync(folder).filter(
    (file) => file.endsWith(".wasm") && !/giant|interpreter/.test(file),
  );
  t.ok(files.length > 15);
  for (const file of files) {
    const bytes = new Uint8Array(readFileSync(`${folder}/${file}`));
    const root = moduleOf(bytes, { features: ALL_FEATURES, encoding: "auto", strict: false }).module;
    const plain = generateTree(root).source;
    const metered = generateTree(root, { metered: true }).source;
    t.notMatch(plain, /\bM\[0\]|\bspent\b|\bspend\b/);
    t.match(metered, /\bM\[0\]/);
    t.equal(squeezed(metered.replace(TICK, "")).trim(), squeezed(plain).trim(), file);
  }
  t.end();
});

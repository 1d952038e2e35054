// What crosses between outputs, engines and others: modules, instances, every kind of item, and what is none of these.

import t from "tap";
import { parse } from "../../compiler/text/index.ts";
import { compileToModule } from "../aot/index.ts";
import { type Loaded, loaded } from "../aot/testing/load.ts";
import { createEngine } from "../api/index.ts";

const GIVER = parse(`(module (memory (export "memory") 1) (table (export "table") 2 4 funcref)
  (global (export "global") (mut i64) (i64.const 7)) (global (export "constant") f64 (f64.const 1.5))
  (tag (export "tag") (param i32)) (func (export "f") (param i32) (result i32) (local.get 0)))`);

const TYPE = `(export "memory" (memory 1)) (export "table" (table 2 4 funcref)) (export "global" (global (mut i64)))
  (export "constant" (global f64)) (export "tag" (tag (param i32))) (export "f" (func (param i32) (result i32)))`;

const TAKER = parse(`(module (import "giver" (instance $g ${TYPE}))
  (func (export "read") (result i64) (global.get (global $g "global")))
  (func (export "call") (param i32) (result i32) (call (func $g "f") (local.get 0)))
  (export "again" (instance $g)))`);

const MAKER = parse(`(module (import "giver" (module $giver ${TYPE}))
  (instance $g (instantiate $giver)) (export "g" (instance $g)))`);

const output = (bytes: Uint8Array): Promise<Loaded> => loaded(compileToModule(bytes).code);
const engine = createEngine({ cores: "js" });

t.test("an instance is its exports, be it an engine's or a namespace", async (t) => {
  const { instantiate } = await output(TAKER);
  const { exports } = new engine.Instance(new engine.Module(GIVER), {});
  t.throws(() => instantiate({ giver: 1 }), { name: /LinkError|TypeError/ });
  t.throws(() => instantiate({}), { name: /LinkError|TypeError/ });
  t.throws(() => instantiate(), { name: "TypeError" });
  t.throws(() => instantiate({ giver: { ...exports, f: 1 } }), { name: "LinkError" });
  t.throws(() => instantiate({ giver: { ...exports, table: exports["memory"] } }), { name: "LinkError" });
  t.throws(() => instantiate({ giver: { ...exports, global: 7n } }), { name: "LinkError" }, "it is mutable");
});

t.test("a module is one of an engine, of an output, or none", async (t) => {
  const maker = await output(MAKER);
  const giver = await output(GIVER);
  for (const module of [giver["module"], new engine.Module(GIVER)]) {
    const { g } = maker["instantiate"]({ giver: module });
    t.equal(g.f(5), 5);
    t.equal(g.global.value, 7n);
    t.equal(g.constant.value, 1.5);
    t.same([g.table.length, g.memory.buffer.byteLength], [2, 65536]);
  }
  for (const none of [undefined, null, 1, {}, () => {}])
    t.throws(() => maker["instantiate"]({ giver: none }), { name: /LinkError|TypeError/ }, String(none));
  const { exports } = new engine.Instance(new engine.Module(MAKER), { giver: giver["module"] }) as Loaded;
  t.equal(exports.g.f(6), 6, "an output's module in an engine");
});

import t from "tap";
import { parse } from "../../compiler/text/index.ts";
import { createEngine, type EngineOptions } from "../api/index.ts";
import { type GeneratedCore, type GeneratedTree, JsBackend } from "./js-backend.ts";

function compile(text: string, options?: EngineOptions) {
  const engine = createEngine(options);
  const module = new engine.Module(parse(text));
  return { engine, module, instance: (imports?: object) => new engine.Instance(module, imports as never) };
}

const NESTED = `(module
  (import "tick" (func $tick))
  (module $counter
    (import "tick" (func $tick))
    (global $n (mut i64) (i64.const 4294967295))
    (func (export "count") (result i64)
      (call $tick)
      (global.set $n (i64.add (global.get $n) (i64.const 1)))
      (global.get $n)))
  (instance $a (instantiate $counter (import "tick" (func $tick))))
  (instance $b (instantiate $counter (import "tick" (func $tick))))
  (export "a" (instance $a)) (export "b" (instance $b))
  (export "count" (func $a "count"))
  (export "tick" (func $tick))
  (export "counter" (module $counter)))`;

t.test("state is each instance's own, functions keep their identity", async (t) => {
  let ticks = 0;
  const { instance, engine } = compile(NESTED);
  const { a, b, count, counter, tick } = instance({ tick: () => ticks++ }).exports;
  t.equal(count, a.count);
  t.not(a.count, b.count);
  t.same([a.count(), count(), b.count()], [4294967296n, 4294967297n, 4294967296n]);
  t.equal(ticks, 3);
  const again = new engine.Instance(counter, { tick }).exports;
  t.equal(again["count"](), 4294967296n);
  t.equal(ticks, 4);
});

t.test("source is made once, at the first instantiation, however many instances there are", async (t) => {
  const sources: string[] = [];
  const { instance } = compile(NESTED, { onCode: (source) => void sources.push(source) });
  t.equal(sources.length, 0);
  for (let i = 0; i < 3; i++) instance({ tick: () => {} }).exports["count"]();
  t.equal(sources.length, 1);
});

t.test("an embedder can veto the source, or replace it", async (t) => {
  const veto = compile(NESTED, {
    onCode: () => {
      throw new Error("no code here");
    },
  });
  t.throws(() => veto.instance({ tick: () => {} }), { message: "no code here" });
  const text = '(module (func (export "f") (result i32) (i32.const 1234)))';
  const other = compile(text, { onCode: (source) => source.replaceAll("1234", "4321") });
  t.equal(other.instance().exports["f"](), 4321);
});

t.test("a trap in a nested start function ends it all, and what was written stays", async (t) => {
  const { engine, instance } = compile(`(module
    (import "memory" (memory $memory 1))
    (module $m
      (import "memory" (memory 1))
      (func $start (i32.store (i32.const 0) (i32.const 99)) (unreachable))
      (start $start))
    (instance (instantiate $m (import "memory" (memory $memory)))))`);
  const memory = new engine.Memory({ initial: 1 });
  t.throws(() => instance({ memory }), { name: "RuntimeError", message: "unreachable" });
  t.equal(new Int32Array(memory.buffer)[0], 99);
});

t.test("data segments belong to their own module", async (t) => {
  const child = (name: string, text: string) =>
    `(module $${name} (memory (export "m") 1) (data (i32.const 0) "${text}"))
     (instance $${name} (instantiate $${name})) (export "${name}" (memory $${name} "m"))`;
  const { exports } = compile(`(module ${child("a", "one")} ${child("b", "two")})`).instance();
  const read = (memory: { buffer: ArrayBuffer }) => new TextDecoder().decode(memory.buffer.slice(0, 3));
  t.same([read(exports["a"]), read(exports["b"])], ["one", "two"]);
});

t.test("a dropped segment is dropped in one instance only", async (t) => {
  const { instance } = compile(`(module
    (memory 1)
    (data $passive "xyz")
    (data (i32.const 8) "active")
    (func (export "use") (result i32)
      (memory.init $passive (i32.const 0) (i32.const 0) (i32.const 3))
      (data.drop $passive)
      (i32.load8_u (i32.const 9))))`);
  for (let i = 0; i < 3; i++) {
    const { exports } = instance();
    t.equal(exports["use"](), 0x63);
    t.throws(() => exports["use"](), { message: "out of bounds memory access" });
  }
});

t.test(
  "the second and the third instance have code of their own, later ones that of the third",
  async (t) => {
    const evaluated: number[] = [];
    const used: number[] = [];
    const evaluate = (): GeneratedTree => {
      const number = evaluated.push(evaluated.length);
      const core = () => {
        used.push(number);
        return {} as GeneratedCore;
      };
      return { cores: [[core]], adapt: {}, wrap: {}, shapes: [0], again: evaluate };
    };
    const factory = new JsBackend(
      evaluate,
      () => [],
      (error) => error,
    ).core(0);
    for (let i = 0; i < 5; i++) factory([], 0);
    t.same(used, [1, 2, 3, 3, 3]);
    t.equal(evaluated.length, 3);
  },
);

t.test(
  "state and functions of instances whose code was made again are as apart and as equal as ever",
  async (t) => {
    const { instance } = compile(`(module
    (import "next" (func $next (param i64) (result i64)))
    (memory (export "memory") 1)
    (table (export "table") 1 funcref)
    (elem (i32.const 0) $count)
    (func $count (export "count") (result i64)
      (i64.store (i32.const 0) (i64.add (i64.load (i32.const 0)) (i64.const 0x100000001)))
      (call $next (i64.load (i32.const 0)))))`);
    const first = instance({ next: (value: bigint) => value }).exports;
    const second = instance({ next: (value: bigint) => value }).exports;
    const rest = [1, 2, 3].map(() => instance({ next: (value: bigint) => -value }).exports);
    t.equal(first["count"](), 0x100000001n);
    for (const { count, table } of rest) {
      t.equal(count(), -0x100000001n);
      t.equal(count(), -0x200000002n);
      t.equal(table.get(0), count);
    }
    t.equal(first["count"](), 0x200000002n);
    t.equal(second["table"].get(0), second["count"]);
    second["table"].set(0, first["count"]);
    t.equal(second["table"].get(0), first["count"]);
  },
);

t.test("a function of another instance of its module gives both words of its result", async (t) => {
  const { instance } = compile(`(module
    (import "next" (func $next (param i64) (result i64)))
    (memory 1)
    (func (export "f") (param i64) (result i64) (i64.mul (call $next (local.get 0)) (i64.const 3))))`);
  const one = instance({ next: (value: bigint) => value + 0x100000000n }).exports;
  const two = instance({ next: one["f"] as never }).exports;
  const three = instance({ next: two["f"] as never }).exports;
  t.equal(three["f"](1n), 27n * 0x100000001n);
});

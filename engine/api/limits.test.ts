// The limits that an embedder sets: each holds where things are made, and where they grow.

import t from "tap";
import { parse } from "../../compiler/text/index.ts";
import { createEngine, type EngineLimits } from "./index.ts";

function engineWith(limits: EngineLimits) {
  const W = createEngine({ limits });
  const compile = (text: string) => new W.Module(parse(text));
  return {
    W,
    compile,
    instance: (text: string, imports = {}) => new W.Instance(compile(text), imports).exports,
  };
}

t.test("pages", (t) => {
  const { W, instance } = engineWith({ pages: 3 });
  const refused = { name: "RangeError", message: /\b4 pages exceeds the limit of 3|at most 3 pages/ };
  t.throws(() => instance(`(module (memory (export "m") 4))`)["m"], refused);
  t.throws(() => new W.Memory({ initial: 4 }), refused);
  const { grow, m } = instance(`(module (memory (export "m") 1)
    (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))`);
  t.equal(grow(3), -1);
  t.equal(grow(2), 1);
  t.throws(() => m.grow(1), { name: "RangeError" });
  t.throws(() => new W.Memory({ initial: 1 }).grow(3), { name: "RangeError" });
  t.end();
});

t.test("elements", (t) => {
  const { W, instance } = engineWith({ elements: 100 });
  const refused = {
    name: "RangeError",
    message: /101 elements exceeds the limit of 100|at most 100 elements/,
  };
  t.throws(() => instance(`(module (table (export "t") 101 funcref))`)["t"], refused);
  t.throws(() => new W.Table({ initial: 101, element: "anyfunc" }), refused);
  const { grow, t: table } = instance(`(module (table (export "t") 1 funcref)
    (func (export "grow") (param i32) (result i32) (table.grow (ref.null func) (local.get 0))))`);
  t.equal(grow(100), -1);
  t.equal(grow(99), 1);
  t.throws(() => table.grow(1), { name: "RangeError" });
  t.end();
});

const NESTED = `(module (module $leaf) (module $two (alias outer 0 $leaf (module $leaf)) (instance (instantiate $leaf)) (instance (instantiate $leaf)))
  (instance (instantiate $two)) (instance (instantiate $two)))`;

t.test("instances: of one instantiation, nested ones and the root counted", (t) => {
  const refused = { name: "RangeError", code: "too-many-instances" };
  t.throws(() => engineWith({ instances: 6 }).instance(NESTED), refused);
  void engineWith({ instances: 7 }).instance(NESTED);
  const { instance, compile } = engineWith({ instances: 3 });
  const importing = `(module (import "m" (module $m)) (instance (instantiate $m)))`;
  t.throws(
    () => instance(importing, { m: compile(NESTED) }),
    refused,
    "what an imported module makes counts",
  );
  t.end();
});

t.test("size, code, nesting: of a binary", (t) => {
  const refused = (code: string, expected: RegExp) => ({ name: "CompileError", code, message: expected });
  const filled = parse(
    `(module (module (func (drop (i32.const 1)))) (func (drop (i32.const 1)) (drop (i32.const 2))))`,
  );
  const W = createEngine({ limits: { size: filled.length - 1 } });
  t.throws(() => new W.Module(filled), refused("module-too-large", /at most \d+ bytes/));
  t.equal(W.validate(filled), false);
  void new (createEngine({ limits: { size: filled.length } }).Module)(filled);
  // A count of locals, `i32.const 1` and `drop` once or twice, `end`.
  t.throws(
    () => new (createEngine({ limits: { code: 12 } }).Module)(filled),
    refused("too-much-code", /at most 12 bytes/),
  );
  void new (createEngine({ limits: { code: 13 } }).Module)(filled);
  const deep = "(module (module (module)))";
  t.throws(() => engineWith({ nesting: 1 }).compile(deep), refused("nested-too-deep", /at most 1 levels/));
  void engineWith({ nesting: 2 }).compile(deep);
  t.end();
});

t.test("they hold for modules of other engines", (t) => {
  const wide = createEngine();
  const { W } = engineWith({ pages: 1, elements: 1 });
  const module = new wide.Module(
    parse(`(module (memory (export "m") 1)
    (func (export "grow") (result i32) (memory.grow (i32.const 1))))`),
  );
  t.equal(new wide.Instance(module).exports["grow"](), 1);
  t.equal(new W.Instance(module).exports["grow"](), -1);
  t.end();
});

t.test("what is no limit is refused", (t) => {
  for (const name of ["pages", "elements", "instances", "size", "code", "nesting"] as const)
    for (const wrong of [-1, 1.5, Number.NaN, 2 ** 40, "7" as never])
      t.throws(() => createEngine({ limits: { [name]: wrong } }), TypeError, `${name} ${wrong}`);
  t.end();
});

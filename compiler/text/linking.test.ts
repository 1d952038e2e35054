// What linking text becomes: where aliases are added, how types are placed in each encoding, and what is refused.

import t from "tap";
import type { HeaderItem } from "../model/index.ts";
import { parse, parseModule } from "./index.ts";

const kinds = (header: readonly HeaderItem[]) => header.map(({ item }) => item);
const header = (text: string, encoding: "proposal" | "wasm-tools" = "proposal") =>
  parseModule(text, { encoding }).header;

t.test("an inline alias is added once, after what it refers to", (t) => {
  const { header, code } = parseModule(`
    (func (call (func $i "f")) (call (func $i "f")))
    (module $m (func (export "f")))
    (instance $i (instantiate $m))`);
  t.same(kinds(header), ["module", "instance", "alias", "type"]);
  t.equal(Buffer.from(code[0]!.bytes).toString("hex"), "00100010000b");
  t.end();
});

t.test("an inline alias of an instance stands before the instance that needs it", (t) => {
  const items = header(`
    (import "a" (instance $a (export "m" (module)) (export "f" (func))))
    (instance (instantiate (module $a "m") (import "f" (func $a "f"))))`);
  t.same(kinds(items), ["type", "import", "alias", "alias", "instance"]);
  t.end();
});

t.test("an equal alias that is written out is used", (t) => {
  const items = header(`
    (import "a" (instance $a (export "f" (func))))
    (alias $a "f" (func $f))
    (export "x" (func $a "f"))`);
  t.same(kinds(items), ["type", "import", "alias"]);
  t.end();
});

t.test("own definitions count from where the header ends", (t) => {
  const { exports } = parseModule(`
    (func $own (export "own"))
    (module $m (func (export "f")))
    (instance $i (instantiate $m))
    (export "f" (func $i "f"))`);
  t.same(
    exports.map(({ name, index }) => [name, index]),
    [
      ["own", 1],
      ["f", 0],
    ],
  );
  t.end();
});

t.test("two-level imports take an instance index", (t) => {
  const items = header(
    '(import "a" "x" (func)) (module $m) (instance $i (instantiate $m)) (alias $i "e" (func))',
  );
  const alias = items.find((item) => item.item === "alias");
  t.match(alias, { target: { from: "export", instance: 1 } });
  t.end();
});

t.test("types inside types", (t) => {
  const text =
    '(type $f (func (param i32))) (type (instance (export "a" (func (type $f))) (export "b" (func))))';
  t.match(header(text)[1], {
    type: {
      scope: "own",
      decls: [
        { item: "alias", target: { from: "outer", depth: 0, kind: "type", index: 0 } },
        { item: "export", desc: { typeIndex: 0 } },
        { item: "type" },
        { item: "export", desc: { typeIndex: 1 } },
      ],
    },
  });
  const flat = header(text, "wasm-tools");
  t.same(kinds(flat), ["type", "type", "type"]);
  t.match(flat[2], {
    type: { scope: "enclosing", decls: [{ desc: { typeIndex: 0 } }, { desc: { typeIndex: 1 } }] },
  });
  t.end();
});

t.test("outer names are searched from the parent outward", (t) => {
  const { header } = parseModule(`(module $a (type $t (func))
    (module $a (type $t (func)) (type $u (func)) (module (func (type outer $a $u)))))`);
  const inner = header
    .find((item) => item.item === "module")!
    .module.header.find((item) => item.item === "module")!;
  t.match(inner.module.header[0], { target: { from: "outer", depth: 0, kind: "type", index: 1 } });
  t.throws(() => parse("(module $a (type $t (func)) (func (type outer $a $t)))"), { code: "unknown-name" });
  t.end();
});

t.test("outer aliases of kinds that only validation refuses", (t) => {
  const { header } = parseModule('(func $f) (module (alias outer 0 $f (func $g)) (export "g" (func $g)))');
  const nested = header.find((item) => item.item === "module")!.module;
  t.match(nested.header[0], { target: { from: "outer", depth: 0, kind: "func", index: 0 } });
  t.end();
});

t.test("zero-level exports know what an instance exports, however it came to be", (t) => {
  const names = (text: string) => parseModule(text).exports.map(({ name, kind }) => `${kind} ${name}`);
  t.same(names('(import "i" (instance $i (export "a" (func)) (export "b" (memory 1)))) (export $i)'), [
    "func a",
    "memory b",
  ]);
  t.same(names('(import "i" "f" (func)) (export 0)'), ["func f"]);
  t.same(
    names(`(module $m (module $n (func (export "deep"))) (instance (export "sub") (instantiate $n)))
           (instance $i (instantiate $m)) (export (instance $i "sub"))`),
    ["func deep"],
  );
  t.same(
    names('(import "m" (module $m (export "x" (global i32)))) (instance $i (instantiate $m)) (export $i)'),
    ["global x"],
  );
  t.end();
});

t.test("what is not there is refused", (t) => {
  t.throws(() => parse('(export "f" (func $i "f"))'), { code: "unknown-name", line: 1, column: 19 });
  t.throws(() => parse("(instance (instantiate $m))"), { code: "unknown-name" });
  t.throws(() => parse("(type $t (func)) (type (instance (export $t)))"), { code: "unknown-exports" });
  t.throws(() => parse("(module (module $a) (instance (instantiate $a (func))))"), {
    code: "unexpected-token",
  });
  t.end();
});

// Printing: what it looks like, and that it parses back to the same bytes, folded and flat.

import tap from "tap";
import { type ExternType, I32, type ModuleType } from "../model/index.ts";
import { parse, print, printType } from "./index.ts";

const back = (
  t: Pick<typeof tap, "equal">,
  text: string,
  encoding: "proposal" | "wasm-tools" = "proposal",
) => {
  const bytes = parse(text, { encoding });
  for (const folded of [false, true]) {
    const printed = print(bytes, { folded, encoding });
    t.equal(Buffer.compare(parse(printed, { encoding }), bytes), 0, folded ? "folded" : "flat");
  }
};

tap.test("flat and folded text", (t) => {
  const bytes = parse(`(module $m
    (type $t (func (param i32) (result i32)))
    (memory $mem 1)
    (func $f (type $t) (param $x i32) (result i32) (local $y i64)
      (block $out (result i32)
        (if (i32.eqz (local.get $x)) (then (br $out (i32.const -1))))
        (i32.load offset=4 (local.get $x))))
    (export "f" (func $f))
    (data (i32.const 8) "a\\00\\"")
    (@custom "note" (after memory) "x"))`);
  t.equal(
    print(bytes),
    `(module $m
  (type $t (func (param i32) (result i32)))
  (memory $mem 1)
  (export "f" (func $f))
  (func $f (type $t) (param $x i32) (result i32)
    (local $y i64)
    block $out (result i32)
      local.get $x
      i32.eqz
      if
        i32.const -1
        br $out
      end
      local.get $x
      i32.load offset=4
    end)
  (data (;0;) (i32.const 8) "a\\00\\22")
  (@custom "note" (after memory) "x"))
`,
  );
  t.equal(
    print(bytes, { folded: true }).split("\n").slice(5, 10).join("\n"),
    `    (local $y i64)
    (block $out (result i32)
      (if (i32.eqz (local.get $x)) (then (i32.const -1) (br 1)))
      (i32.load offset=4 (local.get $x))))
  (data (;0;) (i32.const 8) "a\\00\\22")`.replace("(br 1)", "(br $out)"),
  );
  t.end();
});

tap.test("linking", (t) => {
  const text = `(module $app
    (type $T (instance (type $f (func (param i32))) (export "a" (func (type $f)))))
    (import "x" "y" (func $xy (type 0)))
    (import "i" (instance $i (type $T)))
    (module $child (import "a" (func (param i32))) (alias outer $app $T (type)) (module) (func (export "e")))
    (instance $c (instantiate $child (import "a" (func $i "a"))))
    (alias $c "e" (func $e))
    (export "e" (func $e)) (export "c" (instance $c)) (export "m" (module $child)))`;
  back(t, text);
  back(t, text, "wasm-tools");
  t.match(print(parse(text)), '(instance $c (instantiate $child (import "a" (func 1))))');
  t.match(print(parse(text)), '(alias $c "e" (func $e))');
  t.end();
});

tap.test("everything comes back", (t) => {
  for (const text of [
    "(module)",
    "(table 2 4 externref) (table $u 1 funcref) (elem (table $u) (i32.const 0) func) (elem declare func) (elem funcref (ref.null func))",
    '(func (local i32 i32) (local) (local i32)) (data "x") (@datacount)',
    '(memory 1) (data "x") (func (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 0)) (data.drop 0))',
    "(memory 1) (memory $b 2) (func (i32.store8 $b align=1 (i32.const 0) (i32.load8_u $b offset=7 (i32.const 1))) (memory.copy 0 $b (i32.const 0) (i32.const 0) (i32.const 0)))",
    "(func (param i32) (block (block (block (br_table 0 1 2 (local.get 0))))))",
    "(func (result i32 i64) (select (result i32) (i32.const 1) (i32.const 2) (i32.const 3)) (i64.const -9223372036854775808))",
    "(func (f32.const nan:0x200000) (drop) (f64.const -inf) (drop) (f32.const 0x1p-149) drop)",
    "(tag $e (param i32)) (func (block $h (result i32) (try_table (catch $e $h)) (i32.const 0)) drop)",
    "(tag $e) (func (try $l (do (throw $e)) (catch $e) (catch_all (rethrow $l))) (try (do) (delegate 0)))",
    "(type (func (param i32) (result i32))) (func (i32.const 1) (if (type 0) (then) (else (drop) (i32.const 2))) drop)",
    "(func (unreachable) (i32.add) (drop) (return))",
    '(func $"a b" (@name "other") (param (@name "") i32)) (func (@name "other")) (export "" (func $"a b"))',
    '(import "a" (func)) (@section) (import "b" (func))',
    "(global i32 (i32.const 1)) (global i32 (i32.add (global.get 0) (i32.const 2)))",
    '(import "m" (memory 0)) (type (module)) (import "n" (module (type 0)))',
    '(module (@name "own")) (module $a (@name "other"))',
  ])
    t.test(text, (t) => {
      back(t, text);
      t.end();
    });
  t.end();
});

tap.test("depth does not exhaust the stack", (t) => {
  const n = 50_000;
  for (const text of [
    `(func (result i32) ${"(i32.eqz ".repeat(n)}(i32.const 0)${")".repeat(n)})`,
    `(func ${"block ".repeat(n)}${"end ".repeat(n)})`,
    "(module ".repeat(500) + ")".repeat(500),
    `(type ${'(instance (export "" '.repeat(500)}(func)${"))".repeat(500)})`,
  ])
    back(t, text);
  t.end();
});

tap.test("types alone, with what they share declared once", (t) => {
  const func: ExternType = { kind: "func", type: { kind: "func", params: [I32], results: [] } };
  const shared: ExternType = {
    kind: "instance",
    type: { kind: "instance", exports: new Map([["f", func]]) },
  };
  const type: ModuleType = {
    kind: "module",
    imports: new Map([["a", shared]]),
    exports: new Map([["b", shared]]),
  };
  t.equal(
    printType(type),
    `(module
  (type $t0 (instance
    (export "f" (func (param i32)))))
  (import "a" (instance (type $t0)))
  (export "b" (instance (type $t0))))
`,
  );
  t.doesNotThrow(() => parse(`(type ${printType(type)})`));
  t.end();
});

// Bundling, storing once, and splitting: what they make is valid and does the same.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { ALL_FEATURES } from "../base/index.ts";
import { decodeModule, encodeModule, modulesOf } from "../binary/index.ts";
import type { ModuleDef } from "../model/index.ts";
import { parse } from "../text/index.ts";
import { matches, validateModule } from "../validate/index.ts";
import { bundle, type Resolve } from "./bundle.ts";
import { flatten } from "./flatten.ts";
import { storeOnce } from "./share.ts";
import { split } from "./split.ts";
import { bytesOf, check, decode, run, valid } from "./text.test.tools.ts";

/** Resolves to files that are texts. */
const files =
  (texts: Record<string, string>): Resolve =>
  (name) =>
    name in texts ? { key: name, bytes: parse(texts[name]!) } : undefined;

const importsOf = (def: ModuleDef) =>
  def.header.flatMap((item) =>
    item.item === "import" ? [`${item.module}${item.field ? `.${item.field}` : ""}`] : [],
  );

const paths = (def: ModuleDef) => modulesOf(decode(bytesOf(def))).map(({ path }) => path);

const COUNTER = `(module (global $n (mut i32) (i32.const 0))
  (func (export "next") (result i32) (global.set $n (i32.add (global.get $n) (i32.const 1))) (global.get $n)))`;
const COUNTER_TYPE = '(module (export "next" (func (result i32))))';

t.test("module imports become nested modules", async (t) => {
  const root = valid(`(module
    (import "log" (func $log (param i32)))
    (import "counter" (module $c (export "next" (func (result i32)))))
    (import "unknown" (module))
    (instance $a (instantiate $c))
    (func (export "run") (result i32) (call (func $a "next"))))`);
  const bundled = bundle(root, files({ counter: COUNTER }));
  t.same(importsOf(bundled), ["log", "unknown"], "what is not found stays");
  t.same(paths(bundled), ["root", "root/module[0]"]);
  t.same(
    matches({ kind: "module", type: check(bundled).type }, { kind: "module", type: root.type }),
    undefined,
  );
});

t.test("imports of one implicit instance stay in one section", async (t) => {
  const bytes = Uint8Array.from([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 7, 2, 0x60, 0, 0, 0x61, 0, 0, 2, 21, 3, 1, 0x61, 1, 0x66, 0, 0, 1,
    0x6d, 0, 0xff, 5, 1, 1, 0x61, 1, 0x67, 0, 0,
  ]);
  bytes[18] = bytes.length - 19;
  const { module } = decodeModule(bytes, { features: ALL_FEATURES, encoding: "wasm-tools" });
  const bundled = bundle(check(module), files({ m: "(module)" }));
  t.same(importsOf(bundled), ["a.f", "a.g"]);
  t.doesNotThrow(() => bytesOf(bundled));
});

t.test("modules of modules: found for the module that imports them, unless it is given them", async (t) => {
  const texts = {
    app: `(module (import "counter" (module $c ${COUNTER_TYPE.slice(8, -1)})) (import "given" (module $g ${COUNTER_TYPE.slice(8, -1)}))
      (instance $a (instantiate $c)) (instance $b (instantiate $g))
      (export "own" (func $a "next")) (export "given" (func $b "next")))`,
    counter: COUNTER,
    given: '(module (func (export "next") (result i32) (i32.const -1)))',
  };
  const root = valid(`(module
    (import "app" (module $app (import "given" ${COUNTER_TYPE})
      (export "own" (func (result i32))) (export "given" (func (result i32)))))
    (import "counter" (module $c ${COUNTER_TYPE.slice(8, -1)}))
    (instance $i (instantiate $app (import "given" (module $c))))
    (instance $j (instantiate $c))
    (export "own" (func $i "own")) (export "given" (func $i "given")) (export "next" (func $j "next")))`);
  const bundled = bundle(root, files(texts));
  t.same(importsOf(bundled), []);
  t.equal(paths(bundled).length, 3, "the counter is there once, for root and app");
  const exports = run(bytesOf(flatten(check(decode(bytesOf(bundled))))));
  t.same([exports["own"]!(), exports["own"]!(), exports["given"]!(), exports["next"]!()], [1, 2, 1, 1]);
});

t.test("errors of bundling say what to look at", async (t) => {
  const root = valid(`(module (import "m" (module (export "f" (func)))))`);
  t.throws(() => bundle(root, files({ m: "(module)" })), { code: "bundle-mismatch", message: /"m"\."f"/ });
  t.throws(() => bundle(root, files({ m: '(module (import "m" (module)))' })), { code: "bundle-cycle" });
  t.throws(() => bundle(root, () => ({ key: "m", bytes: new Uint8Array(3) })), { code: "bad-magic" });
  t.throws(() => bundle(root, files({ m: '(module (import "x" (func)) (func (export "f")))' })), {
    code: "bundle-mismatch",
    message: /import "x"/,
  });
});

t.test("identical modules are stored once, at any depth, innermost first", async (t) => {
  const user = `(module $c ${COUNTER.slice(8)} (instance $i (instantiate $c)) (export "next" (func $i "next"))`;
  const text = `(module $root
    (module $a ${user})
    (module $other (func (export "x") (result i32) (i32.const 5) (return)) (memory 1) (data "0123456789abcdef"))
    (module $b ${user})
    (module $deep (module $d ${user}) (module $outer (alias outer $root $other (module $o)) (instance $i (instantiate $o))
        (export "x" (func $i "x")))
      (instance $i (instantiate $d)) (instance $j (instantiate $outer))
      (export "next" (func $i "next")) (export "x" (func $j "x")))
    (instance $1 (instantiate $a)) (instance $2 (instantiate $b)) (instance $3 (instantiate $deep))
    (export "a" (func $1 "next")) (export "b" (func $2 "next")) (export "d" (func $3 "next")) (export "x" (func $3 "x")))`;
  const before = valid(text);
  const once = storeOnce(before.def);
  t.equal(modulesOf(before.def).length, 10);
  t.equal(modulesOf(once).length, 6, "root, counter, its user, other, deep, outer");
  t.ok(bytesOf(once).length < bytesOf(before.def).length);
  const { a, b, d, x } = run(bytesOf(flatten(check(decode(bytesOf(once))))));
  t.same([a!(), a!(), b!(), d!(), x!()], [1, 2, 1, 1, 5]);
});

t.test("splitting: closed modules become files, which bundled again are what was there", async (t) => {
  const whole = valid(`(module $root
    (type $t (func (result i32)))
    (module $counter ${COUNTER.slice(8)}
    (type $u (func (param i32) (result i32)))
    (module $same ${COUNTER.slice(8)}
    (module $open (alias outer $root $u (type $v)) (func (export "inc") (type $v) (i32.add (local.get 0) (i32.const 1))))
    (instance $a (instantiate $counter)) (instance $b (instantiate $same)) (instance $c (instantiate $open))
    (alias $c "inc" (func $inc)) (alias $b "next" (func $next))
    (table 1 funcref) (elem (i32.const 0) $inc)
    (export "a" (func $a "next"))
    (func (export "b") (type $t) (call_indirect (type $u) (call $next) (i32.const 0))))`);
  const { root, parts } = split(whole);
  t.same([...parts.keys()], ["counter"]);
  t.same(importsOf(root), ["counter"]);
  const rootAgain = check(decode(bytesOf(root)));
  const bundled = bundle(rootAgain, (name) => ({ key: name, bytes: bytesOf(parts.get(name)!) }));
  for (const def of [whole.def, bundled]) {
    const { a, b } = run(bytesOf(flatten(check(decode(bytesOf(def))))));
    t.same([a!(), a!(), b!()], [1, 2, 2]);
  }
});

t.test("names of parts are those of the modules, made unique", async (t) => {
  const whole = valid(`(module (import "lib" (func)) (module $lib (memory 1)) (module (memory 2)))`);
  t.same([...split(whole).parts.keys()], ["lib-2", "module1"]);
});

const RANDOM = join("..", "shared", "conformance", "module-linking", "random", "valid-proposal");

t.test(
  "random modules: stored once, split and bundled again, they are valid and of the same type",
  { skip: existsSync(RANDOM) ? false : "no ../shared/conformance here" },
  async (t) => {
    const options = { features: ALL_FEATURES, strict: true };
    const read = (bytes: Uint8Array) =>
      validateModule(decodeModule(bytes, { ...options, encoding: "proposal" }).module, options);
    const again = (def: ModuleDef) => read(encodeModule(def, { encoding: "proposal" }));
    const differing: string[] = [];
    for (const file of readdirSync(RANDOM).filter((name) => name.endsWith(".wasm"))) {
      const whole = read(readFileSync(join(RANDOM, file)));
      const { root, parts } = split(whole);
      const bundled = bundle(again(root), (name) => {
        const part = parts.get(name);
        return part && { key: name, bytes: encodeModule(part, { encoding: "proposal" }) };
      });
      for (const def of [storeOnce(whole.def), bundled]) {
        const type = { kind: "module", type: again(def).type } as const;
        if (matches(type, { kind: "module", type: whole.type })) differing.push(file);
      }
    }
    t.same(differing, []);
  },
);

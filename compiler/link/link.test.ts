// Linking by a description as a library; the command line's tests (conformance/cli/link) have the errors that people make.

import t from "tap";
import { ALL_FEATURES, MortiseError } from "../base/index.ts";
import { decodeModule, encodeModule, modulesOf } from "../binary/index.ts";
import { parse } from "../text/index.ts";
import { validateModule } from "../validate/index.ts";
import { bestVersion, link, parseVersion, readDescription } from "./index.ts";

const FILES: Readonly<Record<string, string>> = {
  a: '(module (func (export "f")) (func (export "g")) (memory (export "m") 2))',
  b: '(module (func (export "f") (result i32) (i32.const 1)))',
  "wants f g": '(module (import "env" "f" (func)) (import "env" "g" (func)) (func (export "x")))',
  "wants host": '(module (import "host" "f" (func)) (import "host" "m" (memory 1)))',
  "wants more of host": '(module (import "host" "g" (func)) (import "host" "m" (memory 2)))',
  "wants another host": '(module (import "host" "f" (func (param i32))))',
  "wants a func": '(module (import "f" (func)))',
  "wants a module": '(module (import "a" (module (export "f" (func)))))',
};

const linked = (description: unknown) => {
  const module = link(readDescription(description), (file) => parse(FILES[file]!));
  const bytes = encodeModule(module, { encoding: "proposal" });
  const decoded = decodeModule(bytes, { features: ALL_FEATURES, encoding: "proposal" }).module;
  return validateModule(decoded, { features: ALL_FEATURES, strict: true });
};

t.test("versions", (t) => {
  t.same(parseVersion("libc@1.2"), { name: "libc", numbers: [1, 2, 0] });
  t.same(parseVersion("@scope/libc@3"), { name: "@scope/libc", numbers: [3, 0, 0] });
  for (const text of ["libc", "libc@", "libc@1.x", "@1", "libc@1.2.3.4"])
    t.equal(parseVersion(text), undefined, text);
  const there = ["libc@1.4.0", "libc@1.10.1", "libc@2.0.0", "libm@1.5", "libc", "libc@0.3.1"];
  t.equal(bestVersion("libc@1.2", there)!.best, "libc@1.10.1", "numbers, not texts");
  t.same(bestVersion("libc@3", there), {
    best: undefined,
    others: there.filter((name) => name.startsWith("libc@")),
  });
  t.equal(bestVersion("libc@0.2", there)!.best, undefined, "below 1.0 a minor version is a major one");
  t.equal(bestVersion("libc@0.3", there)!.best, "libc@0.3.1");
  t.equal(bestVersion("libc", there), undefined);
  t.end();
});

t.test("where one instance gives all fields it is given itself; else one is put together", (t) => {
  const description = (env: unknown) => ({
    modules: { a: "a", b: "b", app: "wants f g" },
    instances: { app: { with: { env } }, a: {}, b: {} },
    exports: "app",
  });
  t.equal(modulesOf(linked(description("a")).def).length, 4);
  t.equal(modulesOf(linked(description(["a", "b"])).def).length, 4);
  t.equal(modulesOf(linked(description({ f: "a.f", g: "a.f" })).def).length, 5);
  t.throws(() => linked(description(["b", "a"])), { code: "wrong-type" });
  t.end();
});

t.test("imports of the whole have a type that serves all who use them", (t) => {
  const { type } = linked({ modules: { p: "wants host", q: "wants more of host" }, imports: ["host"] });
  const host = type.imports.get("host")!;
  t.equal(host.kind, "instance");
  if (host.kind !== "instance") return t.end();
  t.same([...host.type.exports.keys()].sort(), ["f", "g", "m"]);
  t.match(host.type.exports.get("m"), { kind: "memory", type: { limits: { min: 2 } } });
  const modules = { p: "wants host", q: "wants another host" };
  t.throws(() => linked({ modules, imports: ["host"] }), { code: "conflicting-import" });
  return t.end();
});

t.test("imports of functions and modules", (t) => {
  const modules = { a: "a", user: "wants a func", loader: "wants a module" };
  const instances = { a: {}, user: { with: { f: "a.g" } }, loader: {} };
  t.equal(linked({ modules, instances }).instances.length, 3);
  t.throws(() => linked({ modules, instances: { ...instances, user: { with: { f: ["a"] } } } }), {
    code: "not-fields",
  });
  t.throws(() => linked({ modules, instances: { a: {}, user: { with: { f: "a.none" } } } }), {
    code: "missing-symbol",
  });
  t.throws(() => linked({ modules, exports: "none" }), MortiseError);
  t.end();
});

t.test("no value is a surprise", (t) => {
  const values = [
    null,
    1,
    "x",
    [],
    [1],
    { modules: [] },
    { modules: { a: 1 } },
    { modules: {}, instances: [] },
  ];
  const instances = [
    null,
    1,
    [],
    { module: 1 },
    { with: [] },
    { with: { env: 1 } },
    { with: { env: [1] } },
    { with: { env: { f: 1 } } },
  ];
  for (const value of [...values, ...instances.map((one) => ({ modules: {}, instances: { i: one } }))])
    t.throws(() => readDescription(value), { code: "bad-description" }, JSON.stringify(value));
  const special = JSON.parse(
    '{"modules": {"__proto__": "a"}, "instances": {"__proto__": {}}, "exports": {"__proto__": "__proto__.f"}}',
  );
  t.same([...linked(special).type.exports.keys()], ["__proto__"]);
  t.throws(() => linked({ modules: {}, exports: "constructor" }), { code: "unknown-source" });
  t.throws(() => linked({ modules: {}, instances: { toString: {} } }), { code: "unknown-module" });
  t.end();
});

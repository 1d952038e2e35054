// Pictures: what a deployment is, and that whatever names a module has, drawings of it are well-formed.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { instance as graphviz } from "@viz-js/viz";
import t from "tap";
import { ALL_FEATURES } from "../../../compiler/base/index.ts";
import { parse } from "../../../compiler/text/index.ts";
import { moduleOf } from "../../plan/index.ts";
import { type Deployment, deploymentOf, dotOf, mermaidOf, pageOf, pictureOf } from "./index.ts";

const OPTIONS = { features: ALL_FEATURES, encoding: "auto", strict: true } as const;
const deploy = (bytes: Uint8Array): Deployment => deploymentOf(moduleOf(bytes, OPTIONS).module, "root");

const viz = await graphviz();
const draw = (deployment: Deployment, depth?: number) =>
  pictureOf(deployment, viz.renderString(dotOf(deployment, depth), { format: "svg" }));

/** Whether every tag is closed, in order. */
function isWellFormed(svg: string): boolean {
  const open: string[] = [];
  for (const [, closing, name, rest] of svg.matchAll(/<(\/?)([a-zA-Z]+)((?:"[^"]*"|[^">])*)>/g)) {
    if (closing) {
      if (open.pop() !== name) return false;
    } else if (!rest!.endsWith("/")) open.push(name!);
  }
  return open.length === 0 && !/&(?!(amp|lt|gt|quot|#\d+|#x[\da-f]+|\w+);)/i.test(svg);
}

const APP = `(module $app
  (import "log" (func $log (param i32)))
  (import "host" (instance $host (export "memory" (memory 1))))
  (import "plugin" (module $plugin (import "log" (func (param i32))) (export "run" (func))))
  (module $libc
    (memory (export "memory") 1) (func (export "malloc") (param i32) (result i32) (local.get 0)))
  (module $user
    (import "libc" (instance $l (export "memory" (memory 1)) (export "malloc" (func (param i32) (result i32)))))
    (func (export "use") (result i32) (call (func $l "malloc") (i32.const 4)))
    (export "memory" (memory $l "memory")))
  (instance $libc (instantiate $libc))
  (instance $a (instantiate $user (import "libc" (instance $libc))))
  (instance $b (instantiate $user (import "libc" (instance $libc))))
  (instance $p (instantiate $plugin (import "log" (func $log))))
  (func (export "run") (result i32) (call (func $a "use")))
  (export "shared" (memory $b "memory"))
  (export "host" (instance $host)))`;

t.test("a deployment says who gets what from whom, however often it was handed on", (t) => {
  const { modules, instances, imports } = deploy(parse(APP));
  t.same(
    modules.map(({ name, instances: count, depth }) => [name, count, depth]),
    [
      ["root", 1, 0],
      ["libc", 1, 1],
      ["user", 2, 1],
      ["plugin", 1, 1],
    ],
  );
  t.equal(modules[3]!.bytes, undefined, "it is imported");
  t.same(
    imports.map(({ name, kind }) => `${name} ${kind}`),
    ["log func", "host instance", "plugin module"],
  );
  t.same(
    instances.map(({ name, parent }) => [name, parent]),
    [
      ["root", undefined],
      ["libc", 0],
      ["a", 0],
      ["b", 0],
      ["p", 0],
    ],
  );
  const [root, libc, a, , plugin] = instances;
  t.same(a!.imports, [{ name: "libc", kind: "instance", from: { node: "instance", id: 1 }, state: true }]);
  t.same(plugin!.imports[0]!.from, { node: "import", name: "log" });
  t.same(
    libc!.exports.map(({ from }) => from),
    [
      { node: "instance", id: 1, name: "memory" },
      { node: "instance", id: 1, name: "malloc" },
    ],
  );
  t.same(
    root!.uses.map(({ name, from }) => [name, from]),
    [["use", { node: "instance", id: 2, name: "use" }]],
  );
  t.same(
    root!.exports.map(({ name, from }) => [name, from]),
    [
      ["run", { node: "instance", id: 0, name: "run" }],
      ["shared", { node: "instance", id: 1, name: "memory" }],
      ["host", { node: "import", name: "host" }],
    ],
  );
  t.end();
});

t.test("the picture shows modules, instances, what is shared and what is handed on", (t) => {
  const svg = draw(deploy(parse(APP)));
  t.ok(isWellFormed(svg));
  for (const text of [
    "4 modules, 5 instances",
    "shared by 2",
    "given from outside",
    "exported",
    "of libc",
    "×2",
    "imported",
  ])
    t.match(svg, text);
  t.match(svg, "stroke-dasharray", "what is handed on");
  const page = pageOf("<app>", svg);
  t.match(page, "<title>&lt;app&gt;</title>");
  t.match(page, svg);
  t.end();
});

t.test("as Mermaid", (t) => {
  const text = mermaidOf(deploy(parse(APP)));
  const lines = text.split("\n").filter((line) => !line.includes("classDef"));
  t.same(lines.slice(0, 4), ["flowchart LR", '  in0(["log"])', '  in1(["host"])', '  in2(["plugin"])']);
  t.match(text, '  i1 -->|"libc"| i2');
  t.match(text, '  i1 -.->|"memory"| i2');
  t.match(text, '  in0 -->|"log"| i4');
  t.match(text, "  in1 --> out2");
  const unnamed =
    '(module (module $m (func (export ""))) (instance $i (instantiate $m)) (export "" (func $i "")))';
  t.notMatch(mermaidOf(deploy(parse(unnamed))), '""', "Mermaid takes no empty texts");
  t.end();
});

t.test("names are only text", (t) => {
  const name =
    `<b>&quot;"'\\u{0}\\u{1b}]|{};-->%%\\u{d}\\u{a}\\u{10ffff}\\u{2028}${"long".repeat(30)}`.replace(
      /"/,
      '\\"',
    );
  const deployment = deploy(
    parse(`(module (import "${name}" (func $f))
      (module $m (import "${name}" (func)) (func (export "${name}")) (func (export "]]>"))
        (memory (export "<!--") 1))
      (instance $i (instantiate $m (import "${name}" (func $f))))
      (export "${name}" (instance $i)) (export "x" (memory $i "<!--")))`),
  );
  t.ok(isWellFormed(draw(deployment)));
  for (const line of mermaidOf(deployment).split("\n")) t.notMatch(line, /<|\u0000|%%/);
  t.end();
});

/** `modules` levels of two instances each. */
function doubling(levels: number): string {
  let text = '(module $m0 (func (export "f")))';
  for (let at = 1; at <= levels; at++)
    text = `(module $m${at} ${text} (instance (instantiate $m${at - 1})) (instance (instantiate $m${at - 1})) (func (export "f")))`;
  return text;
}

t.test("what is too deep for a picture is folded, and what is too much is refused", (t) => {
  const deployment = deploy(parse(doubling(6)));
  t.equal(deployment.instances.length, 127);
  const folded = draw(deployment);
  t.match(folded, "14 inside");
  t.equal([...folded.matchAll(/class="node"/g)].length, 1 + 2 + 4 + 8 + 1);
  t.equal([...draw(deployment, 1).matchAll(/class="node"/g)].length, 1 + 2 + 1);
  t.throws(() => deploy(parse(doubling(10))), { code: "too-many-to-draw" });
  t.end();
});

const RANDOM = join("..", "shared", "conformance", "module-linking", "random", "valid-proposal");

t.test(
  "random modules are drawn",
  { skip: existsSync(RANDOM) ? false : "no ../shared/conformance here" },
  (t) => {
    const files = readdirSync(RANDOM).filter((name) => name.endsWith(".wasm"));
    const wrong = files.filter((file, at) => {
      const deployment = deploy(readFileSync(join(RANDOM, file)));
      mermaidOf(deployment);
      // Graphviz takes its time.
      return at % 10 === 0 && !isWellFormed(draw(deployment));
    });
    t.same(wrong, []);
    t.end();
  },
);

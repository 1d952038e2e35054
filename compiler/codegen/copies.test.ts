// Modules that a tree instantiates several times have a factory for each instance.

import t from "tap";
import { ALL_FEATURES } from "../base/index.ts";
import { decodeModule } from "../binary/index.ts";
import { parse } from "../text/index.ts";
import { validateModule } from "../validate/index.ts";
import { copiesOf } from "./copies.ts";
import { generateTree } from "./index.ts";
import { parseOptimizations } from "./optimizations.ts";

function validated(text: string) {
  const { module } = decodeModule(parse(text), { features: ALL_FEATURES, encoding: "auto" });
  return validateModule(module, { features: ALL_FEATURES });
}

const LINK = `(module $link (import "f" (func $f)) (func (export "f") (call $f)))`;
const LEAF = `(module $leaf (func (export "f")))`;

const chain = `(module ${LEAF} ${LINK}
  (instance $a (instantiate $leaf))
  (instance $b (instantiate $link (import "f" (func $a "f"))))
  (instance $c (instantiate $link (import "f" (func $b "f"))))
  (instance $d (instantiate $link (import "f" (func $c "f")))))`;

t.test("one factory an instance, all in the table of factories", (t) => {
  const { source } = generateTree(validated(chain));
  t.match(source.replace(/\s/g, ""), 'cores":[[core0],[core1],[core2,core2c1,core2c2]]');
  t.equal(source.match(/^ *function core2/gm)?.length, 3);
  t.end();
});

t.test("instances that nested modules make of an outer one count too", (t) => {
  const text = `(module ${LEAF}
    (module $pair (alias outer 0 0 (module $leaf)) (instance (instantiate $leaf)) (instance (instantiate $leaf)))
    (instance (instantiate $pair)) (instance (instantiate $pair)))`;
  const copies = copiesOf(validated(text));
  t.same(
    [...copies].map(([module, count]) => [module.id, count]),
    [[1, 4]],
  );
  t.end();
});

t.test("large modules are not copied", (t) => {
  const large = LINK.replace("(call $f)", "(call $f)".repeat(5000));
  t.equal(copiesOf(validated(chain.replace(LINK, large))).size, 0);
  t.end();
});

t.test(
  "a small module with a memory gains by a text of its own for a second instance, others do not",
  (t) => {
    const gains = (text: string, options: Parameters<typeof generateTree>[1] = {}) =>
      generateTree(validated(text), options).afresh;
    const body = '(func (export "f") (drop (i32.load (i32.const 0))))';
    t.ok(gains(`(module (memory 1) ${body})`));
    t.ok(gains(`(module (import "m" (memory 1)) ${body})`));
    t.notOk(gains('(module (func (export "f")))'));
    t.notOk(gains('(module (memory 1) (func (export "f") (drop (memory.grow (i32.const 1)))))'));
    t.notOk(gains(`(module (memory 1) ${body} (module))`));
    t.notOk(gains(`(module (memory 1) ${body.repeat(800).replaceAll('(export "f")', "")})`));
    t.notOk(gains(`(module (memory 1) ${body})`, { target: "interpreter" }));
    t.notOk(gains(`(module (memory 1) ${body})`, { optimizations: parseOptimizations("-afresh") }));
    t.end();
  },
);

// Pictures of much: more names than a box has room for, instances without any, and what is left where nothing is drawn.

import t from "tap";
import { ALL_FEATURES } from "../../../compiler/base/index.ts";
import { parse } from "../../../compiler/text/index.ts";
import { moduleOf } from "../../plan/index.ts";
import { deploymentOf, dotOf, mermaidOf, pictureOf } from "./index.ts";
import { escaped, shortened, sizeText } from "./texts.ts";

const deploy = (text: string) =>
  deploymentOf(
    moduleOf(parse(text), { features: ALL_FEATURES, encoding: "auto", strict: true }).module,
    "root",
  );

const many = (count: number, item: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => item(at)).join(" ");

t.test("names that a box has no room for are counted", (t) => {
  const text = dotOf(
    deploy(`(module
      ${many(45, (at) => `(import "f${at}" (func $f${at}))`)}
      (module $taker ${many(30, (at) => `(import "g${at}" (func $g${at}))`)} ${many(30, (at) => `(export "h${at}" (func $g${at}))`)})
      (instance $i (instantiate $taker ${many(30, (at) => `(import "g${at}" (func $f${at + 15}))`)}))
      ${many(45, (at) => `(export "e${at}" (func $f${at}))`)})`),
  );
  t.equal(text.match(/\+ 5 more/g)!.length, 2, "of the imports and exports of the whole");
  const cut = [...text.matchAll(/\+ (\d+) more</g)].map(([, count]) => Number(count));
  t.equal(cut.length, 4, "and of what the instance takes and hands on");
  t.match(text, /imports -> i1|imports:\w+:e -> i1/);
  t.notMatch(text, ">e44<");
  t.end();
});

t.test("Mermaid names the first of many", (t) => {
  const text = mermaidOf(
    deploy(`(module
      (module $giver (func $f) ${many(12, (at) => `(export "f${at}" (func $f))`)})
      (module $taker ${many(12, (at) => `(import "f${at}" (func))`)})
      (instance $g (instantiate $giver))
      (instance $t (instantiate $taker ${many(12, (at) => `(import "f${at}" (func $g "f${at}"))`)})))`),
  );
  t.match(text, /i1 -->\|"f0, .*, …"\| i2/);
  t.end();
});

t.test("a module alone, and modules that wait", (t) => {
  const picture = (text: string) => pictureOf(deploy(text), "");
  t.match(picture('(module (func (export "f")))'), "has no other in it, and instantiates none");
  t.match(picture('(module (module (func)) (func (export "f")))'), "wait to be instantiated by others");
  t.end();
});

t.test("texts: halves of characters, cuts, sizes", (t) => {
  t.equal(escaped("a\ud800b\udc00\u{1f600}\u0007<'"), "a�b�\u{1f600}�&lt;&#39;");
  t.equal(escaped("\udc00\ud800"), "��");
  t.equal(shortened("abcdefghij", 5), "ab…ij");
  t.equal(
    shortened("\u{1f600}".repeat(30)),
    "\u{1f600}".repeat(30),
    "characters are counted, not their halves",
  );
  t.same([999, 1000, 999_999, 2_500_000].map(sizeText), ["999 B", "1.0 kB", "1000.0 kB", "2.5 MB"]);
  t.end();
});

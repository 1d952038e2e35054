// A project in a folder of its own: JavaScript that imports binaries, which import JavaScript and one another.

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "../../../compiler/text/index.ts";

const BINARIES: Readonly<Record<string, string>> = {
  "counter.wasm": `(module
    (memory (export "memory") 1)
    (global $n (mut i32) (i32.const 0))
    (func (export "next") (result i32) (global.set $n (i32.add (global.get $n) (i32.const 1))) global.get $n))`,
  // Shares the counter's instance with JavaScript.
  "sharing.wasm": `(module
    (import "./twice.js" "twice" (func $twice (param i32) (result i32)))
    (import "./counter.wasm" (instance $i (export "next" (func (result i32))) (export "memory" (memory 1))))
    (func (export "two words") (result i32) (call $twice (call (func $i "next")))))`,
  // Makes instances of its own.
  "separate.wasm": `(module
    (import "./counter.wasm" (module $Counter (export "next" (func (result i32)))))
    (instance $a (instantiate $Counter))
    (instance $b (instantiate $Counter))
    (func (export "both") (result i32)
      (drop (call (func $a "next")))
      (i32.add (i32.mul (call (func $a "next")) (i32.const 10)) (call (func $b "next")))))`,
};

const SCRIPTS: Readonly<Record<string, string>> = {
  "package.json": '{"type":"module"}',
  "twice.js": "export const twice = (x) => 2 * x;",
  "main.js": `import { next, memory } from "./counter.wasm";
    import * as sharing from "./sharing.wasm";
    import { both } from "./separate.wasm";
    console.log(next(), sharing["two words"](), next(), both(), memory.buffer.byteLength);`,
};

/** What main.js prints. */
export const PRINTED = "1 4 3 21 65536\n";

/** Makes the project; its folder. */
export function makeProject(): string {
  const folder = mkdtempSync(join(tmpdir(), "mortise-project-"));
  for (const [name, text] of Object.entries(BINARIES)) writeFileSync(join(folder, name), parse(text));
  for (const [name, text] of Object.entries(SCRIPTS)) writeFileSync(join(folder, name), text);
  return folder;
}

// Source maps: from each function of an output to its text.

import { SourceMap } from "node:module";
import t from "tap";
import { parse } from "../../compiler/text/index.ts";
import { compileToModule } from "./index.ts";

const TREE = parse(`(module
  (module $inner (func $first (export "f") unreachable) (func $second nop))
  (func $third (result i32) (i32.const 3))
  (func $fourth (export "g") (drop (call $third))))`);

/** The line of a text that begins a function's text in the output, from 1. */
const lineOf = (text: string, start: string) => text.split("\n").findIndex((line) => line.startsWith(start));

t.test("functions of a tree map to their text", (t) => {
  const { code, map } = compileToModule(TREE, { sourceMap: "tree.mjs" });
  t.match(code, /\n\/\/# sourceMappingURL=tree\.mjs\.map\n$/);
  const payload = JSON.parse(map!);
  t.same([payload.version, payload.file, payload.sources], [3, "tree.mjs", ["tree.mjs.wat"]]);
  const text = payload.sourcesContent[0].split("\n") as string[];
  const found = new SourceMap(payload);
  for (const name of ["first", "second", "third", "fourth"]) {
    const generated = lineOf(code, `function ${name}`);
    const { originalLine, originalColumn } = found.findEntry(generated, 10) as {
      originalLine: number;
      originalColumn: number;
    };
    t.match(text[originalLine]!.slice(originalColumn), new RegExp(`^\\(func \\$${name}\\b`));
  }
  t.end();
});

// Runs every example of docs/LINKING-TEXT.md: each assembles in both encodings, prints and parses back to the same bytes,
// and the blocks marked `same` assemble to what the block before them does.

import { readFileSync } from "node:fs";
import t from "tap";
import { EVERY_FEATURE } from "../base/index.ts";
import { decodeModule, encodeModule, foldModules, NAME_SECTION, replaceModules } from "../binary/index.ts";
import type { ModuleDef } from "../model/index.ts";
import { parse, print } from "./index.ts";

const page = readFileSync("docs/LINKING-TEXT.md", "utf8");
const examples = [...page.matchAll(/^```wat( same)?\n([\s\S]*?)^```$/gm)].map((match) => ({
  same: match[1] !== undefined,
  text: match[2]!,
  line: page.slice(0, match.index).split("\n").length,
}));

/** The module without any names, for comparison. */
function nameless(bytes: Uint8Array): Uint8Array {
  const { module } = decodeModule(bytes, { features: EVERY_FEATURE, encoding: "proposal" });
  const stripped = foldModules<ModuleDef>(module, (def, made) => ({
    ...def,
    header: replaceModules(def.header, made),
    customs: def.customs.filter(({ name }) => name !== NAME_SECTION),
  }));
  return encodeModule(stripped, { encoding: "proposal" });
}

t.ok(examples.length > 25, "the page has its examples");

let before = new Uint8Array(0);
for (const { same, text, line } of examples)
  t.test(`the example at line ${line}`, (t) => {
    const bytes = parse(text);
    if (same) t.same(nameless(bytes), nameless(before), "it is the same module as the one before");
    for (const encoding of ["proposal", "wasm-tools"] as const) {
      const assembled = parse(text, { encoding });
      for (const folded of [false, true]) {
        const printed = print(assembled, { encoding, folded });
        t.same(parse(printed, { encoding }), assembled, `printed and parsed again, ${encoding}`);
      }
    }
    before = new Uint8Array(bytes);
    t.end();
  });

// A module in which every name is one that could be mistaken for code: of imports and exports, of all kinds and nested ones, of
// sections, functions and types.

import { encodeUtf8 } from "../../compiler/base/index.ts";
import { parse } from "../../compiler/text/index.ts";
import { EVIL_NAMES } from "../hostile/cases.ts";

/** Is in every name, and in nothing that we write. */
export const MARK = "EVIL";

/** Names that a program can be reached by, as they are, and with the mark. */
export const PLAIN_NAMES = [...new Set(EVIL_NAMES)].filter((name) => name.length < 1000);
export const MARKED_NAMES = PLAIN_NAMES.map((name) => `${name}${MARK}`);

/** A string of the text format, in which every byte is an escape. */
const text = (name: string) =>
  `"${[...encodeUtf8(name)].map((byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("")}"`;

/** All that it exports is called `names`; it imports nothing. */
export function exporting(names: readonly string[]): Uint8Array {
  const fields = names.map((name) => `(export ${text(name)} (func $f))`).join("");
  return parse(`(module
    (module $inner (func $f (result i32) (i32.const 42)) ${fields} (memory (export ${text(`${names[0]!}m`)}) 1))
    (instance $i (instantiate $inner))
    (func $f (result i32) (call (func $i ${text(names[0]!)})))
    (func $g (result i32) (call (func $i ${text(names.at(-1)!)})))
    (memory 1) (data (i32.const 0) ${text(names.join(""))})
    (export ${text("*/instance")} (instance $i)) (export ${text("`module`")} (module $inner))
    ${fields} (export "last" (func $g))
    ${names.map((name) => `(@custom ${text(name)} ${text(name)})`).join("\n")})`);
}

/** It imports functions of all names from all names, and instances and modules that have them. */
export function importing(names: readonly string[]): Uint8Array {
  const two = names.map((name) => `(import ${text(`2${name}`)} ${text(name)} (func))`).join("\n");
  const fields = names.map((name) => `(export ${text(name)} (func (result i32)))`).join("");
  const calls = names.map((name) => `(drop (call (func $i ${text(name)})))`).join("");
  return parse(`(module ${two}
    (import ${text(names[0]!)} (instance $i ${fields}))
    (import ${text(names[1]!)} (module $m ${fields}))
    (instance $made (instantiate $m))
    (export "i" (instance $i)) (export "made" (instance $made)) (export "m" (module $m))
    (func (export "all") ${calls}))`);
}

/** Functions that are called so in the name section. */
export function functionsNamed(names: readonly string[]): Uint8Array {
  const functions = names.map(
    (name, i) => `(func (@name ${text(name)}) (export "f${i}") (local (@name ${text(name)}) i32))`,
  );
  return parse(`(module (@name ${text(names.join(""))}) ${functions.join("\n")})`);
}

// What a generated text declares before its own code: members of the support object, functions of Math, helpers.

import type * as ES from "estree";
import { HELPERS } from "../runtime/index.ts";
import type { NameUse } from "./core-context.ts";
import { declare, identifier, member, verbatim } from "./estree.ts";

/** Members of `E` that generated code takes by name. */
const PROVIDED = [
  "Func",
  "Memory",
  "Table",
  "Global",
  "Tag",
  "Exception",
  "RuntimeError",
  "S",
  "F",
  "X",
  "caught",
  "hosted",
  "toFunc",
  "fromFunc",
  "pages",
  "elements",
  "chunk",
  "M",
  "spent",
  "spend",
];

/** Functions of Math that are called by their plain names. */
const MATH = ["imul", "clz32", "fround", "abs", "min", "max", "sqrt", "ceil", "floor", "trunc"];

/** Small declarations of the tree itself, with the names they need. */
const LOCAL: Record<string, { text: string; uses: string[] }> = {
  wrapFunc: { text: "const wrapFunc=func=>wrap[func.signature](func);", uses: [] },
};

const PRIMED = ["fadd", "fsub", "fmul"];

/** The members of `E` that a text takes. */
export const providedNames = (names: NameUse): string[] => PROVIDED.filter((name) => names.used.has(name));

/** What the used names stand for, in an order that works. */
export function prologue(names: NameUse): ES.Statement[] {
  includeUses(names);
  const primed = PRIMED.some((name) => names.used.has(name));
  if (primed) includeUses(names.add("prime"));
  const helpers = textsOf(names);
  const math = MATH.filter((name) => names.used.has(name));
  const member_ = (object: string) => (name: string) => [name, member(identifier(object), name)] as const;
  return [
    ...declare("const", math.map(member_("Math"))),
    ...declare("const", providedNames(names).map(member_("E"))),
    ...helpers.map((text) => verbatim(`${text}\n`)),
    ...(primed ? [verbatim("prime();\n")] : []),
  ];
}

/** Adds what helpers use themselves. */
function includeUses(names: NameUse): void {
  // A set grows while it is iterated: helpers bring in helpers.
  for (const name of names.used) {
    const helper = LOCAL[name] ?? HELPERS[name];
    for (const use of helper?.uses ?? []) names.add(use);
  }
}

/** Texts of the helpers that are used. */
function textsOf(names: NameUse): string[] {
  const known = [...Object.entries(HELPERS), ...Object.entries(LOCAL)];
  return known.filter(([name]) => names.used.has(name)).map(([, { text }]) => text);
}

// What a generated text declares before its own code: members of the support object, functions of Math, helpers.

import type * as ES from "estree";
import { HELPERS } from "../runtime/index.ts";
import { NameUse } from "./core-context.ts";
import { declare, identifier, member, object, print, returns, verbatim } from "./estree.ts";

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
  "bare",
  "pages",
  "elements",
  "lazy",
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

const memberOf = (object: string) => (name: string) => [name, member(identifier(object), name)] as const;

/** What the used names stand for, in an order that works. */
export function prologue(names: NameUse): ES.Statement[] {
  closure(names, () => true);
  const primed = PRIMED.some((name) => names.used.has(name));
  if (primed) names.add("prime");
  const helpers = closure(names, () => true);
  return [
    ...outside(names),
    ...helpers.map((name) => verbatim(`${textOf(name)}\n`)),
    ...(primed ? [verbatim("prime();\n")] : []),
  ];
}

/** The same for a part that is compiled later: its `E` also has the members of the library. */
export function prologueOfPart(names: NameUse): ES.Statement[] {
  const own = closure(names, (name) => !inLibrary(name));
  const shared = [...names.used].filter((name) => inLibrary(name));
  return [
    ...outside(names),
    ...declare("const", shared.map(memberOf("E"))),
    ...own.map((name) => verbatim(`${textOf(name)}\n`)),
  ];
}

/** The helpers that parts share, once for a tree: the body of a function of `E` that returns them. */
export function library(): string {
  const names = new NameUse();
  const shared = Object.keys(HELPERS).filter(inLibrary);
  for (const name of shared) names.add(name);
  const members = object(shared.map((name) => [name, identifier(name)]));
  return `"use strict";\n${print([...prologue(names), returns(members)])}`;
}

/** Members of Math and `E`. */
function outside(names: NameUse): ES.Statement[] {
  const math = MATH.filter((name) => names.used.has(name));
  return [
    ...declare("const", math.map(memberOf("Math"))),
    ...declare("const", providedNames(names).map(memberOf("E"))),
  ];
}

/** The used helpers, and what the ones that are to be printed here use, in order. */
function closure(names: NameUse, isOwn: (name: string) => boolean): string[] {
  // A set grows while it is iterated: helpers bring in helpers.
  for (const name of names.used) if (isOwn(name)) for (const use of usesOf(name)) names.add(use);
  return [...Object.keys(HELPERS), ...Object.keys(LOCAL)].filter(
    (name) => names.used.has(name) && isOwn(name),
  );
}

const usesOf = (name: string): readonly string[] => (LOCAL[name] ?? HELPERS[name])?.uses ?? [];
const textOf = (name: string): string => (LOCAL[name] ?? HELPERS[name])!.text;

let local: ReadonlySet<string> | undefined;

/** `HI` is read by the code itself: it, what uses it, and the variables of these must be in the same text as the code. */
function localHelpers(): ReadonlySet<string> {
  const found = new Set(["HI"]);
  const isVariable = (name: string) => HELPERS[name]?.text.startsWith("let ") === true;
  for (let size = 0; size < found.size; ) {
    size = found.size;
    for (const name of Object.keys(HELPERS)) {
      const uses = usesOf(name);
      if (uses.some((use) => found.has(use))) found.add(name);
      if (found.has(name)) for (const use of uses) if (isVariable(use)) found.add(use);
    }
  }
  return found;
}

const inLibrary = (name: string): boolean =>
  HELPERS[name] !== undefined && !(local ??= localHelpers()).has(name);

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

/** All that is printed where it is used, in an order that works. */
const ORDER = new Map([...Object.keys(HELPERS), ...Object.keys(LOCAL)].map((name, i) => [name, i]));

const PRIMED = ["fadd", "fsub", "fmul"];

/** The members of `E` that a text takes. */
export const providedNames = (names: NameUse): string[] => PROVIDED.filter((name) => names.used.has(name));

const memberOf = (object: string) => (name: string) => [name, member(identifier(object), name)] as const;

/** What the used names stand for, in an order that works. */
export function prologue(names: NameUse): ES.Statement[] {
  closure(names);
  const primed = PRIMED.some((name) => names.used.has(name));
  if (primed) names.add("prime");
  const helpers = closure(names);
  return [
    ...outside(names),
    ...helpers.map((name) => verbatim(`${textOf(name)}\n`)),
    ...(primed ? [verbatim("prime();\n")] : []),
  ];
}

/** The same for a part that is compiled later, as text: its `E` also has the members of the library. */
export function prologueOfPart(names: NameUse): string {
  const math: string[] = [];
  const members: string[] = [];
  const own: string[] = [];
  // A set grows while it is iterated: helpers bring in helpers.
  for (const name of names.used) {
    const sort = sortOf(name);
    if (sort === "math") math.push(name);
    else if (sort === "member") members.push(name);
    else if (sort === "own") {
      own.push(name);
      for (const use of usesOf(name)) names.add(use);
    }
  }
  own.sort((a, b) => ORDER.get(a)! - ORDER.get(b)!);
  return taken("Math", math) + taken("E", members) + own.map((name) => `${textOf(name)}\n`).join("");
}

const taken = (object: string, names: readonly string[]): string =>
  names.length === 0 ? "" : `const{${names.join(",")}}=${object};\n`;

type Sort = "math" | "member" | "own" | "none";
const sorts = new Map<string, Sort>();

/** Where a part has a name from: a function of Math, a member of its `E`, itself; `none`: from what is around it. */
function sortOf(name: string): Sort {
  let sort = sorts.get(name);
  if (sort === undefined) {
    if (MATH.includes(name)) sort = "math";
    else if (PROVIDED.includes(name) || inLibrary(name)) sort = "member";
    else sort = ORDER.has(name) ? "own" : "none";
    sorts.set(name, sort);
  }
  return sort;
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

/** The used helpers, and what they use, in order. */
function closure(names: NameUse): string[] {
  // A set grows while it is iterated: helpers bring in helpers.
  for (const name of names.used) for (const use of usesOf(name)) names.add(use);
  return [...ORDER.keys()].filter((name) => names.used.has(name));
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

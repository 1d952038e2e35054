// One source text for a module tree: what the support object provides, the helpers it uses, a factory for each core
// module, and the functions at the border to JavaScript.

import type * as ES from "estree";
import { ALL_FEATURES, type Features } from "../base/index.ts";
import { type ExternType, type FuncType, funcTypeOf, signatureOf } from "../model/index.ts";
import { HELPERS } from "../runtime/index.ts";
import type { ValidModule } from "../validate/index.ts";
import { exportMaker, importAdapter } from "./boundary.ts";
import { type FunctionNames, NameUse } from "./core-context.ts";
import { CoreFactory } from "./core-factory.ts";
import type { CompileOptions } from "./function-compiler.ts";
import { array, declare, identifier, member, object, print, returns, verbatim } from "./estree.ts";

export interface GenerateOptions {
  readonly features?: Features;
  readonly functionNames?: FunctionNames | undefined;
}

export interface GeneratedSource {
  /** The body of a function of one parameter, `E`. */
  readonly source: string;
  /** The members of `E` that it takes. */
  readonly provided: readonly string[];
}

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
];

/** Functions of Math that are called by their plain names. */
const MATH = ["imul", "clz32", "fround", "abs", "min", "max", "sqrt", "ceil", "floor", "trunc"];

/** Small declarations of the tree itself, with the names they need. */
const LOCAL: Record<string, { text: string; uses: string[] }> = {
  wrapFunc: { text: "const wrapFunc=func=>wrap[func.signature](func);", uses: [] },
};

/** All modules of a tree, in preorder. */
function modulesOf(root: ValidModule): ValidModule[] {
  const all: ValidModule[] = [];
  const pending = [root];
  for (let next = pending.pop(); next; next = pending.pop()) {
    all.push(next);
    pending.push(...[...next.nested].reverse());
  }
  return all.sort((a, b) => a.id - b.id);
}

/** Generates the source of a validated module and of all modules nested in it. */
export function generateTree(root: ValidModule, options: GenerateOptions = {}): GeneratedSource {
  const compile = { primedFloats: true, highWord: "HI", viewKey: viewKeyOf(root) };
  return generate(root, options, compile) ?? generate(root, options, { ...compile, highWord: "S[1]" })!;
}

/** `undefined` if high words must be where all code finds them, and `compile` says otherwise. */
function generate(
  root: ValidModule,
  { features = ALL_FEATURES, functionNames }: GenerateOptions,
  compile: CompileOptions,
): GeneratedSource | undefined {
  const tree = new NameUse();
  const modules = modulesOf(root);
  const makers = modules.map((valid) => new CoreFactory(valid, tree, features, compile, functionNames));
  const factories = makers.map((maker) => maker.build());
  if (compile.highWord === "HI" && makers.some(({ tailCallsPair }) => tailCallsPair)) return undefined;
  const border = borderOf(root, modules, tree);
  const body: ES.Statement[] = [...prologue(tree), ...factories, ...border];
  const entries = [
    ["cores", array(modules.map(({ id }) => identifier(`core${id}`)))],
    ["adapt", identifier("adapt")],
    ["wrap", identifier("wrap")],
  ] as const;
  body.push(returns(object(entries)));
  const provided = PROVIDED.filter((name) => tree.used.has(name));
  return { source: `"use strict";\n${print(body)}`, provided };
}

/** A field name for memory views that other trees hardly share (see `Memory.holder`): from a hash of the bytes (FNV-1a). */
function viewKeyOf({ def }: ValidModule): string {
  let hash = 0x811c9dc5;
  const step = Math.max(1, (def.end - def.start) >>> 14);
  for (let i = def.start; i < def.end; i += step) hash = Math.imul(hash ^ def.bytes[i]!, 0x01000193);
  return `D${(hash >>> 0).toString(36)}`;
}

/** Adapters and export makers for every signature that may cross the border. */
function borderOf(root: ValidModule, modules: ValidModule[], tree: NameUse): ES.Statement[] {
  const imported = new Set<string>();
  const exported = new Set<string>();
  for (const type of root.type.imports.values()) collectSignatures(type, imported, new Set());
  for (const { funcs } of modules)
    for (const { type, origin } of funcs)
      (origin.from === "own" ? exported : imported).add(signatureOf(type));
  const use = (name: string) => tree.add(name);
  const table = (
    signatures: Iterable<string>,
    make: (type: FuncType, use: (name: string) => void) => string,
  ) => object([...signatures].map((s) => [s, verbatim(make(funcTypeOf(s), use))] as const));
  const wrap = table(new Set([...exported, ...imported]), exportMaker);
  return [
    ...declare("const", [["adapt", table(imported, importAdapter)]]),
    ...declare("const", [["wrap", wrap]]),
  ];
}

/** Function types that values of a type can bring along. */
function collectSignatures(type: ExternType, into: Set<string>, seen: Set<object>): void {
  if (type.kind === "func") into.add(signatureOf(type.type));
  if (type.kind !== "instance" && type.kind !== "module") return;
  if (seen.has(type.type)) return;
  seen.add(type.type);
  for (const field of type.type.exports.values()) collectSignatures(field, into, seen);
}

/** What the used names stand for: members of `E`, Math, helpers, in an order that works. */
function prologue(tree: NameUse): ES.Statement[] {
  const helpers = closure(tree);
  const math = MATH.filter((name) => tree.used.has(name));
  const provided = PROVIDED.filter((name) => tree.used.has(name));
  const statements = [
    ...declare(
      "const",
      math.map((name) => [name, member(identifier("Math"), name)]),
    ),
    ...declare(
      "const",
      provided.map((name) => [name, member(identifier("E"), name)]),
    ),
    ...helpers.map((text) => verbatim(`${text}\n`)),
  ];
  if (tree.used.has("fadd") || tree.used.has("fsub") || tree.used.has("fmul"))
    statements.push(verbatim("prime();\n"));
  return statements;
}

/** Texts of the helpers that are used, directly or by another. */
function closure(tree: NameUse): string[] {
  if (["fadd", "fsub", "fmul"].some((name) => tree.used.has(name))) tree.add("prime");
  const texts: string[] = [];
  // A set grows while it is iterated: helpers bring in helpers.
  for (const name of tree.used) {
    const helper = LOCAL[name] ?? HELPERS[name];
    for (const use of helper?.uses ?? []) tree.add(use);
  }
  for (const [name, helper] of [...Object.entries(HELPERS), ...Object.entries(LOCAL)])
    if (tree.used.has(name)) texts.push(helper.text);
  return texts;
}

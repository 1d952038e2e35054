// One source text for a module tree: what the support object provides, the helpers it uses, a factory for each core
// module, and the functions at the border to JavaScript.

import type * as ES from "estree";
import { ALL_FEATURES, type Features } from "../base/index.ts";
import { type ExternType, type FuncType, funcTypeOf, signatureOf } from "../model/index.ts";
import type { ValidModule } from "../validate/index.ts";
import { exportMaker, importAdapter } from "./boundary.ts";
import { copiesOf, gainsAfresh } from "./copies.ts";
import { type FunctionNames, NameUse } from "./core-context.ts";
import { CoreFactory } from "./core-factory.ts";
import { array, declare, identifier, object, print, returns, verbatim } from "./estree.ts";
import type { CompileOptions } from "./function-compiler.ts";
import { shapeName, shapeOf } from "./exports-shape.ts";
import { isLazy, stubMakers } from "./lazy.ts";
import { type Optimizations, parseOptimizations } from "./optimizations.ts";
import { library, prologue, providedNames } from "./prologue.ts";
import { declaredFor, TARGETS, type TargetName } from "./target.ts";

export interface GenerateOptions {
  readonly features?: Features;
  readonly functionNames?: FunctionNames | undefined;
  /** What sort of engine the code is for: one with a JIT, by default. */
  readonly target?: TargetName;
  /** Generate the functions of big core modules at their first call: `E.lazy` compiles them. */
  readonly lazy?: boolean;
  /** Code counts down what it does, so that it can be stopped: `E.M`, `E.spent`, `E.spend`. */
  readonly metered?: boolean;
  /** Which optimisations are made: all, unless said otherwise. */
  readonly optimizations?: Optimizations | undefined;
}

export interface GeneratedSource {
  /** The body of a function of one parameter, `E`. */
  readonly source: string;
  /** A second instance gains if the source is evaluated for it once more, as another text (`gainsAfresh`). */
  readonly afresh: boolean;
  /** The members of `E` that it takes. */
  readonly provided: readonly string[];
  /**
   * Lazy: the text of a function of a core module, again the body of a function of `E`, which then has what the library
   * gives, too.
   */
  part(core: number, index: number): string;
  /** The body of a function of `E` that gives helpers by name. */
  library(): string;
}

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
  const modules = modulesOf(root);
  const metered = options.metered === true;
  const optimizations = options.optimizations ?? parseOptimizations();
  const lazy = options.lazy === true && optimizations.lazy && modules.some(isLazy);
  const target = TARGETS[options.target ?? "jit"];
  const compile = { optimizations, target, highWord: "HI", viewKey: viewKeyOf(root), metered };
  const chosen = { ...options, lazy };
  const shared = { ...compile, highWord: "S[1]" };
  // Functions are texts of their own then, so a variable of the tree cannot carry high words between them.
  return (lazy ? undefined : generate(modules, chosen, compile)) ?? generate(modules, chosen, shared)!;
}

/** `undefined` if high words must be where all code finds them, and `compile` says otherwise. */
function generate(
  modules: ValidModule[],
  { features = ALL_FEATURES, functionNames, lazy = false }: GenerateOptions,
  compile: CompileOptions,
): GeneratedSource | undefined {
  const tree = new NameUse();
  const make = (valid: ValidModule) =>
    new CoreFactory(valid, tree, features, compile, { functionNames, lazy });
  const makers = modules.map(make);
  const copies = compile.optimizations.copies ? copiesOf(modules[0]!) : new Map<ValidModule, number>();
  const names = modules.map((valid) => factoryNames(valid, copies.get(valid) ?? 1));
  const factories = makers.flatMap((maker, i) => maker.build(names[i]!));
  if (compile.highWord === "HI" && makers.some(({ tailCallsPair }) => tailCallsPair)) return undefined;
  const shapes = modules.flatMap((valid) => shapeOf(valid, tree));
  const border = borderOf(modules, makers, tree);
  const chunked = makers.filter((maker) => maker.lazy !== undefined).map(({ context }) => context);
  const stubs = chunked.length > 0 ? [stubMakers(chunked)] : [];
  const entries = [
    ["cores", array(names.map((list) => array(list.map(identifier))))],
    ["adapt", identifier("adapt")],
    ["wrap", identifier("wrap")],
    ["shapes", array(modules.map((valid) => identifier(shapeName(valid))))],
  ] as const;
  const body = [...prologue(tree), ...stubs, ...factories, ...shapes, ...border, returns(object(entries))];
  const source = `"use strict";\n${print(body, (text) => declaredFor(compile.target, text))}`;
  return {
    source,
    afresh:
      compile.optimizations.afresh && compile.target.inlines && !lazy && gainsAfresh(modules[0]!, source),
    provided: providedNames(tree),
    part: (core, index) => makers[core]!.lazy!.source(index),
    library: () => declaredFor(compile.target, library()),
  };
}

/** `core2`, and where a module has copies `core2c1`, … */
const factoryNames = ({ id }: ValidModule, count: number): string[] =>
  Array.from({ length: count }, (_, i) => (i === 0 ? `core${id}` : `core${id}c${i}`));

/** A field name for memory views that other trees hardly share (see `Memory.holder`): from a hash of the bytes (FNV-1a). */
function viewKeyOf({ def }: ValidModule): string {
  let hash = 0x811c9dc5;
  const step = Math.max(1, (def.end - def.start) >>> 11);
  for (let i = def.start; i < def.end; i += step) hash = Math.imul(hash ^ def.bytes[i]!, 0x01000193);
  return `D${(hash >>> 0).toString(36)}`;
}

/** Adapters and export makers for every signature that may cross the border: functions that never leave have none. */
function borderOf(modules: ValidModule[], makers: CoreFactory[], tree: NameUse): ES.Statement[] {
  const imported = new Set<string>();
  const exported = new Set<string>();
  for (const type of modules[0]!.type.imports.values()) collectSignatures(type, imported, new Set());
  for (const { context } of makers) {
    const { funcs } = context.valid;
    for (const { type, origin } of funcs) if (origin.from !== "own") imported.add(signatureOf(type));
    for (const index of context.escaping) exported.add(signatureOf(funcs[index]!.type));
  }
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

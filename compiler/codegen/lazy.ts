// Lazy generation: each function of a big core module is a text of its own, made at its first call. Calls to other
// functions go through variables that are filled at the first of these calls; what V8 notes at a call is then only ever the
// function itself.

import type * as ES from "estree";
import { type FuncType, I64, signatureOf } from "../model/index.ts";
import type { ValidModule } from "../validate/index.ts";
import { accessors, isAccessor } from "./accessors.ts";
import { type CoreContext, NameUse } from "./core-context.ts";
import { verbatim } from "./estree.ts";
import type { FunctionTexts } from "./function-text.ts";
import type { CompileOptions } from "./function-compiler.ts";
import { prologueOfPart } from "./prologue.ts";
import { declaredFor } from "./target.ts";

/** Modules with less code than this, in bytes, are generated whole. */
const LAZY_FROM = 1 << 13;

export function isLazy({ def }: ValidModule): boolean {
  let size = 0;
  for (const { start, end } of def.code) if ((size += end - start) > LAZY_FROM) return true;
  return false;
}

export class LazyFunctions {
  private readonly core: CoreContext;
  private readonly texts: FunctionTexts;
  private readonly imported: number;
  private readonly accessors: ReturnType<typeof accessors>;

  constructor(core: CoreContext, texts: FunctionTexts, options: CompileOptions) {
    this.core = core;
    this.accessors = options.accessors === true ? accessors(options.viewKey) : { names: [], text: "" };
    this.texts = texts;
    this.imported = core.valid.funcs.length - core.valid.def.code.length;
  }

  /** Tree level: how functions are compiled. */
  declaration(): ES.Statement {
    const { id } = this.core.valid;
    this.core.tree.add("loadFunction").add("lazy");
    return verbatim(`const makers${id}={made:[],compile:i=>lazy(${id},i)};\n`);
  }

  /** In the factory: what these functions see, by name, and `load`, which gives a function and makes it if need be. */
  scope(): ES.Statement[] {
    const { valid } = this.core;
    const names = ["Y", "load", ...this.places()];
    valid.funcs.forEach(({ origin }, i) => {
      if (origin.from !== "own") names.push(`f${i}`);
    });
    names.push(...this.globals(), ...this.accessors.names);
    const tables = valid.tables.map((_, i) => `t${i}`).join(",");
    const functions = this.core.escaping.size > 0 ? "Q" : "[]";
    return [
      verbatim(this.accessors.text),
      verbatim(`const Z={${names.join(",")}};\n`),
      verbatim(
        `function load(i){return Y[i]||loadFunction(makers${valid.id},Z,i,${functions},[${tables}]);}\n`,
      ),
    ];
  }

  /** Factory names that any function may use. */
  private places(): string[] {
    const { valid, words, floats, references } = this.core;
    const numbered = (list: readonly unknown[], letter: string) => list.map((_, i) => `${letter}${i}`);
    return [
      "R",
      "B",
      ...(valid.def.elements.length > 0 ? ["N"] : []),
      ...numbered(valid.tables, "t"),
      ...numbered(valid.memories, "m"),
      ...numbered(valid.memories, "V"),
      ...numbered(valid.tags, "e"),
      ...(words > 0 ? ["G"] : []),
      ...(floats > 0 ? ["GF"] : []),
      ...(references > 0 ? ["GR"] : []),
    ];
  }

  /** Names of global constants and cells. */
  private globals(): string[] {
    return this.core.valid.globals.flatMap(({ type }, i) => {
      if (type.mutable) return this.core.isSharedGlobal(i) ? [`g${i}`] : [];
      return type.type === I64 ? [`g${i}`, `g${i}h`] : [`g${i}`];
    });
  }

  /** The text of a function: the body of a function of `E` that returns what makes the function for a scope. */
  source(index: number): string {
    const { core } = this;
    const tree = new NameUse();
    core.tree = tree;
    core.called.clear();
    core.globalNames.clear();
    core.views.clear();
    core.alone = index;
    const declarations = this.texts.declaration(index - this.imported);
    let views = "";
    for (const { name, table, signature } of core.views.values())
      views += `const ${name}=t${table}.view("${signature}");\n`;
    const used = `${this.callees(index)}${views}${declarations}return ${core.functionName(index)};`;
    // What is but a part of another name is taken in vain, which does no harm; nor does what a long text might use.
    const names = [
      ...this.fixedNames.filter((name) => used.length > LONG || used.includes(name)),
      ...core.globalNames,
      ...[...tree.used].filter(isAccessor),
    ];
    const inner = `${declaration("const", names.length === 0 ? [] : [`{${names.join(",")}}=Z`])}${used}`;
    const { target } = this.texts;
    const prologue = declaredFor(target, prologueOfPart(tree));
    // Where constants stay what they are, there is nothing to look for in all these texts.
    return `"use strict";\n${prologue}return(function(Z){\n${target.hoists ? declaredFor(target, inner) : inner}});\n`;
  }

  private names: string[] | undefined;

  /** What parts may take from their scope. */
  private get fixedNames(): string[] {
    return (this.names ??= ["Y", "load", ...this.places()]);
  }

  /** A variable for each function that is called: of this module, or imported. */
  private callees(own: number): string {
    const { core } = this;
    const inside: string[] = [];
    const outside: string[] = [];
    for (const index of core.called) {
      if (index === own) continue;
      if (core.isOwn(index)) inside.push(`${core.functionName(index)}=Y[${index}]`);
      else outside.push(`f${index}=Z.f${index}`);
    }
    return declaration("var", inside) + declaration("const", outside);
  }
}

/** Characters of a text in which looking for names takes longer than taking them all. */
const LONG = 1 << 16;

const declaration = (keyword: string, list: readonly string[]): string =>
  list.length === 0 ? "" : `${keyword} ${list.join(",")};\n`;

/** Tree level: for each signature of escaping functions, what stands for one that is not made yet. */
export function stubMakers(cores: readonly CoreContext[]): ES.Statement {
  const makers = new Map<string, string>();
  const seen = new Set<FuncType>();
  for (const core of cores)
    for (const index of core.escaping) {
      const type = core.funcType(index);
      if (seen.has(type)) continue;
      seen.add(type);
      const params = type.params
        .flatMap((param, k) => (param === I64 ? [`a${k}`, `b${k}`] : [`a${k}`]))
        .join(",");
      makers.set(
        signatureOf(type),
        `(load,i)=>{let f=(${params})=>(f=load(i))(${params});return(${params})=>f(${params});}`,
      );
    }
  const entries = [...makers].map(([signature, text]) => `"${signature}":${text}`);
  return verbatim(`const stubs={${entries.join(",\n")}};\n`);
}

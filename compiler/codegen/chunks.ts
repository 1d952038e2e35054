// Lazy generation: the functions of a big core module in chunks, each a text of its own that is made at the first call
// of one of its functions. Within a chunk calls are direct; into another chunk they go through a variable that is
// a stub until the first call.

import type * as ES from "estree";
import { I64, signatureOf } from "../model/index.ts";
import type { ValidModule } from "../validate/index.ts";
import { type CoreContext, NameUse } from "./core-context.ts";
import { identifier, object, print, verbatim } from "./estree.ts";
import type { FunctionTexts } from "./function-text.ts";
import { prologue } from "./prologue.ts";

/** Modules with less code than this, in bytes, are generated whole. */
const LAZY_FROM = 1 << 16;
/** Bytes of code in a chunk, unless a single function has more. */
const CHUNK_SIZE = 1 << 13;

export const isLazy = ({ def }: ValidModule): boolean =>
  def.code.reduce((sum, { start, end }) => sum + end - start, 0) > LAZY_FROM;

/** Positions in the code section where chunks begin. */
function chunkStarts(valid: ValidModule): number[] {
  const starts: number[] = [];
  let room = 0;
  valid.def.code.forEach(({ start, end }, position) => {
    if (room <= 0) {
      starts.push(position);
      room = CHUNK_SIZE;
    }
    room -= end - start;
  });
  return starts;
}

export class Chunks {
  private readonly core: CoreContext;
  private readonly texts: FunctionTexts;
  private readonly starts: number[];
  private readonly imported: number;

  constructor(core: CoreContext, texts: FunctionTexts) {
    this.core = core;
    this.texts = texts;
    this.starts = chunkStarts(core.valid);
    this.imported = core.valid.funcs.length - core.valid.def.code.length;
  }

  /** Tree level: where chunks begin, and how they are compiled. */
  declaration(): ES.Statement {
    const { id } = this.core.valid;
    this.core.tree.add("loadChunk").add("chunk");
    const starts = this.starts.map((position) => position + this.imported).join(",");
    return verbatim(`const chunks${id}={starts:[${starts}],makers:[],compile:k=>chunk(${id},k)};\n`);
  }

  /** In the factory: what chunks see, by name, and `load`, which gives a function and makes it if need be. */
  scope(): ES.Statement[] {
    const { valid } = this.core;
    const names = ["Y", "load", ...this.places()];
    valid.funcs.forEach(({ origin }, i) => {
      if (origin.from !== "own") names.push(`f${i}`);
    });
    names.push(...this.globals());
    const tables = valid.tables.map((_, i) => `t${i}`).join(",");
    const functions = this.core.escaping.size > 0 ? "Q" : "[]";
    return [
      verbatim(
        `const Z=${print([{ type: "ExpressionStatement", expression: object(names.map((name) => [name, identifier(name)])) }]).replace(/;\s*$/, "")};\n`,
      ),
      verbatim(`function load(i){return Y[i]||loadChunk(chunks${valid.id},Z,i,${functions},[${tables}]);}\n`),
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

  /** The text of a chunk: the body of a function of `E` that returns what makes the chunk's functions for a scope. */
  source(chunk: number): string {
    const { core } = this;
    const tree = new NameUse();
    core.tree = tree;
    core.called.clear();
    core.globalNames.clear();
    core.views.clear();
    const from = this.starts[chunk]!;
    const to = this.starts[chunk + 1] ?? core.valid.def.code.length;
    const declarations: string[] = [];
    const own: number[] = [];
    for (let position = from; position < to; position++) {
      declarations.push(this.texts.declaration(position));
      own.push(position + this.imported);
    }
    const calls = this.callees(new Set(own));
    const views = [...core.views.values()].map(
      (v) => `const ${v.name}=t${v.table}.view("${v.signature}");\n`,
    );
    const names = ["Y", "load", ...this.places(), ...core.globalNames];
    const scope = `const {${names.join(",")}}=Z;\n`;
    const list = own.map((index) => core.functionName(index)).join(",");
    const maker = `return Z=>{${scope}${calls}${views.join("")}${declarations.join("")}return[${list}];};`;
    return `"use strict";\n${print([...prologue(tree), verbatim(maker)])}`;
  }

  /** A variable for each function that is called in the chunk and lives elsewhere. */
  private callees(own: ReadonlySet<number>): string {
    const { core } = this;
    return [...core.called]
      .filter((index) => !own.has(index))
      .map((index) => {
        const name = core.functionName(index);
        if (!core.isOwn(index)) return `const ${name}=Z.${name};\n`;
        const params = core
          .funcType(index)
          .params.flatMap((type, k) => (type === I64 ? [`a${k}`, `b${k}`] : [`a${k}`]))
          .join(",");
        return `let ${name}=Y[${index}]||((${params})=>(${name}=load(${index}))(${params}));\n`;
      })
      .join("");
  }
}

/** Tree level: for each signature of escaping functions, what stands for one that is not made yet. */
export function stubMakers(cores: readonly CoreContext[]): ES.Statement {
  const makers = new Map<string, string>();
  for (const core of cores)
    for (const index of core.escaping) {
      const type = core.funcType(index);
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

// What a body is written with: opcodes and immediates, locals, labels, and the budget that makes generation end. Which
// instructions to write is decided by `expressions.ts`, `statements.ts` and the files beside them.

import { Writer } from "../../../compiler/base/index.ts";
import { EMPTY_BLOCK } from "../../../compiler/binary/index.ts";
import { opcodeNamed, type Opcode, type OpName, typeOfLetter } from "../../../compiler/model/index.ts";
import type { Choices } from "./choices.ts";
import { f32Constant, f64Constant, i32Constant, i64Constant } from "./constants.ts";
import type { Letter } from "./rows.ts";
import { paramsOf, resultsOf, type Shape, type TypePool } from "./shape.ts";

export interface Local {
  readonly letter: Letter;
  /** Holds no float whose bits the spec leaves open. */
  readonly exact: boolean;
}

export interface Label {
  /** What a branch carries; undefined where nothing may branch to it. */
  readonly types: readonly Letter[] | undefined;
}

/** The grammar: how expressions and statements are made. */
export interface Rules {
  expression(body: Body, letter: Letter): void;
  /** A float whose bits the spec fixes. */
  exact(body: Body, letter: Letter): void;
  statement(body: Body): void;
}

export class Body {
  readonly out = new Writer();
  readonly choices: Choices;
  readonly shape: Shape;
  readonly types: TypePool;
  readonly rules: Rules;
  readonly results: readonly Letter[];
  readonly locals: Local[];
  readonly labels: Label[] = [];
  readonly params: number;
  /** Functions whose references are taken. */
  readonly referenced: Set<number>;
  /** Instructions left to write, about. */
  budget: number;
  depth = 0;

  constructor(
    signature: string,
    choices: Choices,
    shape: Shape,
    types: TypePool,
    rules: Rules,
    referenced: Set<number>,
    budget: number,
  ) {
    this.choices = choices;
    this.shape = shape;
    this.types = types;
    this.rules = rules;
    this.referenced = referenced;
    this.results = resultsOf(signature);
    this.locals = paramsOf(signature).map((letter) => ({ letter, exact: letter !== "f" && letter !== "d" }));
    this.params = this.locals.length;
    this.budget = budget;
    this.labels.push({ types: this.results });
  }

  /** Writes an opcode and immediates that are unsigned numbers. */
  op(name: OpName, ...immediates: readonly number[]): this {
    return this.opcode(opcodeNamed(name)!, ...immediates);
  }

  opcode({ code }: Opcode, ...immediates: readonly number[]): this {
    this.budget--;
    if (code < 0x100) this.out.u8(code);
    else this.out.u8(code >> 8).u32(code & 0xff);
    for (const immediate of immediates) this.out.u32(immediate);
    return this;
  }

  i32(value: number): this {
    this.op("i32.const").out.s32(value | 0);
    return this;
  }

  i64(value: bigint): this {
    this.op("i64.const").out.s64(BigInt.asIntN(64, value));
    return this;
  }

  f32(bits: number): this {
    this.op("f32.const").out.word(bits);
    return this;
  }

  f64(bits: bigint): this {
    this.op("f64.const")
      .out.word(Number(bits & 0xffffffffn))
      .word(Number(bits >> 32n));
    return this;
  }

  /** A random constant, or null reference. */
  constant(letter: Letter, exact = false): this {
    const { choices } = this;
    switch (letter) {
      case "i":
        return this.i32(i32Constant(choices));
      case "j":
        return this.i64(i64Constant(choices));
      case "f":
        return this.f32(f32Constant(choices, exact));
      case "d":
        return this.f64(f64Constant(choices, exact));
      default:
        return this.op("ref.null", typeOfLetter(letter));
    }
  }

  /** Zero or null. */
  zero(letter: Letter): this {
    if (letter === "i") return this.i32(0);
    if (letter === "j") return this.i64(0n);
    if (letter === "f") return this.f32(0);
    if (letter === "d") return this.f64(0n);
    return this.op("ref.null", typeOfLetter(letter));
  }

  /** Opens a block of a signature such as `i>ij`; its label carries what a branch to it needs. */
  open(name: "block" | "loop" | "if" | "try" | "try_table", signature: string, branchable = true): this {
    this.op(name);
    this.blockType(signature);
    const carried = name === "loop" ? paramsOf(signature) : resultsOf(signature);
    this.labels.push({ types: branchable ? carried : undefined });
    this.depth++;
    return this;
  }

  private blockType(signature: string): void {
    const results = resultsOf(signature);
    if (signature.startsWith(">") && results.length < 2)
      this.out.u8(results.length === 0 ? EMPTY_BLOCK & 0x7f : typeOfLetter(results[0]!));
    else this.out.s32(this.types.index(signature));
  }

  close(): this {
    this.labels.pop();
    this.depth--;
    return this.op("end");
  }

  /** A new local of the body. */
  local(letter: Letter, exact = letter !== "f" && letter !== "d"): number {
    return this.locals.push({ letter, exact }) - 1;
  }

  /** Locals of a type, by index. */
  localsOf(letter: Letter, exact = false): number[] {
    const found: number[] = [];
    this.locals.forEach((local, index) => {
      if (local.letter === letter && (!exact || local.exact)) found.push(index);
    });
    return found;
  }

  expression(letter: Letter): void {
    this.rules.expression(this, letter);
  }

  expressions(letters: readonly Letter[]): void {
    for (const letter of letters) this.expression(letter);
  }

  statement(): void {
    this.rules.statement(this);
  }

  statements(most: number): void {
    for (let count = this.choices.below(most + 1); count > 0 && this.budget > 0; count--) this.statement();
  }

  /** True where generation should come to an end. */
  get tight(): boolean {
    return this.budget <= 0 || this.depth > 7 || this.choices.left === 0;
  }

  /** Labels that can be branched to: depth as an immediate, and what they carry. */
  targets(): { depth: number; types: readonly Letter[] }[] {
    const { labels } = this;
    return labels.flatMap(({ types }, at) =>
      types === undefined ? [] : [{ depth: labels.length - 1 - at, types }],
    );
  }

  /** The finished body: locals in runs, instructions, `end`. */
  finish(): Uint8Array {
    const code = new Writer();
    const own = this.locals.slice(this.params);
    code.u32(own.length);
    for (const { letter } of own) code.u32(1).u8(typeOfLetter(letter));
    return code.raw(this.out.finish()).u8(0x0b).finish();
  }
}

// Small makers of ESTree nodes, and the printer: astring with two node types of our own, whose texts are made already
// (function bodies are printed from the compact IR, one at a time).

import { GENERATOR, generate, type State } from "astring";
import type * as ES from "estree";

/** A statement or an expression that is text. */
interface Verbatim {
  readonly type: "Verbatim";
  readonly text: string;
}

interface Finished {
  readonly type: "Finished";
  readonly text: string;
}

export const verbatim = (text: string): ES.Statement & ES.Expression =>
  ({ type: "Verbatim", text }) as Verbatim as never;

/** Text that is ready: `print` adds it as it is. Flat, so that the rope it was made as, of many small strings, is forgotten young. */
export const finished = (text: string): ES.Statement =>
  ({ type: "Finished", text: flat(text) }) as Finished as never;

/** The same text as one string: engines make a rope flat before they read of it. */
const flat = (text: string): string => (Number.isNaN(text.charCodeAt(0)) ? "" : text);

export const identifier = (name: string): ES.Identifier => ({ type: "Identifier", name });

export const literal = (value: string | number): ES.Literal => ({ type: "Literal", value });

export const array = (elements: ES.Expression[]): ES.ArrayExpression => ({
  type: "ArrayExpression",
  elements,
});

export const call = (callee: ES.Expression, ...args: ES.Expression[]): ES.CallExpression => ({
  type: "CallExpression",
  callee,
  arguments: args,
  optional: false,
});

export const make = (name: string, ...args: ES.Expression[]): ES.NewExpression => ({
  type: "NewExpression",
  callee: identifier(name),
  arguments: args,
});

export const member = (object: ES.Expression, name: string): ES.MemberExpression => ({
  type: "MemberExpression",
  object,
  property: identifier(name),
  computed: false,
  optional: false,
});

export const element = (object: ES.Expression, index: number): ES.MemberExpression => ({
  type: "MemberExpression",
  object,
  property: literal(index),
  computed: true,
  optional: false,
});

export const evaluate = (expression: ES.Expression): ES.ExpressionStatement => ({
  type: "ExpressionStatement",
  expression,
});

/** `const a = …, b = …;` or nothing. */
export function declare(
  kind: "const" | "let",
  pairs: readonly (readonly [string, ES.Expression])[],
): ES.Statement[] {
  if (pairs.length === 0) return [];
  const declarations = pairs.map(
    ([name, init]): ES.VariableDeclarator => ({ type: "VariableDeclarator", id: identifier(name), init }),
  );
  return [{ type: "VariableDeclaration", kind, declarations }];
}

/** An object with plain (string) keys. */
export function object(entries: readonly (readonly [string, ES.Expression])[]): ES.ObjectExpression {
  const properties = entries.map(
    ([key, value]): ES.Property => ({
      type: "Property",
      key: literal(key),
      value,
      kind: "init",
      method: false,
      shorthand: false,
      computed: false,
    }),
  );
  return { type: "ObjectExpression", properties };
}

export const returns = (argument: ES.Expression): ES.ReturnStatement => ({
  type: "ReturnStatement",
  argument,
});

export const functionNamed = (
  name: string,
  params: string[],
  body: ES.Statement[],
): ES.FunctionDeclaration => ({
  type: "FunctionDeclaration",
  id: identifier(name),
  params: params.map(identifier),
  body: { type: "BlockStatement", body },
  generator: false,
  async: false,
});

const generator = {
  ...GENERATOR,
  Verbatim(node: Verbatim, state: State) {
    state.write(node.text);
  },
  Finished(node: Finished, state: State) {
    (state.output as never as Output).add(node.text);
  },
};

/** What astring writes into: text on which `change` is made, between texts that are ready. */
class Output {
  private readonly change: (text: string) => string;
  private done = "";
  private pending = "";

  constructor(change: (text: string) => string) {
    this.change = change;
  }

  write(text: string): void {
    this.pending += text;
  }

  add(text: string): void {
    this.done = this.end() + text;
  }

  end(): string {
    const text = this.done + this.change(this.pending);
    this.pending = "";
    return text;
  }
}

/** The JavaScript of a list of statements; `change` is made on all of it that was not finished before. */
export function print(body: ES.Statement[], change = (text: string) => text): string {
  const output = new Output(change);
  const program = { type: "Program", sourceType: "script", body } as ES.Program;
  generate(program, { generator, indent: "", lineEnd: "\n", output } as never);
  return output.end();
}

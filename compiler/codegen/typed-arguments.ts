// Arguments become what they are known to be. V8 knows nothing of the type of an argument, so that a variable which holds an
// argument here and an integer there is kept as a tagged value, or as a float64; after `|0` both are integers.

import type { FunctionCompiler } from "./function-compiler.ts";
import { NONE } from "./ir.ts";
import { HIGH } from "./nodes.ts";
import { Ir } from "./operations.ts";

/** Is V8 told? */
export const tells = ({ options }: FunctionCompiler): boolean =>
  options.target.typesArguments && options.optimizations.typed;

/** Statements that make integers of those of the variables that have the kind of one. */
export function typing(f: FunctionCompiler, variables: Iterable<number>): number[] {
  const statements: number[] = [];
  for (const v of variables)
    if (f.kinds[v]! <= HIGH)
      statements.push(f.ir.node(Ir.set, v, f.ir.node(Ir.to_int, f.variable(v), NONE, NONE), NONE));
  return statements;
}

/** Links statements in a row that ends before `rest`; its head. */
export function chained(f: FunctionCompiler, statements: readonly number[], rest = NONE): number {
  statements.forEach((statement, i) => {
    f.ir.link[statement] = statements[i + 1] ?? rest;
  });
  return statements[0] ?? rest;
}

/** Begins the function by typing the parameters that loops change. */
export function typeParameters(f: FunctionCompiler): void {
  if (f.changing !== undefined && tells(f)) f.body = chained(f, typing(f, f.changing), f.body);
}

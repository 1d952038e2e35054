// Open blocks of the function that is being compiled.

import type { ValType } from "../model/index.ts";
import type { Statements } from "./builder.ts";
import type { Reach } from "./reloads.ts";

/** One open block. */
export interface Frame {
  kind: "function" | "block" | "loop" | "if" | "else" | "try" | "catch";
  /** Names the label in the output, where it is used. */
  readonly label: number;
  /** Height of the stack below its parameters. */
  readonly height: number;
  readonly params: readonly ValType[];
  readonly results: readonly ValType[];
  /** The list that the block is part of. */
  readonly outer: Statements;
  /** A branch to the label exists. */
  used: boolean;
  /** `if`: condition and, from `else` on, the list of the first arm. */
  condition: number;
  then: number;
  /** Something reaches the end. */
  live: boolean;
  /** Of a loop that begins with a branch table: the variable that selects, and where each value leads, the default last. */
  dispatch: { readonly selector: number; readonly targets: readonly Frame[] } | undefined;
  /** What was known of bases of addresses before it. */
  readonly bases: number;
  /** How many functions were known to be made before it; and of a block, how many surely are wherever its end is reached from. */
  readonly loaded: number;
  kept: number;
  /** An earlier arm reaches the end. */
  thenReached: boolean;
  /** try: the body, the handlers so far, and the variable that holds what was caught. */
  readonly handler: TryState | undefined;
  /** The reload that reaches its beginning unused, of a loop its head; and its end, by jumps and by the arms so far. */
  entry: Reach | undefined;
  exit: Reach | undefined;
}

export interface TryState {
  caught: number;
  body: number;
  /** Chain of `if (tag) … else …`: the statement whose z takes the next handler, or NONE at first. */
  head: number;
  last: number;
  /** Its number among the function's tries, from 1: what `delegate` aims at. */
  readonly id: number;
  /** There is a catch_all. */
  all: boolean;
  /** It belongs to a try_table: the handlers are complete when the body begins. */
  readonly table?: boolean;
}

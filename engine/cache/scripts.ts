// Texts as V8 scripts, which V8 can write down compiled and read back. Each is a list of functions of the support object.

import { Script } from "node:vm";
import type { Evaluated } from "../instantiate/index.ts";

/** A script as it is kept: its text, and what V8 wrote of it. */
export interface KeptScript {
  readonly text: string;
  readonly data: Uint8Array;
}

/** In parentheses, so that V8 compiles them at once. */
const wrapped = (body: string): string => `(function(E){${body}\n})`;

/** The text of a script whose value is the functions with these bodies. */
export const scriptText = (bodies: readonly string[]): string => `[${bodies.map(wrapped).join(",\n")}]`;

/** What `scriptText` adds before, between and behind bodies, in characters. */
const BEFORE = "[(function(E){".length;
const BETWEEN = wrapped("").length + ",\n".length;

/** The bodies of a script again, by their lengths. */
export function bodiesOf(text: string, lengths: readonly number[]): string[] {
  let at = BEFORE;
  return lengths.map((length) => {
    const body = text.slice(at, at + length);
    at += length + BETWEEN;
    return body;
  });
}

/** A script that was compiled, or taken from what V8 wrote. */
export class CodeScript {
  readonly text: string;
  private readonly script: Script;
  private evaluated: readonly Evaluated[] | undefined;

  constructor(text: string, data?: Uint8Array) {
    this.text = text;
    this.script = new Script(text, { filename: "mortise-cache", cachedData: data });
  }

  /** V8 would not take what was written of it: other flags, or another processor. */
  get rejected(): boolean {
    return this.script.cachedDataRejected === true;
  }

  get functions(): readonly Evaluated[] {
    return (this.evaluated ??= this.script.runInThisContext() as readonly Evaluated[]);
  }

  /** All that is compiled by now. */
  written(): Uint8Array {
    return this.script.createCachedData();
  }
}

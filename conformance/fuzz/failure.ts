// A failure as a small text file: how to run it again, what differed, the module as text and as bytes.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { print } from "../../compiler/text/index.ts";
import type { Kind } from "./engines.ts";
import type { Case, Mismatch } from "./execute.ts";

/** Where failures go; not under version control. */
export const FAILURES = "conformance/fuzz/failures";

export interface Failure {
  readonly name: string;
  readonly kind: Kind;
  readonly one: Case;
  readonly mismatch: Mismatch;
}

/** Writes a failure; the path of the file. */
export function writeFailure({ name, kind, one, mismatch }: Failure): string {
  mkdirSync(FAILURES, { recursive: true });
  const file = join(FAILURES, `${name}.txt`);
  const { engine, at, what, expected, found } = mismatch;
  const lines = [
    `npm run fuzz -- --replay ${file}`,
    "",
    `${engine} differs at ${at}: ${what}`,
    `expected: ${expected}`,
    `found:    ${found}`,
    "",
    `kind: ${kind}`,
    `seed: ${one.seed}`,
    `rounds: ${one.rounds}`,
    `bytes: ${Buffer.from(one.bytes).toString("base64")}`,
    "",
    textOf(one.bytes),
  ];
  writeFileSync(file, lines.join("\n"));
  return file;
}

function textOf(bytes: Uint8Array): string {
  try {
    return print(bytes, { folded: true });
  } catch (error) {
    return `(no text: ${String(error)})`;
  }
}

/** Reads what `writeFailure` wrote, as far as it is needed to run it again. */
export function readFailure(file: string): { kind: Kind; one: Case } {
  const text = readFileSync(file, "utf8");
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(text)?.[1] ?? "";
  return {
    kind: field("kind") as Kind,
    one: {
      seed: Number(field("seed")),
      rounds: Number(field("rounds")),
      bytes: new Uint8Array(Buffer.from(field("bytes"), "base64")),
    },
  };
}

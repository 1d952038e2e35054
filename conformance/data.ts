// Finds and reads the files of ../shared/conformance. Knows paths, not what is in the files.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Suite } from "./suites.ts";

/** The data lies beside the checkout. */
export const DATA = process.env["MORTISE_CONFORMANCE"] ?? join(process.cwd(), "..", "shared", "conformance");

export const hasData = (): boolean => existsSync(DATA);
export const hasSuite = (suite: Suite): boolean => existsSync(join(DATA, suite.folder));

const EXTENSIONS: Readonly<Record<Suite["kind"], string>> = {
  assembled: ".json",
  text: ".wast",
  parse: ".wast",
  valid: ".wasm",
  verdicts: ".wasm",
};

/** Names of a suite's files, without the extension, in order. */
export function filesOf({ folder, kind }: Suite): string[] {
  const extension = EXTENSIONS[kind];
  return readdirSync(join(DATA, folder))
    .filter((file) => file.endsWith(extension))
    .map((file) => basename(file, extension))
    .sort();
}

/** The content of a suite's file. */
export const readMain = (suite: Suite, file: string): Uint8Array =>
  readBeside(suite, `${file}${EXTENSIONS[suite.kind]}`);

/** A file that a suite's file names. */
export const readBeside = ({ folder }: Suite, name: string): Uint8Array =>
  new Uint8Array(readFileSync(join(DATA, folder, name)));

/** Of each mutated module, whether it is valid. */
export function readVerdicts({ folder }: Suite): ReadonlyMap<string, boolean> {
  const lines = readFileSync(join(DATA, folder, "..", "verdicts.tsv"), "utf8")
    .trim()
    .split("\n");
  return new Map(
    lines.map((line) => {
      const [name, verdict] = line.split("\t");
      return [basename(name!, ".wasm"), verdict === "ok"];
    }),
  );
}

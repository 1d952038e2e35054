// The checked-in list of known gaps (gaps.json), compared both ways: an unlisted failure is a failure, and so is a
// listed assertion that passes.

import { readFileSync } from "node:fs";
import type { Cores } from "./engines.ts";
import type { FileResult } from "./run-suite.ts";

export interface Gap {
  readonly folder: string;
  readonly file: string;
  /** Lines of the commands; 0 stands for a file that is one test. */
  readonly lines: readonly number[];
  readonly cores: readonly Cores[];
  /** Major versions of Node; absent: all. */
  readonly node?: readonly number[];
  /** They may pass as well: it depends on timing. */
  readonly sometimes?: boolean;
  readonly reason: string;
}

const MAJOR = Number(process.versions.node.split(".")[0]);

/** The gaps that apply to these cores on this platform. */
export function readGaps(cores: Cores): Gap[] {
  const gaps = JSON.parse(readFileSync("conformance/gaps.json", "utf8")) as Gap[];
  return gaps.filter((gap) => gap.cores.includes(cores) && (gap.node?.includes(MAJOR) ?? true));
}

/** What differs from the list, in words; empty where the file does just what is known of it. */
export function surprises(folder: string, result: FileResult, gaps: readonly Gap[]): string[] {
  const here = gaps.filter((gap) => gap.folder === folder && gap.file === result.file);
  const known = new Set(here.flatMap((gap) => gap.lines));
  const mustFail = new Set(here.filter((gap) => !gap.sometimes).flatMap((gap) => gap.lines));
  const failing = new Set(result.failures.map((failure) => failure.line));
  const failures = result.failures
    .filter((failure) => !known.has(failure.line))
    .map(({ line, what, reason }) => `${folder}/${result.file}:${line} ${what}: ${reason}`);
  const passes = [...mustFail]
    .filter((line) => !failing.has(line))
    .map((line) => `${folder}/${result.file}:${line} passes, but gaps.json lists it`);
  return [...failures, ...passes];
}

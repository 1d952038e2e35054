// Runs a suite, file by file, whatever its kind, and gives counts and failures.

import { readAssembled, runScript, type ScriptResult } from "../engine/tools/script/index.ts";
import { filesOf, readBeside, readMain, readVerdicts } from "./data.ts";
import { type Bench, type Cores, engineFor } from "./engines.ts";
import type { Suite } from "./suites.ts";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface FileResult extends Counts {
  readonly file: string;
  /** How many were skipped for which feature. */
  readonly features: Readonly<Record<string, number>>;
  readonly failures: readonly { readonly line: number; readonly what: string; readonly reason: string }[];
}

/** Runs all files of a suite, or those named. */
export function* runSuite(suite: Suite, cores: Cores, only?: readonly string[]): Generator<FileResult> {
  for (const file of only ?? filesOf(suite))
    yield RUNNERS[suite.kind]!(suite, file, engineFor(suite, file, cores));
}

type RunFile = (suite: Suite, file: string, bench: Bench) => FileResult;

const RUNNERS: Readonly<Partial<Record<Suite["kind"], RunFile>>> = {
  assembled: runAssembled,
  valid: runValid,
  verdicts: compareVerdict,
};

function runAssembled(suite: Suite, file: string, bench: Bench): FileResult {
  const json = new TextDecoder().decode(readMain(suite, file));
  const script = readAssembled(json, (name) => readBeside(suite, name));
  return ofScript(file, runScript(script, bench.engine, { ...suite.linking, lacking: bench.needs.lacking }));
}

function ofScript(file: string, result: ScriptResult): FileResult {
  const failures = result.failures.map(({ command, reason }) => ({
    line: command.line,
    what: command.type,
    reason: reason ?? "",
  }));
  return { ...result, file, failures };
}

const passed = (file: string): FileResult => ({
  file,
  passed: 1,
  failed: 0,
  skipped: 0,
  features: {},
  failures: [],
});
const failed = (file: string, what: string, reason: string): FileResult => ({
  ...passed(file),
  passed: 0,
  failed: 1,
  failures: [{ line: 0, what, reason }],
});
const skipped = (file: string, feature: string): FileResult => ({
  ...passed(file),
  passed: 0,
  skipped: 1,
  features: { [feature]: 1 },
});

/** The random modules that import nothing. */
const STANDS_ALONE = /^m-11-/;

/** A valid module compiles; one without imports can be instantiated too, or traps for a reason of its own. */
function runValid(suite: Suite, file: string, { engine, needs }: Bench): FileResult {
  try {
    const module = engine.compile(readMain(suite, file));
    if (STANDS_ALONE.test(file)) engine.instantiate(module, {});
  } catch (error) {
    const feature = engine.missingFeature(error);
    if (feature !== undefined && needs.lacking.has(feature)) return skipped(file, feature);
    const name = engine.errorName(error);
    if (name !== "RuntimeError" && name !== "RangeError") return failed(file, "valid", String(error));
  }
  return passed(file);
}

const verdicts = new Map<Suite, ReadonlyMap<string, boolean>>();

function compareVerdict(suite: Suite, file: string, { engine }: Bench): FileResult {
  if (!verdicts.has(suite)) verdicts.set(suite, readVerdicts(suite));
  const expected = verdicts.get(suite)!.get(file);
  let reason = "";
  try {
    engine.compile(readMain(suite, file));
  } catch (error) {
    if (engine.errorName(error) !== "CompileError") return failed(file, "verdict", String(error));
    reason = String(error);
  }
  if (expected === (reason === "")) return passed(file);
  return failed(file, "verdict", expected ? `refused: ${reason}` : "accepted");
}

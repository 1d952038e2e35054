// Runs a suite, file by file, whatever its kind, and gives counts and failures.

import { parse, parseScript } from "../compiler/text/index.ts";
import {
  type Command,
  type ModuleSource,
  type Outcome,
  readAssembled,
  runScript,
  type ScriptResult,
} from "../engine/tools/script/index.ts";
import { filesOf, readBeside, readMain, readVerdicts } from "./data.ts";
import { type Bench, type Cores, engineFor, type Target } from "./engines.ts";
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

export interface RunOptions {
  /** All files, if none are named. */
  readonly only?: readonly string[] | undefined;
  readonly target?: Target | undefined;
}

/** Runs the files of a suite. */
export function* runSuite(suite: Suite, cores: Cores, options: RunOptions = {}): Generator<FileResult> {
  for (const file of options.only ?? filesOf(suite))
    yield RUNNERS[suite.kind](suite, file, engineFor(suite, file, cores, options.target));
}

type RunFile = (suite: Suite, file: string, bench: Bench) => FileResult;

const RUNNERS: Readonly<Record<Suite["kind"], RunFile>> = {
  assembled: runAssembled,
  text: runText,
  parse: parseText,
  valid: runValid,
  verdicts: compareVerdict,
};

function runAssembled(suite: Suite, file: string, bench: Bench): FileResult {
  const json = new TextDecoder().decode(readMain(suite, file));
  const read = (name: string) => readBeside(suite, name);
  return runCommands(
    suite,
    file,
    bench,
    readAssembled(json, { read, assemble: (text) => parse(text) }).commands,
  );
}

function runText(suite: Suite, file: string, bench: Bench): FileResult {
  const text = new TextDecoder().decode(readMain(suite, file));
  return runCommands(suite, file, bench, parseScript(text, encodingOf(suite)));
}

function runCommands(suite: Suite, file: string, bench: Bench, commands: readonly Command[]): FileResult {
  const options = { ...suite.linking, lacking: bench.needs.lacking };
  return ofScript(file, runScript({ name: file, commands }, bench.engine, options));
}

const encodingOf = ({ linking }: Suite) => (linking ? { encoding: linking.encoding } : {});

/** Commands whose module must assemble. Of the others, only those that assert a malformed text say what must not. */
const ASSEMBLES = new Set([
  "module",
  "module_definition",
  "assert_invalid",
  "assert_unlinkable",
  "assert_uninstantiable",
]);

/** Assembles every module of a script, and sees that malformed text is refused; runs nothing. */
function parseText(suite: Suite, file: string): FileResult {
  const text = new TextDecoder().decode(readMain(suite, file));
  const options = { name: file, passed: 0, failed: 0, skipped: 0, commands: 0, features: {} };
  const outcomes: Outcome[] = [];
  for (const command of parseScript(text)) {
    if (!("module" in command) || typeof command.module !== "object") continue;
    const reason = whyWrong(command.type, command.module);
    outcomes.push({
      command,
      status: reason === undefined ? "passed" : "failed",
      ...(reason ? { reason } : {}),
    });
  }
  const failures = outcomes.filter((outcome) => outcome.status === "failed");
  return ofScript(file, {
    ...options,
    failures,
    passed: outcomes.length - failures.length,
    failed: failures.length,
  });
}

/** Malformed bytes in a text that is well-formed are the decoder's to refuse, not the parser's. */
function whyWrong(type: string, module: ModuleSource): string | undefined {
  let error: unknown;
  try {
    void module.bytes;
  } catch (thrown) {
    error = thrown;
  }
  if (ASSEMBLES.has(type)) return error === undefined ? undefined : String(error);
  if (type === "assert_malformed" && module.form === "text")
    return error === undefined ? "the text was accepted" : undefined;
  return undefined;
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
  const bytes = readMain(suite, file);
  try {
    const module = engine.compile(bytes);
    if (STANDS_ALONE.test(file)) engine.instantiate(module, {});
  } catch (error) {
    const feature = engine.missingFeature(error, bytes);
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

// `mortise wast FILE|DIR…`: runs test scripts and counts.

import { createEngine } from "../../api/index.ts";
import { namespaceEngine, runScript, type Script, type ScriptResult } from "../../tools/script/index.ts";
import type { Command, Output } from "../command.ts";
import { inFile } from "../errors.ts";
import { type SharedOptions, sharedOptions } from "../options.ts";
import { readScript, scriptFiles } from "../scripts.ts";

const COUNTS = ["passed", "failed", "skipped"] as const;
type Counts = Record<(typeof COUNTS)[number], number>;

export const wast: Command = {
  name: "wast",
  usage: "FILE|DIR… [--json] [--verbose]",
  options: {
    json: { type: "boolean", help: "end with a line of JSON: passed, failed, skipped" },
    verbose: { type: "boolean", short: "v", help: "show every failure" },
  },
  files: [1, Number.POSITIVE_INFINITY],
  run(args, output) {
    const options = sharedOptions(args);
    const { featureNames: features, cores, encoding, strict } = options;
    const engine = namespaceEngine(createEngine({ cores, encoding, strict, features }));
    const total: Counts = { passed: 0, failed: 0, skipped: 0 };
    for (const file of args.positionals.flatMap(scriptFiles)) {
      const result = inScript(file, options, (script) => runScript(script, engine, optionsFor(script)));
      report(file, result, args.options["verbose"] === true, output);
      for (const key of COUNTS) total[key] += result[key];
    }
    output.out(args.options["json"] ? JSON.stringify(total) : `total: ${countsText(total)}`);
    return total.failed === 0 ? 0 : 1;
  },
};

function inScript(file: string, options: SharedOptions, use: (script: Script) => ScriptResult): ScriptResult {
  try {
    return use(readScript(file, options));
  } catch (error) {
    throw inFile(file, error);
  }
}

/** A script that runs nothing is about validation: its modules' imports need not be there. */
const optionsFor = ({ commands }: Script) => ({
  namedInstances: true,
  compileOnly: commands.every(({ type }) => ONLY_VALIDATION.has(type)),
});

const ONLY_VALIDATION = new Set(["module", "assert_invalid", "assert_malformed"]);

function report(file: string, result: ScriptResult, verbose: boolean, output: Output): void {
  output.out(`${file}: ${countsText(result)}${featuresText(result.features)}`);
  const shown = verbose ? result.failures : result.failures.slice(0, 3);
  for (const { command, reason } of shown) output.out(`  line ${command.line}: ${command.type}: ${reason}`);
  if (shown.length < result.failures.length)
    output.out(`  and ${result.failures.length - shown.length} more`);
}

const countsText = (counts: Readonly<Counts>) => COUNTS.map((key) => `${counts[key]} ${key}`).join(", ");

function featuresText(features: Readonly<Record<string, number>>): string {
  const names = Object.keys(features);
  return names.length === 0 ? "" : ` (${names.join(", ")})`;
}

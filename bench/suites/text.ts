// The text format: megabytes of text a second, parsed and printed.
import { existsSync } from "node:fs";
import type { Contender } from "../contenders/index.ts";
import { race } from "../harness/cycle.ts";
import { sink } from "../harness/sink.ts";
import type { Measurement, Outcome, Settings } from "../harness/types.ts";
import { kernelBytes } from "./kernels.ts";
import type { Suite } from "./suite.ts";

interface TextEntry {
  parse(text: string): Uint8Array;
  print(bytes: Uint8Array): string;
}

const cases = ["giant", "interpreter"];

async function loadText(): Promise<TextEntry> {
  const file = new URL("./text.mjs", import.meta.url);
  if (!existsSync(file)) throw new Error("mortise/text is not bundled");
  return import(file.href);
}

/** Text of a kernel; parsing and printing it in turns. */
async function measure(name: string, settings: Settings): Promise<[Outcome, Outcome]> {
  const { parse, print } = await loadText();
  const bytes = kernelBytes(name);
  const text = print(bytes);
  const { parsing, printing } = race(
    [
      { name: "parsing", call: () => void (sink.value = parse(text)) },
      { name: "printing", call: () => void (sink.value = print(bytes)) },
    ],
    settings,
  );
  const rate = (outcome: Outcome): Outcome =>
    outcome.state === "ok"
      ? { state: "ok", samples: outcome.samples.map((ms) => text.length / 1e3 / ms) }
      : outcome;
  return [rate(parsing!), rate(printing!)];
}

async function run(name: string, _: readonly Contender[], settings: Settings): Promise<Measurement[]> {
  let outcomes: [Outcome, Outcome];
  try {
    outcomes = await measure(name, settings);
  } catch (error) {
    const reason = String(error).split("\n")[0]!;
    outcomes = [
      { state: "skipped", reason },
      { state: "skipped", reason },
    ];
  }
  const common = { case: name, group: "", unit: "MB/s", better: "higher" as const, plain: true };
  return [
    { ...common, measure: "parse", outcomes: { mortise: outcomes[0] } },
    { ...common, measure: "print", outcomes: { mortise: outcomes[1] } },
  ];
}

export const textSuite: Suite = {
  name: "text",
  title: "The text format, megabytes of text a second",
  contenders: ["mortise"],
  cases: () => cases,
  run,
};

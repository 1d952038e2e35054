// Real programs: the drivers of ../shared/realworld, each run in a process of its own for each contender and round.
// They are copied out and installed by `npm run realworld`; this suite measures what it finds in that place.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Contender } from "../contenders/index.ts";
import type { Measurement, Outcome, Settings } from "../harness/types.ts";
import { type Suite, sortOut } from "./suite.ts";

/** Seconds for one program. */
const LIMIT = 150;

const ROUNDS = { quick: 1, full: 2 };

function place(): string {
  return resolve(process.env["MORTISE_REALWORLD"] ?? join("node_modules", ".cache", "mortise-realworld"));
}

/** Programs whose packages are installed. */
function programs(): string[] {
  if (!existsSync(join(place(), "node_modules"))) return [];
  return readdirSync(place())
    .filter((name) => existsSync(join(place(), name, "run.mjs")))
    .sort();
}

const engineOptions: Readonly<Record<string, string>> = {
  mortise: '{ cores: "js" }',
  "mortise-native": '{ cores: "native" }',
};

/** What the preload script of the programs is told to use: a name it knows, or a module that exports WebAssembly. */
function implementation(contender: string): string {
  const options = engineOptions[contender];
  if (options === undefined) return contender;
  const folder = dirname(fileURLToPath(import.meta.url));
  const shim = join(folder, `realworld-${contender}.mjs`);
  const text = `import { createEngine } from "./mortise.mjs";\nexport const WebAssembly = createEngine(${options});\n`;
  writeFileSync(shim, text);
  return shim;
}

interface Times {
  readonly result: string;
  readonly loadMs: number;
  readonly runMs: number;
  readonly warmMs: number;
}

/** Runs one program once; the reason, if it fails. */
function runOnce(program: string, contender: string, settings: Settings): Times | string {
  const args = [...process.execArgv, "--no-warnings", "--import", "./preload.mjs", `${program}/run.mjs`];
  const budget = settings.quick ? "1500" : "3000";
  const { stdout, stderr, status, signal } = spawnSync(process.execPath, args, {
    cwd: place(),
    encoding: "utf8",
    timeout: LIMIT * 1000,
    maxBuffer: 1 << 28,
    env: { ...process.env, WASM_IMPL: implementation(contender), WARM_BUDGET_MS: budget },
  });
  const line = stdout.split("\n").find((text) => text.startsWith('{"name":'));
  if (line !== undefined) return JSON.parse(line);
  if (signal !== null) return `stopped after ${LIMIT} s`;
  return `exit ${status}: ${complaint(stderr + stdout)}`;
}

function complaint(output: string): string {
  const lines = output.split("\n").filter((line) => line.length < 1000 && !/^\s*(throw|at) /.test(line));
  return (lines.find((line) => /error|abort|unreachable/i.test(line)) ?? lines.at(-1) ?? "")
    .trim()
    .slice(0, 140);
}

const measures: Readonly<Record<string, (times: Times) => number>> = {
  load: (times) => times.loadMs,
  "load and first run": (times) => times.loadMs + times.runMs,
  warm: (times) => times.warmMs,
};

/** All rounds of one program for one contender. */
function roundsOf(program: string, contender: string, settings: Settings): Times[] | Outcome {
  const expected = JSON.parse(readFileSync(join(place(), "expected.json"), "utf8"))[program];
  const all: Times[] = [];
  for (let round = 0; round < (settings.quick ? ROUNDS.quick : ROUNDS.full); round++) {
    const times = runOnce(program, contender, settings);
    if (typeof times === "string") return { state: "failed", reason: times };
    if (times.result !== expected)
      return { state: "wrong", reason: `gives ${times.result}, not ${expected}` };
    all.push(times);
  }
  return all;
}

async function run(
  name: string,
  contenders: readonly Contender[],
  settings: Settings,
): Promise<Measurement[]> {
  const { able, outcomes } = await sortOut(contenders);
  const measured = new Map<string, Times[]>();
  for (const contender of able) {
    const times = roundsOf(name, contender.name, settings);
    if (Array.isArray(times)) measured.set(contender.name, times);
    else outcomes[contender.name] = times;
  }
  return Object.entries(measures).map(([measure, of]) => {
    const own = Object.fromEntries(
      [...measured].map(([it, times]) => [it, { state: "ok" as const, samples: times.map(of) }]),
    );
    return {
      case: name,
      group: "",
      measure,
      unit: "ms",
      better: "lower" as const,
      outcomes: { ...outcomes, ...own },
    };
  });
}

export const realSuite: Suite = {
  name: "real",
  title: "Real programs: loading, the first run, the best later run",
  contenders: ["native", "mortise", "mortise-native", "polywasm"],
  cases: programs,
  run,
};

// Real programs: the drivers of ../shared/realworld (`npm run realworld` runs them as a test), each run in a process of its
// own for each contender and round, its result compared with the one that is known to be right.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  allNames,
  binariesOf,
  install,
  KNOWN_GAPS,
  PRECOMPILED,
  type Run,
  runProgram,
} from "../../conformance/realworld-programs.ts";
import { type Contender, namespaceFile, translateCollected } from "../contenders/index.ts";
import type { Outcome, Settings } from "../harness/types.ts";
import { type Suite, sortOut } from "./suite.ts";

const PEERS = ["polywasm", "wasm2js"];

/** Seconds for one program. */
const LIMIT = 150;

/** Of one process of the suite. */
const ROUNDS = { quick: 1, full: 2 };
/** For how long the later runs are repeated; ten at most. */
const REPEAT_MS = { quick: 1500, full: 3000 };

/** Options of createEngine that an experiment adds, as JSON. */
const extra = process.env["MORTISE_OPTIONS"] ?? "{}";

const engineOptions: Readonly<Record<string, string>> = {
  mortise: `{ cores: "js", ...${extra} }`,
  "mortise-cached": `{ cache: createCache({ folder: process.env.MORTISE_CACHE }), ...${extra} }`,
  "mortise-native": '{ cores: "native" }',
};

/** Where the parent found or made the programs; children are told by the environment. */
const PLACE = "MORTISE_BENCH_REAL";
let installed: Promise<void> | undefined;

async function prepare(name: string, contenders: readonly Contender[]): Promise<void> {
  installed ??= install().then((place) => {
    process.env[PLACE] = place;
  });
  await installed;
  if (KNOWN_GAPS[name] !== undefined) return;
  const wanted = new Set(contenders.map((it) => it.name));
  if (wanted.has("mortise-aot")) await compileProgram(name);
  if (wanted.has("wasm2js")) await translateProgram(name);
}

/** Imported by the parent only: the bundle of the children is without the compiler. */
const AHEAD = "../../conformance/realworld-aot.ts";

async function compileProgram(name: string): Promise<void> {
  const { prepareAot, compileAhead }: typeof import("../../conformance/realworld-aot.ts") = await import(
    AHEAD
  );
  await prepareAot();
  compileAhead(process.env[PLACE]!, name, LIMIT);
}

async function translateProgram(name: string): Promise<void> {
  const collecting = { implementation: namespaceFile(), environment: { MORTISE_WASM2JS: "collect" } };
  runProgram(process.env[PLACE]!, name, LIMIT, collecting);
  await translateCollected(LARGEST_TRANSLATED);
}

/** Translating larger modules, in bytes, takes minutes and gigabytes. */
const LARGEST_TRANSLATED = 2e6;

/** What the preload script of the programs is told to use: a name it knows, or a module that exports WebAssembly. */
function implementation(contender: string): string {
  if (contender === "mortise-aot") return PRECOMPILED;
  if (contender === "wasm2js") return namespaceFile();
  const options = engineOptions[contender];
  if (options === undefined) return contender;
  const shim = join(dirname(fileURLToPath(import.meta.url)), `real-${contender}.mjs`);
  const cache = contender === "mortise-cached" ? 'import { createCache } from "./cache.mjs";\n' : "";
  const text = `import { createEngine } from "./mortise.mjs";\n${cache}export const WebAssembly = createEngine(${options});\n`;
  writeFileSync(shim, text);
  return shim;
}

const measures: Readonly<Record<string, (times: Required<Omit<Run, "error">>) => number>> = {
  load: (times) => times.loadMs,
  "first run": (times) => times.runMs,
  "load and first run": (times) => times.loadMs + times.runMs,
  warm: (times) => times.warmMs,
};

/** What a run has when it was right. */
type Times = Required<Omit<Run, "error">>;

const outcomeOf = (error: string): Outcome => ({
  state: error.startsWith("wrong result") ? "wrong" : "failed",
  reason: error.slice(0, 160),
});

/** Runs that are not timed fill the folder of the code cache: the second adds what V8 compiled only after the first. */
function fillCache(name: string, folder: string): void {
  const environment = { MORTISE_CACHE: folder };
  const options = { flags: process.execArgv, implementation: implementation("mortise-cached"), environment };
  for (let i = 0; i < 2; i++) runProgram(process.env[PLACE]!, name, LIMIT, options);
}

/** All contenders take turns; one that fails is out. */
function race(name: string, contenders: readonly string[], settings: Settings) {
  const folder = mkdtempSync(join(tmpdir(), "mortise-bench-"));
  try {
    if (contenders.includes("mortise-cached")) fillCache(name, folder);
    return timed(name, contenders, settings, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function timed(name: string, contenders: readonly string[], settings: Settings, cache: string) {
  const pace = settings.quick ? "quick" : "full";
  const options = { flags: process.execArgv, repeatMs: REPEAT_MS[pace] };
  const environment = { MORTISE_BINARIES: binariesOf(name), MORTISE_CACHE: cache };
  const times: Record<string, Times[]> = {};
  const failed: Record<string, Outcome> = {};
  for (let round = 0; round < ROUNDS[pace]; round++)
    for (const contender of contenders) {
      if (failed[contender] !== undefined) continue;
      const run = runProgram(process.env[PLACE]!, name, LIMIT, {
        ...options,
        implementation: implementation(contender),
        environment,
      });
      if (run.error !== undefined) failed[contender] = outcomeOf(run.error);
      else (times[contender] ??= []).push(run as Times);
    }
  return { times, failed };
}

const skipAll = (contenders: readonly Contender[], reason: string): Record<string, Outcome> =>
  Object.fromEntries(contenders.map(({ name }) => [name, { state: "skipped", reason }]));

const run: Suite["run"] = async (name, contenders, settings) => {
  const gap = KNOWN_GAPS[name];
  const { able, outcomes } = await sortOut(contenders);
  const names = able.map((contender) => contender.name);
  const { times, failed } =
    gap === undefined ? race(name, names, settings) : { times: {}, failed: skipAll(able, gap) };
  // The means are over the programs that a peer can run, too.
  const raced = PEERS.some((peer) => names.includes(peer));
  const group = raced ? (PEERS.some((peer) => times[peer]) ? "that a peer runs" : "others") : "";
  return Object.entries(measures).map(([measure, of]) => {
    const own = Object.fromEntries(
      Object.entries(times)
        .filter(([it]) => failed[it] === undefined)
        .map(([it, list]) => [it, { state: "ok" as const, samples: list.map(of) }]),
    );
    return {
      case: name,
      group,
      measure,
      unit: "ms",
      better: "lower" as const,
      outcomes: { ...outcomes, ...failed, ...own },
    };
  });
};

export const realSuite: Suite = {
  name: "real",
  title: "Real programs: loading, the first run, the best later run",
  contenders: ["native", "mortise", "mortise-cached", "mortise-aot", "mortise-native", "polywasm", "wasm2js"],
  cases: allNames,
  prepare,
  run,
};

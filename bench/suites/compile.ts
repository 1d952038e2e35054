// Compiling: megabytes a second from bytes to a module, the first time and warm, and the peak memory of the process as a
// multiple of the module's size. The modules are kernels and those of the real programs, from small to 15 MB.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { NamespaceContender } from "../contenders/index.ts";
import { milliseconds } from "../harness/cycle.ts";
import { type Job, type Measurement, type Outcome, RESULT_MARK, type Settings } from "../harness/types.ts";
import { benchFolder } from "./folder.ts";
import { failure, type Suite } from "./suite.ts";

const REALWORLD = resolve(
  process.env["MORTISE_REALWORLD"] ?? join("node_modules", ".cache", "mortise-realworld"),
  "node_modules",
);

/** A selection over sizes and languages; those that are not installed are left out. */
const selection: Readonly<Record<string, string>> = {
  "giant kernel": join(benchFolder(), "kernels", "wasm", "giant.wasm"),
  wasmoon: join(REALWORLD, "wasmoon", "dist", "glue.wasm"),
  quickjs: join(REALWORLD, "@jitl", "quickjs-wasmfile-release-sync", "dist", "emscripten-module.wasm"),
  "sql.js": join(REALWORLD, "sql.js", "dist", "sql-wasm.wasm"),
  brotli: join(REALWORLD, "brotli-wasm", "pkg.node", "brotli_wasm_bg.wasm"),
  resvg: join(REALWORLD, "@resvg", "resvg-wasm", "index_bg.wasm"),
  tiktoken: join(REALWORLD, "tiktoken", "tiktoken_bg.wasm"),
  esbuild: join(REALWORLD, "esbuild-wasm", "esbuild.wasm"),
  swc: join(REALWORLD, "@swc", "wasm", "wasm_bg.wasm"),
};

/** The file of a module of the selection. */
export function moduleFile(name: string): string {
  return selection[name]!;
}

/** The modules that are there, without the large ones in a quick run. */
export function moduleNames(settings: Settings): string[] {
  return Object.keys(selection).filter(
    (name) => existsSync(moduleFile(name)) && !(settings.quick && tooLarge(name)),
  );
}

/** Large modules are left to full runs. */
function tooLarge(name: string): boolean {
  return statSync(moduleFile(name)).size > 6e6;
}

/** What a probe process prints. */
interface Probe {
  readonly firstMs: number;
  readonly warmMs: number;
  readonly bytes: number;
  /** Growth of the largest resident set, in bytes. */
  readonly peak: number;
}

/** Warm is the fastest of so many rounds and so many milliseconds: in four of a small module V8 is still at its optimiser. */
const WARM_ROUNDS = 4;
const WARM_MS = 300;

/** In a process of its own: compiles one module several times, each from a copy that no cache knows. */
async function probe(contender: NamespaceContender, name: string, clock: Settings["clock"]): Promise<Probe> {
  const { Module } = await contender.namespace();
  const bytes = new Uint8Array(readFileSync(moduleFile(name)));
  const before = process.resourceUsage().maxRSS;
  const time = (): number => {
    const start = milliseconds(clock);
    new Module(bytes);
    return milliseconds(clock) - start;
  };
  const firstMs = time();
  const peak = (process.resourceUsage().maxRSS - before) * 1024;
  const rounds: number[] = [];
  for (let spent = 0; rounds.length < WARM_ROUNDS || spent < WARM_MS; spent += rounds.at(-1)!)
    rounds.push(time());
  const warmMs = Math.min(...rounds);
  return { firstMs, warmMs, bytes: bytes.length, peak };
}

/** Starts a probe; throws what it complained of. */
function runProbe(contender: string, name: string, settings: Settings): Probe {
  const job: Job = { suite: "compile", case: `probe ${name}`, contenders: [contender], settings };
  const args = [...process.execArgv, process.argv[1]!, JSON.stringify(job)];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    timeout: 300_000,
  });
  const line = stdout.split("\n").find((text) => text.startsWith(RESULT_MARK));
  if (line !== undefined) return JSON.parse(line.slice(RESULT_MARK.length));
  throw new Error(stderr.split("\n").find((text) => /error/i.test(text)) ?? `exit ${status}`);
}

const measures: Readonly<
  Record<string, { unit: string; better: "lower" | "higher"; of(probe: Probe): number }>
> = {
  first: { unit: "MB/s", better: "higher", of: (it) => it.bytes / 1e3 / it.firstMs },
  warm: { unit: "MB/s", better: "higher", of: (it) => it.bytes / 1e3 / it.warmMs },
  "peak memory": { unit: "× size", better: "lower", of: (it) => it.peak / it.bytes },
};

const run: Suite["run"] = async (name, contenders, settings) => {
  if (name.startsWith("probe ")) {
    const measured = await probe(
      contenders[0] as NamespaceContender,
      name.slice("probe ".length),
      settings.clock,
    );
    return measured as unknown as Measurement[];
  }
  const outcomes: Record<string, Probe | Outcome> = {};
  for (const contender of contenders) {
    const reason = await contender.available();
    try {
      outcomes[contender.name] =
        reason === undefined ? runProbe(contender.name, name, settings) : { state: "skipped", reason };
    } catch (error) {
      outcomes[contender.name] = failure(error);
    }
  }
  return Object.entries(measures).map(([measure, { unit, better, of }]) => {
    const own = Object.entries(outcomes).map(([contender, it]): [string, Outcome] =>
      "state" in it ? [contender, it] : [contender, { state: "ok", samples: [of(it)] }],
    );
    return { case: name, group: "", measure, unit, better, plain: true, outcomes: Object.fromEntries(own) };
  });
};

export const compileSuite: Suite = {
  name: "compile",
  title: "From bytes to a module",
  contenders: ["native", "mortise", "polywasm"],
  cases: moduleNames,
  run,
};

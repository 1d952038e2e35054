// The programs of ../shared/realworld: copies them out, installs their packages, bundles our engine beside them and
// runs one. Nothing is written to ../shared.

import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";

const SOURCE = join("..", "shared", "realworld");
const CACHE = process.env["MORTISE_REALWORLD"] ?? join("node_modules", ".cache", "mortise-realworld");
/** What is made of this checkout lies apart, so that several can share the programs. */
export const OWN = resolve("node_modules", ".cache", "mortise-engines");
export const ENGINE = join(OWN, "engine.mjs");
/** Runs what `realworld-aot.ts` compiled ahead; `MORTISE_BINARIES` says where that is. */
export const PRECOMPILED = join(OWN, "precompiled.mjs");
export const binariesOf = (name: string): string => join(OWN, "binaries", name);

/** A folder with the programs and their packages. */
export type Place = string;

export interface Run {
  readonly name: string;
  readonly error?: string;
  readonly loadMs?: number;
  readonly runMs?: number;
  readonly warmMs?: number;
}

/** Programs that cannot run yet, with the reason. */
export const KNOWN_GAPS: Readonly<Record<string, string>> = {
  "es-module-lexer": "needs SIMD",
  "web-ifc": "needs SIMD",
};

export const hasRealworld = (): boolean => existsSync(join(SOURCE, "expected.json"));

/** The names of all programs, installed or not. */
export const allNames = (): string[] => (hasRealworld() ? namesOf(SOURCE) : []);

/**
 * Makes the place ready: copies the programs, installs the packages that are missing, bundles the engine as it stands.
 * @param only the packages to install; all that package.json lists, without it
 */
export async function install(only?: readonly string[]): Promise<Place> {
  const manifest = JSON.parse(readFileSync(join(SOURCE, "package.json"), "utf8")) as Manifest;
  const wanted = Object.keys(manifest.dependencies).filter((name) => only?.includes(name) ?? true);
  const complete = resolve(CACHE, "all");
  const place = only === undefined || isInstalled(complete, wanted) ? complete : resolve(CACHE, "some");
  mkdirSync(place, { recursive: true });
  cpSync(SOURCE, place, { recursive: true });
  if (!isInstalled(place, wanted)) npmInstall(place, manifest, wanted);
  await bundleEngine();
  return place;
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

const isInstalled = (place: Place, packages: readonly string[]): boolean =>
  packages.every((name) => existsSync(join(place, "node_modules", name, "package.json")));

function npmInstall(place: Place, manifest: Manifest, wanted: readonly string[]): void {
  const dependencies = Object.fromEntries(wanted.map((name) => [name, manifest.dependencies[name]]));
  writeFileSync(join(place, "package.json"), JSON.stringify({ ...manifest, dependencies }));
  execFileSync("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund"], {
    cwd: place,
    stdio: "inherit",
  });
}

/** Replaced at one go: several processes may run programs. */
async function bundleEngine(): Promise<void> {
  const { build } = await import("esbuild");
  const outfile = `${ENGINE}.${process.pid}`;
  await build({
    entryPoints: [join("engine", "index.ts")],
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "node20",
    outfile,
    logLevel: "warning",
  });
  renameSync(outfile, ENGINE);
}

/** All programs of the place, in order. */
export const namesOf = (place: Place): string[] =>
  readdirSync(place)
    .filter((name) => statSync(join(place, name)).isDirectory() && existsSync(join(place, name, "run.mjs")))
    .sort();

export interface RunOptions {
  /** The file that exports `WebAssembly`, or a name that the programs know (`native`, `polywasm`); our engine, without it. */
  readonly implementation?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Of Node. */
  readonly flags?: readonly string[];
  /** For how many milliseconds the program is repeated; without it, it runs twice. */
  readonly repeatMs?: number;
}

/** At least twice, so that the second result can be compared. */
const TWICE = { MAX_WARM_RUNS: "1", WARM_BUDGET_MS: "100000" };

/**
 * Runs one program in a process of its own; its harness runs it again and compares.
 * @param limit seconds
 */
export function runProgram(
  place: Place,
  name: string,
  limit: number,
  { implementation = ENGINE, environment = {}, flags = [], repeatMs }: RunOptions = {},
): Run {
  const { stdout, stderr, status, signal } = spawnSync(
    process.execPath,
    ["--no-warnings", ...flags, "--import", "./preload.mjs", `${name}/run.mjs`],
    {
      cwd: place,
      encoding: "utf8",
      timeout: limit * 1000,
      maxBuffer: 1 << 28,
      env: {
        ...process.env,
        ...environment,
        WASM_IMPL: implementation,
        ...(repeatMs === undefined ? TWICE : { WARM_BUDGET_MS: String(repeatMs) }),
      },
    },
  );
  const line = stdout.split("\n").find((text) => text.startsWith('{"name":'));
  if (line) return checked(place, JSON.parse(line));
  return { name, error: signal ? `stopped after ${limit} s` : `exit ${status}: ${reason(stderr + stdout)}` };
}

function checked(place: Place, run: Run & { readonly result: string; readonly runs: number }): Run {
  const expected = JSON.parse(readFileSync(join(place, "expected.json"), "utf8")) as Record<string, string>;
  const right = expected[run.name];
  if (run.result !== right) return { ...run, error: `wrong result ${run.result}, expected ${right}` };
  return run.runs < 2 ? { ...run, error: "did not run twice" } : run;
}

/** The line of a program's output that says most about why it failed. */
function reason(output: string): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "" && line.length < 1000);
  const telling = lines.find(
    (line) => /^\S*(Error|error)\b.*:/.test(line) || /abort|unreachable/i.test(line),
  );
  return (telling ?? lines.at(-1) ?? "no output").trim().slice(0, 240);
}

/** One row of the table. */
export function describeRun({ name, error, loadMs, runMs, warmMs }: Run): string {
  if (error !== undefined) return `${name.padEnd(18)} FAIL  ${error}`;
  const time = (label: string, ms: number | undefined) => `${label} ${(ms ?? 0).toFixed(0).padStart(6)} ms`;
  return `${name.padEnd(18)} ok    ${time("load", loadMs)}  ${time("first", runMs)}  ${time("second", warmMs)}`;
}

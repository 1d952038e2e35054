// The programs of ../shared/realworld: copies them out, installs their packages, bundles our engine beside them and
// runs one. Nothing is written to ../shared.

import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const SOURCE = join("..", "shared", "realworld");
const CACHE = process.env["MORTISE_REALWORLD"] ?? join("node_modules", ".cache", "mortise-realworld");
export const ENGINE = "mortise-engine.mjs";

/** A folder with the programs, their packages and the bundled engine. */
export type Place = string;

export interface Run {
  readonly name: string;
  readonly error?: string;
  readonly loadMs?: number;
  readonly runMs?: number;
  readonly warmMs?: number;
}

export const hasRealworld = (): boolean => existsSync(join(SOURCE, "expected.json"));

/**
 * Makes the place ready: copies the programs, installs the packages that are missing, bundles the engine as it stands.
 * @param only the packages to install; all that package.json lists, without it
 */
export async function install(only?: readonly string[]): Promise<Place> {
  const place = resolve(CACHE, only ? "some" : "all");
  mkdirSync(place, { recursive: true });
  cpSync(SOURCE, place, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(place, "package.json"), "utf8")) as Manifest;
  const wanted = Object.entries(manifest.dependencies).filter(([name]) => only?.includes(name) ?? true);
  writeFileSync(
    join(place, "package.json"),
    JSON.stringify({ ...manifest, dependencies: Object.fromEntries(wanted) }),
  );
  if (wanted.some(([name]) => !existsSync(join(place, "node_modules", name, "package.json"))))
    npmInstall(place);
  await bundleEngine(join(place, ENGINE));
  return place;
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

function npmInstall(place: Place): void {
  execFileSync("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund"], {
    cwd: place,
    stdio: "inherit",
  });
}

async function bundleEngine(outfile: string): Promise<void> {
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
}

/** All programs of the place, in order. */
export const namesOf = (place: Place): string[] =>
  readdirSync(place)
    .filter((name) => statSync(join(place, name)).isDirectory() && existsSync(join(place, name, "run.mjs")))
    .sort();

export interface RunOptions {
  /** The file that exports `WebAssembly`; our engine, without it. */
  readonly implementation?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Of Node. */
  readonly flags?: readonly string[];
}

/**
 * Runs one program in a process of its own; its harness runs it a second time and compares.
 * @param limit seconds
 */
export function runProgram(
  place: Place,
  name: string,
  limit: number,
  { implementation = ENGINE, environment = {}, flags = [] }: RunOptions = {},
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
        WASM_IMPL: join(place, implementation),
        MAX_WARM_RUNS: "1",
        WARM_BUDGET_MS: "100000",
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

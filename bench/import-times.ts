// npx tsx bench/import-times.ts [--node PATH] [--rounds N]
// How long importing takes in a fresh process, after `npm run build`: from the bundles that are published, and from single
// modules; and a command against an empty process. The least and the median of so many interleaved processes, in milliseconds.
import { execFileSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { argumentsOf } from "../conformance/arguments.ts";
import { median } from "./harness/statistics.ts";

const { values } = argumentsOf(import.meta.url, {
  options: {
    node: { type: "string", default: process.execPath },
    rounds: { type: "string", default: "13" },
  },
});

const importing = (file: string) => [
  "--input-type=module",
  "-e",
  `const start=performance.now();await import(${JSON.stringify(pathToFileURL(file).href)});console.log(performance.now()-start)`,
];

/** What is measured: the arguments of Node, and whether the process tells its time itself. */
const CASES = [
  ["import mortise", importing("dist/bundle/index.js"), true],
  ["import mortise/runtime", importing("dist/bundle/runtime/index.js"), true],
  ["import of single modules", importing("dist/engine/index.js"), true],
  ["import of single modules, runtime", importing("dist/engine/runtime/index.js"), true],
  ["empty process", ["--input-type=module", "-e", ""], false],
  ["mortise --help", ["dist/bundle/cli/main.js", "--help"], false],
  ["mortise --help, single modules", ["dist/engine/cli/main.js", "--help"], false],
] as const;

function timed(args: readonly string[], tellsItself: boolean): number {
  const start = performance.now();
  const out = execFileSync(values.node, args, { encoding: "utf8" });
  return tellsItself ? Number(out) : performance.now() - start;
}

const times = new Map<string, number[]>(CASES.map(([name]) => [name, []]));
for (let round = 0; round < Number(values.rounds); round++)
  for (const [name, args, tellsItself] of CASES) times.get(name)!.push(timed(args, tellsItself));

for (const [name, samples] of times)
  console.log(
    `${name.padEnd(36)} ${Math.min(...samples)
      .toFixed(0)
      .padStart(5)} ${median(samples).toFixed(0).padStart(5)}`,
  );

// Random edits of valid modules: whatever comes out is valid or refused by a documented error, in bounded time. Prints
// the counts and names the slowest and the hungriest. Run by `npx tsx conformance/hostile/mutate.ts [COUNT [SEED]]`; the corpus is the
// data of ../shared and the sample of `mutants.ts`. Exits with 1 if anything crashes.

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DATA } from "../data.ts";
import { SAMPLE } from "./mutants.ts";
import { judge, type Outcome, run } from "./outcome.ts";

const RESULTS = "conformance/hostile/mutations.md";
const FOLDERS = [
  "module-linking/random/valid-proposal",
  "module-linking/random/valid-wasm-tools",
  "core-assembled",
];
/** Larger modules say nothing more and take longer. */
const LARGEST = 20_000;
const MAX_EDITS = 4;

const filesOf = (folder: string) =>
  existsSync(join(DATA, folder))
    ? readdirSync(join(DATA, folder))
        .filter((file) => file.endsWith(".wasm"))
        .map((file) => ({
          name: `${folder}/${file}`,
          bytes: new Uint8Array(readFileSync(join(DATA, folder, file))),
        }))
    : [];

let corpus: readonly { readonly name: string; readonly bytes: Uint8Array }[] | undefined;

const readCorpus = () =>
  (corpus ??= [{ name: "sample", bytes: SAMPLE }, ...FOLDERS.flatMap(filesOf)].filter(
    ({ bytes }) => bytes.length <= LARGEST,
  ));

/** A linear congruential generator: the same mutants for the same seed, everywhere. */
function generator(state: number): (below: number) => number {
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Edit = (bytes: number[], at: number, random: (below: number) => number) => void;

function flipBit(bytes: number[], at: number, random: (below: number) => number): void {
  bytes[at] = bytes[at]! ^ (1 << random(8));
}

/** What one edit does at a place: flips a bit, sets a byte, removes some, repeats some, or makes a LEB128 huge. */
const EDITS: readonly Edit[] = [
  flipBit,
  flipBit,
  flipBit,
  (bytes, at, random) => void (bytes[at] = random(256)),
  // A neighbour: another index, opcode or type.
  (bytes, at, random) => void (bytes[at] = (bytes[at]! + random(3) - 1) & 0xff),
  (bytes, at, random) => void bytes.splice(at, 1 + random(4)),
  (bytes, at, random) => void bytes.splice(at, 0, ...bytes.slice(at, at + 1 + random(8))),
  (bytes, at) => void bytes.splice(at, 1, 0xff, 0xff, 0xff, 0xff, 0x0f),
];

function mutate(original: Uint8Array, random: (below: number) => number): Uint8Array {
  const bytes = [...original];
  for (let edits = 1 + random(MAX_EDITS); edits > 0 && bytes.length > 8; edits--)
    EDITS[random(EDITS.length)]!(bytes, 8 + random(bytes.length - 8), random);
  return Uint8Array.from(bytes);
}

/** Units of fuel for the start functions, and for each exported one. */
const FUEL = 100_000;

/** Valid modules are instantiated as well, and what they export is called. */
function ending(bytes: Uint8Array): Outcome {
  const judged = judge(bytes);
  if (judged.result !== "valid") return judged;
  const ran = run(bytes, FUEL);
  return { result: `valid, ${ran.result}`, milliseconds: judged.milliseconds + ran.milliseconds };
}

interface Mutant extends Outcome {
  readonly name: string;
  readonly size: number;
  /** MiB by which the process grew. */
  readonly grown: number;
}

/** Makes and tries `count` mutants. */
export function* mutants(count: number, seed: number): Generator<Mutant> {
  const corpus = readCorpus();
  const random = generator(seed);
  for (let i = 0; i < count; i++) {
    const { name, bytes } = corpus[random(corpus.length)]!;
    const before = process.memoryUsage().rss;
    const mutant = mutate(bytes, random);
    const outcome = ending(mutant);
    const grown = (process.memoryUsage().rss - before) / 2 ** 20;
    yield { ...outcome, name: `mutant ${i} of ${name}`, size: mutant.length, grown };
  }
}

const NAMED = 10;

/** The mutants with the largest of a figure, as a table. */
function extremes(all: readonly Mutant[], title: string, figure: (mutant: Mutant) => number): string[] {
  const worst = [...all].sort((a, b) => figure(b) - figure(a)).slice(0, NAMED);
  return [
    `| ${title} | bytes | mutant | ending |`,
    "|---:|---:|---|---|",
    ...worst.map(
      (one) => `| ${figure(one).toFixed(1)} | ${one.size} | ${one.name} | ${firstLine(one.result)} |`,
    ),
    "",
  ];
}

const firstLine = (text: string) => text.split("\n")[0]!;

function report(all: readonly Mutant[], seed: number, seconds: number): string {
  const counts = new Map<string, number>();
  for (const { result } of all) counts.set(firstLine(result), (counts.get(firstLine(result)) ?? 0) + 1);
  const crashes = all.filter(({ result }) => result.includes("crash")).length;
  return [
    "# Mutated modules",
    "",
    `${all.length} mutants (seed ${seed}) of ${readCorpus().length} modules, by \`npx tsx conformance/hostile/mutate.ts\`, in ${seconds.toFixed(0)} s.`,
    "Those that are valid are compiled, instantiated, and each export is called with fuel for 100,000 turns of a loop.",
    `${crashes} ended otherwise than with success or a documented error.`,
    "",
    ...extremes(all, "ms", ({ milliseconds }) => milliseconds),
    ...extremes(all, "MiB", ({ grown }) => grown),
    "| ending | mutants |",
    "|---|---:|",
    ...[...counts].sort((a, b) => b[1] - a[1]).map(([result, n]) => `| ${result} | ${n} |`),
    "",
  ].join("\n");
}

function main(): void {
  const count = Number(process.argv[2] ?? 20_000);
  const seed = Number(process.argv[3] ?? 1);
  const start = performance.now();
  const all: Mutant[] = [];
  for (const mutant of mutants(count, seed)) {
    if (mutant.result.includes("crash")) console.log(`${mutant.name} (seed ${seed}): ${mutant.result}`);
    all.push(mutant);
  }
  const text = report(all, seed, (performance.now() - start) / 1000);
  console.log(text);
  writeFileSync(RESULTS, text);
  process.exitCode = all.some(({ result }) => result.includes("crash")) ? 1 : 0;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) main();

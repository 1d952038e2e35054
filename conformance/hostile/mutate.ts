// Random edits of valid modules: whatever comes out is valid or refused by a documented error, in bounded time. Prints
// the counts and names the slowest. Run by `npx tsx conformance/hostile/mutate.ts [COUNT [SEED]]`; the corpus is the
// data of ../shared and the sample of `mutants.ts`. Exits with 1 if anything crashes.

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ALL_FEATURES } from "../../compiler/base/index.ts";
import { decodeModule } from "../../compiler/binary/index.ts";
import type { ModuleDef } from "../../compiler/model/index.ts";
import { DATA } from "../data.ts";
import { SAMPLE } from "./mutants.ts";
import { compile, judge, run } from "./outcome.ts";

const RESULTS = "conformance/hostile/mutations.md";
const FOLDERS = [
  "module-linking/random/valid-proposal",
  "module-linking/random/valid-wasm-tools",
  "core-assembled",
];
/** Larger modules say nothing more and take longer. */
const LARGEST = 20_000;
const MAX_EDITS = 4;

const count = Number(process.argv[2] ?? 20_000);
const seed = Number(process.argv[3] ?? 1);

const filesOf = (folder: string) =>
  existsSync(join(DATA, folder))
    ? readdirSync(join(DATA, folder))
        .filter((file) => file.endsWith(".wasm"))
        .map((file) => ({
          name: `${folder}/${file}`,
          bytes: new Uint8Array(readFileSync(join(DATA, folder, file))),
        }))
    : [];

const corpus = [{ name: "sample", bytes: SAMPLE }, ...FOLDERS.flatMap(filesOf)].filter(
  ({ bytes }) => bytes.length <= LARGEST,
);

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

const startsSomething = (module: ModuleDef): boolean =>
  module.startFunction !== undefined ||
  module.header.some((item) => item.item === "module" && startsSomething(item.module));

/** Valid modules are instantiated as well, unless they start functions, which may be endless loops of their own. */
function ending(bytes: Uint8Array) {
  const judged = judge(bytes);
  if (judged.result !== "valid") return judged;
  const { module } = decodeModule(bytes, { features: ALL_FEATURES, encoding: "auto" });
  const ran = startsSomething(module) ? compile(bytes) : run(bytes, false);
  return { result: `valid, ${ran.result}`, milliseconds: judged.milliseconds + ran.milliseconds };
}

function main(): void {
  const random = generator(seed);
  const counts = new Map<string, number>();
  let slowest = { name: "", milliseconds: 0 };
  let hungriest = { name: "", grown: 0 };
  for (let i = 0; i < count; i++) {
    const { name, bytes } = corpus[random(corpus.length)]!;
    const before = process.memoryUsage().rss;
    const { result, milliseconds } = ending(mutate(bytes, random));
    const grown = (process.memoryUsage().rss - before) / 2 ** 20;
    counts.set(result, (counts.get(result) ?? 0) + 1);
    if (milliseconds > slowest.milliseconds)
      slowest = { name: `mutant ${i} of ${name}: ${result}`, milliseconds };
    if (grown > hungriest.grown) hungriest = { name: `mutant ${i} of ${name}: ${result}`, grown };
    if (result.includes("crash")) console.log(`mutant ${i} (seed ${seed}) of ${name}: ${result}`);
  }
  const rows = [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([result, n]) => `| ${result.split("\n")[0]} | ${n} |`);
  const text = [
    "# Mutated modules",
    "",
    `${count} mutants (seed ${seed}) of ${corpus.length} modules, by \`npx tsx conformance/hostile/mutate.ts\`.`,
    `The slowest took ${slowest.milliseconds.toFixed(0)} ms: ${slowest.name}.`,
    `The hungriest took ${hungriest.grown.toFixed(0)} MiB: ${hungriest.name}.`,
    "",
    "| ending | mutants |",
    "|---|---:|",
    ...rows,
    "",
  ].join("\n");
  console.log(text);
  writeFileSync(RESULTS, text);
  process.exitCode = [...counts.keys()].some((result) => result.includes("crash")) ? 1 : 0;
}

main();

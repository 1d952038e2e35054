// What ahead-of-time translation gives: its size, raw and compressed, as a multiple of the binary's, and how long the text
// takes to parse. Kernels, and those of the real programs that wasm2js can translate.
import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { milliseconds } from "../harness/cycle.ts";
import type { Outcome, Settings } from "../harness/types.ts";
import { moduleFile } from "./compile.ts";
import { kernelBytes } from "./kernels.ts";
import { failure, type Suite, sortOut } from "./suite.ts";

const KERNELS = ["quicksort", "interpreter", "giant"];
const PROGRAMS = ["wasmoon", "quickjs", "sql.js", "brotli"];

const bytesOf = (name: string): Uint8Array<ArrayBuffer> =>
  KERNELS.includes(name) ? kernelBytes(name) : new Uint8Array(readFileSync(moduleFile(name)));

interface Figures {
  readonly size: number;
  readonly compressed: number;
  readonly parse: readonly number[];
}

/** Each round parses a text of its own, which no cache knows. */
function figuresOf(text: string, bytes: Uint8Array, { rounds, clock }: Settings): Figures {
  const parse = Array.from({ length: rounds }, (_, round) => {
    const distinct = `${text}\n//${round} ${Math.random()}`;
    const start = milliseconds(clock);
    new Function("imports", distinct);
    return milliseconds(clock) - start;
  });
  const compressed = gzipSync(text).length / gzipSync(bytes).length;
  return { size: Buffer.byteLength(text) / bytes.length, compressed, parse };
}

const MEASURES = [
  { measure: "size", unit: "× binary", plain: true, of: (it: Figures) => [it.size] },
  { measure: "gzip", unit: "× binary", plain: true, of: (it: Figures) => [it.compressed] },
  { measure: "parse", unit: "ms", plain: false, of: (it: Figures) => it.parse },
] as const;

const run: Suite["run"] = async (name, contenders, settings) => {
  const { able, outcomes } = await sortOut(contenders);
  const figures = new Map<string, Figures>();
  const bytes = bytesOf(name);
  for (const { name: contender, output } of able) {
    try {
      figures.set(contender, figuresOf(output!(bytes), bytes, settings));
    } catch (error) {
      outcomes[contender] = failure(error);
    }
  }
  return MEASURES.map(({ measure, unit, plain, of }) => {
    const own = [...figures].map(([contender, it]): [string, Outcome] => [
      contender,
      { state: "ok", samples: of(it) },
    ]);
    return {
      case: name,
      group: "",
      measure,
      unit,
      better: "lower" as const,
      plain,
      outcomes: { ...outcomes, ...Object.fromEntries(own) },
    };
  });
};

export const outputSuite: Suite = {
  name: "output",
  title: "Output of ahead-of-time translation",
  contenders: ["mortise-aot", "wasm2js"],
  cases: () => [...KERNELS, ...PROGRAMS.filter((name) => existsSync(moduleFile(name)))],
  async prepare(name, contenders) {
    for (const contender of contenders) await contender.prepare?.(bytesOf(name));
  },
  run,
};

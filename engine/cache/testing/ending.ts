// A program with a code cache, and the ways in which it can end.

import { readFileSync } from "node:fs";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { createEngine } from "../../api/index.ts";
import { createCache } from "../code-cache.ts";

const [folder, binary, way] = (isMainThread ? process.argv.slice(2) : workerData) as string[];

function use(): void {
  const cache = createCache({ folder: folder! });
  const { Module, Instance } = createEngine({ cache });
  const { answer } = new Instance(new Module(readFileSync(binary!)), {}).exports as { answer: () => number };
  if (answer() !== 42) throw new Error("wrong answer");
  if (way === "save") cache.save();
}

/** Runs this file as a worker. */
const worker = (its: string): Worker =>
  new Worker(new URL(import.meta.url), { workerData: [folder, binary, its], execArgv: process.execArgv });

const ways: Readonly<Record<string, () => void>> = {
  end() {},
  exit: () => process.exit(0),
  throw() {
    throw new Error("on purpose");
  },
  rejection: () => void Promise.reject(new Error("on purpose")),
  SIGTERM: () => process.kill(process.pid, "SIGTERM"),
  save: () => process.kill(process.pid, "SIGKILL"),
  handler() {
    process.on("SIGINT", () => process.exit(0));
    setInterval(() => process.kill(process.pid, "SIGINT"), 10);
  },
  waiting() {
    parentPort!.postMessage("ready");
    setInterval(() => {}, 1000);
  },
  worker: () => void worker("end"),
  "worker that exits": () => void worker("exit"),
  "worker that is terminated"() {
    const one = worker("waiting");
    one.on("message", () => void one.terminate());
  },
};

if (!way!.startsWith("worker")) use();
ways[way!]!();

// Runs jobs in child processes of the Node under test.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { cache } from "./bundle.ts";
import { type Job, type Measurement, RESULT_MARK } from "./types.ts";

/** Seconds after which a child is given up. */
const TIME_LIMIT = 900;

/** The measurements of one job; throws what went wrong in one line. */
export async function runJob(node: string, flags: readonly string[], job: Job): Promise<Measurement[]> {
  const child = spawn(node, [...flags, join(cache, "child.mjs"), JSON.stringify(job)], {
    stdio: ["ignore", "pipe", "pipe"],
    timeout: TIME_LIMIT * 1000,
  });
  let output = "";
  let complaint = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (complaint += chunk));
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.on("close", (...ending) => resolve(ending)),
  );
  const line = output.split("\n").find((text) => text.startsWith(RESULT_MARK));
  if (line !== undefined) return JSON.parse(line.slice(RESULT_MARK.length));
  const reason =
    complaint.split("\n").find((text) => /error|fatal/i.test(text)) ?? complaint.trim().slice(0, 200);
  throw new Error(`exit ${signal ?? code}: ${reason}`);
}

// Describes the machine and the Node under test, for the record of a run.
import { execFileSync } from "node:child_process";
import { cpus, loadavg, release, totalmem, type } from "node:os";
import type { Machine } from "./types.ts";

/** The machine, and the version of the Node at a path. */
export function describeMachine(node: string, flags: readonly string[]): Machine {
  const versions = JSON.parse(
    execFileSync(node, ["-p", "JSON.stringify(process.versions)"], { encoding: "utf8" }),
  );
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: versions.node,
    v8: versions.v8,
    flags,
    load: Math.round(loadavg()[0]! * 100) / 100,
  };
}

/** The commit that is measured; empty outside a repository. */
export function currentCommit(): string {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8", stdio: "pipe" }).trim();
  } catch {
    return "";
  }
}

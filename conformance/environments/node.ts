// Node without a JIT, and without code made of strings.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "./environment.ts";

const node = (name: string, flags: readonly string[], evaluates: boolean): Environment => ({
  name,
  evaluates,
  missing: async () => undefined,
  async run(program) {
    const folder = mkdtempSync(join(tmpdir(), "mortise-environment-"));
    try {
      const file = join(folder, "program.cjs");
      writeFileSync(file, `delete globalThis.WebAssembly;\n${program}\nconsole.log(outcome);`);
      const { stdout, stderr } = spawnSync(process.execPath, [...flags, file], {
        encoding: "utf8",
        timeout: 60_000,
      });
      return stdout.trim() || stderr;
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
});

export const NODE: readonly Environment[] = [
  node("Node, WebAssembly deleted", [], true),
  node("node --jitless", ["--jitless"], true),
  node("node --disallow-code-generation-from-strings", ["--disallow-code-generation-from-strings"], false),
];

// The application compiled anew, with wasi-libc, gives what the text forms in the repository give.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { createEngine } from "../../engine/index.ts";
import { noClang } from "../clang.ts";
import { build } from "./build.ts";
import { application, example, runApplication } from "./example.ts";

const missing = noClang();

t.test("compiled by clang, with the small libc and with wasi-libc", async (t) => {
  if (missing !== undefined) return void t.pass(`not run: ${missing}`);
  const engine = createEngine();
  const expected = example.run(engine);
  for (const libc of ["small", "wasi-libc"] as const) {
    const folder = mkdtempSync(join(tmpdir(), "mortise-clang-"));
    try {
      build(folder, libc);
      const read = (name: string) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) });
      t.same(runApplication(engine, application(read)), expected, libc);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  return;
});

// The plugin in Rollup and Vite: one bundle that runs without the package and without WebAssembly.

import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { rollup } from "rollup";
import t from "tap";
import { build } from "vite";
import { mortise } from "./rollup.ts";
import { makeProject, PRINTED } from "./testing/project.ts";

const folder = makeProject();
t.teardown(() => rmSync(folder, { recursive: true }));

const run = (file: string): string =>
  execFileSync(process.execPath, ["--jitless", "--disallow-code-generation-from-strings", file], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });

/** The bundlers read the package's own files, which they can where these are JavaScript. */
if (import.meta.url.endsWith(".ts")) t.pass("skipped: runs on dist/ only");
else {
  t.test("Rollup", async (t) => {
    const warnings: string[] = [];
    const bundle = await rollup({
      input: join(folder, "main.js"),
      plugins: [mortise()],
      onwarn: ({ code, message }) => code === "CIRCULAR_DEPENDENCY" || warnings.push(message),
    });
    const file = join(folder, "rolled.mjs");
    await bundle.write({ file, format: "es" });
    t.same(warnings, []);
    t.equal(run(file), PRINTED);
    t.notMatch(readFileSync(file, "utf8"), /astring|acorn|decodeModule/, "no compiler in the bundle");
  });

  t.test("Vite", async (t) => {
    await build({
      root: folder,
      logLevel: "silent",
      plugins: [mortise()],
      build: {
        outDir: "out",
        target: "es2022",
        lib: { entry: "main.js", formats: ["es"], fileName: "vited" },
      },
    });
    const file = join(folder, "out", "vited.js");
    t.equal(run(file), PRINTED);
    t.ok(statSync(file).size < 150_000, "the compiler is not in it");
  });
}

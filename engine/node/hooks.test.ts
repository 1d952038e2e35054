// Binaries as ES modules in Node, with and without its own WebAssembly.

import { execFileSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { ownFile } from "./own-files.ts";
import { makeProject, PRINTED } from "./testing/project.ts";

const folder = makeProject();
t.teardown(() => rmSync(folder, { recursive: true }));

function run(flags: readonly string[], environment: Readonly<Record<string, string>> = {}): string {
  const hooks = ["--import", fileURLToPath(ownFile("node/index"))];
  return execFileSync(process.execPath, [...process.execArgv, ...flags, ...hooks, "main.js"], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, MORTISE_CORES: "js", ...environment },
  });
}

t.test("linked binaries are ES modules", (t) => {
  t.equal(run([]), PRINTED);
  t.end();
});

t.test("without WebAssembly", (t) => {
  t.equal(run(["--jitless"]), PRINTED);
  t.end();
});

t.test("without code made of strings", (t) => {
  t.equal(run(["--disallow-code-generation-from-strings"]), PRINTED);
  t.end();
});

t.test("with a code cache", (t) => {
  const cache = join(folder, "kept");
  const environment = { MORTISE_CACHE: cache };
  t.equal(run([], environment), PRINTED);
  const files = readdirSync(cache).sort();
  t.equal(files.filter((name) => name.endsWith(".code")).length, 3, "the code of each binary");
  t.equal(files.filter((name) => name.endsWith(".text")).length, 3, "what each is as an ES module");
  t.equal(run([], environment), PRINTED);
  t.same(readdirSync(cache).sort(), files);
  t.equal(run(["--disallow-code-generation-from-strings"], environment), PRINTED);
  t.equal(run(["--jitless"], environment), PRINTED);
  t.ok(readdirSync(cache).length > files.length, "V8 takes no code that was made under other flags");
  t.end();
});

t.test("core modules are Node's own where it loads them", (t) => {
  const flag = "--experimental-wasm-modules";
  t.throws(() => run([flag], { MORTISE_CORES: "" }), "a native memory is no memory of ours");
  t.equal(run([flag]), PRINTED, "unless asked otherwise");
  t.end();
});

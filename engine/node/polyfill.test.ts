// `mortise/polyfill` in Node: with `MORTISE_CACHE`, what later processes use is kept.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { parse } from "../../compiler/text/index.ts";
import { ownFile } from "./own-files.ts";

const folder = mkdtempSync(join(tmpdir(), "mortise-polyfill-"));
t.teardown(() => rmSync(folder, { recursive: true }));
const cache = join(folder, "cache");

writeFileSync(
  join(folder, "sum.wasm"),
  parse('(module (func (export "sum") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))))'),
);
writeFileSync(
  join(folder, "main.mjs"),
  `import { readFileSync } from "node:fs";
  const { instance } = await WebAssembly.instantiate(readFileSync("sum.wasm"));
  console.log(instance.exports.sum(1, 2));`,
);

function run(environment: Readonly<Record<string, string>>): string {
  const flags = ["--jitless", "--import", fileURLToPath(ownFile("node/polyfill"))];
  return execFileSync(process.execPath, [...process.execArgv, ...flags, "main.mjs"], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, ...environment },
  });
}

t.test("without the variable nothing is kept", (t) => {
  const before = readdirSync(folder);
  t.equal(run({ MORTISE_CACHE: "" }), "3\n");
  t.same(readdirSync(folder), before);
  t.end();
});

t.test("with it, each process adds what it used", (t) => {
  for (let i = 0; i < 2; i++) t.equal(run({ MORTISE_CACHE: cache }), "3\n");
  const [file, ...others] = readdirSync(cache).map((name) => join(cache, name));
  t.same(others, []);
  const content = readFileSync(file!);
  t.equal(run({ MORTISE_CACHE: cache }), "3\n");
  t.ok(readFileSync(file!).equals(content), "and then nothing is new");
  if (process.getuid !== undefined)
    t.same(
      [cache, file!].map((path) => statSync(path).mode & 0o777),
      [0o700, 0o600],
    );
  t.end();
});

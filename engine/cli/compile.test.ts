// `mortise compile` writes what it says beside the module, in each format, and what it writes runs.

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { dispatch } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "mortise-compile-"));
t.teardown(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);
writeFileSync(
  at("add.wat"),
  `(module (func $add (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))))`,
);

/** Runs `mortise compile`; what it told, on success and on failure. */
async function compile(...args: string[]): Promise<{ code: number; told: string }> {
  const told: string[] = [];
  const tell = (text: string) => void told.push(text);
  const code = await dispatch(["compile", ...args], { out: tell, error: tell, bytes: () => {} });
  return { code, told: told.join("\n").replaceAll(folder, "%") };
}

/** What a program prints, in a Node where no code can be made of strings. */
const run = (...args: string[]) =>
  spawnSync(process.execPath, ["--disallow-code-generation-from-strings", ...args], {
    encoding: "utf8",
    cwd: folder,
  }).stdout.trim();

t.test("without options: an ES module beside the file", async (t) => {
  t.same(await compile(at("add.wat")), { code: 0, told: "" });
  const program = `import { instantiate } from "./add.mjs"; console.log(instantiate().add(40, 2));`;
  t.equal(run("--input-type=module", "-e", program), "42");
});

t.test("format cjs, with types, a map and the text", async (t) => {
  t.equal((await compile(at("add.wat"), "--format", "cjs", "--types", "--source-map")).code, 0);
  t.equal(run("-e", `console.log(require("./add.cjs").instantiate().add(1, 2))`), "3");
  t.match(readFileSync(at("add.d.cts"), "utf8"), /add/);
  const map = JSON.parse(readFileSync(at("add.cjs.map"), "utf8")) as { sources: string[] };
  t.same(map.sources, ["add.cjs.wat"]);
  t.match(readFileSync(at("add.cjs.wat"), "utf8"), /\(func \$add/);
});

t.test("format iife, with a name and a place; exports of the instance", async (t) => {
  t.equal((await compile(at("add.wat"), "--format", "iife", "--name", "lib", "-o", at("lib.js"))).code, 0);
  writeFileSync(
    at("page.js"),
    `${readFileSync(at("lib.js"), "utf8")}\nconsole.log(lib.instantiate().add(3, 4));`,
  );
  t.equal(run("page.js"), "7");
  t.equal((await compile(at("add.wat"), "--instance", "-o", at("direct.mjs"))).code, 0);
  t.equal(
    run("--input-type=module", "-e", `import { add } from "./direct.mjs"; console.log(add(2, 3));`),
    "5",
  );
});

t.test("what cannot be done is said with the file's name", async (t) => {
  writeFileSync(at("bad.wat"), `(module (func (result i32)))`);
  const bad = await compile(at("bad.wat"));
  t.equal(bad.code, 1);
  t.match(bad.told, /bad\.wat/);
  t.notOk(existsSync(at("bad.mjs")), "nothing is written for it");
  t.match(await compile(at("add.wat"), "-o", join(folder, "missing", "x.mjs")), { code: 1, told: /missing/ });
});

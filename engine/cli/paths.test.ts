// Where the command line reads and writes, and what it says where it cannot: names that it makes up itself, folders in the
// place of files, files that are no scripts.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { dispatch } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "mortise-paths-"));
t.teardown(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): void {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), content);
}

/** Runs a command line; `%` stands for the folder of the test. */
async function mortise(line: string): Promise<{ code: number; out: string; error: string }> {
  const text = { out: "", error: "" };
  const argv = line === "" ? [] : line.split(" ").map((arg) => arg.replace("%", folder));
  const code = await dispatch(argv, {
    out: (words) => void (text.out += `${words}\n`),
    error: (words) => void (text.error += `${words}\n`),
  });
  return { code, out: text.out.replaceAll(folder, "%"), error: text.error.replaceAll(folder, "%") };
}

file(
  "app.wat",
  `(module (module $app (func (export "f") (result i32) (i32.const 7)))
    (instance $i (instantiate $app)) (export "f" (func $i "f")))`,
);
file(
  "memories.wat",
  `(module (import "m" "memory" (memory 1)) (module $lib (memory (export "memory") 1)) (instance (instantiate $lib)))`,
);
file("plain.wat", `(module (memory (export "memory") 1))`);
mkdirSync(join(folder, "taken"));

t.test("no command is asked for: what there is, and an exit code that says so", async (t) => {
  const { code, out } = await mortise("");
  t.equal(code, 1);
  t.equal(out, (await mortise("help")).out);
});

t.test("files are named after the one that is read", async (t) => {
  t.equal((await mortise("graph %/app.wat")).code, 0);
  t.match(readFileSync(join(folder, "app.svg"), "utf8"), "<svg");
  t.equal((await mortise("flatten %/app.wat")).code, 0);
  t.equal((await mortise("run %/app.flat.wasm --invoke f")).out, "7\n");
  const { code, out } = await mortise("split %/app.wat");
  t.equal(code, 0);
  t.same(out.trim().split("\n").length, 2);
  t.ok(out.includes("%/app.split/"));
  t.equal((await mortise(`bundle ${out.split("\n")[0]} -o %/again.wasm`)).code, 0, "split and bundled");
  t.equal((await mortise("run %/again.wasm --invoke f")).out, "7\n");
  t.equal(readdirSync(join(folder, "app.split")).length, 2);
  t.equal((await mortise("link %/app.wat")).code, 0);
  t.equal((await mortise("run %/app.wasm --invoke f")).out, "7\n");
});

t.test("the memories that a flat module imports count, too", async (t) => {
  const { code, error } = await mortise("flatten %/memories.wat -o %/flat.wasm");
  t.equal(code, 0);
  t.match(error, /^%\/flat\.wasm: 2 memories: needs an engine with multi-memory/);
});

t.test("folders are no files, and files no folders", async (t) => {
  t.match((await mortise("validate %/taken")).error, /^%\/taken: EISDIR/);
  for (const line of ["wat2wasm %/plain.wat -o", "compile %/plain.wat -o", "graph %/app.wat -o"]) {
    const target = line.startsWith("graph") ? "%/taken/none/x.dot" : "%/taken";
    const { code, error } = await mortise(`${line} ${target}`);
    t.equal(code, 1, line);
    t.match(error, /^mortise: .*(EISDIR|ENOENT)/, line);
    t.equal(error.trim().split("\n").length, 1, "one line");
  }
  t.match(
    (await mortise("split %/app.wat -o %/plain.wat")).error,
    /plain\.wat: it is a file, and the modules need a folder/,
  );
});

t.test("modules without functions to call", async (t) => {
  t.equal(
    (await mortise("run %/plain.wat --invoke f")).error,
    'mortise: %/plain.wat: no exported function "f"; there are none\n',
  );
});

t.test("numbers must be there", async (t) => {
  for (const option of ["--fuel=", "--fuel=-1", "--time=soon"])
    t.match(
      (await mortise(`run ${option} %/plain.wat`)).error,
      /--(fuel|time) must be a number from 0, found "/,
    );
  t.match((await mortise("wat2wasm")).error, /wrong number of arguments\nusage: mortise wat2wasm /);
});

t.test("the help of a command that takes a program's arguments", async (t) => {
  const { code, out } = await mortise("run %/plain.wat --help");
  t.equal(code, 0);
  t.match(out, "--invoke NAME");
});

t.test("what is linked is neither text nor JSON", async (t) => {
  file("broken.json", "{");
  t.match(
    (await mortise("link %/broken.json")).error,
    /^mortise: %\/broken\.json: neither a text "\(module …\)" nor JSON: /,
  );
});

t.test("scripts: of a folder and its folders, passing and failing, assembled and not", async (t) => {
  file("scripts/a.wast", '(module (func (export "f")))\n(assert_return (invoke "f"))');
  file("scripts/deeper/b.wast", '(module (func (export "f")))\n(assert_return (invoke "f"))');
  file("scripts/readme.txt", "no script");
  file(
    "scripts/c.json",
    '{"source_filename":"c","commands":[{"type":"module","line":1,"filename":"c.wat","module_type":"text"}]}',
  );
  file("scripts/c.wat", "(module)");
  const all = await mortise("wast %/scripts");
  t.equal(all.code, 0);
  t.same(all.out.split("\n"), [
    "%/scripts/a.wast: 1 passed, 0 failed, 0 skipped",
    "%/scripts/c.json: 0 passed, 0 failed, 0 skipped",
    "%/scripts/deeper/b.wast: 1 passed, 0 failed, 0 skipped",
    "total: 2 passed, 0 failed, 0 skipped",
    "",
  ]);
  file(
    "wrong.wast",
    `(module (func (export "f")))\n${'(assert_trap (invoke "f") "unreachable")\n'.repeat(5)}`,
  );
  const wrong = await mortise("wast %/wrong.wast");
  t.equal(wrong.code, 1);
  t.match(wrong.out, "\n  and 2 more\n");
  t.equal((await mortise("wast %/wrong.wast --verbose")).out.match(/ {2}line /g)!.length, 5);
  t.equal((await mortise("wast %/none.wast")).error, "mortise: %/none.wast: no such file\n");
  file("broken.wast", "(module");
  t.match((await mortise("wast %/broken.wast")).error, /^mortise: %\/broken\.wast: /);
  file("list.json", '{"commands":7}');
  t.match((await mortise("wast %/list.json")).error, /the file has no list of commands/);
});

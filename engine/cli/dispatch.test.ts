import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { dispatch } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "mortise-"));
t.teardown(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Runs a command line; `%` stands for the folder of the test. */
async function mortise(line: string): Promise<{ code: number; out: string; error: string }> {
  const out: string[] = [];
  const error: string[] = [];
  const argv = line.split(" ").map((arg) => arg.replace("%", folder));
  const code = await dispatch(argv, {
    out: (text) => out.push(text),
    error: (text) => error.push(text),
    bytes: (stream, data) => (stream === "out" ? out : error).push(new TextDecoder().decode(data)),
  });
  return { code, out: out.join("\n"), error: error.join("\n").replaceAll(folder, "%") };
}

file(
  "math.wat",
  `(module
    (func (export "all") (param i32 i64 f32 f64) (result i32 i64 f32 f64)
      (local.get 0) (local.get 1) (local.get 2) (local.get 3))
    (func (export "div") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
    (memory (export "memory") 1 2))`,
);
file(
  "linked.wat",
  `(module
    (import "log" (func $log (param i32)))
    (module $child (import "log" (func $log (param i32))) (func (export "go") (call $log (i32.const 7))))
    (instance $one (instantiate $child (import "log" (func $log))))
    (alias $one "go" (func $go))
    (export "again" (instance $one))
    (export "go" (func $go)))`,
);
file("start.wat", `(module (func (export "_start") unreachable))`);
file("bad.wasm", Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 2, 1, 0x55));

t.test("run calls a function with values of every type", async (t) => {
  for (const cores of ["js", "native", "auto"]) {
    const args = "-5 -0x8000000000000000 -2.5 -inf";
    t.same(await mortise(`run %/math.wat --cores ${cores} --invoke all ${args}`), {
      code: 0,
      out: "-5\n-9223372036854775808\n-2.5\n-inf",
      error: "",
    });
  }
  t.equal((await mortise("run %/math.wat --invoke div 4294967295 1")).out, "-1");
  t.same(await mortise("run %/math.wat"), { code: 0, out: "", error: "" }, "nothing to call");
});

t.test("run keeps compiled code in a folder, by option or by environment", (t) => {
  const cache = join(folder, "cache");
  const main = fileURLToPath(new URL(`main.${import.meta.url.slice(-2)}`, import.meta.url));
  const line = ["run", join(folder, "math.wat"), "--invoke", "div", "9", "3"];
  const run = (args: string[], env: Record<string, string>) =>
    spawnSync(process.execPath, [...process.execArgv, main, ...args], {
      encoding: "utf8",
      env: { ...process.env, ...env },
    }).stdout.trim();
  t.equal(run([...line, "--cache", cache], {}), "3");
  t.equal(readdirSync(cache).length, 1);
  t.equal(run(line, { MORTISE_CACHE: cache }), "3");
  t.equal(run(["run", line[1]!, "--invoke", "div", "9", "2"], { MORTISE_CACHE: cache }), "4");
  t.equal(readdirSync(cache).length, 1);
  for (const [target, others] of [
    ["jit", 0],
    ["interpreter", 1],
  ] as const) {
    t.equal(run([...line, "--target", target, "--cache", cache], {}), "3");
    t.equal(readdirSync(cache).length, 1 + others, `code for ${target}`);
  }
  t.end();
});

file("forever.wat", `(module (func (export "_start") (loop $l (br $l))))`);

t.test("run stops what exceeds its fuel or its time", async (t) => {
  const { code, error } = await mortise("run %/forever.wat --fuel 1e4");
  t.equal(code, 1);
  t.match(error, "mortise: %/forever.wat: the fuel of the meter is used up");
  t.match((await mortise("run %/forever.wat --time 20")).error, "the time of the meter is over");
  t.match(
    (await mortise("run %/forever.wat --fuel much")).error,
    '--fuel must be a number from 0, found "much"',
  );
});

const failures: readonly (readonly [line: string, message: string])[] = [
  ["run %/math.wat --invoke div 1 0", "mortise: %/math.wat: integer divide by zero"],
  ["run %/start.wat", "mortise: %/start.wat: unreachable"],
  ["run %/math.wat --invoke div 1", 'mortise: %/math.wat: "div" takes 2 arguments (i32 i32), found 1'],
  ["run %/math.wat --invoke div 1 1.5", 'mortise: %/math.wat: "1.5" is no value of type i32'],
  ["run %/math.wat --invoke div 1 4294967296", 'mortise: %/math.wat: "4294967296" is no value of type i32'],
  ["run %/math.wat --invoke no", 'mortise: %/math.wat: no exported function "no"; there are "all", "div"'],
  ["run %/linked.wat", 'mortise: %/linked.wat: import "log": expected func (param i32), found undefined'],
  ["run %/none.wat", "mortise: %/none.wat: no such file"],
  ["validate %/bad.wasm", "%/bad.wasm: malformed type form 0x55 at offset 11"],
  ...["run", "compile"].map(
    (command) =>
      [
        `${command} %/math.wat --target moon`,
        'mortise: %/math.wat: --target must be one of jit, interpreter, found "moon"',
      ] as const,
  ),
  ["bogus", 'mortise: unknown command "bogus" (mortise --help lists them)'],
  ["validate --cores x %/math.wat", 'mortise: --cores must be one of js, native, auto, found "x"'],
];

for (const [line, message] of failures)
  t.test(`${line} fails with one message`, async (t) => {
    const { code, error } = await mortise(line);
    t.equal(code, 1);
    t.equal(error, message);
  });

t.test("validate goes on after a module that is not valid", async (t) => {
  const { code, out } = await mortise("validate %/bad.wasm %/math.wat --features 2.0");
  t.equal(code, 1);
  t.match(out, /math\.wat: valid$/);
  const off = await mortise("validate %/linked.wat --features 2.0,-module-linking");
  t.match(off.error, /feature "module-linking", which is off/);
});

t.test("inspect shows nested types", async (t) => {
  const { out } = await mortise("inspect %/linked.wat");
  t.equal(
    out,
    `module
  import "log": func (param i32)
  export "again": instance
    export "go": func
  export "go": func`,
  );
  const json = JSON.parse((await mortise("inspect --json %/math.wat")).out);
  t.same(json.imports, []);
  t.same(json.exports[1], {
    name: "div",
    kind: "function",
    type: { parameters: ["i32", "i32"], results: ["i32"] },
  });
  t.same(json.exports[2], { name: "memory", kind: "memory", type: { minimum: 1, maximum: 2 } });
});

t.test("plan shows the steps, or their JSON", async (t) => {
  const { out } = await mortise("plan %/linked.wat");
  t.equal(
    out,
    `module 0 (root)
  import      func 0 := "log": func (param i32)
  close over  module 0 := code 1 ()
  instantiate instance 0 := module 0 ("log" = func 0)
  alias       func 1 := instance 0."go"
  export      "again" = instance 0
  export      "go" = func 1

module 1 (root/module[0])
  import      func 0 := "log": func (param i32)
  define      core 1 (func 0), when first used
  export      "go" = func 1`,
  );
  t.same(
    JSON.parse((await mortise("plan --json %/linked.wat")).out).modules.map((m: { path: string }) => m.path),
    ["root", "root/module[0]"],
  );
});

t.test("wat2wasm writes a binary that is read back", async (t) => {
  t.equal((await mortise("wat2wasm %/math.wat -o %/out.wasm")).code, 0);
  t.equal(readFileSync(join(folder, "out.wasm"))[1], 0x61);
  t.equal((await mortise("run %/out.wasm --invoke div 9 3")).out, "3");
  t.equal((await mortise("wat2wasm %/math.wat")).code, 0);
  t.equal((await mortise("validate %/math.wasm")).code, 0);
  file("wrong.wat", "(module (func i32.bogus))");
  const { code, error } = await mortise("wat2wasm %/wrong.wat");
  t.equal(code, 1);
  t.match(error, /^mortise: %\/wrong\.wat: .*line 1/);
});

t.test("wasm2wat prints what assembles to the same bytes", async (t) => {
  for (const option of ["", " --folded"]) {
    await mortise("wat2wasm %/linked.wat -o %/one.wasm");
    t.equal((await mortise(`wasm2wat %/one.wasm -o %/one.wat${option}`)).code, 0);
    await mortise("wat2wasm %/one.wat -o %/two.wasm");
    t.same(readFileSync(join(folder, "two.wasm")), readFileSync(join(folder, "one.wasm")));
  }
  t.match((await mortise("wasm2wat %/math.wat")).out, /^\(module/);
  t.match((await mortise("wasm2wat %/bad.wasm")).error, "malformed type form 0x55 at offset 11");
});

t.test("texts are assembled in the encoding that is asked for", async (t) => {
  file("typed.wat", '(module (import "m" (module (export "f" (func)))))');
  for (const encoding of ["proposal", "wasm-tools"]) {
    t.match((await mortise(`inspect %/typed.wat --encoding ${encoding}`)).out, 'export "f": func');
    await mortise(`wat2wasm %/typed.wat -o %/${encoding}.wasm --encoding ${encoding}`);
  }
  t.notSame(readFileSync(join(folder, "proposal.wasm")), readFileSync(join(folder, "wasm-tools.wasm")));
});

t.test("wast counts and tells what failed", async (t) => {
  file(
    "some.wast",
    `(module (func (export "f") (result i32) (i32.const 1)))
(assert_return (invoke "f") (i32.const 1))
(assert_return (invoke "f") (i32.const 2))
(assert_invalid (module (func (result i32))) "type mismatch")`,
  );
  const { code, out } = await mortise("wast %/some.wast --json");
  t.equal(code, 1);
  const lines = out.split("\n");
  t.match(lines[0], /some\.wast: 2 passed, 1 failed, 0 skipped$/);
  t.match(lines[1], /line 3: assert_return/);
  t.same(JSON.parse(lines[2]!), { passed: 2, failed: 1, skipped: 0 });
});

t.test("help", async (t) => {
  const all = await mortise("--help");
  t.equal(all.code, 0);
  for (const name of ["run", "validate", "inspect", "plan", "wast", "wat2wasm", "wasm2wat"])
    t.match(all.out, `  ${name} `);
  const one = await mortise("run --help");
  t.match(one.out, "--invoke NAME");
  t.match(one.out, "--strict");
  const target = /--target jit\|interpreter +the JavaScript engines it is to be fast in/;
  for (const { out } of [one, await mortise("compile --help")]) t.match(out, target);
  const wrong = await mortise("run --bogus");
  t.equal(wrong.code, 1);
  t.match(wrong.error, "usage: mortise run ");
});

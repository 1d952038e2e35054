// The code cache: what a later process finds, what it adds, and all that may be wrong with a folder.

import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Script } from "node:vm";
import { build } from "esbuild";
import t from "tap";
import { parse } from "../../compiler/text/index.ts";
import { deserialize, serialize } from "../aot/index.ts";
import { createEngine, createMeter, type EngineOptions } from "../api/index.ts";
import { createCache } from "./code-cache.ts";
import { readEntry, writeEntry } from "./entry-file.ts";
import { CacheFolder } from "./folder.ts";

const FILLER = `(func $filler (param i32) (result i32) local.get 0 ${"i32.const 1000000 i32.add ".repeat(2_000)})`;

/** Its functions are made at their first call; data and a custom section are read from the binary. */
const BIG = parse(`(module
  (@custom "note" "kept")
  (memory 1)
  (data (i32.const 8) "\\2a\\00\\00\\00")
  ${FILLER}
  (func $load (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "answer") (result i32) (call $load (i32.const 8)))
  (func (export "sum") (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (i32.add (local.get 0) (call $sum (i32.sub (local.get 0) (i32.const 1))))) (else (i32.const 0))))
  (func $sum (param i32) (result i32) (call $load (i32.const 8)))
  (func (export "wide") (param i64) (result i64) (i64.div_u (local.get 0) (i64.const 3)))
  (func (export "\u00e9\u4e2d") (result i32) (i32.const 3))
  (func (export "loop") (loop (br 0))))`);

/** A tree whose modules have data of their own. */
const LINKED = parse(`(module
  (module $libc (memory (export "memory") 1) (data (i32.const 0) "\\07"))
  (module $program
    (import "libc" (instance $libc (export "memory" (memory 1))))
    (alias $libc "memory" (memory $m))
    (data $d "\\05")
    (func (export "run") (result i32)
      (memory.init $d (i32.const 1) (i32.const 0) (i32.const 1))
      (i32.add (i32.load8_u (i32.const 0)) (i32.load8_u (i32.const 1)))))
  (instance $libc (instantiate $libc))
  (instance $program (instantiate $program (import "libc" (instance $libc))))
  (export "run" (func $program "run")))`);

type Exports = Record<string, (...args: unknown[]) => unknown>;

const folder = mkdtempSync(join(tmpdir(), "mortise-code-"));
t.teardown(() => rmSync(folder, { recursive: true }));
const sizeOf = (paths: readonly string[]): number =>
  paths.reduce((sum, path) => sum + statSync(path).size, 0);
const files = (): string[] => readdirSync(folder).map((name) => join(folder, name));
t.beforeEach(() => {
  chmodSync(folder, 0o700);
  for (const file of files()) rmSync(file);
});

/** What a process does: modules, and the cache at its end. `compiled` counts what was not in the folder. */
function visit(options: EngineOptions = {}, place = folder, maxSize?: number) {
  const cache = createCache({ folder: place, maxSize });
  const seen = { compiled: 0 };
  const engine = createEngine({
    ...options,
    cache: {
      recipe: (bytes, kind, compile) =>
        cache.recipe(bytes, kind, () => {
          seen.compiled++;
          return compile();
        }),
    },
  });
  const load = (bytes: Uint8Array): Exports =>
    new engine.Instance(new engine.Module(bytes as BufferSource), {}).exports as never;
  return { engine, load, seen, save: () => cache.save() };
}

/** Loads BIG, calls a function of it, saves; whether anything was compiled. */
function call(name: string, ...args: unknown[]) {
  const { load, seen, save } = visit();
  const result = load(BIG)[name]!(...args);
  save();
  return { result, compiled: seen.compiled };
}

t.test("a second process compiles nothing", (t) => {
  t.same(call("answer"), { result: 42, compiled: 1 });
  t.equal(files().length, 1, "one file, and none unfinished");
  t.same(call("answer"), { result: 42, compiled: 0 });
  t.same(call("answer"), { result: 42, compiled: 0 });
  t.end();
});

t.test("what another process uses is added, and then nothing is written any more", (t) => {
  call("answer");
  t.same(call("wide", 10n), { result: 3n, compiled: 1 });
  t.same(call("\u00e9\u4e2d"), { result: 3, compiled: 1 });
  for (const [name, argument, result] of [
    ["answer", undefined, 42],
    ["wide", 9n, 3n],
    ["\u00e9\u4e2d", undefined, 3],
  ] as const)
    t.same(call(name, argument), { result, compiled: 0 });
  const before = readFileSync(files()[0]!);
  call("answer");
  t.ok(readFileSync(files()[0]!).equals(before));
  t.end();
});

/** What a process does under a limit: how often V8 is asked to write code down, and what files there are then. */
function visitWithin(maxSize: number | undefined, ...names: readonly string[]) {
  const written = t.capture(Script.prototype, "createCachedData", Script.prototype.createCachedData);
  const { load, save } = visit({}, folder, maxSize);
  const exports = load(BIG);
  for (const name of names) exports[name]!(0);
  save();
  written.restore();
  return { written: written().length, files: files().map(extname) };
}

t.test("what is too large by itself is made once to find that out, and not again", (t) => {
  const all = ["answer", "sum", "\u00e9\u4e2d"];
  visitWithin(undefined, "answer");
  const small = statSync(files()[0]!).size;
  rmSync(files()[0]!);
  visitWithin(undefined, ...all);
  const limit = statSync(files()[0]!).size - 1;
  t.ok(small < limit);
  rmSync(files()[0]!);
  t.same(visitWithin(limit, ...all), { written: 2, files: [".large"] }, "V8 says how large it is");
  t.same(visitWithin(limit, ...all), { written: 0, files: [".large"] });
  t.same(visitWithin(limit, "answer"), { written: 2, files: [".code", ".large"] }, "less of it may fit");
  t.same(visitWithin(limit, ...all), { written: 0, files: [".code", ".large"] }, "it does not grow beyond");
  t.ok(sizeOf(files()) <= limit);
  t.same(visitWithin(limit + 1_000, ...all).written, 2, "another limit is another matter");
  t.same(call("\u00e9\u4e2d"), { result: 3, compiled: 0 });
  t.end();
});

t.test("where the text alone is too large V8 is not asked at all", (t) => {
  t.same(visitWithin(1_000, "answer"), { written: 0, files: [] });
  t.same(visitWithin(0, "answer"), { written: 0, files: [] });
  t.end();
});

t.test("processes that run at once lose nothing of each other", (t) => {
  call("answer");
  const [one, other] = [visit(), visit()];
  t.equal(one.load(BIG)["wide"]!(6n), 2n);
  t.equal(other.load(BIG)["sum"]!(1), 43);
  one.save();
  other.save();
  t.same(call("wide", 12n), { result: 4n, compiled: 0 });
  t.same(call("sum", 0), { result: 0, compiled: 0 });
  t.end();
});

t.test("modules tell the same of themselves, and can be serialized", (t) => {
  const told = [0, 1].map(() => {
    const { engine, load, seen, save } = visit();
    const module = new engine.Module(BIG as BufferSource);
    load(BIG)["answer"]!();
    save();
    const [note] = engine.Module.customSections(module, "note");
    const plain = createEngine();
    const { compiled } = seen;
    const copy = new plain.Instance(deserialize(serialize(module)), {}).exports as Exports;
    return [compiled > 0, engine.Module.exports(module), Buffer.from(note!).toString(), copy["answer"]!()];
  });
  t.same(told[1]!.slice(1), told[0]!.slice(1));
  t.same([told[0]![0], told[1]![0]], [true, false]);
  t.equal(told[1]![2], "kept");
  t.equal(told[1]![3], 42);
  t.end();
});

t.test("linked modules, small and whole", (t) => {
  for (const compiled of [1, 0, 0]) {
    const { load, seen, save } = visit();
    t.equal(load(LINKED)["run"]!(), 12);
    save();
    t.equal(seen.compiled, compiled);
  }
  t.end();
});

t.test("files that are not what they should be are replaced", (t) => {
  call("answer");
  call("answer");
  const [file] = files();
  const good = readFileSync(file!);
  const damaged = Array.from({ length: 40 }, (_, i) => {
    const bytes = Buffer.from(good);
    bytes[Math.floor((i * good.length) / 40)]! ^= 1;
    return bytes;
  });
  for (const content of [...damaged, Buffer.alloc(0), good.subarray(0, 70), good.subarray(0, -1), BIG]) {
    writeFileSync(file!, content);
    t.same(call("answer"), { result: 42, compiled: 1 });
    t.same(call("answer"), { result: 42, compiled: 0 });
  }
  t.end();
});

t.test("a file of another binary is not taken", (t) => {
  call("answer");
  const [big] = files();
  const content = readFileSync(big!);
  const { load, save } = visit();
  load(LINKED)["run"]!();
  save();
  const linked = files().find((file) => file !== big)!;
  writeFileSync(linked, content);
  const again = visit();
  t.equal(again.load(LINKED)["run"]!(), 12);
  t.equal(again.seen.compiled, 1);
  t.end();
});

t.test("options that change the code have files of their own", (t) => {
  const variants: EngineOptions[] = [
    { target: "jit" },
    { optimizations: "none" },
    { target: "interpreter" },
    { strict: true },
  ];
  for (const options of variants) {
    const { load, save, seen } = visit(options);
    t.equal(load(BIG)["answer"]!(), 42);
    t.equal(seen.compiled, 1);
    save();
  }
  t.equal(files().length, variants.length);
  t.end();
});

t.test("a refusal is kept as well, under the options that led to it", (t) => {
  const small: EngineOptions = { limits: { code: 10 } };
  const refusals = [small, small, {}, {}].map((options) => {
    const { load, seen } = visit(options);
    const bytes = options === small ? BIG : BIG.subarray(0, 30);
    let thrown: Record<string, unknown> = {};
    try {
      load(bytes);
    } catch (error) {
      const { name, message, code, offset } = error as Record<string, unknown>;
      thrown = { name, message, code, offset };
    }
    t.equal(thrown["name"], "CompileError");
    return { thrown, compiled: seen.compiled };
  });
  t.same(
    refusals.map(({ compiled }) => compiled),
    [1, 0, 1, 0],
  );
  t.same(refusals[1]!.thrown, refusals[0]!.thrown);
  t.same(refusals[3]!.thrown, refusals[2]!.thrown);
  t.equal(refusals[0]!.thrown["code"], "too-much-code");
  for (const file of files()) writeFileSync(file, readFileSync(file).fill(1, 40, 41));
  t.throws(() => visit(small).load(BIG), { code: "too-much-code" });
  t.same(call("answer"), { result: 42, compiled: 1 });
  t.end();
});

t.test("metered code is kept, and stops", (t) => {
  for (const compiled of [1, 0]) {
    const { load, save, seen } = visit({ meter: createMeter({ fuel: 100_000 }) });
    t.throws(() => load(BIG)["loop"]!(), { code: "out-of-fuel" });
    save();
    t.equal(seen.compiled, compiled);
  }
  t.end();
});

t.test("an engine that wants to see code sees it", (t) => {
  call("answer");
  const { engine } = visit();
  const module = new engine.Module(BIG as BufferSource);
  let seen = 0;
  const watching = visit({ onCode: () => void seen++ });
  t.equal(watching.load(BIG)["answer"]!(), 42);
  t.equal(watching.seen.compiled, 0, "it has no cache");
  const own = seen;
  t.ok(own > 0);
  const exports = new watching.engine.Instance(module as never, {}).exports as Exports;
  t.equal(exports["answer"]!(), 42);
  t.equal(seen, 2 * own, "of a module that comes from a cache as well");
  t.end();
});

t.test("folders that cannot be used, or that others may write to", (t) => {
  call("answer");
  const file = join(folder, "a file");
  writeFileSync(file, "");
  const none = visit({}, join(file, "below"));
  t.equal(none.load(BIG)["answer"]!(), 42);
  none.save();
  rmSync(file);
  if (process.getuid !== undefined) {
    chmodSync(folder, 0o777);
    t.same(call("answer"), { result: 42, compiled: 1 });
    chmodSync(folder, 0o700);
  }
  t.same(call("answer"), { result: 42, compiled: 0 });
  t.throws(() => createCache({} as never), TypeError);
  t.throws(() => createEngine({ cache: {} as never }), { name: "TypeError" });
  t.end();
});

const CHILD = `import { readFileSync } from "node:fs";
import { createEngine } from "../api/index.EXT";
import { createCache } from "./code-cache.EXT";
const [folder, binary, name] = process.argv.slice(2);
const { Module, Instance } = createEngine({ cache: createCache({ folder }) });
console.log(new Instance(new Module(readFileSync(binary))).exports[name](0n));`;

const place = mkdtempSync(join(tmpdir(), "mortise-child-"));
t.teardown(() => rmSync(place, { recursive: true }));

/** What runs a function of BIG in a process of its own. */
async function child(): Promise<(name: string) => Promise<string>> {
  const [script, binary] = [join(place, "child.mjs"), join(place, "big.wasm")];
  const contents = CHILD.replaceAll("EXT", import.meta.url.slice(-2));
  await build({
    stdin: { contents, resolveDir: dirname(fileURLToPath(import.meta.url)) },
    bundle: true,
    outfile: script,
    format: "esm",
    platform: "node",
    logLevel: "warning",
  });
  writeFileSync(binary, BIG);
  return async (name) => {
    const { stdout } = await promisify(execFile)(process.execPath, [script, folder, binary, name]);
    return stdout.trim();
  };
}

t.test("other processes: the end of each writes", async (t) => {
  const run = await child();
  t.same(await Promise.all(["answer", "wide", "answer"].map(run)), ["42", "0n", "42"]);
  t.equal(files().length, 1);
  t.equal(await run("answer"), "42");
  t.equal(await run("wide"), "0n");
  t.equal(files().length, 1);
});

t.test("code that V8 does not take is compiled from its text, and written", async (t) => {
  const run = await child();
  await run("answer");
  const [file] = files();
  const key = readFileSync(file!).subarray(0, 32);
  const kept = new CacheFolder({ folder });
  const entry = readEntry(kept, key)!;
  const data = Buffer.alloc(1 << 20, 7);
  const spoilt = { tree: { ...entry.tree, data }, parts: { ...entry.parts, data }, settled: true };
  writeEntry(kept, key, { ...entry, ...spoilt });
  t.equal(await run("answer"), "42");
  const { tree, parts } = readEntry(kept, key)!;
  t.ok(tree.data.length < data.length);
  t.ok(parts.data.length < data.length);
});

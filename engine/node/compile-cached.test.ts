// The compile cache: hits, misses, damaged files, and modules that go to workers.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import t from "tap";
import { parse } from "../../compiler/text/index.ts";
import { serialize } from "../aot/index.ts";
import { createEngine } from "../api/index.ts";
import { type CacheOptions, compileCached } from "./compile-cached.ts";

const answering = (answer: number) =>
  parse(`(module
    (module $inner (func (export "answer") (result i32) (i32.const ${answer})))
    (instance $i (instantiate $inner))
    (export "answer" (func $i "answer")))`);

const BINARY = answering(42);
const engine = createEngine();
const folder = mkdtempSync(join(tmpdir(), "mortise-cache-"));
t.teardown(() => rmSync(folder, { recursive: true }));

const answerOf = (module: object): unknown =>
  (new engine.Instance(module, {}).exports as { answer: () => unknown }).answer();
const compile = (bytes: Uint8Array, options: Partial<CacheOptions> = {}) =>
  compileCached(bytes, { folder, ...options });
const files = (): string[] => readdirSync(folder).map((name) => join(folder, name));
const emptied = (): void => {
  for (const file of files()) rmSync(file);
};

t.beforeEach(emptied);

t.test("a second compilation reads what the first wrote", (t) => {
  t.equal(answerOf(compile(BINARY)), 42);
  const [file, ...others] = files();
  t.same(others, [], "one file, and none unfinished");
  const content = readFileSync(file!);
  // A file that says otherwise, and is right by its hash, shows that it is what is read.
  const other = serialize(new engine.Module(answering(43)));
  writeFileSync(file!, Buffer.concat([content.subarray(0, 32), other]));
  t.equal(answerOf(compile(BINARY)), 43);
  t.end();
});

t.test("binaries and options that differ have files of their own", (t) => {
  compile(BINARY);
  compile(answering(7));
  compile(BINARY, { target: "interpreter" });
  compile(BINARY, { optimizations: "none" });
  compile(BINARY, { limits: { size: 10_000 } });
  t.equal(files().length, 5);
  t.throws(() => compile(BINARY, { limits: { size: 10 } }), { name: "CompileError" });
  t.equal(files().length, 5);
  t.end();
});

t.test("files that are not what they should be are replaced", (t) => {
  compile(BINARY);
  const [file] = files();
  const good = readFileSync(file!);
  for (let at = 0; at < good.length; at += 53) {
    const damaged = Buffer.from(good);
    damaged[at]! ^= 1;
    writeFileSync(file!, damaged);
    t.equal(answerOf(compile(BINARY)), 42);
    t.ok(readFileSync(file!).equals(good), `byte ${at}`);
  }
  for (const content of [Buffer.alloc(0), good.subarray(0, 40), good.subarray(0, -1), BINARY]) {
    writeFileSync(file!, content);
    t.equal(answerOf(compile(BINARY)), 42);
    t.ok(readFileSync(file!).equals(good), `${content.length} bytes`);
  }
  t.end();
});

t.test("a file of another binary is not taken", (t) => {
  compile(answering(7));
  const [seven] = files();
  const content = readFileSync(seven!);
  rmSync(seven!);
  compile(BINARY);
  writeFileSync(files()[0]!, content);
  t.equal(answerOf(compile(BINARY)), 42);
  t.end();
});

t.test("a folder that cannot be made", (t) => {
  const file = join(folder, "a file");
  writeFileSync(file, "");
  t.equal(answerOf(compile(BINARY, { folder: join(file, "below") })), 42);
  t.end();
});

t.test("code is shown before it is evaluated, fresh or kept", (t) => {
  for (const state of ["fresh", "kept"]) {
    let seen = 0;
    const module = compile(BINARY, { onCode: () => void seen++ });
    t.equal(seen, 0);
    t.equal(answerOf(module), 42);
    t.equal(seen, 1, state);
  }
  t.end();
});

const WORKER = `import { parentPort } from "node:worker_threads";
import { deserialize } from "../aot/index.EXT";
import { createEngine } from "../api/index.EXT";
import { compileCached } from "./compile-cached.EXT";
const { Instance } = createEngine();
const answer = (module) => new Instance(module, {}).exports.answer();
parentPort.once("message", ({ bytes, folder, binary }) =>
  parentPort.postMessage([answer(deserialize(bytes)), answer(compileCached(binary, { folder }))]));`;

/** As one script, which a worker of any Node can run. */
async function workerText(): Promise<string> {
  const contents = WORKER.replaceAll("EXT", import.meta.url.slice(-2));
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: dirname(fileURLToPath(import.meta.url)) },
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    logLevel: "warning",
  });
  return outputFiles[0]!.text;
}

t.test("a worker gets a module by postMessage, and shares the folder", async (t) => {
  const module = compile(BINARY);
  const worker = new Worker(await workerText(), { eval: true });
  worker.postMessage({ bytes: serialize(module), folder, binary: BINARY });
  const answers = await new Promise((done, failed) => {
    worker.once("message", done);
    worker.once("error", failed);
  });
  await worker.terminate();
  t.same(answers, [42, 42]);
  t.equal(files().length, 1, "the worker wrote none of its own");
});

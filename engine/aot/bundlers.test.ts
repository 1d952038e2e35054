// Outputs in bundles: they run minified, and go away where nothing of them is used.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build as esbuild } from "esbuild";
import { rollup } from "rollup";
import t from "tap";
import { build as vite } from "vite";
import { parse } from "../../compiler/text/index.ts";
import { compileToModule } from "./index.ts";
import { loaded } from "./testing/load.ts";

const TREE = parse(`(module
  (import "host" "twice" (func $twice (param i64) (result i64)))
  (module $counter (memory (export "memory") 1) (table (export "table") 1 funcref) (data (i32.const 8) "mortise")
    (global $n (mut i32) (i32.const 0))
    (func (export "next") (result i32) (global.set $n (i32.add (global.get $n) (i32.const 1))) global.get $n)
    (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0))))
  (instance $i (instantiate $counter))
  (func (export "wide") (param i64) (result i64) (call $twice (i64.mul (local.get 0) (local.get 0))))
  (func (export "fails") (result i32) (i32.div_s (i32.const 1) (i32.const 0)))
  (export "next" (func $i "next")) (export "load" (func $i "load"))
  (export "memory" (memory $i "memory")) (export "table" (table $i "table")))`);

/** A program whose `results` tell what the output does. */
const PROGRAM = `import { instantiate, RuntimeError } from "./output.mjs";
const exports = instantiate({ host: { twice: (x) => 2n * x } });
const { next, load, wide, fails, memory, table } = exports;
const trap = () => { try { fails(); } catch (error) { return [error instanceof RuntimeError, error.message]; } };
export const results = [next(), next(), load(8), wide(-(2n ** 33n)), wide(-3n), trap(), memory.grow(1),
  memory.buffer.byteLength, table.length, table.get(0), Object.keys(exports)];`;

const folder = mkdtempSync(join(tmpdir(), "mortise-bundlers-"));
t.teardown(() => rmSync(folder, { recursive: true }));
const written = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const program = written("program.mjs", PROGRAM);
const unused = written("unused.mjs", 'import * as output from "./output.mjs"; export const results = [1];');
const { code } = compileToModule(TREE);
written("output.mjs", code);

async function withEsbuild(entry: string): Promise<string> {
  const { outputFiles } = await esbuild({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
  });
  return outputFiles[0]!.text;
}

async function withRollup(entry: string): Promise<string> {
  const bundle = await rollup({ input: entry });
  const { output } = await bundle.generate({ format: "es" });
  return output[0].code;
}

async function withVite(entry: string): Promise<string> {
  const built = await vite({
    root: folder,
    logLevel: "silent",
    configFile: false,
    build: {
      write: false,
      minify: true,
      target: "es2022",
      lib: { entry, formats: ["es"], fileName: "bundle" },
    },
  });
  const [first] = Array.isArray(built) ? built : [built];
  return (first as unknown as { output: [{ code: string }] }).output[0].code;
}

const BUNDLERS = { esbuild: withEsbuild, rollup: withRollup, vite: withVite };

for (const [name, bundled] of Object.entries(BUNDLERS))
  t.test(name, async (t) => {
    const expected = (await import(program)) as { results: unknown[] };
    const text = await bundled(program);
    if (name !== "rollup") t.ok(text.length < code.length, "minified");
    t.same((await loaded(text))["results"], expected.results);
    t.match(expected.results, [1, 2, 109, 2n ** 67n % 2n ** 64n, 18n, [true, "integer divide by zero"]]);
    const nothing = await bundled(unused);
    t.ok(nothing.length < 200, "nothing of it is left");
    t.notMatch(nothing, /class|function|=>|instantiate/);
  });

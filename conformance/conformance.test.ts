// The suites of ../shared/conformance in the test command, on JavaScript and on native cores: nothing differs from
// gaps.json, and as many assertions pass as there are. `npm run conformance` prints more and runs the rest.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import t, { type Test } from "tap";
import { hasData } from "./data.ts";
import type { Cores } from "./engines.ts";
import { readGaps, surprises } from "./gaps.ts";
import { row, sum } from "./report.ts";
import { runSuite } from "./run-suite.ts";
import { SUITES } from "./suites.ts";

/** Assertions that pass on JavaScript cores, by folder: none may go missing. */
const PASSING: Readonly<Record<string, number>> = {
  "module-linking/assembled-wasm-tools/wasm-tools": 69,
  "module-linking/assembled-wasm-tools/wasmtime": 73,
  "module-linking/assembled-proposal/wasm-tools": 69,
  "module-linking/assembled-proposal/wasmtime": 73,
  "module-linking/wasm-tools": 69,
  "module-linking/wasmtime": 73,
  "module-linking/random/valid-wasm-tools": 180,
  "module-linking/random/valid-proposal": 180,
  "module-linking/random/mutated": 1500,
  core: 26_716,
  "core/multi-memory": 721,
  "core/tail-call": 120,
  "core/extended-const": 218,
  "core/exceptions": 81,
  "core/exceptions/legacy": 89,
};

/** Native cores share all but code generation, so a part shows that the rest fits. */
const NATIVE = /^(core\/|module-linking\/(assembled-proposal|wasmtime))/;

function holds(t: Test, folder: string, cores: Cores): void {
  const suite = SUITES.find((one) => one.folder === folder)!;
  const results = [...runSuite(suite, cores)];
  const gaps = readGaps(cores);
  const counts = sum(results);
  t.comment(row(`${folder} (${cores})`, counts));
  t.same(
    results.flatMap((result) => surprises(folder, result, gaps)),
    [],
    `${folder} is as listed`,
  );
  if (cores === "js") t.equal(counts.passed, PASSING[folder], `${folder}: as many pass as should`);
}

const skip = hasData() ? false : "there is no ../shared/conformance beside the checkout";

t.test("on JavaScript cores", { skip }, (t) => {
  for (const folder of Object.keys(PASSING)) holds(t, folder, "js");
  t.end();
});

t.test("on native cores", { skip }, (t) => {
  for (const folder of Object.keys(PASSING).filter((name) => NATIVE.test(name))) holds(t, folder, "native");
  t.end();
});

/** What the target for interpreters does otherwise: memory, floats, integers, control, calls. */
const INTERPRETED = [
  "address",
  "align",
  "conversions",
  "endianness",
  "f32",
  "f32_bitwise",
  "f32_cmp",
  "f64",
  "float_exprs",
  "float_literals",
  "float_memory",
  "float_misc",
  "i32",
  "i64",
  "int_exprs",
  "labels",
  "left-to-right",
  "load",
  "local_tee",
  "loop",
  "memory",
  "memory_copy",
  "memory_grow",
  "memory_redundancy",
  "memory_trap",
  "nop",
  "select",
  "stack",
  "store",
  "switch",
  "traps",
  "unwind",
];

t.test("made for interpreters", { skip }, (t) => {
  const suite = SUITES.find(({ folder }) => folder === "core")!;
  const results = [...runSuite(suite, "js", { only: INTERPRETED, target: "interpreter" })];
  const { passed, failed, skipped } = sum(results);
  t.same({ failed, skipped }, { failed: 0, skipped: 0 });
  t.ok(passed > 14_000, `${passed} passed`);
  t.end();
});

const extension = import.meta.url.slice(-3);
const RUN = fileURLToPath(new URL(`run${extension}`, import.meta.url));

t.test("ahead of time, in a process where eval is forbidden", { skip }, (t) => {
  const loader = extension === ".ts" ? ["--import", "tsx"] : [];
  const flags = ["--disallow-code-generation-from-strings", ...loader];
  const args = [RUN, "--cores", "aot", "--json", "core", "module-linking"];
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, ...args], { encoding: "utf8" });
  t.equal(stderr.replace(/.*(Warning|node --trace).*\n/g, ""), "");
  const { passed, failed, unexpected } = JSON.parse(stdout.trim().split("\n").at(-1)!);
  const all = Object.values(PASSING).reduce((sum, count) => sum + count);
  t.same({ passed, failed, unexpected }, { passed: all, failed: 0, unexpected: 0 });
  t.end();
});

t.test("the runner is right: native WebAssembly alone passes the core suite", { skip }, (t) => {
  holds(t, "core", "host");
  t.end();
});

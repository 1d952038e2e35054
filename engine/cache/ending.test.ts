// The ends of programs with a code cache: which of them write what was used, and that none is changed by it.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { parse } from "../../compiler/text/index.ts";

const place = mkdtempSync(join(tmpdir(), "mortise-ending-"));
t.teardown(() => rmSync(place, { recursive: true }));
const binary = join(place, "answer.wasm");
writeFileSync(binary, parse('(module (func (export "answer") (result i32) (i32.const 42)))'));
const extension = import.meta.url.slice(-2);
const program = fileURLToPath(new URL(`./testing/ending.${extension}`, import.meta.url));

/** What runs TypeScript; without what tap loads into processes, which turns signals into exits. */
const execArgv = extension === "js" ? [] : process.execArgv;

/** How a program ended, and how many files are in its folder then. */
function end(way: string) {
  const folder = join(place, way);
  const { status, signal, stderr } = spawnSync(
    "env",
    ["NODE_OPTIONS=", process.execPath, ...execArgv, program, folder, binary, way],
    { encoding: "utf8", timeout: 60_000 },
  );
  const written = readdirSync(place).includes(way) ? readdirSync(folder).length : 0;
  return { status, signal, written, quiet: stderr === "", stderr };
}

/** Node 20 runs TypeScript in no worker. */
const inWorkers = extension === "js" ? ["worker", "worker that exits"] : [];

for (const way of ["end", "exit", "handler", ...inWorkers])
  t.test(`${way}: written`, (t) => {
    const { stderr, ...ended } = end(way);
    t.same(ended, { status: 0, signal: null, written: 1, quiet: true }, stderr);
    t.end();
  });

for (const way of ["throw", "rejection"])
  t.test(`${way}: written, and the error told`, (t) => {
    const { status, written, stderr } = end(way);
    t.same({ status, written }, { status: 1, written: 1 });
    t.match(stderr, "on purpose");
    t.end();
  });

t.test("save: written before the process is killed", (t) => {
  const { signal, written } = end("save");
  t.same({ signal, written }, { signal: "SIGKILL", written: 1 });
  t.end();
});

t.test("a signal, or an end from outside of a worker: nothing is written", (t) => {
  const { signal, written } = end("SIGTERM");
  t.same({ signal, written }, { signal: "SIGTERM", written: 0 });
  if (extension === "js") t.equal(end("worker that is terminated").written, 0);
  t.end();
});

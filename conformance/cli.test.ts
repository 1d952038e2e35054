// The command line: each conformance/cli/*.wat carries its command lines (`;; RUN:`, with % for the file) and, below each,
// what that prints and the exit code if it is not 0. MORTISE_UPDATE=1 writes what it does print, to be read and committed.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";

const FOLDER = join("conformance", "cli");
const extension = import.meta.url.slice(-3);
const MAIN = fileURLToPath(new URL(`../engine/cli/main${extension}`, import.meta.url));
const RUN = ";; RUN: ";

/** What a command prints, with the exit code in a last line. */
function outputOf(args: readonly string[]): string[] {
  const node = extension === ".ts" ? ["--import", "tsx"] : [];
  const { stdout, stderr, status } = spawnSync(process.execPath, [...node, MAIN, ...args], {
    encoding: "utf8",
  });
  const lines = `${stdout}${stderr}`.replace(/\n$/, "").split("\n");
  return status === 0 ? lines : [...lines, `exit ${status}`];
}

/** The head of a file: its commands, each followed by its output as comments, up to the first empty line. */
function head(source: string): string {
  return source.slice(0, source.indexOf("\n\n"));
}

/** The head as it should be, from its commands alone. */
function ran(file: string, text: string): string {
  return text
    .split("\n")
    .filter((line) => line.startsWith(RUN))
    .flatMap((line) => {
      const args = line.slice(RUN.length).split(" ");
      const output = outputOf(args.map((arg) => (arg === "%" ? file : arg)));
      return [line, ...output.map((one) => `;;   ${one}`.trimEnd())];
    })
    .join("\n");
}

for (const name of readdirSync(FOLDER).filter((file) => file.endsWith(".wat")))
  t.test(name, (t) => {
    const file = join(FOLDER, name);
    const source = readFileSync(file, "utf8");
    const found = ran(file, head(source));
    if (process.env["MORTISE_UPDATE"])
      writeFileSync(
        file,
        source.replace(head(source), () => found),
      );
    t.equal(found, process.env["MORTISE_UPDATE"] ? found : head(source));
    t.end();
  });

// The command line: each file of conformance/cli and its folders carries its command lines (`;; RUN:`, with % for the file, %d
// for its folder and %t for a temporary one) and, below each, what that prints and the exit code if it is not 0. MORTISE_UPDATE=1 writes what it does print, to be read and committed.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { dispatch } from "../engine/cli/index.ts";

const FOLDER = join("conformance", "cli");
const RUN = ";; RUN: ";
const TEMPORARY = relative("", mkdtempSync(join(tmpdir(), "mortise-cli-")));
t.teardown(() => rmSync(TEMPORARY, { recursive: true }));

/** What a command prints, with the exit code in a last line. */
async function outputOf(args: readonly string[]): Promise<string[]> {
  let text = "";
  const keep = (line: string) => {
    text += `${line}\n`;
  };
  const bytes = (_: string, data: Uint8Array) => {
    text += new TextDecoder().decode(data);
  };
  const status = await dispatch(args, { out: keep, error: keep, bytes });
  const lines = text === "" ? [] : text.replace(/\n+$/, "").split("\n");
  return status === 0 ? lines : [...lines, `exit ${status}`];
}

/** The head of a file: its commands, each followed by its output as comments, up to the first empty line. */
function head(source: string): string {
  return source.slice(0, source.indexOf("\n\n"));
}

const inPlace = (arg: string, file: string) =>
  arg.replaceAll("%t", TEMPORARY).replaceAll("%d", dirname(file)).replace(/^%$/, file);

/** The head as it should be, from its commands alone. */
async function ran(file: string, text: string): Promise<string> {
  const lines: string[] = [];
  for (const line of text.split("\n").filter((line) => line.startsWith(RUN))) {
    const args = line.slice(RUN.length).split(" ");
    const output = await outputOf(args.map((arg) => inPlace(arg, file)));
    lines.push(line, ...output.map((one) => `;;   ${one.replaceAll(TEMPORARY, "%t")}`.trimEnd()));
  }
  return lines.join("\n");
}

/** Files without commands are there for others. */
const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.was?t$/.test(file))
  .filter((file) => readFileSync(join(FOLDER, file), "utf8").startsWith(RUN));

for (const name of files.sort())
  t.test(name, async (t) => {
    const file = join(FOLDER, name);
    const source = readFileSync(file, "utf8");
    const found = await ran(file, head(source));
    if (process.env["MORTISE_UPDATE"])
      writeFileSync(
        file,
        source.replace(head(source), () => found),
      );
    t.equal(found, process.env["MORTISE_UPDATE"] ? found : head(source));
  });

t.test("the executable prints and exits as dispatch says, without a stack trace", (t) => {
  const extension = import.meta.url.slice(-3);
  const main = fileURLToPath(new URL(`../engine/cli/main${extension}`, import.meta.url));
  const args = [
    ...(extension === ".ts" ? ["--import", "tsx"] : []),
    main,
    "validate",
    join(FOLDER, "nowhere.wasm"),
  ];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8" });
  t.equal(status, 1);
  t.equal(stdout + stderr, "conformance/cli/nowhere.wasm: no such file\n");
  t.end();
});

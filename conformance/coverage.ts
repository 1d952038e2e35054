// npm run coverage
//
// Runs the tests of compiler/ and engine/ and the suites that exercise them under tap's coverage, prints room by room how much
// they cover, and writes the table conformance/coverage.md. The tests of packages, environments, examples, real programs and
// benchmarks stay out: they run bundles or processes of which coverage sees nothing, and take most of the time. So does
// the test that has TypeScript check declaration files.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";

const SUITES = /^(conformance|cli|int64|ranges|exhaustion|js-api|hostile|containment)\.test\.js$/;
const SLOW = "declarations.test.js";
const SUMMARY = ".tap/report/coverage-summary.json";
const RESULTS = "conformance/coverage.md";
/** Below this a file is named. */
const NAMED_BELOW = 90;

interface Count {
  readonly total: number;
  readonly covered: number;
}

interface Coverage {
  readonly lines: Count;
  readonly branches: Count;
}

/** The compiled tests in a folder, and in those in it. */
const testsIn = (folder: string, wanted: (name: string) => boolean): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.js") && wanted(file.split(/[\\/]/).at(-1)!))
    .map((file) => `${folder}/${file}`);

/** Failures are shown by tap; what was covered counts all the same. */
function measure(): void {
  const own = ["dist/compiler", "dist/engine"].flatMap((folder) => testsIn(folder, (name) => name !== SLOW));
  const suites = testsIn("dist/conformance", (name) => SUITES.test(name));
  const options = ["--no-disable-coverage", "--coverage-report=json-summary", "--reporter=terse"];
  const { error } = spawnSync("npx", ["tap", ...options, ...own, ...suites], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error !== undefined) throw error;
}

measure();
const files = Object.entries(JSON.parse(readFileSync(SUMMARY, "utf8")) as Record<string, Coverage>)
  .map(([file, coverage]) => ({ file: relative(process.cwd(), file), ...coverage }))
  .filter(
    ({ file }) => /^(compiler|engine)\//.test(file) && !/\/testing\/|\.generated\.|\.test\./.test(file),
  );

/** `compiler/text`, `engine/tools/script`. */
const roomOf = (file: string) =>
  file
    .split("/")
    .slice(0, file.startsWith("engine/tools/") ? 3 : 2)
    .join("/");

const sum = (counts: readonly Count[]): Count => ({
  total: counts.reduce((all, { total }) => all + total, 0),
  covered: counts.reduce((all, { covered }) => all + covered, 0),
});

const percent = ({ total, covered }: Count) => (total === 0 ? 100 : (100 * covered) / total);

function row(name: string, of: readonly Coverage[]): string {
  const lines = sum(of.map((one) => one.lines));
  const branches = sum(of.map((one) => one.branches));
  return `| ${name} | ${lines.total} | ${percent(lines).toFixed(1)} | ${branches.total} | ${percent(branches).toFixed(1)} |`;
}

const rooms = [...new Set(files.map(({ file }) => roomOf(file)))].sort();
const ends = (folder: string) => files.filter(({ file }) => file.startsWith(folder));
const low = files.filter(
  ({ lines, branches }) => percent(lines) < NAMED_BELOW || percent(branches) < NAMED_BELOW,
);
/** What the figures cannot say by themselves: why the rest is not covered. */
const REASONS = `What is not covered, by and large: ways for environments that Node is not (\`base/utf8.ts\` without TextDecoder, which
\`npm run environments\` runs in QuickJS), texts that run inside generated code and not from their file (\`runtime/floats.ts\`,
\`runtime/parts.ts\`), what only processes of their own reach (\`cli/streams.ts\`: a pipe that is not ready; \`node/index.ts\`: the loader's
thread), optional packages that are missing, and words of messages for values that are rarely wrong.`;

const text = [
  "# Coverage",
  "",
  "Written by `npm run coverage`; in percent, by tap, of the tests with the data of `../shared` at hand.",
  "",
  "| room | lines | covered | branches | covered |",
  "|---|---:|---:|---:|---:|",
  ...rooms.map((room) =>
    row(
      room,
      files.filter(({ file }) => roomOf(file) === room),
    ),
  ),
  row("**compiler/**", ends("compiler/")),
  row("**engine/**", ends("engine/")),
  "",
  REASONS,
  "",
  `Files below ${NAMED_BELOW} %:`,
  "",
  "| file | lines | covered | branches | covered |",
  "|---|---:|---:|---:|---:|",
  ...low.map((one) => row(one.file, [one])),
  "",
].join("\n");
console.log(text);
writeFileSync(RESULTS, text);

// Mutation testing of the validator: each place where it refuses, each test of the loop over plain instructions and each
// comparison of matching is switched off in turn, and some test must notice. Writes the table of rules,
// conformance/validator-rules.md; exits with 1 if a mutant survives. Run by `npx tsx conformance/mutation.ts`.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";

const ROOM = "compiler/validate";
const ENTRY = `${ROOM}/testing/cases.ts`;
const TABLE = "conformance/validator-rules.md";

/** One change of one source file. */
interface Mutant {
  readonly file: string;
  readonly line: number;
  /** The rule it switches off, or what it changes. */
  readonly rule: string;
  readonly text: string;
}

const sources = readdirSync(ROOM)
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => ({ file: join(ROOM, file), text: readFileSync(join(ROOM, file), "utf8") }));

/** Rule codes by the name of the factory in errors.ts. */
function readFactories(): Map<string, string> {
  const text = readFileSync(join(ROOM, "errors.ts"), "utf8");
  const factories = new Map<string, string>();
  for (const [, name, code] of text.matchAll(/export const (\w+) =[^;]*?(?:broken|unknown)\(\s*"([\w-]+)"/g))
    factories.set(name!, code!);
  return factories;
}

const lineAt = (text: string, position: number) => text.slice(0, position).split("\n").length;

function* refusals(): Generator<Mutant> {
  const factories = readFactories();
  for (const { file, text } of sources)
    for (const match of text.matchAll(/\bthrow (?=(\w+)(?:\[\w+\])?\()/g)) {
      const rule = factories.get(match[1]!) ?? (match[1] === "UNKNOWN" ? "unknown-…" : match[1]!);
      yield change(file, text, match.index, "throw ", "void ", rule);
    }
}

/** What is tried on each comparison of subtype.ts. */
const OPERATORS: readonly (readonly [from: string, to: string])[] = [
  [" === ", " !== "],
  [" !== ", " === "],
  [" < ", " <= "],
  [" <= ", " < "],
  [" && ", " || "],
  [" || ", " && "],
  [" ?? importsMatch(actual, expected)", ""],
];

function* comparisons(): Generator<Mutant> {
  const { file, text } = sources.find((source) => source.file.endsWith("/subtype.ts"))!;
  const start = text.indexOf("export function matches");
  for (const [from, to] of OPERATORS)
    for (let at = text.indexOf(from, start); at >= 0; at = text.indexOf(from, at + 1))
      yield change(file, text, at, from, to, `matching: ${from.trim()} → ${to.trim() || "nothing"}`);
}

/** What the loop over plain instructions looks at before it takes one: without it, it takes too many. */
function* shortcuts(): Generator<Mutant> {
  for (const { file, text } of sources.filter((source) => /\/(bodies|plain-control)\.ts$/.test(source.file)))
    for (const match of text.matchAll(/if \(([^;{}]+)\)\s+(?:break|return REFUSED);/g)) {
      let at = match.index + "if (".length;
      for (const part of match[1]!.split(" || ")) {
        // How far a number goes concerns its decoding, which has tests of its own; how many blocks are open, only speed or its end.
        if (!/behind|room|--depth|decoder/.test(part))
          yield change(file, text, at, part, "false", `plain: ${part}`);
        at += part.length + " || ".length;
      }
    }
}

const change = (file: string, text: string, at: number, from: string, to: string, rule: string): Mutant => ({
  file,
  line: lineAt(text, at),
  rule,
  text: text.slice(0, at) + to + text.slice(at + from.length),
});

const folder = mkdtempSync(join(tmpdir(), "mutants-"));
let built = 0;

/** Runs the cases against a mutant, or the original; returns the names of those that fail. */
async function run(mutant?: Mutant): Promise<string[]> {
  const outfile = join(folder, `${built++}.mjs`);
  const replace: esbuild.Plugin = {
    name: "replace",
    setup: ({ onLoad }) =>
      void onLoad({ filter: /\.ts$/ }, ({ path }) =>
        mutant && path === resolve(mutant.file) ? { contents: mutant.text, loader: "ts" } : undefined,
      ),
  };
  const options = { bundle: true, format: "esm", platform: "node", logLevel: "silent" } as const;
  await esbuild.build({ entryPoints: [ENTRY], outfile, plugins: [replace], ...options });
  const { failures } = (await import(pathToFileURL(outfile).href)) as { failures: () => string[] };
  try {
    return failures();
  } catch (error) {
    return [String(error)];
  }
}

interface Verdict {
  readonly mutant: Mutant;
  readonly killedBy: readonly string[];
}

async function judge(mutants: readonly Mutant[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const mutant of mutants) verdicts.push({ mutant, killedBy: await run(mutant) });
  return verdicts;
}

const place = ({ file, line }: Mutant) => `${file.slice(ROOM.length + 1)}:${line}`;

function tableOf(verdicts: readonly Verdict[]): string {
  const rows = [...verdicts].sort((a, b) => a.mutant.rule.localeCompare(b.mutant.rule));
  const killed = verdicts.filter(({ killedBy }) => killedBy.length > 0).length;
  return [
    "# The rules of the validator, switched off one by one",
    "",
    "Written by `npx tsx conformance/mutation.ts`. What each rule demands, and where it is written, is in",
    "`compiler/validate/rules.ts`. A row is one place where a rule is checked; with the check taken out, the",
    "tests named fail.",
    "",
    `${killed} of ${verdicts.length} mutants are noticed.`,
    "",
    "| rule | checked at | tests that fail | the first of them |",
    "|---|---|---:|---|",
    ...rows.map(
      ({ mutant, killedBy }) =>
        `| ${mutant.rule.replaceAll("|", "\\|")} | ${place(mutant)} | ${killedBy.length} | ${killedBy[0] ?? "**none**"} |`,
    ),
    "",
  ].join("\n");
}

const original = await run();
if (original.length > 0) throw new Error(`the tests fail without a change: ${original.join(", ")}`);
const verdicts = await judge([...refusals(), ...shortcuts(), ...comparisons()]);
rmSync(folder, { recursive: true });
writeFileSync(TABLE, tableOf(verdicts));
const survivors = verdicts.filter(({ killedBy }) => killedBy.length === 0);
for (const { mutant } of survivors) console.log(`survives: ${mutant.rule} at ${mutant.file}:${mutant.line}`);
console.log(`${verdicts.length - survivors.length} of ${verdicts.length} mutants noticed; see ${TABLE}`);
process.exitCode = survivors.length > 0 ? 1 : 0;

// The published bundles in Chromium, found by the package's own `exports`: what they do there is what they do in Node.

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import t from "tap";
import { launch, missingBrowser, visit } from "./browser.ts";
import { EXPECTED } from "./index.ts";
import { DEPENDENCIES, IMPORT_MAP, packageFile, WEB_ENTRIES } from "./published-package.ts";
import { publishedProgram } from "./published-program.ts";

type Outcome = Readonly<Record<string, string>>;

interface Setting {
  readonly name: string;
  /** Code that runs before anything of the package. */
  readonly before?: string;
  /** Flags of Chromium's engine, and Node's that do the same. */
  readonly flags?: readonly string[];
  readonly nodeFlags?: readonly string[];
  readonly strict?: boolean;
  readonly worker?: boolean;
  /** What is not as in Node. */
  readonly differs?: Outcome;
}

const SETTINGS: readonly Setting[] = [
  { name: "a page" },
  { name: "a page without WebAssembly", before: "delete globalThis.WebAssembly;" },
  {
    name: "a page that forbids code of strings",
    strict: true,
    nodeFlags: ["--disallow-code-generation-from-strings"],
    differs: { "native cores": "CompileError " },
  },
  {
    name: "a module worker, where no import map holds",
    worker: true,
    differs: { "mortise/wasi": "TypeError " },
  },
  { name: "a page without a JIT", flags: ["--js-flags=--jitless"], nodeFlags: ["--jitless"] },
];

const FORBIDDEN = "EvalError code-forbidden";

const MAP = JSON.stringify({ imports: IMPORT_MAP });
const PAGE = `<!doctype html><meta charset="utf-8"><script type="importmap">${MAP}</script><script src="start.js"></script>`;
const POLICY = `script-src 'self' 'sha256-${createHash("sha256").update(MAP).digest("base64")}'`;

const START = `import("/program.js").catch((error) => { globalThis.outcome = String(error); });`;
const START_WORKER = `const worker = new Worker("worker.js", { type: "module" });
  worker.onmessage = ({ data }) => { globalThis.outcome = data; };`;
const WORKER = `import("/program.js").then(() => globalThis.outcome, String).then(postMessage);`;

const browsers = new Map<string, ReturnType<typeof launch>>();
t.teardown(async () => {
  for (const browser of browsers.values()) await (await browser).close();
});

/** Pages of the same flags share a process. */
function browserWith(flags: readonly string[] = []): ReturnType<typeof launch> {
  const key = flags.join(" ");
  const browser = browsers.get(key) ?? launch(flags);
  browsers.set(key, browser);
  return browser;
}

/** What the program says on a page of its own. */
async function inChromium({ before = "", flags, strict, worker }: Setting): Promise<string> {
  const files: Readonly<Record<string, string>> = {
    ...publishedProgram(before, (specifier) => (worker ? IMPORT_MAP[specifier]! : specifier)),
    "/": PAGE,
    "/start.js": worker ? START_WORKER : START,
    "/worker.js": WORKER,
    "/favicon.ico": "",
  };
  const answer = (path: string) => files[path] ?? packageFile(path);
  const headers = strict ? { "Content-Security-Policy": POLICY } : undefined;
  return visit(await browserWith(flags), answer, headers);
}

/** What the program says in Node. */
async function inNode({ before = "", nodeFlags = [] }: Setting): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "mortise-published-"));
  try {
    const files = publishedProgram(before, (specifier) => import.meta.resolve(specifier));
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "main.js"), 'import "./program.js";\nconsole.log(outcome);');
    const { stdout } = await promisify(execFile)(process.execPath, [...nodeFlags, join(folder, "main.js")]);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Fails with the text itself where it is no outcome. */
function read(text: string): Outcome {
  try {
    return JSON.parse(text) as Outcome;
  } catch {
    return { failed: text };
  }
}

/** Without the last line, which tells whether there is a WebAssembly. */
const shorn = (text = "") => text.replace(/; WebAssembly \w+$/, "");

for (const setting of SETTINGS)
  t.test(setting.name, async (t) => {
    const missing = missingBrowser();
    if (missing !== undefined) {
      t.pass(`skipped: ${missing}`);
      return;
    }
    const [inPage, wanted] = (await Promise.all([inChromium(setting), inNode(setting)])).map(read);
    t.same(inPage, { ...wanted, ...setting.differs }, "as in Node");
    t.equal(shorn(inPage!["ahead of time"]), shorn(EXPECTED));
    t.equal(shorn(inPage!["the engine"]), setting.strict ? FORBIDDEN : shorn(EXPECTED));
  });

t.test("no entry point for browsers imports anything of Node, statically or not", async (t) => {
  const { metafile } = await build({
    entryPoints: Object.values(WEB_ENTRIES),
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "neutral",
    packages: "external",
    ignoreAnnotations: true,
    outdir: "unused",
  });
  const imported = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  t.same(
    [...new Set(imported)].filter((specifier) => !DEPENDENCIES.includes(specifier)),
    [],
  );
});

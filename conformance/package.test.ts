// The package as users get it: packed, installed into an empty project, imported at every entry point, its types
// resolved, bundled for a browser into one file. Runs on dist/, which the test command builds first.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import t from "tap";

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
  name: string;
  exports: Record<string, unknown>;
  bin: Record<string, string>;
};
const entries = Object.keys(manifest.exports).filter(
  (entry) => !entry.endsWith(".json") && !entry.includes("*"),
);
const specifierOf = (entry: string) => manifest.name + entry.slice(1);

const place = mkdtempSync(join(tmpdir(), "mortise-package-"));
t.teardown(() => rmSync(place, { recursive: true, force: true }));

const run = (command: string, args: readonly string[], cwd = place): string =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** What a failed command printed, or "" if it did not fail. */
function complaintsOf(command: string, args: readonly string[]): string {
  try {
    run(command, args);
    return "";
  } catch (error) {
    const { stdout, stderr, message } = error as { stdout?: string; stderr?: string; message: string };
    return `${stdout ?? ""}${stderr ?? ""}` || message;
  }
}

/** Packs without scripts: `prepare` would build dist/ under the feet of other tests. */
function packed(): string {
  const json = run("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", place], process.cwd());
  const [{ filename }] = JSON.parse(json) as [{ filename: string }];
  return join(place, filename);
}

const tarball = packed();
writeFileSync(join(place, "package.json"), JSON.stringify({ name: "empty", private: true, type: "module" }));
run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", tarball]);

t.test("every entry point can be imported", (t) => {
  for (const entry of entries) {
    const script = `const m = await import(${JSON.stringify(specifierOf(entry))}); console.log(Object.keys(m).length)`;
    t.match(run("node", ["--input-type=module", "-e", script]), /^\d+\n$/, specifierOf(entry));
  }
  t.end();
});

t.test("the types of every entry point resolve", (t) => {
  const attw = resolve("node_modules/@arethetypeswrong/cli/dist/index.js");
  t.equal(complaintsOf("node", [attw, tarball, "--profile", "esm-only", "--no-emoji"]), "");
  const lines = entries.map(
    (entry, i) => `import * as m${i} from ${JSON.stringify(specifierOf(entry))}; void m${i};`,
  );
  writeFileSync(join(place, "all.mts"), lines.join("\n"));
  const tsc = resolve("node_modules/typescript/bin/tsc");
  const options = ["--noEmit", "--strict", "--skipLibCheck", "false", "--target", "es2022"];
  for (const resolution of [
    ["--module", "nodenext"],
    ["--module", "esnext", "--moduleResolution", "bundler"],
  ])
    t.equal(complaintsOf("node", [tsc, ...options, ...resolution, "all.mts"]), "", resolution.join(" "));
  t.end();
});

t.test("publint has nothing to say", async (t) => {
  const { messages, pkg } = await publint({
    pkgDir: join(place, "node_modules", manifest.name),
    strict: true,
  });
  t.same(
    messages.map((message) => formatMessage(message, pkg, { color: false })),
    [],
  );
});

t.test("the command line runs", (t) => {
  t.match(run("npx", ["--no-install", ...Object.keys(manifest.bin), "--help"]), /mortise/);
  t.end();
});

t.test("a WASI program runs after a plain install", (t) => {
  const program = resolve("examples", "wasi", "count.wasm");
  t.equal(run("npx", ["--no-install", ...Object.keys(manifest.bin), "run", program]), "0 0 0 -\n");
  t.end();
});

/** (module (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add)) */
const ADD = "0061736d0100000001070160027f7f017f030201000707010361646400000a09010700200020016a0b";

t.test("a bundler makes one file for a browser, which runs", async (t) => {
  const source = `
    import { WebAssembly } from "mortise";
    const bytes = Uint8Array.from(${JSON.stringify(ADD)}.match(/../g), (pair) => parseInt(pair, 16));
    globalThis.sum = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.add(40, 2);`;
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: place },
    bundle: true,
    write: false,
    metafile: true,
    format: "iife",
    platform: "browser",
    minify: true,
  });
  t.equal(outputFiles.length, 1);
  t.same(
    Object.values(metafile.outputs).flatMap((output) => output.imports),
    [],
  );
  writeFileSync(
    join(place, "bundle.cjs"),
    `delete globalThis.WebAssembly;\n${outputFiles[0]!.text}\nconsole.log(sum);`,
  );
  t.equal(run("node", ["bundle.cjs"]), "42\n");
});

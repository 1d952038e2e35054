// The package as users get it: packed, installed into an empty project, imported at every entry point, its types
// resolved, bundled for a browser into one file. Runs on dist/, which the test command builds first. What is published are
// bundles (engine/tools/embed/bundle-package.ts), so they are held to the modules that all other tests run.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { rollup } from "rollup";
import t from "tap";
import { bundlesOf, type Target } from "../engine/tools/embed/bundle-package.ts";
import { makeProject, PRINTED } from "../engine/node/testing/project.ts";

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
  name: string;
  exports: Record<string, Target>;
  bin: Record<string, string>;
};
const entries = Object.keys(manifest.exports).filter(
  (entry) => !entry.endsWith(".json") && !entry.includes("*"),
);
const specifierOf = (entry: string) => manifest.name + entry.slice(1);

const place = mkdtempSync(join(tmpdir(), "mortise-package-"));
t.teardown(() => rmSync(place, { recursive: true, force: true }));

const run = (command: string, args: readonly string[], cwd = place, variables = {}): string =>
  execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...variables },
  });

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
function packed(): { tarball: string; files: readonly string[] } {
  const json = run("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", place], process.cwd());
  const [{ filename, files }] = JSON.parse(json) as [{ filename: string; files: { path: string }[] }];
  return { tarball: join(place, filename), files: files.map(({ path }) => path) };
}

const { tarball, files } = packed();
writeFileSync(join(place, "package.json"), JSON.stringify({ name: "empty", private: true, type: "module" }));
run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", tarball]);

/** (module (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add)) */
const ADD = "0061736d0100000001070160027f7f017f030201000707010361646400000a09010700200020016a0b";

t.test("every entry point can be imported", (t) => {
  for (const entry of entries) {
    const script = `const m = await import(${JSON.stringify(specifierOf(entry))}); console.log(Object.keys(m).length)`;
    t.match(run("node", ["--input-type=module", "-e", script]), /^\d+\n$/, specifierOf(entry));
  }
  t.end();
});

t.test("all code is in bundles", (t) => {
  const code = files.filter((file) => /\.[cm]?js$/.test(file));
  t.same(
    code.filter((file) => !file.startsWith("dist/bundle/")),
    [],
  );
  t.ok(code.length < 50, `${code.length} files`);
  t.notOk(files.some((file) => /\btest(ing)?\b|\.map$/.test(file)));
  t.end();
});

/** A line for each export, and each method of a class: names that a bundler could have changed. */
const SHAPE = `
  const shapeOf = (name, value) => {
    if (typeof value !== "function") return [name + " " + typeof value];
    const methods = Object.getOwnPropertyNames(value.prototype ?? {});
    return [name + " " + value.name + " " + value.length + " " + methods];
  };
  const shape = (names) => Object.keys(names).sort().flatMap((name) => shapeOf(name, names[name]));
  const exported = (module) => [...shape(module), ...(module.WebAssembly ? shape(module.WebAssembly) : [])];`;

t.test("an entry point exports what its module does, by the same names", (t) => {
  const pairs = Object.values(manifest.exports)
    .flatMap(bundlesOf)
    .map(([bundle, module]) => [join(place, "node_modules", manifest.name, bundle), resolve(module)])
    .map((files) => files.map((file) => pathToFileURL(file).href));
  const script = `${SHAPE}
    for (const [bundle, module] of ${JSON.stringify(pairs)}) {
      const [found, wanted] = (await Promise.all([import(bundle), import(module)])).map(exported);
      if (String(found) !== String(wanted)) console.log(bundle, found, wanted);
    }`;
  t.equal(run("node", ["--input-type=module", "-e", script]), "");
  t.end();
});

/** Objects of one entry point, given to another. */
const SHARING = `
  import { createEngine, createMeter, InterruptError, MortiseError, WebAssembly } from "mortise";
  import { parse } from "mortise/text";
  import { compileToModule, deserialize, serialize } from "mortise/aot";
  import * as runtime from "mortise/runtime";
  import { linkShared } from "mortise/dylink";
  import { createCache } from "mortise/cache";
  import { writeFileSync } from "node:fs";

  const refuses = (make) => {
    try { make(); } catch (error) { return error instanceof MortiseError; }
  };
  const memory = new runtime.Memory({ initial: 1, maximum: 2 });
  const bytes = parse('(module (import "a" "m" (memory 1 2)) (func (export "f") (i32.store8 (i32.const 7) (i32.const 42))))');
  const instanceOf = (module) => new WebAssembly.Instance(module, { a: { m: memory } }).exports;
  const wrote = (exports) => {
    const view = new Uint8Array(memory.buffer);
    view[7] = 0;
    exports.f();
    return view[7] === 42;
  };
  const kept = new (createEngine({ cache: createCache({ folder: "cache" }) }).Module)(bytes);
  writeFileSync("output.mjs", compileToModule(bytes, { externalRuntime: true }).code);
  const output = await import("./output.mjs");
  const shared = {
    functions: createMeter === runtime.createMeter && InterruptError === runtime.InterruptError,
    "errors of text": refuses(() => parse("(module")),
    "errors of aot": refuses(() => compileToModule(bytes.subarray(1))),
    "errors of dylink": refuses(() => linkShared({ name: "main", bytes }, [{ name: "l", bytes }])),
    "memories of runtime": wrote(instanceOf(new WebAssembly.Module(bytes))),
    "modules of cache": wrote(instanceOf(kept)),
    "modules of aot": wrote(instanceOf(deserialize(serialize(kept)))),
    "instances of output": wrote(output.instantiate({ a: { m: memory } })),
    "modules of output": wrote(instanceOf(output.module)),
  };
  console.log(Object.keys(shared).filter((name) => shared[name] !== true).join(", "));`;

t.test("entry points share classes and state", (t) => {
  writeFileSync(join(place, "sharing.mjs"), SHARING);
  t.equal(run("node", ["sharing.mjs"]), "\n");
  t.end();
});

t.test("the loader hook and the polyfill, with a code cache and without", (t) => {
  const project = makeProject();
  t.teardown(() => rmSync(project, { recursive: true }));
  const hook = ["--no-warnings", "--import", "mortise/node", join(project, "main.js")];
  const cores = { MORTISE_CORES: "js" };
  for (const flags of [[], ["--jitless"], ["--disallow-code-generation-from-strings"]])
    t.equal(run("node", [...flags, ...hook], place, cores), PRINTED, flags.join());
  const script = `import "mortise/polyfill";
    console.log(new WebAssembly.Instance(new WebAssembly.Module(Buffer.from("${ADD}", "hex"))).exports.add(40, 2));`;
  const polyfill = ["--jitless", "--no-warnings", "--input-type=module", "-e", script];
  t.equal(run("node", polyfill), "42\n");
  const cached = { ...cores, MORTISE_CACHE: join(project, "cache") };
  for (let i = 0; i < 2; i++) {
    t.equal(run("node", hook, place, cached), PRINTED);
    t.equal(run("node", polyfill, place, cached), "42\n");
  }
  t.ok(readdirSync(cached.MORTISE_CACHE).length > 1);
  t.end();
});

t.test("the plugin for Rollup takes the runtime out of the bundles, and no more", async (t) => {
  const project = makeProject();
  t.teardown(() => rmSync(project, { recursive: true }));
  const installed = join(place, "node_modules", manifest.name, "dist", "bundle", "node", "rollup.js");
  const { mortise } = (await import(
    pathToFileURL(installed).href
  )) as typeof import("../engine/node/rollup.ts");
  const bundle = await rollup({ input: join(project, "main.js"), plugins: [mortise()] });
  const file = join(project, "rolled.mjs");
  const { output } = await bundle.write({ file, format: "es" });
  t.equal(
    run("node", ["--jitless", "--disallow-code-generation-from-strings", "--no-warnings", file]),
    PRINTED,
  );
  t.ok(output[0].code.length < 150_000, `${output[0].code.length} characters`);
  t.notMatch(output[0].code, /astring|decodeModule/, "no compiler");
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
  const [bin] = Object.keys(manifest.bin) as [string];
  const help = run("npx", ["--no-install", bin, "--help"]);
  t.match(help, /mortise/);
  const commands = [...help.matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name!);
  t.ok(commands.includes("link"));
  const main = join("node_modules", manifest.name, manifest.bin[bin]!);
  for (const name of commands) t.match(run("node", [main, name, "--help"]), `mortise ${name}`);
  t.end();
});

const CHUNKS = join("dist", "bundle", "chunks");

/** The chunks that a command line loads; V8's coverage names every script that ran. */
function chunksOf(...args: readonly string[]): string[] {
  const coverage = mkdtempSync(join(place, "coverage-"));
  const main = join("node_modules", manifest.name, ...Object.values(manifest.bin));
  run("node", [main, ...args], place, { NODE_V8_COVERAGE: coverage });
  const scripts = readdirSync(coverage).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(join(coverage, file), "utf8")) as {
      result: { url: string }[];
    };
    return result.map(({ url }) => url);
  });
  const path = pathToFileURL(join(place, "node_modules", manifest.name, CHUNKS)).pathname;
  return scripts.filter((url) => url.includes(path)).map((url) => basename(url, ".js"));
}

t.test("the text parser is loaded where there is a text", (t) => {
  writeFileSync(join(place, "add.wasm"), Buffer.from(ADD, "hex"));
  writeFileSync(join(place, "add.wat"), run("npx", ["--no-install", "mortise", "wasm2wat", "add.wasm"]));
  const call = ["--invoke", "add", "40", "2"];
  const [binary, text] = ["add.wasm", "add.wat"].map((file) => chunksOf("run", file, ...call));
  t.ok(binary!.includes("engine"));
  t.same(new Set(text), new Set([...binary!, "assembly", "text"]));
  t.notOk(binary!.some((chunk) => chunk === "assembly" || chunk === "text"));
  for (const command of ["validate", "plan"])
    t.notOk(chunksOf(command, "add.wasm").includes("text"), `${command} loads none either`);
  t.end();
});

t.test("a WASI program runs after a plain install", (t) => {
  const program = resolve("examples", "wasi", "count.wasm");
  t.equal(run("npx", ["--no-install", ...Object.keys(manifest.bin), "run", program]), "0 0 0 -\n");
  t.end();
});

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

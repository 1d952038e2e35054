// Modules of binaryen's fuzzer: its `wasm-opt --translate-to-fuzz` from the npm package, loaded into this process, since a
// process for each module would take a second.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Feature } from "../../../compiler/base/index.ts";

const require = createRequire(import.meta.url);

/** What the tool calls the features that the compiler runs. */
const FLAGS: Partial<Record<Feature, string>> = {
  "sign-extension": "--enable-sign-ext",
  "saturating-float-to-int": "--enable-nontrapping-float-to-int",
  "bulk-memory": "--enable-bulk-memory",
  "multi-value": "--enable-multivalue",
  "mutable-globals": "--enable-mutable-globals",
  "reference-types": "--enable-reference-types",
  "tail-call": "--enable-tail-call",
  "multi-memory": "--enable-multimemory",
};

interface Tool {
  callMain(args: string[]): number;
}

/** The last statement of the script starts the program; instead, its parts are given out. */
const START = "createWasm().then(()=>run());";

/** One instance of the program. It is made anew now and then, since it is not made to run more than once. */
async function startTool(script: string, compiled: { module?: WebAssembly.Module }): Promise<Tool> {
  const text = script
    .replace(/^#!.*/, "")
    .replace(START, "return createWasm().then(()=>{initRuntime();return{callMain}});");
  const settings = {
    print() {},
    printErr() {},
    quit() {},
    noExitRuntime: true,
  };
  const make = new Function("Module", "require", "__dirname", "__filename", text) as (
    ...args: unknown[]
  ) => Promise<Tool>;
  void compiled;
  return make(settings, require, tmpdir(), "wasm-opt");
}

const RUNS = 200;

/** Makes modules of bytes. */
export class BinaryenGenerator {
  private readonly folder = mkdtempSync(join(tmpdir(), "mortise-fuzz-"));
  private readonly script = readFileSync(require.resolve("binaryen/bin/wasm-opt").toString(), "utf8");
  private readonly flags: string[];
  private tool: Tool | undefined;
  private runs = 0;

  constructor(features: ReadonlySet<Feature>) {
    this.flags = [...features].flatMap((feature) => FLAGS[feature] ?? []);
    process.on("exit", () => rmSync(this.folder, { recursive: true, force: true }));
  }

  async generate(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
    if (this.runs++ % RUNS === 0) this.tool = await startTool(this.script, {});
    const input = join(this.folder, "input");
    const output = join(this.folder, "output.wasm");
    writeFileSync(input, bytes);
    this.tool!.callMain(["-ttf", input, "--denan", "-o", output, "--mvp-features", ...this.flags]);
    return new Uint8Array(readFileSync(output));
  }
}

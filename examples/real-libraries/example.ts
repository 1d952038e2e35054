// Two programs, each with a memory of its own, which share the code of a libc, zlib and Lua.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ConsoleStdout, File, OpenFile, WASI } from "@bjorn3/browser_wasi_shim";
import { encodeModule } from "../../compiler/binary/index.ts";
import { linkShared } from "../../compiler/dylink/index.ts";
import { link, readDescription } from "../../compiler/link/index.ts";
import { Loader } from "../../engine/dylink/index.ts";
import type { ExportsObject, WebAssemblyNamespace } from "../../engine/index.ts";
import { textOf } from "../texts.ts";
import { type Example, oneMemoryOnly } from "../ways.ts";
import { BUILD, buildAll, isBuilt, LIBRARIES, MAIN } from "./build.ts";

const input = (name: string) => ({ name, bytes: new Uint8Array(readFileSync(join(BUILD, name))) });

/** What `mortise link libc.wasm packer.so …` makes of each program. */
const programs: Readonly<Record<string, () => Uint8Array>> = {
  packer: () => linkShared(input(MAIN), ["packer.so", LIBRARIES[0]!].map(input)),
  script: () => linkShared(input(MAIN), ["script.so", ...LIBRARIES].map(input), { hostSymbols: ["dlsym"] }),
};

/** One module with both, and each library once: what `mortise link app.json` makes. */
function application(): Uint8Array {
  const description = JSON.parse(textOf("real-libraries", "app.json")) as unknown;
  const linked = link(readDescription(description), (file) => programs[file.replace(".wasm", "")]!());
  return encodeModule(linked, { encoding: "proposal" });
}

let bytes: Uint8Array | undefined;

/** The exports of an exported instance, be they flattened or not. */
function exportsOf(exports: ExportsObject, name: string): ExportsObject {
  const instance = exports[name] as ExportsObject | undefined;
  if (instance !== undefined) return instance;
  const fields = Object.entries(exports).filter(([key]) => key.startsWith(`${name}.`));
  return Object.fromEntries(fields.map(([key, value]) => [key.slice(name.length + 1), value]));
}

class Process {
  readonly lines: string[] = [];
  readonly wasi: WASI;

  constructor(args: readonly string[]) {
    const output = () => ConsoleStdout.lineBuffered((line) => this.lines.push(line));
    this.wasi = new WASI([...args], [], [new OpenFile(new File([])), output(), output()], { debug: false });
  }

  run(exports: ExportsObject): void {
    const code = this.wasi.start({ exports } as never);
    this.lines.push(`exit code ${code}`);
  }
}

export const example: Example = {
  missing: () => (isBuilt() ? undefined : "zlib and Lua are not built: npm run example -- real-libraries"),
  prepare: buildAll,
  notFlattened: oneMemoryOnly(),
  run(engine: WebAssemblyNamespace) {
    bytes ??= application();
    const packer = new Process(["packer", "what zlib packs"]);
    const script = new Process(["script", textOf("real-libraries", "script.lua")]);
    const loader = new Loader(engine);
    const { exports } = new engine.Instance(new engine.Module(bytes), {
      "packer-wasi": packer.wasi.wasiImport,
      "script-wasi": script.wasi.wasiImport,
      "script-env": loader.env,
    });
    loader.attach(exportsOf(exports, "script"));
    packer.run(exportsOf(exports, "packer"));
    script.run(exportsOf(exports, "script"));
    return [...packer.lines, ...script.lines];
  },
};

// Link-time virtualization: the same program, with files of its own choice and with files that it can only read.

import { ConsoleStdout, File, OpenFile, PreopenDirectory, WASI } from "@bjorn3/browser_wasi_shim";
import { encodeModule } from "../../compiler/binary/index.ts";
import { link, readDescription } from "../../compiler/link/index.ts";
import { parse } from "../../compiler/text/index.ts";
import type { WebAssemblyNamespace } from "../../engine/index.ts";
import { moduleOf, textOf } from "../texts.ts";
import type { Example } from "../ways.ts";

const EXAMPLE = "virtualization";

function read(file: string): Uint8Array {
  return file === "child.wasm"
    ? moduleOf(EXAMPLE, file).bytes
    : parse(textOf(EXAMPLE, file.replace(".wasm", ".wat")));
}

/** What `mortise link NAME.json` makes. */
function linked(name: string): Uint8Array {
  const description = readDescription(JSON.parse(textOf(EXAMPLE, `${name}.json`)) as unknown);
  return encodeModule(link(description, read), { encoding: "proposal" });
}

function runWith(engine: WebAssemblyNamespace, bytes: Uint8Array): string[] {
  const lines: string[] = [];
  const notes = new File(new TextEncoder().encode("as it was"));
  const wasi = new WASI(
    ["child"],
    [],
    [
      new OpenFile(new File([])),
      ConsoleStdout.lineBuffered((line) => lines.push(line)),
      ConsoleStdout.lineBuffered((line) => lines.push(line)),
      new PreopenDirectory(".", new Map([["notes.txt", notes]])),
    ],
    { debug: false },
  );
  const module = new engine.Module(bytes);
  const instance = new engine.Instance(module, { wasi_snapshot_preview1: wasi.wasiImport });
  wasi.start(instance as never);
  return lines;
}

export const example: Example = {
  run: (engine) => ["direct", "confined"].flatMap((name) => [`${name}:`, ...runWith(engine, linked(name))]),
};

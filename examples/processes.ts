// Two programs in one module: exported instances, each a WASI command with a host of its own.

import { ConsoleStdout, File, OpenFile, WASI } from "@bjorn3/browser_wasi_shim";
import { encodeModule } from "../compiler/binary/index.ts";
import { link, readDescription } from "../compiler/link/index.ts";
import type { ExportsObject } from "../engine/index.ts";
import { textOf } from "./texts.ts";

/** What `mortise link app.json` makes of the programs, which are given by name. */
export function linkedApplication(
  example: string,
  programs: Readonly<Record<string, () => Uint8Array>>,
): Uint8Array {
  const description = readDescription(JSON.parse(textOf(example, "app.json")) as unknown);
  const linked = link(description, (file) => programs[file.replace(".wasm", "")]!());
  return encodeModule(linked, { encoding: "proposal" });
}

/** The exports of an exported instance, be they flattened or not. */
export function exportsOf(exports: ExportsObject, name: string): ExportsObject {
  const instance = exports[name] as ExportsObject | undefined;
  if (instance !== undefined) return instance;
  const fields = Object.entries(exports).filter(([key]) => key.startsWith(`${name}.`));
  return Object.fromEntries(fields.map(([key, value]) => [key.slice(name.length + 1), value]));
}

/** A WASI command that has arguments and prints lines. */
export class Command {
  readonly lines: string[] = [];
  private readonly wasi: WASI;

  constructor(args: readonly string[]) {
    const output = () => ConsoleStdout.lineBuffered((line) => this.lines.push(line));
    this.wasi = new WASI([...args], [], [new OpenFile(new File([])), output(), output()], { debug: false });
  }

  /** The instance `wasi_snapshot_preview1`. */
  get imports(): object {
    return this.wasi.wasiImport;
  }

  run(exports: ExportsObject): void {
    const code = this.wasi.start({ exports } as never);
    this.lines.push(`exit code ${code}`);
  }
}

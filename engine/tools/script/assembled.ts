// Reads a script that was assembled to `NAME.json` and the module files beside it. Does not touch the file system:
// the caller hands in a function that reads a file of that folder.

import type { Command, ModuleSource, Script } from "./commands.ts";
import { badScript } from "./errors.ts";

type Raw = Record<string, unknown> & { type: string; line: number };

/** How the files beside a script are read. */
export interface Reading {
  /** The content of a file that the script names. */
  readonly read: (filename: string) => Uint8Array;
  /** Assembles text; throws where it is malformed. Without it quoted modules have the bytes of the file, if any. */
  readonly assemble?: ((text: string) => Uint8Array) | undefined;
}

/**
 * The script in the text of an assembled `.json`.
 * @throws Error when the text is not such a script
 */
export function readAssembled(json: string, reading: Reading): Script {
  const raw = JSON.parse(json) as { source_filename?: string; commands?: Raw[] };
  if (!Array.isArray(raw.commands)) throw badScript("the file has no list of commands");
  return {
    name: raw.source_filename ?? "script",
    commands: raw.commands.map((command) => withModule(command, reading)),
  };
}

/** Replaces a command's file name by the module itself, read when it is first asked for. */
function withModule(raw: Raw, reading: Reading): Command {
  const { filename } = raw;
  if (typeof filename !== "string") return raw as unknown as Command;
  let source: ModuleSource | undefined;
  return {
    ...raw,
    get module() {
      return (source ??= moduleSource(raw, filename, reading));
    },
  } as unknown as Command;
}

function moduleSource(raw: Raw, filename: string, { read, assemble }: Reading): ModuleSource {
  if (raw["module_type"] !== "text") return { form: "binary", bytes: read(filename) };
  const text = new TextDecoder().decode(read(filename));
  const binary = raw["binary_filename"];
  return {
    form: "text",
    text,
    get bytes() {
      if (assemble) return assemble(text);
      return typeof binary === "string" ? read(binary) : undefined;
    },
  };
}

// Reads a script that was assembled to `NAME.json` and the module files beside it. Does not touch the file system:
// the caller hands in a function that reads a file of that folder.

import type { Command, ModuleSource, Script } from "./commands.ts";
import { badScript } from "./errors.ts";

type Raw = Record<string, unknown> & { type: string; line: number };

/**
 * The script in the text of an assembled `.json`.
 * @param read gives the content of a file that the script names
 * @throws Error when the text is not such a script
 */
export function readAssembled(json: string, read: (filename: string) => Uint8Array): Script {
  const raw = JSON.parse(json) as { source_filename?: string; commands?: Raw[] };
  if (!Array.isArray(raw.commands)) throw badScript("the file has no list of commands");
  return {
    name: raw.source_filename ?? "script",
    commands: raw.commands.map((command) => withModule(command, read)),
  };
}

/** Replaces a command's file name by the module itself, read when it is first asked for. */
function withModule(raw: Raw, read: (filename: string) => Uint8Array): Command {
  const { filename, module_type: form, binary_filename: binary } = raw;
  if (typeof filename !== "string") return raw as unknown as Command;
  let source: ModuleSource | undefined;
  const load = (): ModuleSource =>
    form === "text"
      ? {
          form: "text",
          text: new TextDecoder().decode(read(filename)),
          bytes: typeof binary === "string" ? read(binary) : undefined,
        }
      : { form: "binary", bytes: read(filename) };
  return {
    ...raw,
    get module() {
      return (source ??= load());
    },
  } as unknown as Command;
}

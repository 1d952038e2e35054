// The help texts, made from the descriptions of commands and options.

import type { Command, OptionSpecs } from "./command.ts";
import { SUMMARIES } from "./summaries.ts";

/** What `mortise --help` says. */
export function overview(shared: OptionSpecs): string {
  return [
    "mortise runs WebAssembly modules, linked ones among them, by compiling them to JavaScript.",
    "",
    "usage: mortise COMMAND …; a FILE is a binary (.wasm) or a text (.wat); mortise COMMAND --help says what it takes",
    "",
    ...table(Object.entries(SUMMARIES)),
    "",
    "options of every command:",
    ...optionLines(shared),
  ].join("\n");
}

/** What `mortise COMMAND --help` says. */
export function commandHelp({ name, usage, options }: Command, shared: OptionSpecs): string {
  return [
    `usage: mortise ${name} ${usage}`,
    "",
    SUMMARIES[name],
    "",
    ...optionLines({ ...options, ...shared }),
  ].join("\n");
}

function optionLines(specs: OptionSpecs): string[] {
  return table(
    Object.entries(specs).map(([name, { short, value, help }]) => {
      const names = `${short === undefined ? "" : `-${short}, `}--${name}`;
      return [value === undefined ? names : `${names} ${value}`, help] as const;
    }),
  );
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

// A module's type as an indented tree, for `inspect`.

import type { ExternType } from "../../compiler/model/index.ts";
import { describeType, type ValidModule } from "../../compiler/validate/index.ts";

/** Lines are cut off here: types can be exponentially larger than the module. */
const MAX_LINES = 10_000;
const MAX_WIDTH = 1_000;

/** The imports and exports of a module, nested types indented. */
export function moduleText(module: ValidModule): string {
  const lines: string[] = ["module"];
  writeFields("import", module.type.imports, 1, lines);
  writeFields("export", module.type.exports, 1, lines);
  if (lines.length > MAX_LINES) lines.splice(MAX_LINES, lines.length, "…");
  return lines.join("\n");
}

function writeFields(
  word: string,
  fields: ReadonlyMap<string, ExternType>,
  depth: number,
  lines: string[],
): void {
  for (const [name, extern] of fields) {
    if (lines.length > MAX_LINES) return;
    const start = `${"  ".repeat(depth)}${word} ${JSON.stringify(name)}: `;
    if (extern.kind !== "instance" && extern.kind !== "module") {
      lines.push(start + describeType(extern, MAX_WIDTH));
      continue;
    }
    lines.push(start + extern.kind);
    if (extern.kind === "module") writeFields("import", extern.type.imports, depth + 1, lines);
    writeFields("export", extern.type.exports, depth + 1, lines);
  }
}

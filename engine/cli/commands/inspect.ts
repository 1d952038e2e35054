// `mortise inspect FILE`: shows a module's type, imports and exports with their nested types; or where its bytes are.

import { printType } from "../../../compiler/text/index.ts";
import { createEngine } from "../../api/index.ts";
import { moduleText } from "../module-text.ts";
import { sizesOf, sizeTable } from "../../tools/size/index.ts";
import type { Command } from "../command.ts";
import { badNumber } from "../errors.ts";
import { readModule, readValid } from "../input.ts";
import { type SharedOptions, sharedOptions } from "../options.ts";

export const inspect: Command = {
  name: "inspect",
  usage: "FILE [--json|--wit|--size]",
  options: {
    json: { type: "boolean", help: "as descriptors of the JS API, with types" },
    wit: { type: "boolean", help: "as a type of the text format, alone, as .wit files hold it" },
    size: {
      type: "boolean",
      help: "where the bytes are: modules, sections, functions, data; with --json as JSON",
    },
    top: { type: "string", value: "N", help: "how many functions and others --size lists (20)" },
  },
  files: [1, 1],
  async run(args, output) {
    const [file] = args.positionals as [string];
    const options = sharedOptions(args);
    output.out(await show(file, options, args.options));
    return 0;
  },
};

async function show(file: string, options: SharedOptions, forms: Record<string, unknown>): Promise<string> {
  if (forms["size"]) return sizes(file, options, forms);
  if (forms["json"]) return descriptors(file, options);
  const valid = await readValid(file, options);
  return forms["wit"] ? printType(valid.type) : moduleText(valid);
}

const MOST = 20;

async function sizes(file: string, options: SharedOptions, forms: Record<string, unknown>): Promise<string> {
  const most = Number(forms["top"] ?? MOST);
  if (!(most >= 0)) throw badNumber("top", String(forms["top"]));
  const found = sizesOf((await readValid(file, options)).def);
  return forms["json"] ? JSON.stringify(found, null, 2) : sizeTable(found, most);
}

/** What `Module.imports` and `Module.exports` say, types included. */
async function descriptors(file: string, options: SharedOptions): Promise<string> {
  const engine = createEngine({ ...options, cores: "js", features: options.featureNames, types: true });
  const module = new engine.Module(await readModule(file, options));
  return JSON.stringify(
    { imports: engine.Module.imports(module), exports: engine.Module.exports(module) },
    null,
    2,
  );
}

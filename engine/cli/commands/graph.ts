// `mortise graph FILE`: draws the modules and instances of a deployment.

import { basename, extname } from "node:path";
import { decodeNames } from "../../../compiler/binary/index.ts";
import {
  type Deployment,
  deploymentOf,
  dotOf,
  mermaidOf,
  pageOf,
  pictureOf,
} from "../../tools/graph/index.ts";
import type { Command } from "../command.ts";
import { badNumber, inFile, noGraphviz, unknownForm } from "../errors.ts";
import { readValid, writeFile } from "../input.ts";
import { sharedOptions } from "../options.ts";

/** How a picture is made, by the extension of its file. */
const FORMS: Readonly<Record<string, (deployment: Deployment, depth?: number) => string | Promise<string>>> =
  {
    ".svg": picture,
    ".html": async (deployment, depth) =>
      pageOf(deployment.modules[0]!.name, await picture(deployment, depth)),
    ".mmd": mermaidOf,
    ".dot": dotOf,
  };

export const graph: Command = {
  name: "graph",
  usage: "FILE -o FILE.svg|.html|.mmd|.dot",
  summary:
    "draw the module tree and the instances: who gets what from whom, what is shared, what is exported",
  options: {
    output: { type: "string", short: "o", value: "FILE", help: "where the picture goes (FILE.svg)" },
  },
  files: [1, 1],
  async run(args) {
    const [file] = args.positionals as [string];
    const module = readValid(file, sharedOptions(args));
    const depth = args.options["depth"] === undefined ? undefined : Number(args.options["depth"]);
    if (depth !== undefined && !(depth >= 1)) throw badNumber("depth", String(args.options["depth"]));
    const target = (args.options["output"] as string | undefined) ?? file.replace(/(\.(wasm|wat))?$/, ".svg");
    const form = FORMS[extname(target)];
    if (form === undefined) throw unknownForm(target, Object.keys(FORMS));
    const name = decodeNames(module.def).module ?? basename(file).replace(/\.(wasm|wat)$/, "");
    try {
      writeFile(target, await form(deploymentOf(module, name), depth));
    } catch (error) {
      throw inFile(file, error);
    }
    return 0;
  },
};

async function picture(deployment: Deployment, depth?: number): Promise<string> {
  return pictureOf(deployment, await layout(dotOf(deployment, depth)));
}

/** Graphviz, which is not installed unless somebody wants pictures. */
async function layout(dot: string): Promise<string> {
  let viz: typeof import("@viz-js/viz");
  try {
    viz = await import("@viz-js/viz");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") throw noGraphviz();
    throw error;
  }
  return (await viz.instance()).renderString(dot, { format: "svg" });
}

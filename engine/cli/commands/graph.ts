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
import type { Arguments, Command } from "../command.ts";
import { badDepth, inFile, noGraphviz, unknownForm } from "../errors.ts";
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
  options: {
    output: { type: "string", short: "o", value: "FILE", help: "where the picture goes (FILE.svg)" },
    depth: {
      type: "string",
      value: "N",
      help: "how deep instances in instances are drawn (as deep as about 30 boxes)",
    },
  },
  files: [1, 1],
  async run(args) {
    const [file] = args.positionals as [string];
    const module = await readValid(file, sharedOptions(args));
    const depth = depthFrom(args);
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

function depthFrom({ options }: Arguments): number | undefined {
  const text = options["depth"] as string | undefined;
  if (text !== undefined && !(Number(text) >= 1)) throw badDepth(text);
  return text === undefined ? undefined : Number(text);
}

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

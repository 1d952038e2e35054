// `mortise link FILE`: joins finished modules into one, as a text or a JSON description says.

import { MortiseError } from "../../../compiler/base/index.ts";
import { adviceFor, advise, link as linkModules, readDescription } from "../../../compiler/link/index.ts";
import type { ModuleDef } from "../../../compiler/model/index.ts";
import { locateInText } from "../../../compiler/text/index.ts";
import { storeOnce } from "../../../compiler/transform/index.ts";
import { validateModule } from "../../../compiler/validate/index.ts";
import type { Command } from "../command.ts";
import { badJson } from "../errors.ts";
import { assembleText, besideFile, readModuleSync } from "../assembly.ts";
import { isBinary, withFile, writeFile } from "../input.ts";
import { isShared, linkSharedFiles, SHARED_OPTIONS } from "../link-shared.ts";
import { type SharedOptions, sharedOptions } from "../options.ts";
import { encoded } from "../transformed.ts";

export const link: Command = {
  name: "link",
  usage: "FILE.wat|FILE.json|MAIN.wasm LIBRARY... [-o FILE.wasm]",
  options: {
    output: { type: "string", short: "o", value: "FILE", help: "where the linked module goes" },
    ...SHARED_OPTIONS,
  },
  files: [1, Number.POSITIVE_INFINITY],
  run(args) {
    const [file] = args.positionals as [string];
    if (isShared(args)) return linkSharedFiles(args);
    const options = sharedOptions(args);
    const target =
      (args.options["output"] as string | undefined) ??
      `${file.replace(/\.(wat|json)$/, "").replace(/\.linking$/, "")}.wasm`;
    writeFile(
      target,
      withFile(file, (content) => {
        const isText = !isBinary(content) && /^\s*[(;]/.test(content.toString("utf8"));
        const linked = isText ? linkText(file, content, options) : linkJson(file, content, options);
        return encoded(linked, options);
      }),
    );
    return 0;
  },
};

function linkJson(file: string, content: Buffer, options: SharedOptions): ModuleDef {
  let value: unknown;
  try {
    value = JSON.parse(content.toString("utf8"));
  } catch (error) {
    throw badJson((error as Error).message);
  }
  const read = (path: string) => readModuleSync(besideFile(file, path), options);
  return linkModules(readDescription(value), read, options);
}

function linkText(file: string, content: Buffer, options: SharedOptions): ModuleDef {
  const module = assembleText(file, content, options);
  try {
    validateModule(module, { ...options, strict: true });
  } catch (error) {
    throw explained(error, content.toString("utf8"));
  }
  return storeOnce(module);
}

/** Paths of the header items of the root, whose offsets are of the text. */
const ROOT_ITEM = /^root(?:\/\w+\[\d+\])?$/;

/** An error of the text's own linking, with its line and what to do; those of nested modules pass. */
function explained(error: unknown, source: string): unknown {
  if (!(error instanceof MortiseError) || !ROOT_ITEM.test(error.path ?? "")) return error;
  const advice = adviceFor(error);
  if (advice === undefined) return error;
  return advise(locateInText(error, source), advice);
}

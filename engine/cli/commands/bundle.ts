// `mortise bundle FILE`: module imports become nested modules.

import { bundle as bundleModule } from "../../../compiler/transform/index.ts";
import type { Arguments, Command } from "../command.ts";
import { badMapping } from "../errors.ts";
import { type ModuleLookup, moduleFinder } from "../module-files.ts";
import { sharedOptions } from "../options.ts";
import { transformed, writeModule } from "../transformed.ts";

export const bundle: Command = {
  name: "bundle",
  usage: "FILE [-o FILE.wasm] [--map NAME=FILE]… [--external NAME]…",
  options: {
    output: { type: "string", short: "o", value: "FILE", help: "where the module goes (FILE.bundle.wasm)" },
    map: { type: "string", multiple: true, value: "NAME=FILE", help: "the file of a module import" },
    external: { type: "string", multiple: true, value: "NAME", help: "a module import to be left as it is" },
  },
  files: [1, 1],
  async run(args) {
    const options = sharedOptions(args);
    const lookup = lookupOf(args);
    const { root } = lookup;
    const target =
      (args.options["output"] as string | undefined) ?? root.replace(/(\.(wasm|wat))?$/, ".bundle.wasm");
    const resolve = moduleFinder(lookup, options);
    const bundled = await transformed(root, options, (module) =>
      bundleModule(module, resolve, options.features),
    );
    writeModule(target, bundled, options);
    return 0;
  },
};

function lookupOf({ positionals, options }: Arguments): ModuleLookup {
  const map = new Map<string, string>();
  for (const mapping of (options["map"] ?? []) as readonly string[]) {
    // Names may hold an equals sign, and files too; the first one counts.
    const at = mapping.indexOf("=");
    if (at < 1) throw badMapping("map", mapping, "NAME=FILE");
    map.set(mapping.slice(0, at), mapping.slice(at + 1));
  }
  return { root: positionals[0]!, map, external: new Set((options["external"] ?? []) as readonly string[]) };
}

// Bundling: module imports become nested modules, which are found by name, as are the module imports of those.
// Identical ones are stored once.

import { ALL_FEATURES, type Features, MAX_MODULE_NESTING, MortiseError } from "../base/index.ts";
import { decodeModule, encodeModule } from "../binary/index.ts";
import type { HeaderItem, ImportItem, ModuleDef, ModuleType } from "../model/index.ts";
import { matches, type ValidModule, validateModule } from "../validate/index.ts";
import { bundleCycle, bundleMismatch } from "./errors.ts";
import { type Placed, placedHeader, placeModules } from "./modules.ts";
import { storeOnce } from "./share.ts";

/** A module found for an import. */
export interface FoundModule {
  /** The same for the same module, such as its path: a key that is found inside its own module is a cycle. */
  readonly key: string;
  readonly bytes: Uint8Array;
}

/**
 * Finds the module for an import, or leaves the import as it is. `importer` is the key of the module that imports;
 * `undefined` for the root.
 */
export type Resolve = (name: string, importer: string | undefined) => FoundModule | undefined;

/**
 * Turns the one-level module imports of a module that `resolve` finds into nested modules. So are those of the modules
 * found, but for the ones that the importing module's type for them lists: these it gives itself. The result's
 * offsets and paths are of many binaries; encode it.
 * @throws MortiseError `bundle-mismatch` if a module is not of the type it is imported with; `bundle-cycle`; what is
 *   wrong with a module found, its path telling for which import it was found
 */
export function bundle(root: ValidModule, resolve: Resolve, features: Features = ALL_FEATURES): ModuleDef {
  return storeOnce(new Bundler(resolve, features).resolveImports(root, undefined, new Map(), []));
}

class Bundler {
  private readonly resolve: Resolve;
  private readonly features: Features;
  /** Modules that were bundled, by key and the imports they keep. */
  private readonly known = new Map<string, ValidModule>();

  constructor(resolve: Resolve, features: Features) {
    this.resolve = resolve;
    this.features = features;
  }

  /** `kept` are imports that the importer gives; `keys` lead from the root to this module. */
  resolveImports(
    module: ValidModule,
    importer: string | undefined,
    kept: ModuleType["imports"],
    keys: readonly string[],
  ): ModuleDef {
    const found = new Set<HeaderItem>();
    const placed = placedHeader(module.def.header).map(({ item, was }): Placed => {
      if (!isModuleImport(item) || kept.has(item.module)) return { item, was };
      const file = this.resolve(item.module, importer);
      if (file === undefined) return { item, was };
      const nested = this.nest(file, item.module, module, [...keys, file.key]);
      const nestedItem: HeaderItem = { item: "module", offset: item.offset, module: nested.def };
      found.add(nestedItem);
      return { item: nestedItem, was };
    });
    return found.size === 0 ? module.def : placeModules(module.def, beforeImports(placed, found));
  }

  private nest(
    found: FoundModule,
    name: string,
    importer: ValidModule,
    keys: readonly string[],
  ): ValidModule {
    const { path } = importer.def;
    if (keys.indexOf(found.key) < keys.length - 1 || keys.length > MAX_MODULE_NESTING)
      throw bundleCycle(path, name);
    const expected = importer.type.imports.get(name)!.type as ModuleType;
    const nested = this.bundled(found, expected.imports, keys, name);
    const mismatch = matches({ kind: "module", type: nested.type }, { kind: "module", type: expected });
    if (mismatch !== undefined)
      throw bundleMismatch(path, name, mismatch.path, mismatch.expected, mismatch.found);
    return nested;
  }

  private bundled(
    { key, bytes }: FoundModule,
    kept: ModuleType["imports"],
    keys: readonly string[],
    name: string,
  ): ValidModule {
    const id = JSON.stringify([key, ...[...kept.keys()].sort()]);
    const known = this.known.get(id);
    if (known !== undefined) return known;
    try {
      const module = this.validated(bytes);
      const bundled = this.validated(
        encodeModule(this.resolveImports(module, key, kept, keys), { encoding: "proposal" }),
      );
      this.known.set(id, bundled);
      return bundled;
    } catch (error) {
      throw error instanceof MortiseError ? error.locate(`import ${JSON.stringify(name)}`) : error;
    }
  }

  private validated(bytes: Uint8Array): ValidModule {
    const { features } = this;
    const { module } = decodeModule(bytes, { features, encoding: "auto" });
    return validateModule(module, { features });
  }
}

type ModuleImport = ImportItem & { readonly field: undefined };

const isModuleImport = (item: HeaderItem): item is ModuleImport =>
  item.item === "import" && item.field === undefined && item.desc.kind === "module";

/**
 * Moves the modules found before the imports they stand among: in one section those may form implicit instances,
 * which a second section could not extend.
 */
function beforeImports(placed: readonly Placed[], found: ReadonlySet<HeaderItem>): Placed[] {
  const result: Placed[] = [];
  let imports: Placed[] = [];
  for (const one of placed) {
    if (one.item.item === "import") imports.push(one);
    else if (found.has(one.item)) result.push(one);
    else {
      result.push(...imports, one);
      imports = [];
    }
  }
  return [...result, ...imports];
}

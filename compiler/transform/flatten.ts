// Lowers a linked tree to one core module with several memories. Instances and modules exist no longer: what was
// instantiated twice is there twice, and an item of an instance is just an index. Instance imports become two-level
// imports, their nested instances names with dots; so do exported instances.

import type { ExternType, InstanceType, ModuleDef } from "../model/index.ts";
import type { ValidModule } from "../validate/index.ts";
import { cannotFlatten } from "./errors.ts";
import { FlatModule } from "./flat-module.ts";
import { type Item, type Items, instantiate } from "./flat-scope.ts";
import { isCoreType } from "./kinds.ts";

/**
 * Flattens a valid module whose module imports are known (`bundle` resolves them). A one-level import `"x"` becomes
 * `"x" ""`, the field `f` of an instance import `"i" "f"`, that of an instance in it `"i" "j.f"`; an exported instance's
 * field is exported as `"i.f"`. A core module is returned as it is.
 * @throws MortiseError `cannot-flatten` if the module imports or exports modules, or two names become one;
 *   `flat-too-large`
 */
export function flatten(valid: ValidModule): ModuleDef {
  if (!valid.usesLinking) return valid.def;
  const flat = new FlatModule();
  const exports = instantiate(flat, { valid, outer: undefined }, importAll(flat, valid), { instances: 0 });
  exportAll(flat, "", exports, new Set());
  return flat.finish();
}

function importAll(flat: FlatModule, { type }: ValidModule): Items {
  const imports = new Map<string, Item>();
  for (const [name, wanted] of type.imports)
    imports.set(
      name,
      wanted.kind === "instance"
        ? importFields(flat, name, "", wanted.type, new Set())
        : importOne(flat, name, "", wanted),
    );
  return imports;
}

function importOne(flat: FlatModule, module: string, field: string, type: ExternType): Item {
  if (isCoreType(type)) return { kind: type.kind, index: flat.import(module, field, type) };
  throw cannotFlatten(
    "root",
    `it imports the ${type.kind} ${JSON.stringify(field || module)}: bundle it first`,
  );
}

/** An instance of imports; `prefix` is the names of the instances around it, each with a dot. */
function importFields(
  flat: FlatModule,
  module: string,
  prefix: string,
  type: InstanceType,
  taken: Set<string>,
): Item {
  const exports = new Map<string, Item>();
  for (const [name, wanted] of type.exports) {
    const field = claim(prefix + name, taken);
    exports.set(
      name,
      wanted.kind === "instance"
        ? importFields(flat, module, `${field}.`, wanted.type, taken)
        : importOne(flat, module, field, wanted),
    );
  }
  return { kind: "instance", exports };
}

function exportAll(flat: FlatModule, prefix: string, items: Items, taken: Set<string>): void {
  for (const [name, item] of items) {
    const field = claim(prefix + name, taken);
    if (item.kind === "instance") exportAll(flat, `${field}.`, item.exports, taken);
    else if (item.kind === "module")
      throw cannotFlatten("root", `it exports the module ${JSON.stringify(field)}, and a core module cannot`);
    else flat.export(field, item.kind, item.index);
  }
}

/** Takes a name, which must be free: `"a.b"` could also be the field `b` of the instance `a`. */
function claim(name: string, taken: Set<string>): string {
  if (taken.has(name)) throw cannotFlatten("root", `two of its items would be named ${JSON.stringify(name)}`);
  taken.add(name);
  return name;
}

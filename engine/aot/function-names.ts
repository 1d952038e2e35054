// Names of functions for stack traces: those of the name section, made into identifiers.

import type { FunctionNames } from "../../compiler/codegen/index.ts";
import { decodeNames } from "../../compiler/binary/index.ts";
import type { ValidModule } from "../../compiler/validate/index.ts";

/** Longer names (mangled ones can have thousands of characters) are cut. */
const MAX_LENGTH = 60;

/** Names from the name sections of a tree: `malloc$12`. */
export function namesFromSection(): FunctionNames {
  const known = new Map<ValidModule, ReadonlyMap<number, string>>();
  return (module, index) => {
    let names = known.get(module);
    if (names === undefined) known.set(module, (names = decodeNames(module.def).funcs));
    const name = names.get(index);
    return name === undefined || name === "" ? undefined : `${identifierOf(name)}$${index}`;
  };
}

/** All that cannot be in an identifier becomes `_`; so does what would begin with a digit. */
export function identifierOf(name: string): string {
  return name
    .slice(0, MAX_LENGTH)
    .replace(/[^A-Za-z0-9_]+/g, "_")
    .replace(/^(?=\d)/, "_");
}

// The JSON form of a link description, checked: what it may hold, and nothing else. docs/LINKING-TOOLS.md explains it.

import { badDescription } from "./errors.ts";

/**
 * Where something comes from: an instance or module by name, `"instance.export"`, a list of instances of which each
 * field is taken from the first that has it, or an object of fields, each with its own source.
 */
export type Source = string | readonly string[] | { readonly [field: string]: string };

export interface InstanceDescription {
  /** Which of `modules`; the one of the instance's own name unless told. */
  readonly module?: string;
  /** Sources of its imports, by name. Imports that are not named get what has their name. */
  readonly with?: { readonly [name: string]: Source };
}

export interface LinkDescription {
  /** Names the schema for editors; ignored. */
  readonly $schema?: string;
  /** Files by name. */
  readonly modules: { readonly [name: string]: string };
  /** One of each module, unless told. */
  readonly instances?: { readonly [name: string]: InstanceDescription };
  /** What the whole imports, of the types that its instances import it with. */
  readonly imports?: readonly string[];
  /** An instance, all of whose exports the whole has; or sources by name. Nothing, unless told. */
  readonly exports?: string | { readonly [name: string]: string };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isString = (value: unknown): value is string => typeof value === "string";
const isStrings = (value: unknown) => Array.isArray(value) && value.every(isString);
const isStringMap = (value: unknown) => isObject(value) && Object.values(value).every(isString);

/** What each property must be; `$schema` is for editors. */
const TOP: Readonly<Record<string, readonly [test: (value: unknown) => boolean, expected: string]>> = {
  $schema: [isString, "a string"],
  modules: [isStringMap, 'an object of files by name: { "libc": "libc.wasm" }'],
  instances: [isObject, 'an object of instances by name: { "libc": { "module": "libc", "with": { } } }'],
  imports: [isStrings, "a list of names"],
  exports: [
    (value) => isString(value) || isStringMap(value),
    "the name of an instance, or an object of sources",
  ],
};

const INSTANCE: typeof TOP = {
  module: [isString, "the name of a module"],
  with: [isObject, "an object of sources by import name"],
};

const isSource = (value: unknown) => isString(value) || isStrings(value) || isStringMap(value);

/** Checks a parsed JSON value. @throws MortiseError `bad-description` that says where and what is expected */
export function readDescription(value: unknown): LinkDescription {
  checkObject(value, "the description", TOP);
  if (value["modules"] === undefined)
    throw badDescription("the description", '"modules", files by name', "none");
  for (const [name, instance] of Object.entries((value["instances"] ?? {}) as object)) {
    const where = `instance ${JSON.stringify(name)}`;
    checkObject(instance, where, INSTANCE);
    for (const [field, source] of Object.entries((instance["with"] ?? {}) as object))
      if (!isSource(source))
        throw badDescription(
          `${JSON.stringify(field)} of ${where}`,
          '"instance", "instance.export", a list of instances, or an object of such strings',
          JSON.stringify(source),
        );
  }
  return value as unknown as LinkDescription;
}

function checkObject(
  value: unknown,
  where: string,
  properties: typeof TOP,
): asserts value is Record<string, unknown> {
  if (!isObject(value)) throw badDescription(where, "an object", JSON.stringify(value) ?? "nothing");
  for (const [key, found] of Object.entries(value)) {
    const rule = properties[key];
    if (rule === undefined)
      throw badDescription(where, `only ${Object.keys(properties).join(", ")}`, JSON.stringify(key));
    if (!rule[0](found)) throw badDescription(`"${key}" of ${where}`, rule[1], JSON.stringify(found));
  }
}

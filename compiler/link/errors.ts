// The errors of linking by a description, one factory each. Each says what is wrong and then, in a line of its own, what
// to do about it.

import { type ErrorDetails, invalid, type MortiseError } from "../base/index.ts";

const quoted = (name: string) => JSON.stringify(name);
const LISTED = 8;

/** Names for a message: none, or some of them. */
function listed(names: Iterable<string>): string {
  const all = [...names];
  if (all.length === 0) return "none";
  const more = all.length > LISTED ? ` and ${all.length - LISTED} more` : "";
  return all.slice(0, LISTED).map(quoted).join(", ") + more;
}

/** Adds a line that says what to do. */
export function advise(error: MortiseError, advice: string): MortiseError {
  error.message += `\n  ${advice}`;
  return error;
}

const linkError = (code: string, reason: string, advice: string, details?: ErrorDetails) =>
  advise(invalid(code, reason, details), advice);

/** An instance that imports something, for messages. */
export interface Importer {
  readonly instance: string;
  readonly file: string;
}

const importing = ({ instance, file }: Importer, name: string, field?: string) =>
  `instance ${quoted(instance)} (${file}) imports ${quoted(name)}${field === undefined ? "" : `.${quoted(field)}`}`;

export const badDescription = (where: string, expected: string, found: string) =>
  linkError(
    "bad-description",
    `${where} is not as it should be`,
    "docs/LINKING-TOOLS.md describes the format",
    {
      expected,
      found,
    },
  );

export const unknownModule = (instance: string, module: string, modules: Iterable<string>) =>
  linkError(
    "unknown-module",
    `instance ${quoted(instance)} is of the module ${quoted(module)}, which is not among "modules"`,
    `add ${quoted(module)} with its file to "modules"; there are ${listed(modules)}`,
  );

export const missingLibrary = (importer: Importer, name: string, expected: string, known: Iterable<string>) =>
  linkError(
    "missing-library",
    `${importing(importer, name)}, and nothing has that name`,
    `add ${quoted(name)} to "modules" (and "instances"), say in "with" of ${quoted(importer.instance)} what to use for it, or ` +
      `list it in "imports" for whoever uses the result to give; there are ${listed(known)}`,
    { expected },
  );

export const wrongVersion = (importer: Importer, name: string, others: readonly string[]) =>
  linkError(
    "wrong-version",
    `${importing(importer, name)}, and ${listed(others)} is of another major version, or older`,
    `give a library of the same major version that is at least as new, build ${importer.file} against the other one, or, ` +
      `if you know that it fits, name it in "with" of ${quoted(importer.instance)}`,
  );

export const missingSymbol = (
  importer: Importer,
  name: string,
  field: string,
  expected: string,
  there: string,
) =>
  linkError(
    "missing-symbol",
    `${importing(importer, name, field)}, which ${there} does not export`,
    `give a library that has ${quoted(field)}, or several: "with": { ${quoted(name)}: ["first", "second"] } takes each ` +
      "field from the first that has it",
    { expected },
  );

export const wrongType = (
  importer: Importer,
  name: string,
  path: string,
  there: string,
  expected: string,
  found: string,
) =>
  linkError(
    "wrong-type",
    `${importing(importer, name)}${path} with another type than ${there} has`,
    "build both against the same declarations, or put a module between them that converts",
    { expected, found },
  );

export const unknownSource = (importer: string, source: string, known: Iterable<string>) =>
  linkError(
    "unknown-source",
    `${importer} is to get ${quoted(source)}, which is no instance, module, import, or "instance.export"`,
    `there are ${listed(known)}`,
  );

export const notFields = (importer: Importer, name: string, expected: string) =>
  linkError(
    "not-fields",
    `${importing(importer, name)}, which is no instance and has no fields`,
    `name one source for it in "with": "instance.export"`,
    { expected },
  );

export const instanceCycle = (names: readonly string[]) =>
  linkError(
    "instance-cycle",
    `instances need each other, so none can be first: ${names.map(quoted).join(" needs ")}`,
    "break the cycle: let one of them call through a table that another module exports and both import, and fill it when " +
      'both are there (docs/LINKING-TOOLS.md, "Cycles")',
  );

export const conflictingImport = (name: string, expected: string, found: string) =>
  linkError(
    "conflicting-import",
    `instances import ${quoted(name)} with types that no one item can have`,
    'give one of them another source in "with"',
    { expected, found },
  );

export const unusedImport = (name: string) =>
  linkError(
    "unused-import",
    `"imports" lists ${quoted(name)}, which no instance imports, and so it has no type`,
    'take it out, or use it in "with"',
  );

export const missingExport = (source: string, field: string, there: Iterable<string>) =>
  linkError(
    "missing-export",
    `${quoted(source)} is to be exported, but its instance does not export ${quoted(field)}`,
    `it exports ${listed(there)}`,
  );

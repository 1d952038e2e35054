// The errors of linking. What they know beyond their message is in properties: `code`, `path`, `expected`, `found`.

import type { ExternType } from "../../compiler/model/index.ts";
import { typeText } from "../plan/index.ts";
import type { ImportPath } from "./backend.ts";

type ErrorClass = new (message: string) => Error;

const pathText = (path: ImportPath) => `import ${path.map((name) => JSON.stringify(name)).join(".")}`;

/** An import that is not of the declared type. `found` is a type or words for a value that has none. */
export function importMismatch(
  LinkError: ErrorClass,
  path: ImportPath,
  expected: ExternType,
  found: ExternType | string,
): Error {
  const wanted = typeText(expected);
  const got = typeof found === "string" ? found : typeText(found);
  const error = new LinkError(`${pathText(path)}: expected ${wanted}, found ${got}`);
  return Object.assign(error, {
    code: "import-mismatch",
    path: pathText(path),
    expected: wanted,
    found: got,
  });
}

/** The JS API's TypeError for a module with imports that is given no import object. */
export const noImportObject = (path: ImportPath) =>
  new TypeError(`${pathText(path)}: the module has imports, but no import object was given`);

/** The JS API's TypeError for `importObject[module]`. */
export const noImportModule = (path: ImportPath, found: unknown) =>
  new TypeError(
    `${pathText(path)}: expected an object as ${JSON.stringify(path[0])}, found ${describe(found)}`,
  );

export const tooManyInstances = (limit: number) =>
  Object.assign(new RangeError(`too many instances: one instantiation may make ${limit}`), {
    code: "too-many-instances",
  });

export const badPlanFormat = (found: unknown, expected: number) =>
  Object.assign(new TypeError(`the plan has format ${found}; this version of Mortise reads ${expected}`), {
    code: "bad-plan-format",
  });

/** What sort of JavaScript value this is, for messages. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "object") return "an object";
  return typeof value === "function" ? "a function" : `a ${typeof value}`;
}

// The errors of linking. What they know beyond their message is in properties: `code`, `path`, `expected`, `found`.

import type { ExternType } from "../../compiler/model/index.ts";
import { describeType, type Mismatch } from "../../compiler/validate/index.ts";
import { describe } from "../host/index.ts";
import type { ImportPath } from "./backend.ts";

type ErrorClass = new (message: string) => Error;

const pathText = (path: ImportPath) => `import ${path.map((name) => JSON.stringify(name)).join(".")}`;

/** An import that is not of the declared type. `found` is a type, or words for a value that has none. */
export const importMismatch = (
  LinkError: ErrorClass,
  path: ImportPath,
  expected: ExternType,
  found: ExternType | string,
): Error =>
  linkError(
    LinkError,
    pathText(path),
    describeType(expected),
    typeof found === "string" ? found : describeType(found),
  );

/** A module whose type does not match: says where inside the type the difference is. */
export const moduleMismatch = (LinkError: ErrorClass, path: ImportPath, difference: Mismatch): Error =>
  linkError(LinkError, pathText(path) + difference.path, difference.expected, difference.found);

function linkError(LinkError: ErrorClass, path: string, expected: string, found: string): Error {
  const error = new LinkError(`${path}: expected ${expected}, found ${found}`);
  return Object.assign(error, { code: "import-mismatch", path, expected, found });
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

/** The host's refusal to make code of a string: what can be done about it, and what the host said. */
export const codeForbidden = (cause: EvalError) =>
  Object.assign(
    new EvalError(
      "no code may be made of strings here (a content security policy, Trusted Types or a flag forbids it): " +
        "compile ahead of time, by `mortise compile` or `mortise/aot`, or for Trusted Types give `onCode`. " +
        `The host says: ${cause.message}`,
      { cause },
    ),
    { code: "code-forbidden" },
  );

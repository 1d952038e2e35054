// The errors of transformations, one factory each.

import { invalid, overLimit, unsupported } from "../base/index.ts";

export const cannotFlatten = (path: string, reason: string) =>
  unsupported("cannot-flatten", `this module cannot be one core module: ${reason}`, { path });
export const flatTooLarge = (path: string, what: string, limit: number) =>
  overLimit("flat-too-large", `flattened, this module would have too many ${what}`, {
    path,
    expected: `at most ${limit}`,
  });
export const bundleMismatch = (path: string, name: string, where: string, expected: string, found: string) =>
  invalid(
    "bundle-mismatch",
    `the module found for the import "${name}"${where} is not of the type it is imported with`,
    {
      path,
      expected,
      found,
    },
  );
export const bundleCycle = (path: string, name: string) =>
  invalid("bundle-cycle", `the module found for the import "${name}" imports itself, and so has no end`, {
    path,
  });

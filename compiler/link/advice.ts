// What to do about the errors of linking that the rooms below find, by their stable codes: those of validate/ in the linking
// of a text, and those of transform/.

import type { MortiseError } from "../base/index.ts";

const ADVICE: Readonly<Record<string, (error: MortiseError) => string>> = {
  "missing-argument": () =>
    'give it in this instantiate: (import "name" (instance $library)); if there is no such library yet, add one: ' +
    '(module $library (file "library.wasm")), or import it',
  "argument-mismatch": ({ found }) =>
    found === "nothing"
      ? "the library given does not export this: give another that does, or one of a version that has it"
      : "the library given has it with another type, as after a major change: give a version that the module was built " +
        "against, or put a module between them that converts",
  "alias-unknown-export": () => "the library does not export this: mortise inspect shows what it does export",
  "unknown-module": () =>
    "modules are known only after they are defined: put the (module …) before its first use",
  "unknown-instance": () =>
    "instances are known only after they are made, so put what is used first; two that need each other need a table " +
    'between them (docs/LINKING-TOOLS.md, "Cycles")',
  "bundle-mismatch": () =>
    "another file of that name was found, or one of another version: name the right one with --map NAME=FILE",
  "bundle-cycle": () =>
    "a module cannot contain itself: let one of the two get the other as an argument, or leave it an import with --external NAME",
  "cannot-flatten": () =>
    "mortise bundle resolves module imports first; what exports modules, or needs them at run time, stays a linked module",
};

/** What to do about an error of linking, if that is known. */
export const adviceFor = (error: MortiseError): string | undefined => ADVICE[error.code]?.(error);

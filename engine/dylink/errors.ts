// The errors of linking at run time, one factory each. Each says what to do.

import { invalid, unsupported } from "../../compiler/base/index.ts";

export const notAttached = () =>
  invalid(
    "not-attached",
    "the loader does not know its program yet: call attach(instance.exports) when the program is instantiated",
  );
export const noProgramExport = (name: string) =>
  invalid(
    "no-program-export",
    `the program does not export "${name}", which libraries need: link it with -Wl,--export=${name}${name.includes("table") ? " (and -Wl,--export-table -Wl,--growable-table)" : ""}`,
  );
export const noSuchLibrary = (name: string, by: string) =>
  invalid(
    "missing-library",
    `${by} needs the library ${name}, and there is none: give its bytes to open(), or a function "find" to the loader that returns them`,
  );
export const wrongVersion = (name: string, by: string, found: string) =>
  invalid(
    "wrong-version",
    `${by} needs ${name}, and ${found} is loaded already, of another major version: a program can use one of them only`,
  );
export const notALibrary = (name: string) =>
  invalid(
    "not-a-library",
    `${name} has no "dylink.0" section, so it is no shared library: build it with clang -fPIC, and wasm-ld -shared --experimental-pic`,
  );
export const foreignImport = (by: string, name: string) =>
  unsupported(
    "foreign-import",
    `${by} imports "${name}", which its program cannot give: only "env" can be imported by a library that is loaded at run time`,
  );
export const symbolNotFound = (name: string, where: string) =>
  invalid(
    "missing-symbol",
    `${where} has the symbol "${name}": load the library that exports it first, or export it of the program (-Wl,--export=${name})`,
  );
export const outOfMemory = (name: string) =>
  invalid("out-of-memory", `the program's malloc has no memory for the data of ${name}`);
export const notInTable = (name: string) =>
  invalid(
    "not-in-table",
    `"${name}" is a function of JavaScript, and has no address: a table holds WebAssembly's own`,
  );

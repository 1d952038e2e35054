// The errors of linking shared libraries, one factory each. Each says what to do.

import { invalid, overLimit, unsupported } from "../base/index.ts";

const quoted = (name: string) => JSON.stringify(name);

export const oldDylink = (library: string) =>
  unsupported(
    "old-dylink",
    `${library} has a "dylink" section of LLVM 12 or older: build it again with a newer clang and wasm-ld`,
  );
export const dylinkTooLarge = (size: number, power: number) =>
  overLimit("dylink-too-large", `a library asks for more than a memory or table can give`, {
    expected: "at most 2^30, aligned to at most 2^16",
    found: `${size}, aligned to 2^${power}`,
  });
export const notALibrary = (file: string) =>
  invalid(
    "not-a-library",
    `${file} has no "dylink.0" section, so it is no shared library: build it with clang -fPIC, and wasm-ld -shared --experimental-pic`,
  );
export const missingLibrary = (library: string, by: string, given: readonly string[]) =>
  invalid(
    "missing-library",
    `${by} needs the library ${library}, which is not there (given: ${given.join(", ") || "none"}): give ${library} too`,
  );
export const wrongVersion = (library: string, by: string, found: string) =>
  invalid(
    "wrong-version",
    `${by} needs ${library}, and the library given is ${found}, of another major version: give ${library}, or build ${by} with ${found}`,
  );
export const sameName = (library: string) =>
  invalid("same-name", `two files are named ${library}: give one of them, or another name to one`);
export const missingSymbols = (by: string, symbols: readonly string[]) =>
  invalid(
    "missing-symbol",
    `${by} uses ${symbols.map(quoted).join(", ")}, which no library and not the main program exports: give the library that does; if it is in the main program, link that with ${symbols.map((name) => `-Wl,--export=${name}`).join(" ")}; if JavaScript gives it, name it as a symbol of the host`,
  );
export const wrongKind = (by: string, symbol: string, expected: string, found: string, other: string) =>
  invalid(
    "symbol-mismatch",
    `${by} uses ${quoted(symbol)} otherwise than ${other}: build both with one header file`,
    { expected, found },
  );
export const noTable = (library: string) =>
  invalid(
    "no-table",
    `${library} needs the function table, which the main program does not export: link that with -Wl,--export-table -Wl,--growable-table`,
  );
export const cycleWithoutTable = (cycle: readonly string[]) =>
  invalid(
    "cycle-without-table",
    `these libraries call each other: ${cycle.join(" → ")}; such a cycle goes through the function table, which the main program does not export: link it with -Wl,--export-table -Wl,--growable-table, or take the cycle apart`,
  );
export const fixedTable = (max: number) =>
  invalid(
    "fixed-table",
    `the main program's table cannot grow beyond ${max} slots, so that there is no room for the libraries' functions: link it with -Wl,--growable-table`,
  );
export const noMemory = (library: string) =>
  invalid(
    "no-memory",
    `${library} needs a memory, which the main program neither exports nor imports: link it with -Wl,--export=memory`,
  );
export const commandExports = (main: string) =>
  invalid(
    "command-exports",
    `every export of ${main} runs the constructors again, as in a program that nobody is to call: link it with -mexec-model=reactor, or with a _start of its own that calls __wasm_call_ctors`,
  );
export const foreignImport = (by: string, name: string) =>
  unsupported(
    "foreign-import",
    `${by} imports ${quoted(name)}, which is not of the linker's kind: only instances can be imported beside "env"`,
  );

// What libraries need of others: files, and symbols of the main program.

import { MALLOC } from "./order.ts";
import { versionOf } from "./resolve.ts";
import { BASES, MEMORY, STACK_POINTER, TABLE } from "./symbols.ts";
import { type Input, type Library, readLibrary } from "./unit.ts";

/**
 * Finds, among files, those that libraries need and are not given: of the major version that is asked for, or without one.
 * @returns file names; what is needed and not among the files is left out
 */
export function neededFiles(libraries: readonly Input[], files: readonly string[]): string[] {
  const given = new Set(libraries.map(({ name }) => versionOf(name).base));
  const found = new Map<string, string>();
  for (const { info } of libraries.map((library) => readLibrary(library)))
    for (const needed of info.needed) {
      const { base } = versionOf(needed);
      const file = given.has(base) ? undefined : fileFor(needed, files);
      if (file !== undefined) found.set(base, file);
    }
  return [...found.values()];
}

function fileFor(needed: string, files: readonly string[]): string | undefined {
  const { base, major } = versionOf(needed);
  const alike = files.filter((file) => versionOf(file).base === base);
  return (
    alike.find((file) => file === needed) ?? alike.find((file) => versionOf(file).major === major) ?? alike[0]
  );
}

/**
 * The symbols that libraries use and none of them defines: what the main program has to export
 * (`-Wl,--export=NAME`), or the host to give.
 */
export function neededSymbols(inputs: readonly Input[]): string[] {
  const libraries = inputs.map((library) => readLibrary(library));
  const defined = new Set(libraries.flatMap(({ functions, data }) => [...functions.keys(), ...data]));
  const used = new Set(libraries.flatMap(usedBy));
  return [...used].filter((name) => !defined.has(name)).sort();
}

const OF_LINKER: ReadonlySet<string> = new Set([...BASES, MEMORY, TABLE]);

function usedBy({ env, gotMem, gotFunc, info }: Library): string[] {
  const imported = [...env].flatMap(([name, { kind }]) =>
    kind === "tag" || OF_LINKER.has(name) ? [] : [name],
  );
  const names = [...imported, ...gotMem, ...gotFunc].filter((name) => !info.weak.has(name));
  return info.memorySize > 0 ? [...names, MALLOC, STACK_POINTER] : [...names, STACK_POINTER];
}

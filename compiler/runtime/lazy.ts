// Helpers of generated code: functions of big modules are generated at their first call. An instance knows its functions by
// an array `Y` of those that are there.

import type { Code, Func, Table } from "./store.ts";

/** What functions that are generated later see of their instance: its tables, memories, globals by their names, and its functions. */
interface Scope {
  readonly Y: Code[];
  readonly [name: string]: unknown;
}

/** The functions of one core module: what makes each for an instance, once compiled. */
interface Makers {
  readonly made: ((scope: Scope) => Code)[];
  compile(index: number): (scope: Scope) => Code;
}

/** Makes function `index`; references to it, and tables, then have the real one. */
export function loadFunction(
  makers: Makers,
  scope: Scope,
  index: number,
  functions: Func[],
  tables: Table[],
): Code {
  const make = (makers.made[index] ??= makers.compile(index));
  const code = make(scope);
  scope.Y[index] = code;
  const func = functions[index];
  if (func !== undefined) {
    (func as { fn: Code }).fn = code;
    for (const table of tables) table.rebind(func);
  }
  return code;
}

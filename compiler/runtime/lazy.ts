// Helpers of generated code: big modules are generated in chunks of functions, each at the first call of one of them. An
// instance knows its functions by an array `Y` of those that are there.

import type { Code, Func, Table } from "./store.ts";

/** What the chunks of one instance see of it: its tables, memories, globals by their names, and its functions. */
interface Scope {
  readonly Y: Code[];
  readonly [name: string]: unknown;
}

type ChunkMaker = (scope: Scope) => Code[];

/** The chunks of one core module: first function of each, and their makers once compiled. */
interface Chunks {
  readonly starts: readonly number[];
  readonly makers: ChunkMaker[];
  compile(chunk: number): ChunkMaker;
}

/** Makes the functions of the chunk that function `index` is in; references to them, and tables, then have the real ones. */
export function loadChunk(
  chunks: Chunks,
  scope: Scope,
  index: number,
  functions: Func[],
  tables: Table[],
): Code {
  const { starts, makers } = chunks;
  let k = starts.length - 1;
  while (starts[k]! > index) k--;
  makers[k] ??= chunks.compile(k);
  const first = starts[k]!;
  const changed = new Set<Func>();
  makers[k]!(scope).forEach((fn, i) => {
    scope.Y[first + i] = fn;
    const func = functions[first + i];
    if (func === undefined) return;
    (func as { fn: Code }).fn = fn;
    changed.add(func);
  });
  if (changed.size > 0) for (const table of tables) table.rebind(changed);
  return scope.Y[index]!;
}

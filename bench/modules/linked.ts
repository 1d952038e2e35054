// Linked modules of the suites: a chain of calls across nested modules, the same chain in one module, ten modules on one memory.
import * as a from "./assemble.ts";
import { ADD, call, constant, get, repeat, set, XOR } from "./code.ts";

const step = a.signature([a.I32, a.I32], [a.I32]);
const loopType = a.signature([a.I32], [a.I32]);

/** What a link of the chain adds to the value that it passes on; the leaf is the same without a callee. */
const leafCode = [...get(0), ...get(1), XOR, ...constant(7), ADD];
const linkCode = (callee: number, added: number) => [
  ...get(0),
  ...constant(added),
  ADD,
  ...get(1),
  ...call(callee),
];

/** run(n): calls the chain n times with its own result. Parameter 0 is n; locals 1 the counter, 2 the value. */
const runBody = (callee: number) =>
  a.body([[2, a.I32]], [...repeat(1, 0, [...get(2), ...get(1), ...call(callee), ...set(2)]), ...get(2)]);

const leaf = a.assemble({
  types: [step],
  functions: [0],
  exports: [a.exported("f", a.FUNC, 0)],
  bodies: [a.body([], leafCode)],
});

const link = (added: number) =>
  a.assemble({
    types: [step],
    imports: [a.imported("next", "f", [a.FUNC, 0])],
    functions: [0],
    exports: [a.exported("f", a.FUNC, 1)],
    bodies: [a.body([], linkCode(0, added))],
  });

const caller = a.assemble({
  types: [step, loopType],
  imports: [a.imported("next", "f", [a.FUNC, 0])],
  functions: [1],
  exports: [a.exported("run", a.FUNC, 1)],
  bodies: [runBody(0)],
});

/** The places of the links between the leaf and the caller. */
const linksOf = (boundaries: number) => Array.from({ length: boundaries - 1 }, (_, i) => i + 1);

/**
 * A caller and `boundaries` nested modules, each call crossing that many boundaries.
 * @param repeated all links are instances of one module, not each of its own
 */
export function chainOfModules(boundaries: number, repeated: boolean): Uint8Array<ArrayBuffer> {
  const places = linksOf(boundaries);
  const links = repeated ? [link(1)] : places.map(link);
  const instances = [a.instantiated(0, [])];
  for (const place of places) instances.push(a.instantiated(repeated ? 1 : place, [["next", place - 1]]));
  instances.push(a.instantiated(links.length + 1, [["next", boundaries - 1]]));
  return a.toBytes(
    a.assemble({
      modules: [leaf, ...links, caller],
      instances,
      aliases: [a.aliased(boundaries, a.FUNC, "run")],
      exports: [a.exported("run", a.FUNC, 0)],
    }),
  );
}

/** The same functions in one module. */
export function chainInOneModule(boundaries: number, repeated: boolean): Uint8Array<ArrayBuffer> {
  const bodies = [a.body([], leafCode)];
  for (const place of linksOf(boundaries)) bodies.push(a.body([], linkCode(place - 1, repeated ? 1 : place)));
  return a.toBytes(
    a.assemble({
      types: [step, loopType],
      functions: [...bodies.map(() => 0), 1],
      exports: [a.exported("run", a.FUNC, boundaries)],
      bodies: [...bodies, runBody(boundaries - 1)],
    }),
  );
}

const memoryModule = a.assemble({ memories: [[0x00, 0x01]], exports: [a.exported("memory", a.MEMORY, 0)] });

/** A module that imports the memory and exports ten functions which load and store in a place of their own. */
function memoryUser(place: number): number[] {
  const load = [0x28, 0x02, ...a.unsigned(place)];
  const store = [0x36, 0x02, ...a.unsigned(place)];
  const code = [...get(0), ...get(0), ...load, ...constant(1), ADD, ...store, ...get(0), ...load];
  const functions = Array.from({ length: 10 }, (_, i) => i);
  return a.assemble({
    types: [loopType],
    imports: [a.imported("env", "memory", [a.MEMORY, 0x00, 0x01])],
    functions: functions.map(() => 0),
    exports: functions.map((i) => a.exported(`f${i}`, a.FUNC, i)),
    bodies: functions.map(() => a.body([], code)),
  });
}

/** A root with ten nested modules: one owns a memory, nine share it; each of the nine has one function exported by the root. */
export function tenModules(): Uint8Array<ArrayBuffer> {
  const users = Array.from({ length: 9 }, (_, i) => i);
  return a.toBytes(
    a.assemble({
      modules: [memoryModule, ...users.map((i) => memoryUser(i * 64))],
      instances: [a.instantiated(0, []), ...users.map((i) => a.instantiated(i + 1, [["env", 0]]))],
      aliases: users.map((i) => a.aliased(i + 1, a.FUNC, "f0")),
      exports: users.map((i) => a.exported(`g${i}`, a.FUNC, i)),
    }),
  );
}

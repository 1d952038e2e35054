// The name section: `module.name`, and name maps for every index space. Whatever in it cannot be read is left out,
// as a custom section never makes a module invalid.

import { MortiseError, Reader, Writer } from "../base/index.ts";
import type { ModuleDef } from "../model/index.ts";

/** The name of the custom section. */
export const NAME_SECTION = "name";

type Names = Map<number, string>;
type IndirectNames = Map<number, Names>;

/** The names of a module's items, by index; those of locals, labels and fields by function or type first. */
export interface ModuleNames {
  module?: string;
  readonly funcs: Names;
  readonly locals: IndirectNames;
  readonly labels: IndirectNames;
  readonly types: Names;
  readonly tables: Names;
  readonly memories: Names;
  readonly globals: Names;
  readonly elems: Names;
  readonly data: Names;
  readonly fields: IndirectNames;
  readonly tags: Names;
  readonly modules: Names;
  readonly instances: Names;
}

/** No names at all: to be filled in and encoded. */
export const noNames = (): ModuleNames => ({
  funcs: new Map(),
  locals: new Map(),
  labels: new Map(),
  types: new Map(),
  tables: new Map(),
  memories: new Map(),
  globals: new Map(),
  elems: new Map(),
  data: new Map(),
  fields: new Map(),
  tags: new Map(),
  modules: new Map(),
  instances: new Map(),
});

const MODULE_NAME = 0;

/** Subsections with a name map, by id. Modules and instances have no assigned id: 100 and 101 are ours. */
const DIRECT = {
  1: "funcs",
  4: "types",
  5: "tables",
  6: "memories",
  7: "globals",
  8: "elems",
  9: "data",
  11: "tags",
  100: "modules",
  101: "instances",
} as const satisfies Record<number, keyof ModuleNames>;

/** Subsections with a map of name maps. */
const INDIRECT = { 2: "locals", 3: "labels", 10: "fields" } as const satisfies Record<
  number,
  keyof ModuleNames
>;

const cache = new WeakMap<ModuleDef, ModuleNames>();

/** The names in a module's (last) name section. Read once, at the first call; what is malformed is left out. */
export function decodeNames(module: ModuleDef): ModuleNames {
  let names = cache.get(module);
  if (names === undefined) {
    names = noNames();
    for (const { name, content } of module.customs)
      if (name === NAME_SECTION)
        readSubsections(new Reader(content.bytes, content.start, content.end), names);
    cache.set(module, names);
  }
  return names;
}

function readSubsections(reader: Reader, names: ModuleNames): void {
  const { end } = reader;
  tolerate(() => {
    while (!reader.done) {
      const id = reader.u8();
      const size = reader.u32();
      const start = reader.pos;
      reader.skip(size);
      const next = reader.pos;
      reader.pos = start;
      reader.end = next;
      tolerate(() => readSubsection(reader, id, names));
      reader.pos = next;
      reader.end = end;
    }
  });
}

/** Runs a reader, and stops it quietly where its bytes are malformed. */
function tolerate(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof MortiseError)) throw error;
  }
}

function readSubsection(reader: Reader, id: number, names: ModuleNames): void {
  const direct = DIRECT[id as keyof typeof DIRECT];
  const indirect = INDIRECT[id as keyof typeof INDIRECT];
  if (id === MODULE_NAME) names.module = reader.name();
  else if (direct !== undefined) readNameMap(reader, names[direct]);
  else if (indirect !== undefined) readIndirect(reader, names[indirect]);
}

function readNameMap(reader: Reader, map: Names): void {
  for (let count = reader.u32(); count > 0; count--) map.set(reader.u32(), reader.name());
}

function readIndirect(reader: Reader, maps: IndirectNames): void {
  for (let count = reader.u32(); count > 0; count--) {
    const map: Names = new Map();
    maps.set(reader.u32(), map);
    readNameMap(reader, map);
  }
}

/** The content of a name section (without the section's own name), subsections by id; empty if there are no names. */
export function encodeNames(names: ModuleNames): Uint8Array {
  const writer = new Writer();
  if (names.module !== undefined) writeSubsection(writer, MODULE_NAME, (to) => to.name(names.module!));
  for (const id of subsectionIds) {
    const direct = DIRECT[id as keyof typeof DIRECT];
    const indirect = INDIRECT[id as keyof typeof INDIRECT];
    if (direct !== undefined && names[direct].size > 0)
      writeSubsection(writer, id, (to) => writeNameMap(to, names[direct]));
    if (indirect !== undefined && names[indirect].size > 0)
      writeSubsection(writer, id, (to) => writeIndirect(to, names[indirect]));
  }
  return writer.finish();
}

const subsectionIds = [...Object.keys(DIRECT), ...Object.keys(INDIRECT)].map(Number).sort((a, b) => a - b);

function writeSubsection(writer: Writer, id: number, write: (to: Writer) => void): void {
  const content = new Writer();
  write(content);
  writer.u8(id).sized(content.finish());
}

function writeNameMap(writer: Writer, map: Names): void {
  writer.u32(map.size);
  for (const [index, name] of byIndex(map)) writer.u32(index).name(name);
}

function writeIndirect(writer: Writer, maps: IndirectNames): void {
  writer.u32(maps.size);
  for (const [index, map] of byIndex(maps)) {
    writer.u32(index);
    writeNameMap(writer, map);
  }
}

/** Name maps are sorted by index. */
const byIndex = <T>(map: Map<number, T>): [number, T][] => [...map].sort(([a], [b]) => a - b);

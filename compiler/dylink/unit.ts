// A main program or a library, as the linker sees it: the symbols it defines and those it uses.

import { ALL_FEATURES, type Features, MortiseError } from "../base/index.ts";
import { decodeModule, decodeNames, encodeModule } from "../binary/index.ts";
import type { ExternType, FuncType, InstanceType, ModuleDef } from "../model/index.ts";
import { type ValidModule, validateModule } from "../validate/index.ts";
import { type DylinkInfo, readDylink } from "./dylink-section.ts";
import { commandExports, foreignImport, notALibrary } from "./errors.ts";
import { movable } from "./movable.ts";
import { readOffset } from "./offsets.ts";
import { INTERNAL, LINKER_INSTANCES } from "./symbols.ts";

/** A file that is linked; `name` is its file name, by which libraries need each other. */
export interface Input {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A function that a unit defines. */
export interface DefinedFunction {
  readonly type: FuncType;
  /** In the unit's index space: two names of one function have one index. */
  readonly index: number;
}

export interface Unit {
  readonly name: string;
  /** What is nested in the linked module. */
  readonly bytes: Uint8Array;
  readonly valid: ValidModule;
  readonly functions: ReadonlyMap<string, DefinedFunction>;
  /** Data symbols: exported constants, which count from the memory base in a library. */
  readonly data: ReadonlySet<string>;
  /** What it imports of `env`, functions, memory and all. */
  readonly env: ReadonlyMap<string, ExternType>;
  /** Symbols whose addresses and table slots it uses. */
  readonly gotMem: readonly string[];
  readonly gotFunc: readonly string[];
  /** Instances that it imports of the host, by name. */
  readonly host: ReadonlyMap<string, InstanceType>;
  /** Slots that its element segments give to functions, by index; in a library they count from the table base. */
  readonly slots: ReadonlyMap<number, number>;
  readonly exports: ReadonlyMap<string, ExternType>;
}

export interface Library extends Unit {
  readonly info: DylinkInfo;
}

/** Whether a file is a library. @throws MortiseError, naming the file */
export const isLibrary = ({ name, bytes }: Input, features: Features = ALL_FEATURES): boolean =>
  readDylink(validated(name, bytes, features).def, name) !== undefined;

/** Reads the main program. @throws MortiseError, naming the file */
export function readMain({ name, bytes }: Input, features: Features = ALL_FEATURES): Unit {
  const valid = validated(name, bytes, features);
  const names = decodeNames(valid.def).funcs;
  if ([...names.values()].some((name) => name.endsWith(".command_export"))) throw commandExports(name);
  return unitOf(name, bytes, valid);
}

/** Reads a library, and makes it movable. @throws MortiseError, naming the file */
export function readLibrary({ name, bytes }: Input, features: Features = ALL_FEATURES): Library {
  const { def } = validated(name, bytes, features);
  const info = readDylink(def, name);
  if (info === undefined) throw notALibrary(name);
  const moved = encodeModule(movable(def), { encoding: "proposal" });
  return { ...unitOf(name, moved, validated(name, moved, features)), slots: slotsOf(def), info };
}

function validated(name: string, bytes: Uint8Array, features: Features): ValidModule {
  try {
    const { module } = decodeModule(bytes, { features, encoding: "auto" });
    return validateModule(module, { features });
  } catch (error) {
    if (error instanceof MortiseError) error.message = `${name}: ${error.message}`;
    throw error;
  }
}

function unitOf(name: string, bytes: Uint8Array, valid: ValidModule): Unit {
  const { imports, exports } = valid.type;
  const fields = (instance: string) => fieldsOf(imports.get(instance));
  return {
    name,
    bytes,
    valid,
    functions: definedFunctions(valid),
    data: new Set(
      [...exports].flatMap(([name, type]) =>
        type.kind === "global" && !type.type.mutable && !INTERNAL.has(name) ? [name] : [],
      ),
    ),
    env: fields("env"),
    gotMem: [...fields("GOT.mem").keys()],
    gotFunc: [...fields("GOT.func").keys()],
    host: hostInstances(name, valid),
    slots: slotsOf(valid.def),
    exports,
  };
}

const NO_FIELDS: ReadonlyMap<string, ExternType> = new Map();

const fieldsOf = (type: ExternType | undefined) =>
  type?.kind === "instance" ? type.type.exports : NO_FIELDS;

function definedFunctions({ exports }: ValidModule): Map<string, DefinedFunction> {
  const functions = new Map<string, DefinedFunction>();
  for (const { name, index, type } of exports)
    if (type.kind === "func" && !INTERNAL.has(name)) functions.set(name, { type: type.type, index });
  return functions;
}

function hostInstances(unit: string, { type }: ValidModule): Map<string, InstanceType> {
  const instances = new Map<string, InstanceType>();
  for (const [name, imported] of type.imports) {
    if (imported.kind !== "instance") throw foreignImport(unit, name);
    if (!LINKER_INSTANCES.has(name)) instances.set(name, imported.type);
  }
  return instances;
}

function slotsOf({ elements }: ModuleDef): Map<number, number> {
  const slots = new Map<number, number>();
  for (const { at, items, table } of elements) {
    const offset = at === undefined ? undefined : readOffset(at);
    if (offset === undefined || table !== 0 || items.form !== "funcs") continue;
    for (const [position, index] of items.indices.entries()) slots.set(index, offset.value + position);
  }
  return slots;
}

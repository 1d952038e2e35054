// The linked module in text: what the host gives, the main program, then each library between its glue, and at last what
// needs all of them.

import type { FuncType } from "../model/index.ts";
import { globalText, idLiteral, limitsText, nameLiteral, printType, signatureText } from "../text/index.ts";
import { allocation } from "./allocate.ts";
import { Glue, instantiation, type Item, itemOf, referenceTo, trampoline } from "./glue.ts";
import { envOf, FTALLOC, hostId, LAZY, type Linked, TAGS, unitId } from "./linked.ts";
import { MALLOC } from "./order.ts";
import { publish } from "./publish.ts";
import {
  CONSTRUCTORS,
  HEAP_BASE,
  HEAP_END,
  INITIALIZE,
  INTERNAL,
  LINKER_INSTANCES,
  MEMORY,
  MEMORY_BASE,
  RELOCATIONS,
  START,
  TABLE,
  TABLE_BASE,
} from "./symbols.ts";
import type { Library, Unit } from "./unit.ts";

/** Names under which the root imports the code of a unit, until it is nested. */
export const codeName = ({ name }: Unit) => `file:${name}`;

const NO_ARGS: FuncType = { kind: "func", params: [], results: [] };
const I32_GLOBAL = "(mut i32)";

/** The text of the module that links the units, which it imports as modules. */
export function linkedText(linked: Linked): string {
  const { main, libraries } = linked;
  const lines = [
    ...hostImports(linked),
    ...linked.units.map(codeImport),
    ...[lazyGlue(linked), tagGlue(linked), mainGlue(linked)].map((glue) => glue.text()),
    instanceOf(main),
    tableGlue(linked).text(),
    ...gotGlue(linked).map((glue) => glue.text()),
    publish(linked, main).text(),
    ...libraries.flatMap((library) => [
      libraryGlue(linked, library).text(),
      instanceOf(library),
      publish(linked, library).text(),
      ...(library === linked.order.first.at(-1) ? [allocatorGlue(linked).text()] : []),
    ]),
    readyGlue(linked).text(),
    ...entryAndExports(linked),
  ];
  return `(module\n${lines.map((line) => `  ${line}\n`).join("")})\n`;
}

function hostImports(linked: Linked): string[] {
  return [...linked.hostImports()].map(
    ([name, type]) => `(import ${nameLiteral(name)} ${withId(printType(type), hostId(name))})`,
  );
}

const codeImport = (unit: Unit): string =>
  `(import ${nameLiteral(codeName(unit))} ${withId(printType(unit.valid.type), `${unitId(unit)}.code`)})`;

/** A printed type, `(module …)` or `(instance …)`, as an item with an identifier. */
const withId = (type: string, id: string) => type.trimEnd().replace(/^\(\w+/, `$& ${idLiteral(id)}`);

function instanceOf(unit: Unit): string {
  const instances = [...unit.valid.type.imports.keys()].map((name) => {
    const id = name === "env" ? envOf(unit) : LINKER_INSTANCES.has(name) ? name : hostId(name);
    return `(import ${nameLiteral(name)} (instance ${idLiteral(id)}))`;
  });
  return instantiation(unitId(unit), idLiteral(`${unitId(unit)}.code`), instances);
}

/** Functions that call through a table what is there when all units are. */
function lazyGlue({ deferred }: Linked): Glue {
  const glue = new Glue(LAZY);
  const { size } = deferred;
  glue.add(`(table $table (export "table") ${size} ${size} funcref)`);
  for (const [slot, [name, type]] of [...deferred].entries())
    glue.add(trampoline(name, type, "$table", slot));
  return glue;
}

/** Tags that every unit imports and none exports: of C++ exceptions and `longjmp`. */
function tagGlue(linked: Linked): Glue {
  const glue = new Glue(TAGS);
  for (const [name, type] of linked.tags)
    glue.add(`(tag (export ${nameLiteral(name)})${signatureText(type)})`);
  return glue;
}

/** The instance `env` of the main program. */
function mainGlue(linked: Linked): Glue {
  const { main } = linked;
  const glue = new Glue(envOf(main));
  for (const [name, type] of main.env) {
    const exported = `(export ${nameLiteral(name)})`;
    if (type.kind === "memory") glue.add(`(memory ${exported} ${limitsText(type.type.limits)})`);
    else if (type.kind === "table") glue.add(`(table ${exported} ${limitsText(type.type.limits)} funcref)`);
    else importInto(glue, linked, main, name);
  }
  return glue;
}

/** A function, tag or shared thing that a unit imports of `env`. */
function importInto(glue: Glue, linked: Linked, unit: Unit, name: string): void {
  const type = unit.env.get(name)!;
  if (type.kind === "func") {
    const item = linked.calledBy(unit, name, type);
    if (item !== undefined) glue.pass(name, item);
    else glue.add(`(func (export ${nameLiteral(name)})${signatureText(type.type)} unreachable)`);
  } else if (type.kind === "tag") {
    const definer = linked.scope.tag(name);
    glue.pass(name, itemOf(definer === undefined ? TAGS : unitId(definer), name, type));
  } else glue.pass(name, linked.shared(name));
}

/** `ftalloc`: slots of the function table, as `malloc` is bytes of the memory. */
function tableGlue(linked: Linked): Glue {
  const glue = new Glue("ftalloc");
  if (linked.libraries.length === 0) return glue;
  glue.add(
    `(func (export "ftalloc") (param $count i32) (result i32) (local $base i32)
      (local.set $base (table.grow ${glue.use(TABLE, linked.shared(TABLE))} (ref.null func) (local.get $count)))
      (if (i32.eq (local.get $base) (i32.const -1)) (then unreachable))
      (local.get $base))`,
  );
  return glue;
}

/** Addresses of data and slots of functions, which all units share. */
function gotGlue({ addresses, pointers }: Linked): Glue[] {
  const glue = (id: string, names: Iterable<string>) => {
    const made = new Glue(id);
    for (const name of names) made.add(`(global (export ${nameLiteral(name)}) ${I32_GLOBAL} (i32.const 0))`);
    return made;
  };
  return [glue("GOT.mem", addresses.keys()), glue("GOT.func", pointers)];
}

/** The instance `env` of a library: allocates its memory and its slots. */
function libraryGlue(linked: Linked, library: Library): Glue {
  const glue = new Glue(envOf(library));
  for (const name of [MEMORY_BASE, TABLE_BASE])
    glue.add(`(global ${idLiteral(name)} (export ${nameLiteral(name)}) ${I32_GLOBAL} (i32.const 0))`);
  for (const [name, type] of library.env)
    if (!(type.kind === "global" && isBase(name))) importInto(glue, linked, library, name);
  const early = linked.order.early.has(library);
  glue.start(
    allocation(library.info, {
      memory: () => glue.use("memory", linked.shared("memory")),
      malloc: early ? undefined : () => glue.use("allocator:malloc", mallocOf(linked)),
      ftalloc: () => glue.use("allocator:ftalloc", FTALLOC),
    }),
    "(local $base i32)",
  );
  return glue;
}

const isBase = (name: string) => name === MEMORY_BASE || name === TABLE_BASE;

function mallocOf({ scope }: Linked): Item {
  const unit = scope.definer(MALLOC)!;
  return itemOf(unitId(unit), MALLOC, unit.exports.get(MALLOC)!);
}

/** When the libraries that the allocator is made of are there, and before others ask it for memory. */
function allocatorGlue(linked: Linked): Glue {
  const glue = new Glue("allocator");
  const { first } = linked.order;
  const calls = [RELOCATIONS, CONSTRUCTORS].flatMap((name) => callsOf(glue, first, name));
  glue.start([...heapBounds(glue, linked), ...calls]);
  return glue;
}

/** The bounds of a heap that begins here: at first it has no size. */
function heapBounds(glue: Glue, linked: Linked): string[] {
  if (!linked.isBase) return [];
  const end = `(i32.shl (memory.size ${glue.use(MEMORY, linked.shared(MEMORY))}) (i32.const 16))`;
  return [HEAP_BASE, HEAP_END]
    .filter((name) => linked.addresses.has(name))
    .map((name) => {
      const global: Item = { kind: "global", type: I32_GLOBAL, instance: "GOT.mem", name };
      return `(global.set ${glue.use(name, global)} ${end})`;
    });
}

/** When all units are there: fills the lazy table, and applies the relocations of data. */
function readyGlue(linked: Linked): Glue {
  const glue = new Glue("ready");
  const { deferred, scope, units } = linked;
  if (deferred.size > 0) {
    const table: Item = { kind: "table", type: "0 funcref", instance: LAZY, name: "table" };
    const functions = [...deferred].map(([name, type]) =>
      glue.use(name, itemOf(unitId(scope.definer(name)!), name, { kind: "func", type })),
    );
    glue.add(`(elem (table ${glue.use("lazy:table", table)}) (i32.const 0) func ${functions.join(" ")})`);
  }
  const isFirst = new Set<Unit>(linked.order.first);
  const calls = callsOf(
    glue,
    units.filter((unit) => !isFirst.has(unit)),
    RELOCATIONS,
  );
  const bounds = isFirst.size === 0 ? heapBounds(glue, linked) : [];
  const constructors = entryOf(linked) === undefined ? constructorsOf(glue, linked) : [];
  glue.start([...bounds, ...calls, ...constructors]);
  return glue;
}

/** Calls a function of each unit that exports it, in order. */
function callsOf(glue: Glue, units: readonly Unit[], name: string): string[] {
  return units
    .filter(({ exports }) => exports.has(name))
    .map((unit) => {
      const item = itemOf(unitId(unit), name, { kind: "func", type: NO_ARGS });
      return `(call ${glue.use(`${unit.name}:${name}`, item)})`;
    });
}

/** Calls the constructors of the libraries that are not constructed yet. */
const constructorsOf = (glue: Glue, { libraries, order }: Linked): string[] =>
  callsOf(
    glue,
    libraries.filter((library) => !order.first.includes(library)),
    CONSTRUCTORS,
  );

interface Entry {
  readonly name: string;
  readonly unit: Unit;
}

/** The function by which the host starts the program, if it has one: before it runs, there is no host to speak to. */
function entryOf({ units }: Linked): Entry | undefined {
  const entries = [INITIALIZE, START].flatMap((name) =>
    units.filter(({ exports }) => exports.has(name)).map((unit) => ({ name, unit })),
  );
  return entries[0];
}

/** The entry, which runs the constructors of the libraries first (after the main program's, if it is a library too). */
function entryGlue(linked: Linked, { name, unit }: Entry): Glue {
  const glue = new Glue("entry");
  const own = callsOf(glue, [unit], name);
  const libraries = constructorsOf(glue, linked);
  const calls = name === START ? [...libraries, ...own] : [...own, ...libraries];
  glue.add(`(func (export ${nameLiteral(name)}) ${calls.join(" ")})`);
  return glue;
}

function entryAndExports(linked: Linked): string[] {
  const entry = entryOf(linked);
  const exported = new Map<string, Item>();
  if (entry !== undefined)
    exported.set(entry.name, itemOf("entry", entry.name, { kind: "func", type: NO_ARGS }));
  for (const [name, item] of exportsOf(linked)) if (!exported.has(name)) exported.set(name, item);
  const lines = [...exported].map(([name, item]) => `(export ${nameLiteral(name)} ${referenceTo(item)})`);
  return entry === undefined ? lines : [entryGlue(linked, entry).text(), ...lines];
}

/** All that the main program exports, functions of the libraries, and the addresses of their data. */
function* exportsOf(linked: Linked): Generator<[string, Item]> {
  const { main, addresses } = linked;
  for (const [name, type] of main.exports) yield [name, itemOf(unitId(main), name, type)];
  for (const [name, type] of main.env)
    if (type.kind === "memory" || type.kind === "table") yield [name, linked.shared(name)];
  for (const [name, type] of linked.tags) yield [name, itemOf(TAGS, name, { kind: "tag", type })];
  for (const library of linked.libraries)
    for (const [name, { type }] of library.functions)
      if (!INTERNAL.has(name)) yield [name, itemOf(unitId(library), name, { kind: "func", type })];
  for (const [name, unit] of addresses)
    if (unit !== main)
      yield [
        name,
        { kind: "global", type: globalText({ type: 0x7f, mutable: true }), instance: "GOT.mem", name },
      ];
}

// One `dlopen`: a library and those it needs that are not there yet. All are instantiated first; then their symbols are
// known, and the addresses that they import are filled in; then their constructors run.

import {
  CONSTRUCTORS,
  DYLINK_SECTION,
  type DylinkInfo,
  MEMORY,
  MEMORY_BASE,
  RELOCATIONS,
  readDylinkSection,
  STACK_POINTER,
  TABLE,
  TABLE_BASE,
  versionOf,
} from "../../compiler/dylink/index.ts";
import type {
  BufferSource,
  ExportsObject,
  Global,
  ImportDescriptor,
  Module,
  WebAssemblyNamespace,
} from "../api/index.ts";
import { foreignImport, notALibrary, symbolNotFound } from "./errors.ts";
import type { Program } from "./program.ts";
import { type Callable, type Found, type Symbols, symbolsOf } from "./symbols.ts";

export interface LoadedLibrary {
  readonly name: string;
  readonly symbols: Symbols;
  /** File names of the libraries that it needs. */
  readonly needed: readonly string[];
}

/** What a library is made of; undefined if it is loaded already. @throws if it is not to be found */
export type FindSource = (name: string, by: string) => BufferSource | Module | undefined;

/** A global for the address or slot of a symbol, to be filled in. */
interface Wanted {
  readonly symbol: string;
  readonly global: Global;
}

interface Instantiated extends LoadedLibrary {
  readonly exports: ExportsObject;
}

export class Group {
  private readonly engine: WebAssemblyNamespace;
  private readonly program: Program;
  private readonly libraries: Map<string, LoadedLibrary>;
  private readonly findSource: FindSource;
  private readonly made: Instantiated[] = [];
  /** The library that is opened, without its version. */
  private root = "";
  /** What the libraries of this group need, by name without version. */
  private readonly needs = new Map<string, readonly string[]>();
  private readonly wanted: Wanted[] = [];
  /** Symbols that were not there when a library was instantiated, with who asked. */
  private readonly open = new Map<string, string>();
  private readonly weak = new Set<string>();

  /** `libraries` are those loaded so far; the new ones are added when all went well. */
  constructor(
    engine: WebAssemblyNamespace,
    program: Program,
    libraries: Map<string, LoadedLibrary>,
    findSource: FindSource,
  ) {
    this.engine = engine;
    this.program = program;
    this.libraries = libraries;
    this.findSource = findSource;
  }

  /** Loads a library with those it needs. */
  load(name: string, source: BufferSource | Module): LoadedLibrary {
    this.root = versionOf(name).base;
    const library = this.instantiate(name, source, new Set([name]));
    for (const [symbol, by] of this.open)
      if (this.find(symbol) === undefined && !this.weak.has(symbol))
        throw symbolNotFound(symbol, `nobody (it is needed by ${by})`);
    for (const { symbol, global } of this.wanted) {
      const found = this.find(symbol);
      if (found !== undefined) global.value = this.program.addressOf(symbol, found);
    }
    for (const made of this.made) this.libraries.set(made.name, made);
    for (const step of [RELOCATIONS, CONSTRUCTORS])
      for (const { exports } of this.made) (exports[step] as (() => void) | undefined)?.();
    return library;
  }

  /** A symbol as the libraries of this group see it: of the program, or of the group and what it needs; not of others. */
  private find(name: string): Found | undefined {
    const known = this.program.symbols.get(name);
    return (
      known ??
      this.scope()
        .find(({ symbols }) => symbols.has(name))
        ?.symbols.get(name)
    );
  }

  /** The library that is opened, what it needs, what these need, and so on, as far as they are instantiated. */
  private scope(): LoadedLibrary[] {
    const libraries = new Map(
      [...this.libraries.values(), ...this.made].map((library) => [versionOf(library.name).base, library]),
    );
    const names = new Set([this.root]);
    for (const name of names)
      for (const needed of this.needs.get(name) ?? libraries.get(name)?.needed ?? [])
        names.add(versionOf(needed).base);
    return [...names].flatMap((name) => libraries.get(name) ?? []);
  }

  /** `path` are the libraries that are being loaded, which may need each other. */
  private instantiate(name: string, source: BufferSource | Module, path: Set<string>): Instantiated {
    const { engine, program } = this;
    const module =
      source instanceof (engine.Module as unknown as Callable)
        ? (source as Module)
        : new engine.Module(source as BufferSource);
    const [section] = engine.Module.customSections(module, DYLINK_SECTION);
    if (section === undefined) throw notALibrary(name);
    const info = readDylinkSection(new Uint8Array(section));
    for (const symbol of info.weak) this.weak.add(symbol);
    this.needs.set(versionOf(name).base, info.needed);
    this.loadNeeded(name, info, path);
    const base = program.allocate(info.memorySize, info.memoryAlign, name);
    const { exports } = new engine.Instance(module, this.importsOf(module, name, info, base));
    const made = { name, exports, symbols: symbolsOf(engine, exports, base), needed: info.needed };
    this.made.push(made);
    return made;
  }

  private loadNeeded(name: string, { needed }: DylinkInfo, path: Set<string>): void {
    for (const other of needed) {
      if (path.has(other)) continue;
      const source = this.findSource(other, name);
      if (source !== undefined) this.instantiate(other, source, path.add(other));
    }
  }

  private importsOf(module: Module, name: string, info: DylinkInfo, base: number) {
    const { engine, program } = this;
    const constant = (value: number) => new engine.Global({ value: "i32" }, value);
    const tableBase = program.allocateSlots(info.tableSize, info.tableAlign);
    const imports: Record<string, Record<string, unknown>> = {};
    for (const descriptor of engine.Module.imports(module)) {
      const { module: from, name: field = "" } = descriptor;
      imports[from] ??= {};
      if (from === "env" && field === MEMORY_BASE) imports[from][field] = constant(base);
      else if (from === "env" && field === TABLE_BASE) imports[from][field] = constant(tableBase);
      else imports[from][field] = this.imported(descriptor, name);
    }
    return imports;
  }

  private imported({ module, name = "", kind }: ImportDescriptor, by: string): unknown {
    const { program } = this;
    if (module === "GOT.mem" || module === "GOT.func") return this.address(name, by);
    if (module !== "env") throw foreignImport(by, module);
    if (name === MEMORY) return program.memory;
    if (name === TABLE) return program.table;
    if (name === STACK_POINTER) return program.stackPointer;
    if (kind === "tag") return this.tag(name);
    return this.callable(name, by);
  }

  private address(symbol: string, by: string): Global {
    const global = new this.engine.Global({ value: "i32", mutable: true }, 0);
    this.open.set(symbol, by);
    this.wanted.push({ symbol, global });
    return global;
  }

  /** The tag of `longjmp` or of C++: what either throws is one address. */
  private tag(name: string): unknown {
    const { tags } = this.program;
    const tag = tags.get(name) ?? new this.engine.Tag({ parameters: ["i32"] });
    tags.set(name, tag);
    return tag;
  }

  /** A function; one that is not there yet is looked up when it is first called. */
  private callable(name: string, by: string): Callable {
    const found = this.find(name);
    if (found?.kind === "func") return found.value;
    this.open.set(name, by);
    let later: Callable | undefined;
    return (...args: unknown[]) => {
      later ??= this.laterFunction(name, by);
      return later(...args);
    };
  }

  private laterFunction(name: string, by: string): Callable {
    const found = this.find(name);
    if (found?.kind !== "func") throw symbolNotFound(name, `nobody (it is needed by ${by})`);
    return found.value;
  }
}

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
}

/** What a library is made of; undefined if it is loaded already. @throws if it is not to be found */
export type FindSource = (name: string, by: string) => BufferSource | Module | undefined;

interface Instantiated extends LoadedLibrary {
  readonly exports: ExportsObject;
}

export class Group {
  private readonly engine: WebAssemblyNamespace;
  private readonly program: Program;
  private readonly libraries: Map<string, LoadedLibrary>;
  private readonly findSource: FindSource;
  private readonly made: Instantiated[] = [];
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
    const library = this.instantiate(name, source, new Set([name]));
    for (const [symbol, by] of this.open)
      if (this.find(symbol) === undefined && !this.weak.has(symbol))
        throw symbolNotFound(symbol, `nobody (it is needed by ${by})`);
    this.fillIn(this.program.addresses);
    this.fillIn(this.program.pointers);
    for (const made of this.made) this.libraries.set(made.name, made);
    for (const step of [RELOCATIONS, CONSTRUCTORS])
      for (const { exports } of this.made) (exports[step] as (() => void) | undefined)?.();
    return library;
  }

  private find(name: string): Found | undefined {
    const { program, libraries, made } = this;
    const known = program.symbols.get(name);
    if (known !== undefined) return known;
    for (const { symbols } of [...libraries.values(), ...made]) {
      const found = symbols.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private fillIn(globals: ReadonlyMap<string, Global>): void {
    for (const [name, global] of globals) {
      const found = global.value === 0 ? this.find(name) : undefined;
      if (found !== undefined) global.value = this.program.addressOf(name, found);
    }
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
    this.loadNeeded(name, info, path);
    const base = program.allocate(info.memorySize, info.memoryAlign, name);
    const { exports } = new engine.Instance(module, this.importsOf(module, name, info, base));
    const made = { name, exports, symbols: symbolsOf(engine, exports, base) };
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
    if (module === "GOT.mem") return this.address(program.addresses, name, by);
    if (module === "GOT.func") return this.address(program.pointers, name, by);
    if (module !== "env") throw foreignImport(by, module);
    if (name === MEMORY) return program.memory;
    if (name === TABLE) return program.table;
    if (name === STACK_POINTER) return program.stackPointer;
    if (kind === "tag") return this.tag(name);
    return this.callable(name, by);
  }

  private address(globals: Map<string, Global>, name: string, by: string): Global {
    const known = globals.get(name);
    if (known !== undefined) return known;
    this.open.set(name, by);
    const global = new this.engine.Global({ value: "i32", mutable: true }, 0);
    globals.set(name, global);
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

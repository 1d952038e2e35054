// `dlopen` for a running program: libraries in the very files that `mortise link` takes, instantiated beside it.

import { versionOf } from "../../compiler/dylink/index.ts";
import type { BufferSource, ExportsObject, Module, WebAssemblyNamespace } from "../api/index.ts";
import { type CFunctions, cFunctions } from "./c-functions.ts";
import { noSuchLibrary, notAttached, symbolNotFound, wrongVersion } from "./errors.ts";
import { Group, type LoadedLibrary } from "./group.ts";
import { writeString } from "./memory.ts";
import { Program } from "./program.ts";
import type { Callable, Found } from "./symbols.ts";

export interface LoaderOptions {
  /** Finds a library by its file name: one that `open` or C's `dlopen` names, or another library needs. */
  readonly find?: (name: string) => BufferSource | Module | undefined;
}

/** A library that is loaded. */
export interface SharedLibrary {
  readonly name: string;
  /**
   * The function of that name, or where the data of that name is in memory.
   * @throws MortiseError `missing-symbol`
   */
  sym(name: string): Callable | number;
  /** As C's `dlsym`: the table slot of the function, or the address of the data. */
  address(name: string): number;
}

/** Loads libraries into one running program. */
export class Loader {
  /** `dlopen`, `dlsym`, `dlclose` and `dlerror` for C: to be given to the program as imports of `env`. */
  readonly env: CFunctions;
  private readonly engine: WebAssemblyNamespace;
  private readonly options: LoaderOptions;
  private readonly libraries = new Map<string, LoadedLibrary>();
  private program: Program | undefined;

  constructor(engine: WebAssemblyNamespace, options: LoaderOptions = {}) {
    this.engine = engine;
    this.options = options;
    this.env = cFunctions(this, () => this.running);
  }

  /**
   * Tells whose libraries these are.
   * @param exports what the program's instance exports: memory, table, stack pointer, `malloc`, and every symbol that
   *   libraries use
   */
  attach(exports: ExportsObject): this {
    this.program = new Program(this.engine, exports);
    return this;
  }

  private get running(): Program {
    if (this.program === undefined) throw notAttached();
    return this.program;
  }

  /**
   * Loads a library and those that it needs, runs their constructors; a library that is there already is returned.
   * @param name its file name
   * @param source its bytes, or a module; `find` gives them otherwise
   * @throws MortiseError `missing-library`, `missing-symbol`, `wrong-version`, `not-attached`, …; errors of the engine
   */
  open(name: string, source?: BufferSource | Module): SharedLibrary {
    const { running, engine } = this;
    const known = this.known(name, "the program");
    if (known !== undefined) return this.handle(known);
    const group = new Group(engine, running, this.libraries, (needed, by) => this.sourceOf(needed, by));
    return this.handle(group.load(name, source ?? this.sourceOf(name, "the program")!));
  }

  /** A library of that name, whatever its minor version. */
  private known(name: string, by: string): LoadedLibrary | undefined {
    const wanted = versionOf(name);
    for (const library of this.libraries.values()) {
      const { base, major } = versionOf(library.name);
      if (base !== wanted.base) continue;
      if (major !== wanted.major && major !== undefined && wanted.major !== undefined)
        throw wrongVersion(name, by, library.name);
      return library;
    }
    return undefined;
  }

  /** What a library is made of; undefined if it is loaded already. */
  private sourceOf(name: string, by: string): BufferSource | Module | undefined {
    if (this.known(name, by) !== undefined) return undefined;
    const source = this.options.find?.(name);
    if (source === undefined) throw noSuchLibrary(name, by);
    return source;
  }

  private handle({ name, symbols }: LoadedLibrary): SharedLibrary {
    const find = (symbol: string): Found => {
      const found = symbols.get(symbol);
      if (found === undefined) throw symbolNotFound(symbol, `nothing in ${name}`);
      return found;
    };
    return {
      name,
      sym: (symbol) => symbolValue(find(symbol)),
      address: (symbol) => this.running.addressOf(symbol, find(symbol)),
    };
  }

  /** A symbol of the program, or else of the library that was loaded first. @throws MortiseError `missing-symbol` */
  sym(name: string): Callable | number {
    return symbolValue(this.find(name));
  }

  /** As C's `dlsym(RTLD_DEFAULT, name)`. @throws MortiseError `missing-symbol` */
  address(name: string): number {
    return this.running.addressOf(name, this.find(name));
  }

  /** The address of a C string, in memory that the program's `malloc` gives. */
  stringOf(text: string): number {
    const { memory, malloc } = this.running;
    return writeString(memory, malloc, text);
  }

  private find(name: string): Found {
    const found =
      this.running.symbols.get(name) ??
      [...this.libraries.values()].find(({ symbols }) => symbols.has(name))?.symbols.get(name);
    if (found === undefined) throw symbolNotFound(name, "nothing in the program and its libraries");
    return found;
  }
}

const symbolValue = (found: Found): Callable | number =>
  found.kind === "func" ? found.value : found.address;

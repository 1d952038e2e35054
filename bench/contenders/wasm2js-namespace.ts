// A namespace of the shape of WebAssembly over the output of wasm2js, as far as the loaders of real programs need one: modules are
// looked up among the translations by the hash of their bytes. Asked to collect (MORTISE_WASM2JS=collect), it runs natively and
// leaves the modules for the parent to translate.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Exports } from "./contender.ts";
import { functionBody, translationOf } from "./wasm2js.ts";

const native = globalThis.WebAssembly;
const collecting = process.env["MORTISE_WASM2JS"] === "collect";
const PAGE = 65_536;

type Source = BufferSource | WebAssembly.Module;

const bytesOf = (source: BufferSource): Uint8Array<ArrayBuffer> =>
  ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer as ArrayBuffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source as ArrayBuffer);

const translations = new WeakMap<WebAssembly.Module, string>();

/** Native too: it answers what a module imports and exports. */
class Module extends native.Module {
  constructor(source: BufferSource) {
    super(source);
    const bytes = bytesOf(source);
    const file = translationOf(bytes);
    translations.set(this, file);
    if (!collecting) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.wasm`, bytes);
  }
}

/** The code that wasm2js writes replaces the buffer when it grows. */
class Memory {
  buffer: ArrayBuffer;
  constructor({ initial }: { initial: number }) {
    this.buffer = new ArrayBuffer(initial * PAGE);
  }
  grow(pages: number): number {
    const old = this.buffer;
    this.buffer = new ArrayBuffer(old.byteLength + pages * PAGE);
    new Uint8Array(this.buffer).set(new Uint8Array(old));
    return old.byteLength / PAGE;
  }
}

/** The code that wasm2js writes takes functions out of an array. */
class Table extends Array<unknown> {
  constructor({ initial }: { initial: number }) {
    super();
    this.length = initial;
  }
  get(index: number): unknown {
    return this[index] ?? null;
  }
  set(index: number, value: unknown): void {
    this[index] = value;
  }
  grow(count: number): number {
    this.length += count;
    return this.length - count;
  }
}

function translated(module: WebAssembly.Module, imports: WebAssembly.Imports = {}): Exports {
  const file = translations.get(module)!;
  if (!existsSync(file)) throw new native.CompileError("wasm2js cannot translate this module");
  const make = new Function("imports", functionBody(readFileSync(file, "utf8")));
  return Object.freeze(make(imports)) as Exports;
}

class Instance {
  readonly exports: Exports;
  constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
    this.exports = translated(module, imports);
  }
}

const Chosen = collecting ? native.Instance : Instance;

async function instantiate(source: Source, imports?: WebAssembly.Imports): Promise<unknown> {
  if (source instanceof native.Module) return new Chosen(source, imports);
  const module = new Module(source);
  return { module, instance: new Chosen(module, imports) };
}

const bodyOf = async (response: Response | PromiseLike<Response>) => (await response).arrayBuffer();

/** What the preload script of the programs puts in the place of the global. */
export const WebAssembly = {
  ...Object.fromEntries(
    Object.entries(Object.getOwnPropertyDescriptors(native)).map(([k, { value }]) => [k, value]),
  ),
  Module,
  Instance: Chosen,
  ...(collecting ? {} : { Memory, Table }),
  compile: async (source: BufferSource) => new Module(source),
  compileStreaming: async (response: Response) => new Module(await bodyOf(response)),
  instantiate,
  instantiateStreaming: async (response: Response, imports?: WebAssembly.Imports) =>
    instantiate(await bodyOf(response), imports),
};

// TypeScript's view of a namespace. It needs no library types, so it works where `lib` has no WebAssembly.

import type { ExportDescriptor, ImportDescriptor } from "./descriptors.ts";

export type BufferSource = ArrayBufferLike | ArrayBufferView;

export type ValueType = "i32" | "i64" | "f32" | "f64" | "v128" | "externref" | "anyfunc";

// biome-ignore lint/suspicious/noExplicitAny: what modules exchange has no static type
type Value = any;

/** What a module imports: by module name, then (unless the import has one level) by field name. */
export type ImportObject = Record<string, Value>;

/** What an instance exports; instances and modules are among it. */
export type ExportsObject = Readonly<Record<string, Value>>;

export interface Module {
  readonly [Symbol.toStringTag]?: string;
}

export interface ModuleConstructor {
  readonly prototype: Module;
  new (bytes: BufferSource): Module;
  exports(module: Module): ExportDescriptor[];
  imports(module: Module): ImportDescriptor[];
  customSections(module: Module, sectionName: string): ArrayBuffer[];
}

export interface Instance {
  readonly exports: ExportsObject;
}

export interface InstanceConstructor {
  readonly prototype: Instance;
  new (module: Module, importObject?: ImportObject): Instance;
}

export interface Memory {
  readonly buffer: ArrayBuffer;
  grow(delta: number): number;
}

export interface MemoryConstructor {
  readonly prototype: Memory;
  new (descriptor: { initial: number; maximum?: number }): Memory;
}

export interface Table {
  readonly length: number;
  get(index: number): Value;
  set(index: number, value?: Value): void;
  grow(delta: number, value?: Value): number;
}

export interface TableConstructor {
  readonly prototype: Table;
  new (
    descriptor: { element: "anyfunc" | "externref"; initial: number; maximum?: number },
    value?: Value,
  ): Table;
}

export interface Global {
  value: Value;
  valueOf(): Value;
}

export interface GlobalConstructor {
  readonly prototype: Global;
  new (descriptor: { value: ValueType; mutable?: boolean }, value?: Value): Global;
}

export interface Tag {
  readonly [Symbol.toStringTag]?: string;
}

export interface TagConstructor {
  readonly prototype: Tag;
  new (type: { parameters: Iterable<ValueType> }): Tag;
}

export interface Exception {
  readonly stack: string | undefined;
  getArg(tag: Tag, index: number): Value;
  is(tag: Tag): boolean;
}

export interface ExceptionConstructor {
  readonly prototype: Exception;
  new (tag: Tag, payload: Iterable<Value>, options?: { traceStack?: boolean }): Exception;
}

export interface WasmError extends Error {
  /** Of compile errors: the stable name of the rule, where in the bytes, and in which module of the tree. */
  readonly code?: string;
  readonly offset?: number;
  readonly path?: string;
}

export interface ErrorConstructor {
  readonly prototype: WasmError;
  new (message?: string, options?: ErrorOptions): WasmError;
  (message?: string, options?: ErrorOptions): WasmError;
}

export interface InstantiatedSource {
  module: Module;
  instance: Instance;
}

/** The namespace `WebAssembly`, with modules and instances as imports and exports. */
export interface WebAssemblyNamespace {
  readonly [Symbol.toStringTag]: string;
  validate(bytes: BufferSource): boolean;
  compile(bytes: BufferSource): Promise<Module>;
  compileStreaming(source: Response | PromiseLike<Response>): Promise<Module>;
  instantiate(bytes: BufferSource, importObject?: ImportObject): Promise<InstantiatedSource>;
  instantiate(module: Module, importObject?: ImportObject): Promise<Instance>;
  instantiateStreaming(
    source: Response | PromiseLike<Response>,
    importObject?: ImportObject,
  ): Promise<InstantiatedSource>;
  readonly Module: ModuleConstructor;
  readonly Instance: InstanceConstructor;
  readonly Memory: MemoryConstructor;
  readonly Table: TableConstructor;
  readonly Global: GlobalConstructor;
  readonly Tag: TagConstructor;
  readonly JSTag: Tag;
  readonly Exception: ExceptionConstructor;
  readonly CompileError: ErrorConstructor;
  readonly LinkError: ErrorConstructor;
  readonly RuntimeError: ErrorConstructor;
}

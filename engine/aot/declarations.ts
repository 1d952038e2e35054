// The declaration file of an output: exact TypeScript types of what a module imports and exports.

import {
  type ExternType,
  F32,
  F64,
  FUNCREF,
  type FuncType,
  I32,
  I64,
  type InstanceType,
  type ModuleType,
  type ValType,
} from "../../compiler/model/index.ts";
import type { ValidModule } from "../../compiler/validate/index.ts";
import type { Format } from "./formats.ts";

/** Types of the JS API that a declaration file needs, by name. */
const HOST_TYPES: Readonly<Record<string, string>> = {
  WasmMemory: `export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(delta: number): number;
}`,
  WasmTable: `export interface WasmTable<Element> {
  readonly length: number;
  get(index: number): Element;
  set(index: number, value?: Element): void;
  grow(delta: number, value?: Element): number;
}`,
  WasmGlobal: `export interface WasmGlobal<Value> {
  value: Value;
  valueOf(): Value;
}`,
  WasmConstant: `export interface WasmConstant<Value> {
  readonly value: Value;
  valueOf(): Value;
}`,
  WasmTag: `export interface WasmTag<Parameters extends readonly unknown[]> {
  readonly "~parameters"?: Parameters;
}`,
  WasmFunction: `export type WasmFunction = ((...args: never[]) => unknown) | null;`,
  WasmModule: `export interface WasmModule<in Imports, out Exports> {
  readonly "~type"?: (imports: Imports) => Exports;
}`,
};

/** The classes that outputs export, in the order that extends none before it is declared. */
const CLASSES: Readonly<Record<string, string>> = {
  Memory: `export declare class Memory {
  constructor(descriptor: { initial: number; maximum?: number });
  readonly buffer: ArrayBuffer;
  grow(delta: number): number;
}`,
  Table: `export declare class Table<Element = any> {
  constructor(
    descriptor: { element: "anyfunc" | "externref"; initial: number; maximum?: number },
    value?: Element,
  );
  readonly length: number;
  get(index: number): Element;
  set(index: number, value?: Element): void;
  grow(delta: number, value?: Element): number;
}`,
  Global: `export declare class Global<Value = any> {
  constructor(
    descriptor: { value: "i32" | "i64" | "f32" | "f64" | "anyfunc" | "externref"; mutable?: boolean },
    value?: Value,
  );
  value: Value;
  valueOf(): Value;
}`,
  Tag: `export declare class Tag<Parameters extends readonly unknown[] = any> {
  constructor(type: { parameters: readonly string[] });
  readonly "~parameters"?: Parameters;
}`,
  JSTag: `export declare const JSTag: WasmTag<[unknown]>;`,
  Exception: `export declare class Exception {
  constructor(tag: object, payload: readonly unknown[], options?: { traceStack?: boolean });
  is(tag: object): boolean;
  getArg(tag: object, index: number): unknown;
}`,
  LinkError: "export declare class LinkError extends Error {}",
  RuntimeError: "export declare class RuntimeError extends Error {}",
};

export interface DeclarationOptions {
  readonly format: Format;
  readonly name: string;
  readonly instance: boolean;
  /** It exports what it is stopped by. */
  readonly metered: boolean;
  /** Names of the classes of the JS API that it exports. */
  readonly classes: readonly string[];
}

/** The text of the declaration file. */
export function declarationsOf(root: ValidModule, options: DeclarationOptions): string {
  const writer = new TypeWriter();
  const imports = writer.importsType(root.type);
  const exports = writer.exportsType(root.type.exports);
  const parameter = root.type.imports.size === 0 ? "imports?: Imports" : "imports: Imports";
  const module = writer.host("WasmModule");
  if (options.classes.includes("JSTag")) writer.host("WasmTag");
  const own = new Set(options.instance ? root.exports.map(({ name }) => name) : []);
  const classes = options.classes.filter((name) => name in CLASSES && !own.has(name));
  const body = [
    "/** Makes an instance. */",
    `export declare function instantiate(${parameter}): Exports;`,
    "/** A module for every Mortise engine of the same version. */",
    `export declare const module: ${module}<Imports, Exports>;`,
    ...(options.metered ? METER : []),
    ...classes.map((name) => CLASSES[name]!),
    ...(options.instance ? instanceExports(root) : []),
  ];
  const types = [
    `export type Imports = ${imports};`,
    `export type Exports = ${exports};`,
    ...writer.declarations(),
  ];
  return `${[...types, ...formatted(body, options)].join("\n")}\n`;
}

const METER: readonly string[] = [
  "/** What the code may still use: units of fuel, and milliseconds. */",
  "export declare const meter: { fuel: number; time: number };",
  "/** What stops it. */",
  "export declare class InterruptError extends Error {\n  readonly code: string;\n}",
];

/** A script declares one global variable. */
const formatted = (body: readonly string[], { format, name, classes }: DeclarationOptions): string[] => {
  if (format !== "iife") return [...body];
  const members = ["instantiate", "module", ...classes].map((member) => `${member}: typeof ${member}`);
  return [`declare global {\n  const ${name}: { ${members.join("; ")} };\n}`, ...body];
};

function instanceExports(root: ValidModule): string[] {
  const names = root.exports
    .map(({ name }) => name)
    .filter((name) => name !== "instantiate" && name !== "module");
  const declarations = names.map((name, i) => `declare const export${i}: Exports[${JSON.stringify(name)}];`);
  const list = names.map((name, i) => `export${i} as ${nameText(name)}`).join(", ");
  return [...declarations, ...(names.length === 0 ? [] : [`export { ${list} };`])];
}

const nameText = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

/** Compound types are declared once each: they share parts, and could be huge with sharing undone. */
class TypeWriter {
  private readonly used = new Set<string>();
  private readonly names = new Map<InstanceType | ModuleType, string>();
  private readonly compound: string[] = [];

  /** A type of the JS API, declared where it is used. */
  host(name: string): string {
    this.used.add(name);
    return name;
  }

  declarations(): string[] {
    return [...this.compound, ...[...this.used].map((name) => HOST_TYPES[name]!)];
  }

  importsType({ imports }: ModuleType): string {
    return this.fields(imports, "import", "");
  }

  exportsType(exports: ReadonlyMap<string, ExternType>): string {
    return this.fields(exports, "export", "readonly ");
  }

  private fields(types: ReadonlyMap<string, ExternType>, direction: Direction, modifier: string): string {
    if (types.size === 0) return "{}";
    const lines = [...types].map(
      ([name, type]) => `  ${modifier}${JSON.stringify(name)}: ${this.extern(type, direction)};`,
    );
    return `{\n${lines.join("\n")}\n}`;
  }

  private extern(extern: ExternType, direction: Direction): string {
    switch (extern.kind) {
      case "func":
        return this.functionType(extern.type, direction);
      case "memory":
        return this.host("WasmMemory");
      case "table":
        return `${this.host("WasmTable")}<${this.value(extern.type.element)}>`;
      case "global":
        return this.globalType(extern.type.type, extern.type.mutable, direction);
      case "tag":
        return `${this.host("WasmTag")}<${this.tuple(extern.type.params)}>`;
      default:
        return this.named(extern.type, direction);
    }
  }

  /** An immutable import may be the value itself. */
  private globalType(type: ValType, mutable: boolean, direction: Direction): string {
    const value = this.value(type);
    if (mutable) return `${this.host("WasmGlobal")}<${value}>`;
    const constant = `${this.host("WasmConstant")}<${value}>`;
    return direction === "import" ? `${value} | ${constant}` : constant;
  }

  private named(type: InstanceType | ModuleType, direction: Direction): string {
    let name = this.names.get(type);
    if (name === undefined) {
      name = `${type.kind === "module" ? "Module" : "Instance"}${this.names.size}`;
      this.names.set(type, name);
      this.compound.push(`export type ${name} = ${this.compoundType(type, direction)};`);
    }
    return name;
  }

  private compoundType(type: InstanceType | ModuleType, direction: Direction): string {
    if (type.kind === "instance") return this.fields(type.exports, direction, "readonly ");
    const exports = this.exportsType(type.exports);
    return `${this.host("WasmModule")}<${this.importsType(type)}, ${exports}>`;
  }

  private functionType({ params, results }: FuncType, direction: Direction): string {
    const list = params.map((type, i) => `${parameterName(i)}: ${this.value(type)}`).join(", ");
    return `(${list}) => ${this.resultType(results, direction)}`;
  }

  /** Of several results JavaScript gives any iterable, and gets an array. */
  private resultType(results: readonly ValType[], direction: Direction): string {
    if (results.length === 0) return "void";
    if (results.length === 1) return this.value(results[0]!);
    if (direction === "export") return this.tuple(results);
    return `Iterable<${[...new Set(results.map((type) => this.value(type)))].join(" | ")}>`;
  }

  private tuple(types: readonly ValType[]): string {
    return `[${types.map((type) => this.value(type)).join(", ")}]`;
  }

  private value(type: ValType): string {
    if (type === I32 || type === F32 || type === F64) return "number";
    if (type === I64) return "bigint";
    return type === FUNCREF ? this.host("WasmFunction") : "any";
  }
}

type Direction = "import" | "export";

const parameterName = (index: number) => `a${index}`;

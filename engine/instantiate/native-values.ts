// JavaScript values as imports of native core modules, and back. The host's own engine converts and checks them: each is
// passed through a tiny module that imports and exports it.

import { Writer } from "../../compiler/base/index.ts";
import { EXTERN_KINDS, type ExternType, type FuncType, type Limits } from "../../compiler/model/index.ts";
import { type CoreType, describe, type Mismatch } from "../host/index.ts";
import type { Extern } from "./values.ts";

/** What is used of the host's `WebAssembly`. */
export type NativeWebAssembly = typeof WebAssembly;

/** Converts and remembers the native values of one engine. */
export class NativeValues {
  readonly native: NativeWebAssembly;
  /** Types of what native instances of ours exported: for messages. */
  private readonly types = new WeakMap<object, ExternType>();
  /** The tiny modules, by import type. */
  private readonly probes = new Map<string, WebAssembly.Module>();
  /** What came through: by value, then by import type. Types of existing values only ever grow to match more. */
  private readonly passed = new WeakMap<object, Map<string, Extern>>();

  constructor(native: NativeWebAssembly) {
    this.native = native;
  }

  /** Notes the type of a value that a native instance exports. */
  note(value: object, type: ExternType): void {
    if (!this.types.has(value)) this.types.set(value, type);
  }

  /**
   * The native value to import for a JavaScript value: functions become exported functions, numbers globals.
   * @throws LinkError made by `mismatch`
   */
  toExtern(type: CoreType, value: unknown, mismatch: Mismatch): Extern {
    const bytes = probeBytes(type);
    const key = String.fromCharCode(...bytes);
    const known = isObject(value) ? this.passedAs(value) : undefined;
    const found = known?.get(key);
    if (found !== undefined) return found;
    const extern = this.pass(bytes, key, value, mismatch);
    known?.set(key, extern);
    return extern;
  }

  private passedAs(value: object): Map<string, Extern> {
    let known = this.passed.get(value);
    if (known === undefined) this.passed.set(value, (known = new Map()));
    return known;
  }

  private pass(bytes: Uint8Array, key: string, value: unknown, mismatch: Mismatch): Extern {
    let probe = this.probes.get(key);
    if (probe === undefined)
      this.probes.set(key, (probe = new this.native.Module(bytes as Uint8Array<ArrayBuffer>)));
    try {
      const imports = { "": { "": value } } as WebAssembly.Imports;
      return new this.native.Instance(probe, imports).exports[""];
    } catch (error) {
      if (error instanceof this.native.LinkError) throw mismatch(this.found(value));
      throw error;
    }
  }

  /** What a refused value is: its type where it is known. */
  private found(value: unknown): ExternType | string {
    if (!isObject(value)) return describe(value);
    const type = this.types.get(value);
    if (type !== undefined) return currentType(type, value);
    for (const name of ["Memory", "Table", "Global"] as const)
      if (value instanceof this.native[name]) return `a WebAssembly.${name} of another type`;
    return describe(value);
  }
}

const isObject = (value: unknown): value is object =>
  (typeof value === "object" && value !== null) || typeof value === "function";

/** Of a memory or table that exists, the minimum is its current size. */
function currentType(type: ExternType, value: object): ExternType {
  const min = (size: number, limits: Limits): Limits => ({ ...limits, min: size });
  if (type.kind === "memory") {
    const pages = (value as WebAssembly.Memory).buffer.byteLength / 65_536;
    return { kind: "memory", type: { limits: min(pages, type.type.limits) } };
  }
  if (type.kind === "table") {
    const { length } = value as WebAssembly.Table;
    return { kind: "table", type: { ...type.type, limits: min(length, type.type.limits) } };
  }
  return type;
}

/** `(module (import "" "" …) (export "" …))` */
function probeBytes(type: CoreType): Uint8Array {
  const writer = new Writer(64).raw(PREAMBLE);
  if (type.kind === "func" || type.kind === "tag") section(writer, 1, funcTypeBytes(type.type));
  const kind = EXTERN_KINDS.indexOf(type.kind);
  section(writer, 2, new Writer(16).u32(1).name("").name("").u8(kind).raw(describeImport(type)).finish());
  section(writer, 7, new Writer(8).u32(1).name("").u8(kind).u32(0).finish());
  return writer.finish();
}

const PREAMBLE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

const section = (writer: Writer, id: number, content: Uint8Array) => writer.u8(id).sized(content);

function funcTypeBytes({ params, results }: FuncType): Uint8Array {
  const writer = new Writer(32).u32(1).u8(0x60);
  for (const types of [params, results]) writer.sized(Uint8Array.from(types));
  return writer.finish();
}

function describeImport(type: CoreType): Uint8Array {
  const writer = new Writer(16);
  if (type.kind === "func") writer.u32(0);
  if (type.kind === "tag") writer.u8(0).u32(0);
  if (type.kind === "global") writer.u8(type.type.type).u8(type.type.mutable ? 1 : 0);
  if (type.kind === "table") writer.u8(type.type.element);
  if (type.kind === "table" || type.kind === "memory") writeLimits(writer, type.type.limits);
  return writer.finish();
}

function writeLimits(writer: Writer, { min, max, shared, index64 }: Limits): void {
  writer.u8((max === undefined ? 0 : 1) | (shared ? 2 : 0) | (index64 ? 4 : 0)).u32(min);
  if (max !== undefined) writer.u32(max);
}

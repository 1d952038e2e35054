// The one core module that flattening builds: index spaces that grow, imports first, and what stands in them.
// Everything that is given to it has indices of these spaces already.

import { MAX_FUNCTIONS, MAX_MODULE_SIZE } from "../base/index.ts";
import { encodeNames, NAME_SECTION, noNames } from "../binary/index.ts";
import {
  type DataDef,
  type ElementDef,
  type ExternDesc,
  type ExternType,
  FUNCREF,
  type FuncType,
  type GlobalType,
  type HeaderItem,
  type MemoryType,
  type ModuleDef,
  type Span,
  signatureOf,
  type TableType,
} from "../model/index.ts";
import { flatTooLarge } from "./errors.ts";
import { type Step, startOf } from "./flat-start.ts";
import type { CoreKind } from "./kinds.ts";

const ROOT = "root";

/** A global with its flattened initial value, or an imported one. */
interface FlatGlobal {
  readonly type: GlobalType;
  readonly init: Span | undefined;
}

interface FlatFunction {
  readonly type: number;
  body: Span | undefined;
}

export class FlatModule {
  readonly names = noNames();
  /** What instantiation does after everything is defined, in its order. */
  readonly steps: Step[] = [];
  readonly elements: ElementDef[] = [];
  readonly data: DataDef[] = [];
  readonly globals: FlatGlobal[] = [];
  /** Functions that bodies refer to. */
  readonly referenced = new Set<number>();
  private readonly types: FuncType[] = [];
  private readonly typeIndices = new Map<string, number>();
  private readonly imports: HeaderItem[] = [];
  private readonly functions: FlatFunction[] = [];
  private readonly tables: TableType[] = [];
  private readonly memories: MemoryType[] = [];
  /** Type indices. */
  private readonly tags: number[] = [];
  private readonly exports: ModuleDef["exports"][number][] = [];
  /** Sizes of the index spaces. */
  private readonly counts: Record<CoreKind, number> = { func: 0, table: 0, memory: 0, global: 0, tag: 0 };
  private size = 0;

  typeIndex(type: FuncType): number {
    const signature = signatureOf(type);
    const index = this.typeIndices.get(signature) ?? this.types.push(type) - 1;
    this.typeIndices.set(signature, index);
    return index;
  }

  /** Adds an import; all come before anything is defined. Returns its index. */
  import(module: string, field: string, type: Extract<ExternType, { kind: CoreKind }>): number {
    this.imports.push({ item: "import", offset: 0, module, field, desc: this.describe(type) });
    if (type.kind === "global") this.globals.push({ type: type.type, init: undefined });
    return this.counts[type.kind]++;
  }

  private describe(type: Extract<ExternType, { kind: CoreKind }>): ExternDesc {
    return type.kind === "func" || type.kind === "tag"
      ? { kind: type.kind, typeIndex: this.typeIndex(type.type) }
      : type;
  }

  /** Adds a function whose body comes later, as it may refer to what is defined after it. */
  addFunction(type: FuncType): number {
    if (this.functions.length >= MAX_FUNCTIONS) throw flatTooLarge(ROOT, "functions", MAX_FUNCTIONS);
    this.functions.push({ type: this.typeIndex(type), body: undefined });
    return this.counts.func++;
  }

  setBody(index: number, body: Span): void {
    this.size += body.end - body.start;
    if (this.size > MAX_MODULE_SIZE) throw flatTooLarge(ROOT, "bytes of code", MAX_MODULE_SIZE);
    this.functions[index - (this.counts.func - this.functions.length)]!.body = body;
  }

  addTable(type: TableType): number {
    this.tables.push(type);
    return this.counts.table++;
  }

  addMemory(type: MemoryType): number {
    this.memories.push(type);
    return this.counts.memory++;
  }

  addTag(type: FuncType): number {
    this.tags.push(this.typeIndex(type));
    return this.counts.tag++;
  }

  addGlobal(type: GlobalType, init: Span): number {
    this.globals.push({ type, init });
    return this.counts.global++;
  }

  export(name: string, kind: CoreKind, index: number): void {
    this.exports.push({ offset: 0, name, kind, index });
  }

  finish(): ModuleDef {
    const { elements, data, start, dataCount } = startOf(this);
    return {
      bytes: new Uint8Array(0),
      start: 0,
      end: 0,
      path: ROOT,
      header: [...this.types.map((type): HeaderItem => ({ item: "type", offset: 0, type })), ...this.imports],
      functions: this.functions.map(({ type }) => ({ index: type, offset: 0 })),
      tables: this.tables.map((type) => ({ offset: 0, type })),
      memories: this.memories.map((type) => ({ offset: 0, type })),
      tags: this.tags.map((index) => ({ index, offset: 0 })),
      globals: this.ownGlobals(),
      exports: this.exports,
      startFunction: start === undefined ? undefined : { index: start, offset: 0 },
      elements: [...elements, ...this.declarations()],
      dataCount,
      code: this.functions.map(({ body }) => body!),
      data,
      customs: this.customs(),
      linkingSection: -1,
    };
  }

  private ownGlobals() {
    return this.globals.flatMap(({ type, init }) => (init === undefined ? [] : [{ offset: 0, type, init }]));
  }

  /** `ref.func` in bodies needs its functions declared; exports that did so may be gone. */
  private declarations(): ElementDef[] {
    if (this.referenced.size === 0) return [];
    const indices = [...this.referenced].sort((a, b) => a - b);
    const items = { form: "funcs", indices } as const;
    return [{ offset: 0, mode: "declared", table: 0, at: undefined, type: FUNCREF, items, flags: 3 }];
  }

  private customs(): ModuleDef["customs"] {
    const bytes = encodeNames(this.names);
    if (bytes.length === 0) return [];
    const content = { bytes, start: 0, end: bytes.length };
    return [{ name: NAME_SECTION, offset: 0, content, after: -1, place: 11 }];
  }
}

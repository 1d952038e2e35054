// What validating a body works on: the module around it, its locals, and the stacks.

import type { Features } from "../base/index.ts";
import type { FuncType, MemoryType, TableType, ValType } from "../model/index.ts";
import { blockTypeIndex, unknownLocal, unknownMemory, unknownTable, unknownTag } from "./errors.ts";
import { shortBlockType } from "./frames.ts";
import { Stacks } from "./stacks.ts";
import { funcTypeAt } from "./types.ts";
import type { ValidModule } from "./valid-module.ts";

/** What a body sees of its module. */
export type BodyContext = Pick<
  ValidModule,
  | "def"
  | "types"
  | "funcs"
  | "tables"
  | "memories"
  | "globals"
  | "tags"
  | "referenced"
  | "calls"
  | "arithmetic"
>;

export class BodyState {
  readonly stacks = new Stacks();
  readonly module: BodyContext;
  readonly features: Features;
  /** What `return` passes. */
  results: readonly ValType[] = [];
  locals = new Uint8Array(256);
  private localCount = 0;

  constructor(module: BodyContext, features: Features) {
    this.module = module;
    this.features = features;
  }

  /** Begins a body, or a constant expression, of a type, whose further locals are `runs` of count and type. */
  begin(type: FuncType, runs: readonly number[]): void {
    const { params } = type;
    this.results = type.results;
    this.localCount = 0;
    for (let i = 0; i < params.length; i++) this.addLocals(1, params[i]!);
    for (let i = 0; i < runs.length; i += 2) this.addLocals(runs[i]!, runs[i + 1]!);
    this.stacks.begin(type);
  }

  private addLocals(count: number, type: ValType): void {
    const end = this.localCount + count;
    if (end > this.locals.length) {
      const larger = new Uint8Array(end * 2);
      larger.set(this.locals);
      this.locals = larger;
    }
    this.locals.fill(type, this.localCount, end);
    this.localCount = end;
  }

  /** How many locals have an index of one byte. */
  get shortLocals(): number {
    return Math.min(this.localCount, 0x80);
  }

  local(index: number): ValType {
    if (index >= this.localCount) throw unknownLocal(index, this.stacks.offset);
    return this.locals[index]!;
  }

  table(index: number): TableType {
    const table = this.module.tables[index];
    if (table === undefined) throw unknownTable(index, this.stacks.offset);
    return table.type;
  }

  memory(index: number): MemoryType {
    const memory = this.module.memories[index];
    if (memory === undefined) throw unknownMemory(index, this.stacks.offset);
    return memory.type;
  }

  tag(index: number): FuncType {
    const tag = this.module.tags[index];
    if (tag === undefined) throw unknownTag(index, this.stacks.offset);
    return tag.type;
  }

  /** A block type as the body decoder gives it. */
  blockType(type: number): FuncType {
    if (type < 0) return shortBlockType(type);
    if (!this.features.has("multi-value")) throw blockTypeIndex(this.stacks.offset);
    return funcTypeAt(this.module.types, type, this.stacks.offset);
  }
}

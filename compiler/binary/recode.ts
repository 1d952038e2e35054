// Writes a body or a constant expression again with other indices. Instructions without an index in them are
// copied as they are, in runs; so are labels, locals and constants.

import { ALL_FEATURES, Writer } from "../base/index.ts";
import { type Immediate, OPCODE_SPACE, type Opcode, opcodeAt, type Span } from "../model/index.ts";
import { BodyDecoder, type BodySink, CATCH_SIZE } from "./body.ts";

/** New indices for old, one function per index space. */
export interface IndexMaps {
  readonly type: (index: number) => number;
  readonly func: (index: number) => number;
  readonly table: (index: number) => number;
  readonly memory: (index: number) => number;
  readonly global: (index: number) => number;
  readonly tag: (index: number) => number;
  readonly elem: (index: number) => number;
  readonly data: (index: number) => number;
}

const same = (index: number) => index;

/** Leaves every index as it is: to be spread and changed in part. */
export const SAME_INDICES: IndexMaps = {
  type: same,
  func: same,
  table: same,
  memory: same,
  global: same,
  tag: same,
  elem: same,
  data: same,
};

type WriteImmediate = (to: Writer, body: BodyDecoder, maps: IndexMaps) => void;

/** An immediate of one index, in the space of that name. */
const one =
  (space: keyof IndexMaps): WriteImmediate =>
  (to, body, maps) =>
    to.u32(maps[space](body.a));

const two =
  (first: keyof IndexMaps, second: keyof IndexMaps): WriteImmediate =>
  (to, body, maps) =>
    to.u32(maps[first](body.a)).u32(maps[second](body.b));

/** Immediates that hold indices; all others are copied. */
const WRITERS: Partial<Record<Immediate, WriteImmediate>> = {
  func: one("func"),
  global: one("global"),
  table: one("table"),
  elem: one("elem"),
  data: one("data"),
  tag: one("tag"),
  memory: one("memory"),
  "type-table": two("type", "table"),
  "table-table": two("table", "table"),
  "elem-table": two("elem", "table"),
  "data-memory": two("data", "memory"),
  "memory-memory": two("memory", "memory"),
  memarg: writeMemarg,
  block: writeBlockType,
  "try-table": writeTryTable,
};

/** The bit of a memory access's alignment that says a memory index follows. */
const EXPLICIT_MEMORY = 0x40;

function writeMemarg(to: Writer, body: BodyDecoder, maps: IndexMaps): void {
  const memory = maps.memory(body.a);
  to.u32(memory === 0 ? body.align : body.align | EXPLICIT_MEMORY);
  if (memory !== 0) to.u32(memory);
  to.u32(body.b);
}

/** Value types and the empty block are a byte; a type index is a signed number. */
function writeBlockType(to: Writer, { a }: BodyDecoder, maps: IndexMaps): void {
  if (a < 0) to.u8(a + 0x80);
  else to.s32(maps.type(a));
}

function writeTryTable(to: Writer, body: BodyDecoder, maps: IndexMaps): void {
  writeBlockType(to, body, maps);
  const { list } = body;
  to.u32(list.length / CATCH_SIZE);
  for (let i = 0; i < list.length; i += CATCH_SIZE) {
    to.u8(list[i]!);
    if (list[i + 1]! >= 0) to.u32(maps.tag(list[i + 1]!));
    to.u32(list[i + 2]!);
  }
}

/** By dense opcode index: the writer of its immediates, if they hold an index. */
const byOpcode: (WriteImmediate | undefined)[] = Array.from({ length: OPCODE_SPACE }, (_, index) => {
  const opcode = opcodeAt(index);
  return opcode && WRITERS[opcode.immediate];
});

function writeOpcode(to: Writer, { code }: Opcode): void {
  if (code < 0x100) to.u8(code);
  else to.u8(code >> 8).u32(code & 0xff);
}

/** Writes instructions with new indices; one serves for any number of bodies. */
export class Recoder implements BodySink {
  private readonly decoder = new BodyDecoder(ALL_FEATURES);
  private readonly maps: IndexMaps;
  private readonly to = new Writer(1024);
  private source: Uint8Array = new Uint8Array(0);
  /** What is before this offset is written. */
  private done = 0;

  constructor(maps: IndexMaps) {
    this.maps = maps;
  }

  /**
   * A function body: locals and instructions.
   * @throws MortiseError if it cannot be decoded
   */
  body(span: Span): Span {
    this.begin(span);
    this.decoder.locals(0);
    return this.rest(span);
  }

  /** A constant expression. */
  expression(span: Span): Span {
    this.begin(span);
    return this.rest(span);
  }

  private begin(span: Span): void {
    this.decoder.start(span);
    this.source = span.bytes;
    this.done = span.start;
    this.to.length = 0;
  }

  private rest(span: Span): Span {
    this.decoder.run(this);
    this.copyTo(span.end);
    const bytes = this.to.finish();
    return { bytes, start: 0, end: bytes.length };
  }

  private copyTo(end: number): void {
    this.to.raw(this.source.subarray(this.done, end));
    this.done = end;
  }

  instruction(op: number, body: BodyDecoder): void {
    const write = byOpcode[op];
    if (write === undefined) return;
    this.copyTo(body.offset);
    writeOpcode(this.to, opcodeAt(op)!);
    write(this.to, body, this.maps);
    this.done = body.position;
  }
}

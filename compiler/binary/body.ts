// The body decoder: the one place that reads instructions. It reads an opcode and its immediates into its own
// fields and hands them to a sink: the validator, the code generator, the printer.

import { type Features, integerTooLong, MAX_LOCALS, Reader } from "../base/index.ts";
import { type Immediate, OPCODE_SPACE, Op, opcodeAt, PREFIX_BASE, type Span } from "../model/index.ts";
import {
  badCatch,
  badMemarg,
  badOpcode,
  badRefType,
  featureOff,
  featureUnbuilt,
  missingEnd,
  tooManyLocals,
  trailingCode,
  zeroByteExpected,
} from "./errors.ts";
import { checkValType, readValType } from "./value-types.ts";

/** What consumes instructions. `op` is the dense index of the opcode; its immediates are in `body`'s fields. */
export interface BodySink {
  instruction(op: number, body: BodyDecoder): void;
}

/** The block type of a block without parameters and results; other negative ones are a value type minus 0x80. */
export const EMPTY_BLOCK = -0x40;

/** Catch clauses of try_table, four numbers each: kind (0–3), tag or -1, label, offset. */
export const CATCH_SIZE = 4;

/** How an instruction changes the number of open blocks. */
export const NESTING = new Int8Array(OPCODE_SPACE);
for (const name of ["block", "loop", "if", "try", "try_table"] as const) NESTING[Op[name]] = 1;
for (const name of ["end", "delegate"] as const) NESTING[Op[name]] = -1;

/** Reads the immediates of an instruction into the decoder's fields. */
type ReadImmediates = (body: BodyDecoder, reader: Reader) => void;

const nothing: ReadImmediates = () => undefined;
const oneIndex: ReadImmediates = (body, reader) => {
  body.a = reader.u32();
};
const oneInteger: ReadImmediates = (body, reader) => {
  body.a = reader.s32();
};

/** How opcodes are read under a set of features. */
interface Reading {
  /** Of each opcode, the position in `READERS` of what reads its immediates; 0 where the opcode is unknown or off. */
  readonly kinds: Uint8Array;
  /**
   * For the one-byte opcodes with a short immediate or none: how far to shift its byte to the left and back for its
   * value, and `IMMEDIATE` if there is one, which is a byte without the continuation bit. 0 for all others.
   */
  readonly short: Uint8Array;
}

/** The same bit as LEB128's continuation, so that one test finds the long ones. */
const IMMEDIATE = 0x80;
const SHORT: ReadonlyMap<ReadImmediates | undefined, number> = new Map([
  [nothing, 24],
  [oneIndex, 24 | IMMEDIATE],
  [oneInteger, 25 | IMMEDIATE],
]);

/**
 * Decodes function bodies and constant expressions. One decoder serves many: `start` sets it on a span,
 * `locals` reads a body's declarations, `run` the instructions to the last `end`.
 *
 * While a sink's `instruction` runs, the fields hold the immediates:
 *   a, b       indices in the order of the binary: label, function, type then table, memory …; the block type
 *              (`EMPTY_BLOCK`, value type - 0x80, or type index); heap type; f32 bits; the i32 constant
 *   low, high  i64 constants and f64 bits
 *   align, a, b  of a memory access: log2 alignment, memory index in `a`, offset in `b`
 *   list       br_table's labels, default last; the typed select's types; try_table's clauses (`CATCH_SIZE` each)
 */
export class BodyDecoder {
  /** What reads each sort of immediates. */
  private static readonly IMMEDIATES: Readonly<Partial<Record<Immediate, ReadImmediates>>> = {
    none: nothing,
    label: oneIndex,
    func: oneIndex,
    local: oneIndex,
    global: oneIndex,
    table: oneIndex,
    elem: oneIndex,
    data: oneIndex,
    tag: oneIndex,
    i32: oneInteger,
    block: (body) => {
      body.a = body.blockType();
    },
    labels: (body) => body.labels(),
    "type-table": (body, reader) => body.indexAndTable(reader),
    "table-table": (body, reader) => body.indexAndTable(reader),
    "elem-table": (body, reader) => body.indexAndTable(reader),
    "data-memory": (body, reader) => {
      body.a = reader.u32();
      body.b = body.memoryIndex();
    },
    memory: (body) => {
      body.a = body.memoryIndex();
    },
    "memory-memory": (body) => {
      body.a = body.memoryIndex();
      body.b = body.memoryIndex();
    },
    memarg: (body) => body.memarg(),
    i64: (body, reader) => {
      body.low = reader.s64();
      body.high = reader.high;
    },
    f32: (body, reader) => {
      body.a = reader.word();
    },
    f64: (body, reader) => {
      body.low = reader.word();
      body.high = reader.word();
    },
    types: (body) => body.selectTypes(),
    heap: (body) => {
      body.a = body.heapType();
    },
    "try-table": (body) => {
      body.a = body.blockType();
      body.catches();
    },
  };

  /**
   * The same by number, from 1. A table, for V8 inlines only calls whose target it knows: all of this in each loop over
   * instructions takes its optimiser longer than most modules take to be read.
   */
  private static readonly READERS: readonly ReadImmediates[] = [
    nothing,
    ...new Set(Object.values(BodyDecoder.IMMEDIATES)),
  ];

  private static readonly readings = new WeakMap<Features, Reading>();

  private static readingUnder(features: Features): Reading {
    let reading = BodyDecoder.readings.get(features);
    if (reading === undefined) {
      const kinds = new Uint8Array(OPCODE_SPACE);
      const short = new Uint8Array(256);
      for (let index = 0; index < OPCODE_SPACE; index++) {
        const opcode = opcodeAt(index);
        if (opcode === undefined || (opcode.feature !== undefined && !features.has(opcode.feature))) continue;
        const read = BodyDecoder.IMMEDIATES[opcode.immediate];
        kinds[index] = read === undefined ? 0 : BodyDecoder.READERS.indexOf(read, 1);
        if (index < short.length) short[index] = SHORT.get(read) ?? 0;
      }
      reading = { kinds, short };
      BodyDecoder.readings.set(features, reading);
    }
    return reading;
  }

  /** For those who read instructions themselves. */
  readonly reader: Reader;
  private readonly kinds: Uint8Array;
  private readonly short: Uint8Array;
  private readonly multiMemory: boolean;
  private readonly features: Features;
  /** Offset of the current instruction. */
  offset = 0;
  a = 0;
  b = 0;
  low = 0;
  high = 0;
  align = 0;
  list: number[] = [];
  /** Open blocks, the function's own included. */
  depth = 0;

  constructor(features: Features) {
    this.features = features;
    const { kinds, short } = BodyDecoder.readingUnder(features);
    this.kinds = kinds;
    this.short = short;
    this.multiMemory = features.has("multi-memory");
    this.reader = new Reader(new Uint8Array(0));
  }

  start(span: Span): this {
    this.reader.open(span.bytes, span.start, span.end);
    return this;
  }

  /** Offset of the next byte. */
  get position(): number {
    return this.reader.pos;
  }

  /** For those who read instructions themselves. */
  set position(offset: number) {
    this.reader.pos = offset;
  }

  get bytes(): Uint8Array {
    return this.reader.bytes;
  }

  /** Where the body ends. */
  get end(): number {
    return this.reader.end;
  }

  /**
   * Reads a body's local declarations: pairs of count and type, flattened. `params` counts towards the limit.
   * @throws MortiseError `too-many-locals`, `bad-value-type`, …
   */
  locals(params: number): number[] {
    const { reader } = this;
    const groups = reader.u32();
    // Not pushed: an array that grows takes room for sixteen more, and nearly each function has one. A group is two bytes.
    const runs = new Array<number>(Math.min(2 * groups, reader.end - reader.pos));
    let total = params;
    for (let i = 0; i < 2 * groups; i += 2) {
      const offset = reader.pos;
      const count = reader.u32();
      total += count;
      if (total > MAX_LOCALS) throw tooManyLocals(offset, total);
      runs[i] = count;
      runs[i + 1] = readValType(reader, this.features);
    }
    return runs;
  }

  /** Reads instructions up to the `end` that closes the body, which must be its last byte (`exact`). */
  run(sink: BodySink, exact = true): void {
    this.begin();
    while (this.depth > 0) {
      const op = this.next();
      sink.instruction(op, this);
      this.depth += NESTING[op]!;
    }
    if (exact) this.finish();
  }

  /**
   * Begins on the instructions: what `run` is made of, for those who read many. After each `next` and what is done with
   * the instruction, `advance` counts blocks; no more are to be read once it returns 0.
   */
  begin(): void {
    this.depth = 1;
  }

  /** Counts the block that an instruction opens or closes: how many are open. */
  advance(op: number): number {
    return (this.depth += NESTING[op]!);
  }

  /** Nothing may follow the last `end`. */
  finish(): void {
    if (!this.reader.done) throw trailingCode(this.reader.pos);
  }

  /** Reads one instruction, and returns the dense index of its opcode. */
  next(): number {
    const { reader } = this;
    const { pos, bytes, end } = reader;
    this.offset = pos;
    if (pos + 1 >= end) return this.opcode();
    const op = bytes[pos]!;
    const byte = bytes[pos + 1]!;
    const short = this.short[op]!;
    // Most instructions, without a branch that depends on which: mispredicted ones are what decoding takes.
    if (short !== 0 && (byte & short & IMMEDIATE) === 0) {
      this.a = (byte << short) >> short;
      reader.pos = pos + 1 + (short >> 7);
      return op;
    }
    const kind = this.kinds[op]!;
    if (kind === 0) return this.opcode();
    reader.pos = pos + 1;
    BodyDecoder.READERS[kind]!(this, reader);
    return op;
  }

  /** Any instruction, the last byte of a body among them. */
  private opcode(): number {
    const { reader } = this;
    const { pos } = reader;
    if (pos >= reader.end) throw missingEnd(pos);
    const byte = reader.bytes[pos]!;
    reader.pos = pos + 1;
    let op = byte;
    if (byte >= 0xfb && byte < 0xff) {
      const sub = reader.u32();
      op = sub < 0x200 ? PREFIX_BASE[byte]! + sub : -1;
      if (op < 0 || (byte === 0xfc && sub > 0xff)) throw this.refuse(byte, sub);
    } else if (byte === Op["select_t"] && this.kinds[byte] === 0) throw this.refuse(byte, -1);
    // Numbers behind 0xfb go further than the table.
    const kind = this.kinds[op] ?? 0;
    if (kind === 0) throw this.refuse(byte, op === byte ? -1 : op - PREFIX_BASE[byte]!);
    BodyDecoder.READERS[kind]!(this, reader);
    return op;
  }

  private refuse(byte: number, sub: number): Error {
    if (byte === 0xfd) return featureUnbuilt(this.offset, "simd");
    if (byte === 0xfe) return featureUnbuilt(this.offset, "threads");
    if (byte === 0xfb) return featureUnbuilt(this.offset, "gc");
    const opcode = opcodeAt(sub < 0 ? byte : PREFIX_BASE[byte]! + sub);
    if (opcode?.feature !== undefined && !this.features.has(opcode.feature))
      return featureOff(this.offset, opcode.name, opcode.feature);
    return badOpcode(this.offset, sub < 0 ? byte : byte * 256 + sub);
  }

  /** A block type: a one-byte negative (empty or a value type) or a type index (5.4.1). */
  private blockType(): number {
    const { reader } = this;
    const start = reader.pos;
    if (start < reader.end && reader.bytes[start] === EMPTY_BLOCK + 0x80) {
      reader.pos = start + 1;
      return EMPTY_BLOCK;
    }
    const value = reader.s33();
    if (value >= 0 || value === EMPTY_BLOCK) return value;
    if (reader.pos !== start + 1) throw integerTooLong(start);
    checkValType(value + 0x80, start, this.features);
    return value;
  }

  private labels(): void {
    const { reader } = this;
    const list: number[] = [];
    for (let count = reader.u32(); count >= 0; count--) list.push(reader.u32());
    this.list = list;
  }

  private selectTypes(): void {
    const list: number[] = [];
    for (let count = this.reader.u32(); count > 0; count--)
      list.push(readValType(this.reader, this.features));
    this.list = list;
  }

  /** Abstract heap types only: those with a one-byte reference type. */
  private heapType(): number {
    const start = this.reader.pos;
    const byte = this.reader.u8();
    if (byte === 0x70 || byte === 0x6f) return byte;
    if (byte === 0x69 && this.features.has("exceptions")) return byte;
    throw badRefType(start, byte);
  }

  /** Before several memories, this was a zero byte. */
  private memoryIndex(): number {
    const { reader } = this;
    if (this.multiMemory) return reader.u32();
    const start = reader.pos;
    if (reader.u8() !== 0) throw zeroByteExpected(start);
    return 0;
  }

  private indexAndTable(reader: Reader): void {
    this.a = reader.u32();
    this.b = this.tableIndex();
  }

  private tableIndex(): number {
    const { reader } = this;
    if (this.features.has("reference-types")) return reader.u32();
    const start = reader.pos;
    if (reader.u8() !== 0) throw zeroByteExpected(start);
    return 0;
  }

  private memarg(): void {
    const { reader } = this;
    const { pos, bytes } = reader;
    // Nearly all are two small numbers.
    if (pos + 1 < reader.end && bytes[pos]! < 0x20 && bytes[pos + 1]! < 0x80) {
      this.align = bytes[pos]!;
      this.a = 0;
      this.b = bytes[pos + 1]!;
      reader.pos = pos + 2;
    } else this.longMemarg(pos);
  }

  private longMemarg(start: number): void {
    const { reader } = this;
    let align = reader.u32();
    let memory = 0;
    if (align & 0x40 && this.multiMemory) {
      align ^= 0x40;
      memory = reader.u32();
    }
    if (align >= 32) throw badMemarg(start);
    this.align = align;
    this.a = memory;
    this.b = reader.u32();
  }

  private catches(): void {
    const { reader } = this;
    const list: number[] = [];
    for (let count = reader.u32(); count > 0; count--) {
      const offset = reader.pos;
      const kind = reader.u8();
      if (kind > 3) throw badCatch(offset, kind);
      list.push(kind, kind < 2 ? reader.u32() : -1, reader.u32(), offset);
    }
    this.list = list;
  }
}

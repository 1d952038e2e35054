// Function bodies (spec 3.3, 3.4.1): a sink of the body decoder. Most instructions are checked by their shape, a
// number; the others have a rule each in `rules-control` and `rules-storage`. Nothing is allocated an instruction.

import { type Features, MortiseError } from "../base/index.ts";
import { BodyDecoder, type BodySink, EMPTY_BLOCK, NESTING } from "../binary/index.ts";
import { F64, I32, Op, OPCODE_SPACE, type OpName } from "../model/index.ts";
import { type BodyContext, BodyState } from "./body-state.ts";
import { misalignedAccess } from "./errors.ts";
import { CONTROL_RULES, type Handler } from "./rules-control.ts";
import { STORAGE_RULES } from "./rules-storage.ts";
import {
  ACCESS,
  BINARY,
  FLOAT,
  GET,
  kindsUnder,
  LOAD,
  LOCAL_GET,
  LOCAL_SET,
  MASKS,
  NATURAL,
  NUMBER,
  RESULTS,
  RULE,
  RULE_BLOCK,
  SET,
  SHAPES,
  SPECIAL,
  STORE,
  TEE,
  TOPS,
  UNARY,
  WIDE,
  WIDTHS,
} from "./shapes.ts";

const handlers: Handler[] = new Array(OPCODE_SPACE);
for (const [name, handler] of Object.entries({ ...CONTROL_RULES, ...STORAGE_RULES }))
  handlers[Op[name as OpName]] = handler;

/** The block type of neither parameters nor results. */
const NO_TYPE = EMPTY_BLOCK + 0x80;
/** So many bytes of LEB128 have only bits that count, in a number of 32 and of 64 bits. */
const SHORT_32 = 4;
const SHORT_64 = 9;
const LONG_NUMBER = Op["i64.const"];

/** The offset behind a number in LEB128 of at most so many bytes, whatever their bits; 0 if it is longer. */
function behindLeb(bytes: Uint8Array, start: number, end: number, most: number): number {
  const last = Math.min(end, start + most);
  for (let pos = start; pos < last; pos++) if (bytes[pos]! < 0x80) return pos + 1;
  return 0;
}

/** Validates the bodies of one module, one after the other. */
export class BodyValidator implements BodySink {
  readonly state: BodyState;
  private readonly decoder: BodyDecoder;
  /** What `goOn` does with each opcode. */
  private readonly kinds: Uint8Array;

  constructor(module: BodyContext, features: Features) {
    this.kinds = kindsUnder(features, module.memories.length > 0);
    this.state = new BodyState(module, features);
    this.decoder = new BodyDecoder(features);
  }

  /**
   * Validates the body of the function at `position` among the module's own.
   * @throws MortiseError invalid, malformed or limit, with offset and the path `…/func[i]`, i the function index
   */
  validate(position: number): void {
    const { module } = this.state;
    const index = module.funcs.length - module.def.functions.length + position;
    const { type } = module.funcs[index]!;
    module.calls.begin(position);
    module.arithmetic.begin();
    try {
      const decoder = this.decoder.start(module.def.code[position]!);
      this.state.begin(type, decoder.locals(type.params.length));
      this.instructions(decoder);
      module.arithmetic.end(position);
    } catch (error) {
      throw error instanceof MortiseError ? error.locate(`${module.def.path}/func[${index}]`) : error;
    }
  }

  private instructions(decoder: BodyDecoder): void {
    decoder.begin();
    for (;;) {
      if (this.goOn(decoder) === 0) break;
      const op = decoder.next();
      this.instruction(op, decoder);
      if (decoder.advance(op) === 0) break;
    }
    decoder.finish();
  }

  /**
   * Goes over instructions as long as they are short and plainly right; `instruction` checks the next one, or names its
   * error. One loop over bytes and tables, cheap even before it is compiled: a module is read once. Returns how many blocks
   * are open.
   */
  private goOn(decoder: BodyDecoder): number {
    const { state, kinds } = this;
    const tops = TOPS;
    const results = RESULTS;
    const widths = WIDTHS;
    const natural = NATURAL;
    const { stacks, locals, shortLocals } = state;
    const { arithmetic } = state.module;
    const { bytes, end } = decoder;
    const last = end - 1;
    let pos = decoder.position;
    // Plain instructions push a value a byte at most, so nothing else has to look for room.
    stacks.reserve(end - pos);
    let { operands, height, floor } = stacks;
    let wide = arithmetic.count;
    scan: while (pos < last) {
      const op = bytes[pos]!;
      const kind = kinds[op]!;
      switch (kind) {
        case GET: {
          const local = bytes[pos + 1]!;
          if (local >= shortLocals) break scan;
          operands[height++] = locals[local]!;
          pos += 2;
          continue;
        }
        case SET:
        case TEE: {
          const local = bytes[pos + 1]!;
          if (local >= shortLocals || height <= floor || operands[height - 1] !== locals[local]) break scan;
          if (kind === SET) height--;
          pos += 2;
          continue;
        }
        case NUMBER:
        case FLOAT: {
          let behind = pos + widths[op]!;
          if (kind === NUMBER && bytes[pos + 1]! >= 0x80)
            behind = behindLeb(bytes, pos + 1, end, op === LONG_NUMBER ? SHORT_64 : SHORT_32);
          if (behind > end || behind === 0) break scan;
          operands[height++] = results[op]!;
          pos = behind;
          continue;
        }
        case WIDE:
        case BINARY: {
          const type = tops[op];
          if (height - 2 < floor || operands[height - 1] !== type || operands[height - 2] !== type)
            break scan;
          operands[--height - 1] = results[op]!;
          if (kind === WIDE) wide++;
          pos++;
          continue;
        }
        case UNARY:
          if (height <= floor || operands[height - 1] !== tops[op]) break scan;
          operands[height - 1] = results[op]!;
          pos++;
          continue;
        case LOAD: {
          if (height <= floor || operands[height - 1] !== I32 || bytes[pos + 1]! > natural[op]!) break scan;
          const behind = behindLeb(bytes, pos + 2, end, SHORT_32);
          if (behind === 0) break scan;
          operands[height - 1] = results[op]!;
          pos = behind;
          continue;
        }
        case STORE: {
          if (height - 2 < floor || operands[height - 1] !== tops[op] || operands[height - 2] !== I32)
            break scan;
          if (bytes[pos + 1]! > natural[op]!) break scan;
          const behind = behindLeb(bytes, pos + 2, end, SHORT_32);
          if (behind === 0) break scan;
          height -= 2;
          pos = behind;
          continue;
        }
        case 0:
          break scan;
      }
      stacks.height = height;
      arithmetic.count = wide;
      const behind = this.rule(op, kind, pos, decoder);
      if (behind === 0) break;
      ({ operands, height, floor } = stacks);
      pos = behind;
      decoder.depth += NESTING[op]!;
      if (decoder.depth === 0) break;
    }
    stacks.height = height;
    arithmetic.count = wide;
    decoder.position = pos;
    return decoder.depth;
  }

  /** Checks an instruction by its rule, and returns the offset behind; 0 if its immediate is not a short one. */
  private rule(op: number, kind: number, pos: number, decoder: BodyDecoder): number {
    const { state } = this;
    const { stacks } = state;
    const { bytes, end } = decoder.reader;
    let behind = pos + 1;
    if (kind !== RULE) {
      const byte = bytes[behind++]!;
      decoder.a = byte;
      if (kind === RULE_BLOCK) {
        if (byte !== NO_TYPE && (byte < F64 || byte > I32)) return 0;
        decoder.a -= 0x80;
      } else if (byte >= 0x80) {
        const second = behind < end ? bytes[behind++]! : 0x80;
        if (second >= 0x80) return 0;
        decoder.a = (byte & 0x7f) | (second << 7);
      }
    }
    stacks.offset = pos;
    handlers[op]!(state, decoder);
    if (stacks.height + end - behind > stacks.operands.length) stacks.reserve(end - behind);
    return behind;
  }

  /** Checks one instruction. */
  instruction(op: number, body: BodyDecoder): void {
    const { stacks } = this.state;
    stacks.offset = body.offset;
    const shape = SHAPES[op]!;
    if (shape < 0) {
      this.special(op, shape, body);
      return;
    }
    if (shape & ACCESS) this.access(op, body);
    if (this.kinds[op] === WIDE) this.state.module.arithmetic.count++;
    stacks.apply(shape, MASKS[op]!);
  }

  /** Instructions whose type depends on more than their opcode. */
  private special(op: number, shape: number, body: BodyDecoder): void {
    const { state } = this;
    if (shape === SPECIAL) {
      handlers[op]!(state, body);
      return;
    }
    const type = state.local(body.a);
    if (shape !== LOCAL_GET) state.stacks.pop(type);
    if (shape !== LOCAL_SET) state.stacks.push(type);
  }

  private access(op: number, { a, align, offset }: BodyDecoder): void {
    this.state.memory(a);
    const natural = NATURAL[op]!;
    if (align > natural) throw misalignedAccess(align, 2 ** natural, offset);
  }
}

/**
 * Validates one body of a module, the one at `position` among its own functions, apart from the others.
 * @throws MortiseError as `BodyValidator.validate`
 */
export function validateBody(module: BodyContext, position: number, features: Features): void {
  new BodyValidator(module, features).validate(position);
}

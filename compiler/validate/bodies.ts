// Function bodies (spec 3.3, 3.4.1): a sink of the body decoder. Most instructions are checked by their shape, a
// number; the others have a rule each in `rules-control` and `rules-storage`. Nothing is allocated an instruction.

import { type Features, MortiseError } from "../base/index.ts";
import { BodyDecoder, type BodySink, EMPTY_BLOCK } from "../binary/index.ts";
import { F64, type FuncType, I32, Op, OPCODE_SPACE, type OpName } from "../model/index.ts";
import { type BodyContext, BodyState } from "./body-state.ts";
import { misalignedAccess } from "./errors.ts";
import { DEAD, frameOf, LABEL_SHIFT, OPENER_SHIFT } from "./frames.ts";
import { CONTROL_RULES, type Handler } from "./rules-control.ts";
import { STORAGE_RULES } from "./rules-storage.ts";
import {
  ACCESS,
  type BINARY,
  type BLOCK,
  type BR,
  BR_IF,
  type CALL,
  type DROP,
  ELSE,
  type END,
  type FLOAT,
  type GET,
  type GLOBAL_GET,
  type GLOBAL_SET,
  IF,
  kindsUnder,
  type LOAD,
  LOCAL_GET,
  LOCAL_SET,
  LOOP,
  MASKS,
  NATURAL,
  NUMBER,
  RESULTS,
  RETURN,
  type SELECT,
  SET,
  SHAPES,
  SPECIAL,
  type STORE,
  type TEE,
  TOPS,
  type UNARY,
  type UNREACHABLE,
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

const IF_OP = Op["if"];
const LOOP_OP = Op["loop"];
const LAST = Op["end"];
const PARAMS_SHIFT = 7;
const RESULT_MASK = 0x7f;
const MOST_PARAMS = 11;

function signatureOf({ params, results }: FuncType): number {
  if (params.length > MOST_PARAMS || results.length > 1) return -1;
  let packed = 1;
  for (let i = 0; i < params.length; i++) {
    if (params[i]! < F64) return -1;
    packed = (packed << 2) | (I32 - params[i]!);
  }
  return (packed << PARAMS_SHIFT) | (results[0] ?? 0);
}

function globalsOf({ globals }: BodyContext): Uint8Array {
  const types = new Uint8Array(256);
  for (let i = 0; i < globals.length && i < 0x80; i++) {
    const { type, mutable } = globals[i]!.type;
    types[i] = type | (mutable ? 0x80 : 0);
  }
  return types;
}

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
  /** The signatures of functions, as far as they were called; 0 for others. */
  private readonly signatures: Int32Array;
  /** Of each index of a byte, the type of the global, and `MUTABLE` if it is; 0 if there is none. */
  private readonly globals: Uint8Array;

  constructor(module: BodyContext, features: Features) {
    this.kinds = kindsUnder(features, module.memories.length > 0);
    this.signatures = new Int32Array(module.funcs.length);
    this.globals = globalsOf(module);
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

  private signature(index: number): number {
    return (this.signatures[index] = signatureOf(this.state.module.funcs[index]!.type));
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
    const { state, kinds, signatures, globals } = this;
    const tops = TOPS;
    const results = RESULTS;
    const widths = WIDTHS;
    const natural = NATURAL;
    const { stacks, locals, shortLocals } = state;
    const { arithmetic, calls } = state.module;
    const { bytes, end } = decoder.reader;
    const last = end - 1;
    let pos = decoder.position;
    // An instruction that is taken here pushes a value a byte at most, so nothing else has to look for room.
    stacks.reserve(end - pos);
    const { operands, frames, floors } = stacks;
    const room = frames.length - 1;
    let { height, floor, depth } = stacks;
    let wide = arithmetic.count;
    scan: while (pos < last || (pos === last && bytes[pos] === LAST)) {
      const op = bytes[pos]!;
      const kind = kinds[op]!;
      switch (kind) {
        case 1 satisfies typeof GET: {
          const local = bytes[pos + 1]!;
          if (local >= shortLocals) break scan;
          operands[height++] = locals[local]!;
          pos += 2;
          continue;
        }
        case 2 satisfies typeof SET:
        case 3 satisfies typeof TEE: {
          const local = bytes[pos + 1]!;
          if (local >= shortLocals || height <= floor || operands[height - 1] !== locals[local]) break scan;
          if (kind === SET) height--;
          pos += 2;
          continue;
        }
        case 4 satisfies typeof NUMBER:
        case 5 satisfies typeof FLOAT: {
          let behind = pos + widths[op]!;
          if (kind === NUMBER && bytes[pos + 1]! >= 0x80)
            behind = behindLeb(bytes, pos + 1, end, op === LONG_NUMBER ? SHORT_64 : SHORT_32);
          if (behind > end || behind === 0) break scan;
          operands[height++] = results[op]!;
          pos = behind;
          continue;
        }
        case 6 satisfies typeof BINARY:
        case 7 satisfies typeof WIDE: {
          const type = tops[op];
          if (height - 2 < floor || operands[height - 1] !== type || operands[height - 2] !== type)
            break scan;
          operands[--height - 1] = results[op]!;
          if (kind === WIDE) wide++;
          pos++;
          continue;
        }
        case 8 satisfies typeof UNARY:
          if (height <= floor || operands[height - 1] !== tops[op]) break scan;
          operands[height - 1] = results[op]!;
          pos++;
          continue;
        case 9 satisfies typeof LOAD: {
          if (height <= floor || operands[height - 1] !== I32 || bytes[pos + 1]! > natural[op]!) break scan;
          const behind = bytes[pos + 2]! < 0x80 ? pos + 3 : behindLeb(bytes, pos + 2, end, SHORT_32);
          if (behind > end || behind === 0) break scan;
          operands[height - 1] = results[op]!;
          pos = behind;
          continue;
        }
        case 10 satisfies typeof STORE: {
          if (height - 2 < floor || operands[height - 1] !== tops[op] || operands[height - 2] !== I32)
            break scan;
          if (bytes[pos + 1]! > natural[op]!) break scan;
          const behind = bytes[pos + 2]! < 0x80 ? pos + 3 : behindLeb(bytes, pos + 2, end, SHORT_32);
          if (behind > end || behind === 0) break scan;
          height -= 2;
          pos = behind;
          continue;
        }
        case 11 satisfies typeof BLOCK:
        case 12 satisfies typeof LOOP:
        case 13 satisfies typeof IF: {
          const byte = bytes[pos + 1]!;
          if (byte !== NO_TYPE && (byte < F64 || byte > I32)) break scan;
          if (depth === room) break scan;
          const type = byte === NO_TYPE ? 0 : byte;
          if (kind === IF) {
            if (height <= floor || operands[height - 1] !== I32) break scan;
            height--;
          }
          let frame = (op << OPENER_SHIFT) | type;
          if (kind === LOOP) {
            arithmetic.count = wide;
            arithmetic.enterLoop();
          } else frame |= type << LABEL_SHIFT;
          frames[++depth] = frame;
          floors[depth] = floor = height;
          pos += 2;
          continue;
        }
        case 14 satisfies typeof ELSE:
        case 15 satisfies typeof END: {
          const frame = frames[depth]!;
          const opener = (frame >> OPENER_SHIFT) & 0xff;
          const result = frame & 0xff;
          if ((opener === IF_OP) !== (kind === ELSE) && (kind === ELSE || result !== 0)) break scan;
          if (result === 0) {
            if (height !== floor) break scan;
          } else if (height - 1 !== floor || operands[floor] !== result) break scan;
          pos++;
          if (kind === ELSE) {
            frames[depth] = frameOf(op, result);
            height = floor;
            continue;
          }
          if (opener === LOOP_OP) {
            arithmetic.count = wide;
            arithmetic.leaveLoop();
          }
          if (--depth < 0) break scan;
          floor = floors[depth]!;
          continue;
        }
        case 16 satisfies typeof BR:
        case 17 satisfies typeof BR_IF:
        case 18 satisfies typeof RETURN: {
          const label = kind === RETURN ? depth : bytes[pos + 1]!;
          if (label > depth || label >= 0x80) break scan;
          const passed = (frames[depth - label]! >> LABEL_SHIFT) & 0xff;
          let top = height;
          if (kind === BR_IF && operands[--top] !== I32) break scan;
          if (passed === 0) {
            if (top < floor) break scan;
          } else if (top <= floor || operands[top - 1] !== passed) break scan;
          if (kind !== BR_IF) {
            frames[depth]! |= DEAD;
            height = floor;
          } else height = top;
          pos += kind === RETURN ? 1 : 2;
          continue;
        }
        case 19 satisfies typeof UNREACHABLE:
          frames[depth]! |= DEAD;
          height = floor;
          pos++;
          continue;
        case 20 satisfies typeof CALL: {
          let callee = bytes[pos + 1]!;
          let behind = pos + 2;
          if (callee >= 0x80) {
            const second = bytes[behind++]!;
            if (second >= 0x80) break scan;
            callee = (callee & 0x7f) | (second << 7);
          }
          if (behind > end || callee >= signatures.length) break scan;
          const signature = signatures[callee]! || this.signature(callee);
          let top = height;
          let rest = signature >> PARAMS_SHIFT;
          for (; rest > 1; rest >>= 2) if (operands[--top] !== I32 - (rest & 3)) break scan;
          if (rest < 1 || top < floor) break scan;
          height = top;
          calls.calls(callee);
          const result = signature & RESULT_MASK;
          if (result !== 0) operands[height++] = result;
          pos = behind;
          continue;
        }
        case 21 satisfies typeof DROP:
          if (height <= floor) break scan;
          height--;
          pos++;
          continue;
        case 22 satisfies typeof SELECT: {
          const type = operands[height - 2]!;
          if (
            height - 3 < floor ||
            operands[height - 1] !== I32 ||
            operands[height - 3] !== type ||
            type < F64
          )
            break scan;
          height -= 2;
          pos++;
          continue;
        }
        case 23 satisfies typeof GLOBAL_GET: {
          const type = globals[bytes[pos + 1]!]!;
          if (type === 0) break scan;
          operands[height++] = type & 0x7f;
          pos += 2;
          continue;
        }
        case 24 satisfies typeof GLOBAL_SET: {
          const type = globals[bytes[pos + 1]!]!;
          if (type < 0x80 || height <= floor || operands[height - 1] !== (type & 0x7f)) break scan;
          height--;
          pos += 2;
          continue;
        }
        default:
          break scan;
      }
    }
    stacks.height = height;
    stacks.floor = floor;
    stacks.depth = depth;
    arithmetic.count = wide;
    decoder.position = pos;
    return (decoder.depth = depth + 1);
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

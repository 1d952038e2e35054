// Function bodies (spec 3.3, 3.4.1): a sink of the body decoder. Most instructions are checked by their shape, a
// number; the others have a rule each in `rules-control` and `rules-storage`. Nothing is allocated an instruction.

import { type Features, MortiseError } from "../base/index.ts";
import { BodyDecoder, type BodySink } from "../binary/index.ts";
import { I32, Op, OPCODE_SPACE, type OpName } from "../model/index.ts";
import { type BodyContext, BodyState } from "./body-state.ts";
import { misalignedAccess } from "./errors.ts";
import { OPENER_SHIFT } from "./frames.ts";
import { applied, branched, called, isComplete, MUTABLE, opened, signatureOf } from "./plain-control.ts";
import { CONTROL_RULES, type Handler } from "./rules-control.ts";
import { STORAGE_RULES } from "./rules-storage.ts";
import {
  ACCESS,
  type CALL,
  type END,
  type FLOAT,
  type GET,
  type GLOBAL_GET,
  type IF,
  kindsUnder,
  type LOAD,
  LOCAL_GET,
  LOCAL_SET,
  type LOOP,
  MASKS,
  NATURAL,
  type NUMBER,
  RESULTS,
  type RETURN,
  type SET,
  SHAPES,
  SPECIAL,
  type STORE,
  type TEE,
  TOPS,
  type UNARY,
  WIDE,
  WIDTHS,
} from "./shapes.ts";

const handlers: Handler[] = new Array(OPCODE_SPACE);
for (const [name, handler] of Object.entries({ ...CONTROL_RULES, ...STORAGE_RULES }))
  handlers[Op[name as OpName]] = handler;

/** So many bytes of LEB128 have only bits that count, in a number of 32 and of 64 bits. */
const SHORT_32 = 4;
const SHORT_64 = 9;
const LONG_NUMBER = Op["i64.const"];

const LOOP_OP = Op["loop"];
const LAST = Op["end"];
/** Functions with an index of two bytes at most. */
const CALLABLE = 1 << 14;

function globalsOf({ globals }: BodyContext): Uint8Array {
  const types = new Uint8Array(256);
  for (let i = 0; i < globals.length && i < 0x80; i++) {
    const { type, mutable } = globals[i]!.type;
    types[i] = type | (mutable ? MUTABLE : 0);
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

  /** The signature of a function that was not called before. */
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
   * error. One loop over bytes and tables, cheap even before it is compiled: a module is read once. Its kinds are literals,
   * held to the names of `shapes.ts` by their types, for V8's interpreter takes long to look up an import. Returns how many
   * blocks are open.
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
    const callable = Math.min(signatures.length, CALLABLE);
    let { height, floor, depth } = stacks;
    let wide = arithmetic.count;
    while (pos < last || (pos === last && bytes[pos] === LAST)) {
      const op = bytes[pos]!;
      const kind = kinds[op]!;
      if (kind <= (3 satisfies typeof TEE)) {
        const local = bytes[pos + 1]!;
        if (local >= shortLocals) break;
        const type = locals[local]!;
        if (kind === (1 satisfies typeof GET)) operands[height++] = type;
        else {
          if (height <= floor || operands[height - 1] !== type) break;
          if (kind === (2 satisfies typeof SET)) height--;
        }
        pos += 2;
      } else if (kind <= (5 satisfies typeof FLOAT)) {
        let behind = pos + widths[op]!;
        if (kind === (4 satisfies typeof NUMBER) && bytes[pos + 1]! >= 0x80)
          behind = behindLeb(bytes, pos + 1, end, op === LONG_NUMBER ? SHORT_64 : SHORT_32);
        if (behind > end || behind === 0) break;
        operands[height++] = results[op]!;
        pos = behind;
      } else if (kind <= (7 satisfies typeof WIDE)) {
        const type = tops[op];
        if (height - 2 < floor || operands[height - 1] !== type || operands[height - 2] !== type) break;
        operands[--height - 1] = results[op]!;
        if (kind === (7 satisfies typeof WIDE)) wide++;
        pos++;
      } else if (kind === (8 satisfies typeof UNARY)) {
        if (height <= floor || operands[height - 1] !== tops[op]) break;
        operands[height - 1] = results[op]!;
        pos++;
      } else if (kind <= (10 satisfies typeof STORE)) {
        const behind = bytes[pos + 2]! < 0x80 ? pos + 3 : behindLeb(bytes, pos + 2, end, SHORT_32);
        if (behind > end || behind === 0 || bytes[pos + 1]! > natural[op]!) break;
        const left = kind === (9 satisfies typeof LOAD) ? height - 1 : height - 2;
        if (left < floor || operands[left] !== I32 || operands[height - 1] !== tops[op]) break;
        if (kind === (9 satisfies typeof LOAD)) operands[left] = results[op]!;
        height = kind === (9 satisfies typeof LOAD) ? height : left;
        pos = behind;
      } else if (kind <= (13 satisfies typeof IF)) {
        if (depth === room) break;
        const left = opened(op, bytes[pos + 1]!, operands, height, floor, frames, depth + 1);
        if (left < 0) break;
        if (kind === (12 satisfies typeof LOOP)) arithmetic.enterLoop(wide);
        floors[++depth] = floor = height = left;
        pos += 2;
      } else if (kind === (14 satisfies typeof END)) {
        const frame = frames[depth]!;
        if (!isComplete(frame, operands, height, floor)) break;
        if (frame >> OPENER_SHIFT === LOOP_OP) arithmetic.leaveLoop(wide);
        pos++;
        if (--depth < 0) break;
        floor = floors[depth]!;
      } else if (kind <= (17 satisfies typeof RETURN)) {
        const left = branched(kind, bytes[pos + 1]!, operands, height, floor, frames, depth);
        if (left < 0) break;
        height = left;
        pos += kind === (17 satisfies typeof RETURN) ? 1 : 2;
      } else if (kind === (18 satisfies typeof CALL)) {
        const low = bytes[pos + 1]!;
        const callee = low < 0x80 ? low : (low & 0x7f) | (bytes[pos + 2]! << 7);
        const behind = low < 0x80 ? pos + 2 : pos + 3;
        if (callee >= callable || behind > end) break;
        const signature = signatures[callee]! || this.signature(callee);
        const left = called(signature, operands, height, floor);
        if (left < 0) break;
        height = left;
        calls.calls(callee);
        pos = behind;
      } else {
        const type = kind < (23 satisfies typeof GLOBAL_GET) ? 0 : globals[bytes[pos + 1]!]!;
        const left = applied(kind, type, operands, height, floor, frames, depth);
        if (left < 0) break;
        height = left;
        pos += kind < (23 satisfies typeof GLOBAL_GET) ? 1 : 2;
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

// Function bodies (spec 3.3, 3.4.1): a sink of the body decoder. Most instructions are checked by their shape, a
// number; the others have a rule each in `rules-control` and `rules-storage`. Nothing is allocated an instruction.

import { type Features, MortiseError } from "../base/index.ts";
import { BodyDecoder, type BodySink } from "../binary/index.ts";
import { Op, OPCODE_SPACE, type OpName } from "../model/index.ts";
import { type BodyContext, BodyState } from "./body-state.ts";
import { misalignedAccess } from "./errors.ts";
import { CONTROL_RULES, type Handler } from "./rules-control.ts";
import { STORAGE_RULES } from "./rules-storage.ts";
import { ACCESS, LOCAL_GET, LOCAL_SET, MASKS, NATURAL, SHAPES, SPECIAL } from "./shapes.ts";

const handlers: Handler[] = new Array(OPCODE_SPACE);
for (const [name, handler] of Object.entries({ ...CONTROL_RULES, ...STORAGE_RULES }))
  handlers[Op[name as OpName]] = handler;

/** Validates the bodies of one module, one after the other. */
export class BodyValidator implements BodySink {
  readonly state: BodyState;
  private readonly decoder: BodyDecoder;

  constructor(module: BodyContext, features: Features) {
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
    const { params, results } = module.funcs[index]!.type;
    try {
      const decoder = this.decoder.start(module.def.code[position]!);
      this.state.begin(Op["block"], params, results, decoder.locals(params.length));
      this.instructions(decoder);
    } catch (error) {
      throw error instanceof MortiseError ? error.locate(`${module.def.path}/func[${index}]`) : error;
    }
  }

  /** A loop of its own, not `run`: what it calls is always the same, so V8 inlines all of it. */
  private instructions(decoder: BodyDecoder): void {
    decoder.begin();
    let op: number;
    do {
      op = decoder.next();
      this.instruction(op, decoder);
    } while (decoder.advance(op) > 0);
    decoder.finish();
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

// Constant expressions (spec 3.3.10): initial values and offsets. The same rules as in bodies, of few instructions.

import type { Features } from "../base/index.ts";
import { behindNumber, BodyDecoder, type BodySink } from "../binary/index.ts";
import { I32, Op, OPCODE_SPACE, type OpName, type Span, type ValType } from "../model/index.ts";
import { BodyValidator } from "./bodies.ts";
import type { BodyContext } from "./body-state.ts";
import { constantRequired, unknownGlobal } from "./errors.ts";

const CONSTANT: readonly OpName[] = [
  "i32.const",
  "i64.const",
  "f32.const",
  "f64.const",
  "ref.null",
  "ref.func",
  "global.get",
  "end",
];
const EXTENDED: readonly OpName[] = ["i32.add", "i32.sub", "i32.mul", "i64.add", "i64.sub", "i64.mul"];

function constantOps(features: Features): Uint8Array {
  const constant = new Uint8Array(OPCODE_SPACE);
  for (const name of features.has("extended-const") ? [...CONSTANT, ...EXTENDED] : CONSTANT)
    constant[Op[name]] = 1;
  return constant;
}

/** Validates the constant expressions of one module. Functions that they refer to are added to `referenced`. */
export class ConstValidator implements BodySink {
  private readonly module: BodyContext & { readonly referenced: Set<number> };
  private readonly body: BodyValidator;
  private readonly decoder: BodyDecoder;
  private readonly constant: Uint8Array;
  /** Globals that existed before the module's own: only these can be read. */
  private readonly globals: number;

  constructor(
    module: BodyContext & { readonly referenced: Set<number> },
    globals: number,
    features: Features,
  ) {
    this.module = module;
    this.globals = globals;
    this.body = new BodyValidator(module, features);
    this.decoder = new BodyDecoder(features);
    this.constant = constantOps(features);
  }

  /**
   * Validates an expression of one result.
   * @throws MortiseError `constant-required`, `type-mismatch`, `unknown-global`, …
   */
  validate(expression: Span, result: ValType): void {
    const { bytes, start, end } = expression;
    if (result === I32 && behindNumber(bytes, start, end) === end) return;
    this.body.state.begin({ kind: "func", params: [], results: [result] }, []);
    this.decoder.start(expression).run(this);
  }

  instruction(op: number, decoder: BodyDecoder): void {
    const { a, offset } = decoder;
    if (this.constant[op] === 0) throw constantRequired(offset);
    if (op === Op["global.get"]) this.checkGlobal(a, offset);
    if (op === Op["ref.func"]) this.module.referenced.add(a);
    this.body.instruction(op, decoder);
  }

  private checkGlobal(index: number, offset: number): void {
    if (index >= this.globals) throw unknownGlobal(index, offset);
    if (this.module.globals[index]!.type.mutable) throw constantRequired(offset);
  }
}

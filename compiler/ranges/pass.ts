// The range analysis of one function: an abstract interpretation of its body on intervals (state.ts), repeated until
// the states at the heads of its loops hold for every turn. Its outcome tells, for each instruction by its offset, whether
// its 64-bit result is the extension of its low word, and whether its 32-bit result is negative.

import { type BodyDecoder, EMPTY_BLOCK, NESTING } from "../binary/index.ts";
import { type FuncType, I32, I64, Op, OPCODE_SPACE, type ValType } from "../model/index.ts";
import { constant, interval, join } from "./interval.ts";
import { type Comparison, PLAIN, type Plain } from "./plain.ts";
import { NO_LOCAL, State, type Test, Thresholds, type Value } from "./state.ts";
import { constantI64, narrowness, TRANSFERS } from "./transfer.ts";
import { anyOf, detach, forget, isInteger, makeValue, opposite, unknown, ZERO } from "./values.ts";

/** What the analysis needs to know of the module. */
export interface RangeContext {
  funcType(index: number): FuncType;
  /** A function type of the type index space. */
  signatureType(index: number): FuncType;
  globalType(index: number): ValType;
}

/** Rounds after which a function is given up. */
const MAX_ROUNDS = 24;
/** How often what holds at the head of a loop may grow: as it will, to constants of the function, to those of the types. */
const [EXACTLY, FINELY, COARSELY] = [1, 2, 3];

const TYPES_ENDS = [-(2 ** 31), 0, 2 ** 31 - 1, 2 ** 32 - 1];
const COARSE = new Thresholds(...TYPES_ENDS);
const NONE = new Thresholds();

/** The locals of a function, and which of them the states follow. */
export interface Followed {
  readonly types: readonly ValType[];
  readonly slots: Int32Array;
  readonly count: number;
}

interface Frame {
  readonly kind: "block" | "loop" | "if";
  readonly height: number;
  readonly params: readonly ValType[];
  readonly results: readonly ValType[];
  /** Number of a loop, in the order of the body. */
  readonly loop: number;
  /** What holds where a branch to its end goes. */
  out: State | undefined;
  /** `if`: what holds at the start of the other arm. */
  other: State | undefined;
}

type Handler = (pass: RangePass, body: BodyDecoder) => void;

export class RangePass {
  private readonly context: RangeContext;
  private readonly types: readonly ValType[];
  private readonly start: number;
  /** Bits of `narrowness`, by offset from the start of the body. */
  readonly outcome: Uint8Array;
  private readonly thresholds = new Thresholds(...TYPES_ENDS);
  /** What holds when a loop starts another turn, of all rounds so far. */
  private readonly heads: (State | undefined)[] = [];
  /** How often that grew. */
  private readonly growths: number[] = [];
  private round = 0;
  private loops = 0;
  private changed = false;
  failed = false;
  private state: State;
  private stack: Value[] = [];
  private frames: Frame[] = [];
  /** Behind an unconditional branch: how many blocks were opened there. -1: the code is live. */
  private skipped = -1;

  /** Of each local, its number in the states; -1: it is not followed. */
  private readonly slots: Int32Array;
  private readonly scratch: State;
  /** States that are of no use any more: a function makes one a branch. */
  private readonly free: State[] = [];

  constructor(context: RangeContext, { types, slots, count }: Followed, start: number, size: number) {
    this.context = context;
    this.types = types;
    this.slots = slots;
    this.start = start;
    this.outcome = new Uint8Array(size);
    this.state = new State(count);
    this.scratch = new State(count);
  }

  /** Prepares a round; false: all is known, or nothing ever will be. */
  begin(params: number): boolean {
    if (this.failed || this.round === MAX_ROUNDS) this.failed = true;
    if (this.failed || (this.round > 0 && !this.changed)) return false;
    this.round++;
    this.changed = false;
    this.loops = 0;
    this.skipped = -1;
    this.stack = [];
    this.state = new State(this.scratch.count);
    this.types.forEach((type, local) => {
      const slot = this.slots[local]!;
      if (slot >= 0) this.state.set(slot, local < params ? anyOf(type) : constant(0));
    });
    this.frames = [];
    this.open("block", [], []);
    return true;
  }

  /** A round, from the first instruction on: a loop of its own, as the decoder's calls sinks of every sort. */
  run(decoder: BodyDecoder): void {
    decoder.begin();
    let op: number;
    do {
      op = decoder.next();
      this.instruction(op, decoder);
    } while (!this.failed && decoder.advance(op) > 0);
  }

  private instruction(op: number, body: BodyDecoder): void {
    if (this.skipped >= 0) this.skip(op, body);
    else {
      const plain = PLAIN[op];
      const handler = HANDLERS[op];
      if (handler !== undefined) handler(this, body);
      else if (plain !== undefined) this.plain(plain);
      else this.failed = true;
      if (PUSHING[op] !== 0) this.note(body.offset);
    }
  }

  /** Notes what is known of the value that the instruction left. */
  private note(offset: number): void {
    const top = this.stack[this.stack.length - 1];
    this.outcome[offset - this.start] = top !== undefined && isInteger(top.type) ? narrowness(top) : 0;
  }

  private skip(op: number, body: BodyDecoder): void {
    if (op === Op["loop"]) this.loops++;
    if (NESTING[op] === 1) this.skipped++;
    else if (this.skipped === 0) {
      if (op === Op["else"] || op === Op["end"]) HANDLERS[op]!(this, body);
    } else if (NESTING[op] === -1) this.skipped--;
  }

  get isLive(): boolean {
    return this.skipped < 0;
  }

  unreachable(): void {
    this.skipped = 0;
  }

  // Values

  push(value: Value): void {
    this.stack.push(value);
  }

  pushAll(types: readonly ValType[]): void {
    for (const type of types) this.push(unknown(type));
  }

  pop(): Value {
    return this.stack.pop()!;
  }

  drop(count: number): void {
    for (let n = count; n > 0; n--) this.stack.pop();
  }

  private dropTo(height: number): void {
    this.drop(this.stack.length - height);
  }

  private plain({ operands, result, transfer, comparison, zeroTest }: Plain): void {
    const y = operands > 0 ? this.pop() : undefined;
    const x = operands > 1 ? this.pop() : y;
    if (operands > 2) this.drop(operands - 2);
    if (result === 0) return;
    if (comparison) this.compare(comparison, x!, y!);
    else if (zeroTest) this.zeroTest(x!);
    else if (transfer) this.push(makeValue(result, transfer(x!, y!)));
    else this.push(unknown(result));
  }

  private compare([order, swapped]: Comparison, x: Value, y: Value): void {
    this.noteConstant(x);
    this.noteConstant(y);
    this.pushTest(swapped ? { order, x: y, y: x } : { order, x, y });
  }

  /** What is compared with a constant often ends beside it. */
  private noteConstant({ lo, hi }: Value): void {
    if (lo !== hi) return;
    this.thresholds.add(lo - 1);
    this.thresholds.add(lo + 1);
  }

  private zeroTest(x: Value): void {
    if (x.test) this.pushTest(opposite(x.test));
    else this.pushTest({ order: "eq", x, y: ZERO });
  }

  private pushTest(test: Test): void {
    this.push({ ...makeValue(I32, interval(0, 1)), test });
  }

  /** x plus a constant keeps its distance from what bounds it, where nothing wraps around. */
  addition(type: ValType, sign: 1 | -1): void {
    const y = this.pop();
    const x = this.pop();
    const sum = (type === I32 ? SUMS_32 : SUMS_64)[sign === 1 ? 0 : 1](x, y);
    const exact = y.lo === y.hi && sum.lo === x.lo + sign * y.lo && sum.hi === x.hi + sign * y.lo;
    const finite = Number.isFinite(sum.lo);
    if (!exact || !finite || x.bound === NO_LOCAL) this.push(makeValue(type, sum));
    else this.push({ ...makeValue(type, sum), bound: x.bound, slack: x.slack + sign * y.lo });
  }

  getLocal(local: number): void {
    const { state } = this;
    const type = this.types[local]!;
    const origin = this.slots[local]!;
    if (origin < 0) this.push(unknown(type));
    else
      this.push({
        type,
        lo: state.lo(origin),
        hi: state.hi(origin),
        align: state.align(origin),
        origin,
        bound: Math.max(state.bound(origin), NO_LOCAL),
        slack: state.slack(origin),
        test: undefined,
      });
  }

  setLocal(local: number): void {
    const value = this.pop();
    const slot = this.slots[local]!;
    if (slot < 0) return;
    for (const held of this.stack) forget(held, slot);
    const bound = value.bound === NO_LOCAL && value.origin !== slot ? value.origin : value.bound;
    const slack = value.bound === NO_LOCAL ? 0 : value.slack;
    this.state.set(slot, value, bound, slack);
  }

  /** local.tee: a value that is not followed stays on the stack as it is. */
  teeLocal(local: number): void {
    if (this.slots[local]! < 0) return;
    this.setLocal(local);
    this.getLocal(local);
  }

  select(): void {
    const [, y, x] = [this.pop(), this.pop(), this.pop()];
    this.push(makeValue(x.type, isInteger(x.type) ? join(x, y) : anyOf(x.type)));
  }

  globalType(index: number): ValType {
    return this.context.globalType(index);
  }

  call({ params, results }: FuncType): void {
    this.drop(params.length);
    this.pushAll(results);
  }

  calleeType = (index: number): FuncType => this.context.funcType(index);
  signatureType = (index: number): FuncType => this.context.signatureType(index);

  // Control

  blockType(encoded: number): { params: readonly ValType[]; results: readonly ValType[] } {
    if (encoded === EMPTY_BLOCK) return { params: [], results: [] };
    return encoded < 0 ? { params: [], results: [encoded + 0x80] } : this.context.signatureType(encoded);
  }

  open(kind: Frame["kind"], params: readonly ValType[], results: readonly ValType[]): Frame {
    const height = this.stack.length - params.length;
    const loop = kind === "loop" ? this.loops++ : -1;
    const frame: Frame = { kind, height, params, results, loop, out: undefined, other: undefined };
    this.frames.push(frame);
    return frame;
  }

  openBlock(kind: Frame["kind"], encoded: number): Frame {
    const { params, results } = this.blockType(encoded);
    const frame = this.open(kind, params, results);
    this.drop(params.length);
    this.pushAll(params);
    if (kind === "loop") this.enterLoop(frame.loop);
    return frame;
  }

  /** What holds at a loop's head: what holds before it, and what held at the end of any turn. */
  private enterLoop(loop: number): void {
    const known = this.heads[loop];
    if (known) {
      const head = this.copyOf(known);
      head.join(this.state);
      this.replace(head);
    }
    // Values on the stack do not change, but the locals that they were read from do.
    for (const value of this.stack) detach(value);
  }

  /** The current state, or what is left of it, goes to a label. */
  branch(depth: number, state: State): void {
    const frame = this.frames[this.frames.length - 1 - depth]!;
    if (frame.kind !== "loop") {
      if (frame.out) frame.out.join(state);
      else frame.out = this.copyOf(state);
      return;
    }
    this.nextTurn(frame.loop, state);
  }

  private nextTurn(loop: number, state: State): void {
    const head = this.heads[loop];
    const growth = this.growths[loop] ?? 0;
    if (head === undefined) this.heads[loop] = state.copy();
    else if (!head.join(state, this.thresholdsAt(growth))) return;
    this.growths[loop] = growth + 1;
    this.changed = true;
  }

  private thresholdsAt(growth: number): Thresholds | undefined {
    if (growth < EXACTLY) return undefined;
    return growth < FINELY ? this.thresholds : growth < COARSELY ? COARSE : NONE;
  }

  branchTo(depth: number): void {
    this.branch(depth, this.state);
  }

  /** Divides the state by a condition: what holds where it is true; this state becomes what holds where it is not. */
  divide(): { taken: State | undefined; fallsThrough: boolean } {
    const condition = this.pop();
    const test = condition.test ?? { order: "ne" as const, x: condition, y: ZERO };
    // Both are the same where no local is tested.
    if (test.x.origin < 0 && test.y.origin < 0) return { taken: this.state, fallsThrough: true };
    const taken = this.scratch.assign(this.state);
    const reached = taken.refine(test);
    return { taken: reached ? taken : undefined, fallsThrough: this.state.refine(opposite(test)) };
  }

  branchIf(depth: number): void {
    const { taken, fallsThrough } = this.divide();
    if (taken) this.branch(depth, taken);
    if (!fallsThrough) this.unreachable();
  }

  openIf(encoded: number): void {
    const { taken, fallsThrough } = this.divide();
    const other = fallsThrough ? this.state : undefined;
    if (taken) this.state = this.copyOf(taken);
    const frame = this.openBlock("if", encoded);
    frame.other = other;
    if (!taken) this.unreachable();
  }

  otherwise(): void {
    const frame = this.frames[this.frames.length - 1]!;
    if (this.isLive) this.branchTo(0);
    this.enter(frame, frame.other);
    frame.other = undefined;
    this.dropTo(frame.height);
    // Parameters of the other arm are whatever they are.
    this.pushAll(frame.params);
  }

  private copyOf(state: State): State {
    return (this.free.pop() ?? new State(state.count)).assign(state);
  }

  /** Goes on from a state, which nothing else holds; the one before is used up. */
  private replace(state: State): void {
    if (state !== this.state) this.free.push(this.state);
    this.state = state;
  }

  private enter(frame: Frame, state: State | undefined): void {
    this.dropTo(frame.height);
    if (state) {
      this.replace(state);
      this.skipped = -1;
    } else this.unreachable();
  }

  end(): void {
    const frame = this.frames[this.frames.length - 1]!;
    if (this.isLive && frame.kind !== "loop") this.branchTo(0);
    if (frame.other) this.branch(0, frame.other);
    const state = frame.kind === "loop" && this.isLive ? this.state : frame.out;
    this.frames.pop();
    this.enter(frame, state);
    this.pushAll(frame.results);
  }
}

const sums = (type: "i32" | "i64") => [TRANSFERS[`${type}.add`]!, TRANSFERS[`${type}.sub`]!] as const;
const SUMS_32 = sums("i32");
const SUMS_64 = sums("i64");

/** Instructions that push what may be known: those of a signature with a result, and a few more. */
const PUSHING = new Uint8Array(OPCODE_SPACE);
PLAIN.forEach((plain, op) => {
  if (plain?.result) PUSHING[op] = 1;
});
for (const name of ["local.get", "local.tee", "select"] as const) PUSHING[Op[name]] = 1;

const HANDLERS = new Array<Handler | undefined>(OPCODE_SPACE);
const handlers: Partial<Record<keyof typeof Op, Handler>> = {
  unreachable: (pass) => pass.unreachable(),
  block: (pass, body) => pass.openBlock("block", body.a),
  loop: (pass, body) => pass.openBlock("loop", body.a),
  if: (pass, body) => pass.openIf(body.a),
  else: (pass) => pass.otherwise(),
  end: (pass) => pass.end(),
  br: (pass, body) => {
    pass.branchTo(body.a);
    pass.unreachable();
  },
  br_if: (pass, body) => pass.branchIf(body.a),
  br_table: (pass, body) => {
    pass.pop();
    for (const label of new Set(body.list)) pass.branchTo(label);
    pass.unreachable();
  },
  return: (pass) => pass.unreachable(),
  call: (pass, body) => pass.call(pass.calleeType(body.a)),
  call_indirect: (pass, body) => {
    pass.pop();
    pass.call(pass.signatureType(body.a));
  },
  drop: (pass) => pass.drop(1),
  select: (pass) => pass.select(),
  "local.get": (pass, body) => pass.getLocal(body.a),
  "local.set": (pass, body) => pass.setLocal(body.a),
  "local.tee": (pass, body) => {
    pass.teeLocal(body.a);
  },
  "global.get": (pass, body) => pass.pushAll([pass.globalType(body.a)]),
  "global.set": (pass) => pass.drop(1),
  "i32.const": (pass, body) => pass.push(makeValue(I32, constant(body.a))),
  "i64.const": (pass, body) => pass.push(makeValue(I64, constantI64(body.low, body.high))),
  "i32.add": (pass) => pass.addition(I32, 1),
  "i64.add": (pass) => pass.addition(I64, 1),
  "i32.sub": (pass) => pass.addition(I32, -1),
  "i64.sub": (pass) => pass.addition(I64, -1),
};
for (const [name, handler] of Object.entries(handlers)) HANDLERS[Op[name as keyof typeof Op]] = handler;

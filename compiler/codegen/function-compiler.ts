// Compiles one function body: what runs the body decoder, and structured control flow. Labels become
// labelled blocks and loops; values that cross them travel in the variables of their stack positions.

import type { BodyDecoder } from "../binary/index.ts";
import { EMPTY_BLOCK } from "../binary/index.ts";
import { type FuncType, I64, Op, OPCODE_SPACE, type ValType } from "../model/index.ts";
import { emptyList, type Statements } from "./builder.ts";
import { classOf, FLOAT, HIGH, INT, numbered, PLACE, REF } from "./nodes.ts";
import { type CoreContext, zeroOf } from "./core-context.ts";
import type { Frame, TryState } from "./frames.ts";
import { type Arena, BOOLEAN, EFFECT, NONE, NONNEGATIVE, READS_STATE } from "./ir.ts";
import { SIGNED, UNSIGNED } from "../ranges/index.ts";
import { instructions } from "./instructions.ts";
import { Loaded } from "./loaded.ts";
import { LOWERINGS } from "./lowerings.ts";
import { Ir } from "./operations.ts";
import type { Optimizations } from "./optimizations.ts";
import { headOf, join } from "./reloads.ts";
import type { Target } from "./target.ts";
import { ViewCopies } from "./view-copies.ts";

/** A local: its variables. */
export interface Local {
  readonly type: ValType;
  readonly low: number;
  readonly high: number;
  /** The nodes of their values. */
  readonly lowValue: number;
  readonly highValue: number;
}

const { variable: VARIABLE, break: BREAK, continue: CONTINUE } = Ir;
/** No jump led to the end of a block. */
const UNLIMITED = 0x3fffffff;
/** What instructions do to blocks, for where code is skipped. */
const [OPENS, CLOSES, CONTINUES] = [1, 2, 3];
const structural = new Uint8Array(OPCODE_SPACE);
for (const name of ["block", "loop", "if", "try", "try_table"] as const) structural[Op[name]] = OPENS;
for (const name of ["end", "delegate"] as const) structural[Op[name]] = CLOSES;
for (const name of ["else", "catch", "catch_all"] as const) structural[Op[name]] = CONTINUES;

export interface CompileOptions {
  /** What sort of engine the code is for. */
  readonly target: Target;
  readonly optimizations: Optimizations;
  /** Of targets with one view of a memory: the field of the memory's holder. */
  readonly viewKey: string;
  /** What reads and writes the high word of a result of a function of the same factory. */
  readonly highWord: string;
  /** Code counts down what it does, so that it can be stopped. */
  readonly metered?: boolean;
  /** Memory is accessed through accessors outside of loops: the code will hardly be optimised. */
  readonly accessors?: boolean;
}

/** Block types that are no index, by what they are below zero. */
const SHORT_TYPES: { params: readonly ValType[]; results: readonly ValType[] }[] = [];
const shortResults = (encoded: number): ValType[] => (encoded === EMPTY_BLOCK ? [] : [encoded + 0x80]);

export class FunctionCompiler extends ViewCopies {
  readonly core: CoreContext;
  readonly options: CompileOptions;
  readonly frames: Frame[] = [];
  readonly index: number;
  readonly functionType: FuncType;
  /** Variables of the locals: low and high. */
  readonly locals: Local[] = [];
  loopDepth = 0;
  /** How many of the open loops begin with a branch table: most of them are no loops in the end. */
  dispatches = 0;
  /** Most blocks open at once. */
  nesting = 0;
  /** Behind an unconditional branch: how many blocks were opened there. -1: the code is live. */
  skipped = NONE;
  labels = 0;
  tries = 0;
  /** The body tail-calls: it returns a request to its trampoline. */
  tailCalls = false;
  /** It calls or loops: how long it takes is not told by its size. */
  repeats = false;
  /** The primed helpers, and functions of Math, that it calls by copies of its own. */
  copied: Set<string> | undefined;
  /** How many calls it has, and accesses in loops. */
  calls = 0;
  accessesInLoops = 0;
  /** The functions that are made by now, where that is left to their first call. */
  readonly loaded = new Loaded();
  /** The texts of the callees where it calls itself. */
  readonly selfCalls: number[] = [];
  /** Where the bodies of the open loops begin, in bytes. */
  readonly loopStarts: number[] = [];
  body = NONE;

  constructor(ir: Arena, core: CoreContext, index: number, type: FuncType, options: CompileOptions) {
    super(ir, core.valid.memories.length);
    this.core = core;
    this.index = index;
    this.functionType = type;
    this.options = options;
    for (const param of type.params) this.addLocal(param, true);
  }

  addLocal(type: ValType, parameter: boolean): void {
    const number = this.locals.length;
    const initial = parameter ? undefined : zeroOf(type);
    const low = this.declare(numbered("l", number), initial, classOf(type));
    const high = type === I64 ? this.declare(numbered("h", number), initial, HIGH) : NONE;
    const { ir } = this;
    this.locals.push({
      type,
      low,
      high,
      lowValue: ir.variable(low),
      highValue: high < 0 ? NONE : ir.variable(high),
    });
  }

  /** Decodes the body and builds its IR; the statements are in `body` afterwards. */
  compile(decoder: BodyDecoder): void {
    const runs = decoder.locals(this.functionType.params.length);
    for (let i = 0; i < runs.length; i += 2)
      for (let n = runs[i]!; n > 0; n--) this.addLocal(runs[i + 1]!, false);
    this.open("function", [], this.functionType.results);
    decoder.begin();
    instructions(this, decoder);
    decoder.finish();
  }

  getLocal({ type, lowValue, highValue }: Local): void {
    this.pushAtoms(type, lowValue, highValue);
  }

  /** What the range analysis knows of each instruction's result, by offset from `bodyStart`. */
  ranges: Uint8Array | undefined;
  bodyStart = 0;
  /** The same of the instruction that is being compiled. */
  known = 0;
  /** The parameters that loops change. */
  changing: Set<number> | undefined;
  /** Float arithmetic in loops goes through primed helpers. */
  primes = false;

  /** The value on top is known to be an extension of its low word (an i32: not to be negative). */
  narrowTop(known: number): void {
    const top = this.height - 1;
    const isPair = this.type[top] === I64;
    if (known === (UNSIGNED | SIGNED)) {
      const { ir } = this;
      const low = this.low[top]!;
      const node = ir.op[low] === VARIABLE ? (this.low[top] = ir.ownVariable(ir.x[low]!)) : low;
      if (!this.isConstant(node) && !(ir.bits[node]! & BOOLEAN)) ir.bits[node]! |= NONNEGATIVE;
    }
    if (!isPair) return;
    if (known & UNSIGNED) this.high[top] = this.constant(0);
    else if (!this.isSign(this.low[top]!, this.high[top]!)) {
      // Whatever the high word was made of is not needed.
      this.high[top] = this.constant(0);
      this.force(top);
      this.high[top] = this.signOf(this.low[top]!);
    }
  }

  /** An instruction that nothing reaches: only what opens or closes blocks counts. */
  skip(op: number, body: BodyDecoder): void {
    const effect = structural[op];
    if (effect === 0) return;
    if (effect === OPENS) this.skipped++;
    else if (this.skipped === 0) {
      this.skipped = NONE;
      this.top.live = false;
      LOWERINGS[op]!(this, body);
    } else if (effect === CLOSES) this.skipped--;
  }

  /** Nothing after this point is reached, up to the end of the block: that is reached with fresh views, if at all. */
  unreachable(): void {
    this.skipped = 0;
    if (this.options.optimizations.reloads) this.viewsAreFresh();
  }

  /** The function is to have a copy of its own of a helper. */
  copy(helper: string): void {
    this.copied ??= new Set();
    this.copied.add(helper);
  }

  get top(): Frame {
    return this.frames[this.frames.length - 1]!;
  }

  target(depth: number): Frame {
    return this.frames[this.frames.length - 1 - depth]!;
  }

  // Blocks

  blockType(encoded: number): { params: readonly ValType[]; results: readonly ValType[] } {
    if (encoded < 0) return (SHORT_TYPES[-encoded] ??= { params: [], results: shortResults(encoded) });
    return this.core.signatureType(encoded);
  }

  /** Opens a block whose parameters are on the stack. */
  open(
    kind: Frame["kind"],
    params: readonly ValType[],
    results: readonly ValType[],
    condition = NONE,
    handler?: TryState,
  ): Frame {
    if (this.staleCount > 0) this.refresh();
    if (this.height > 0) this.settleAll();
    this.forgetAccesses();
    // All frames have the same shape: what looks at them is made once.
    const frame: Frame = {
      kind,
      label: this.labels++,
      height: this.height - params.length,
      params,
      results,
      outer: this.list,
      used: false,
      condition,
      then: NONE,
      live: true,
      bases: this.bases.mark,
      loaded: this.loaded.mark,
      kept: UNLIMITED,
      dispatch: undefined,
      thenReached: false,
      handler,
      entry: this.reaching,
      exit: undefined,
    };
    if (params.length > 0) this.landAll(frame.height, params);
    if (kind === "loop") {
      this.loopDepth++;
      frame.entry = headOf(this.reaching);
      this.reachedBy(frame.entry);
    }
    this.frames.push(frame);
    if (this.frames.length > this.nesting) this.nesting = this.frames.length;
    this.list = emptyList();
    return frame;
  }

  /** Moves the top values into the variables of the positions from `height` on. */
  landAll(height: number, types: readonly ValType[]): void {
    const from = this.height - types.length;
    for (let k = 0; k < types.length; k++) this.land(from + k, height + k, types[k]!);
  }

  private land(from: number, to: number, type: ValType): void {
    const kind = classOf(type);
    const low = this.integer(this.low[from]!);
    const high = this.high[from]!;
    const target = this.slot(to, kind);
    const assign = (variable: number, node: number) => this.statement(Ir.set, variable, node);
    if (high !== NONE) this.assignPair(target, this.slot(to, HIGH), low, high, assign);
    else if (!this.isVariable(low, target)) assign(target, low);
  }

  /** Ends the list of the open block: its values are in their variables, its views fresh. */
  finishArm(frame: Frame): void {
    if (!frame.live) return;
    if (this.staleCount > 0) this.refresh();
    if (this.height > 0) this.settle(this.height, EFFECT, NONE);
    if (frame.results.length > 0) this.landAll(frame.height, frame.results);
    frame.exit = join(frame.exit, this.reaching);
  }

  /** After a block: its results are on the stack, in variables; or nothing is reached. */
  close(frame: Frame, reached: boolean): void {
    this.frames.pop();
    this.forgetAccesses();
    this.bases.rewind(frame.bases);
    this.forgetLoaded(frame.kind === "block" ? frame.kept : frame.kind === "loop" ? UNLIMITED : frame.loaded);
    this.list = frame.outer;
    this.reachedBy(frame.exit);
    this.truncate(frame.height);
    if (!reached) this.unreachable();
    else if (frame.results.length > 0) this.pushSlots(frame.results);
  }

  pushSlots(types: readonly ValType[]): void {
    for (const type of types) {
      const position = this.height;
      const low = this.variable(this.slot(position, classOf(type)));
      this.push(type, low, type === I64 ? this.variable(this.slot(position, HIGH)) : NONE);
    }
  }

  /** Replaces the stack above `height` by values in the variables of their positions. */
  enter(height: number, types: readonly ValType[]): void {
    this.newArm();
    this.truncate(height);
    this.pushSlots(types);
  }

  /** An arm of the innermost block begins: what the one before accessed need not have been. */
  newArm(): void {
    this.forgetAccesses();
    this.bases.rewind(this.top.bases);
    this.forgetLoaded(this.top.loaded);
  }

  /** Behind what need not have been run; nor is it known to have been at the end of the blocks around, if jumps lead there. */
  private forgetLoaded(mark: number): void {
    const { frames, loaded } = this;
    if (mark >= loaded.mark) return;
    loaded.rewind(mark);
    for (let i = frames.length - 1; i >= 0; i--) {
      const frame = frames[i]!;
      if (frame.kept !== UNLIMITED && frame.kept > mark) frame.kept = mark;
    }
  }

  /** Puts a finished list into the surrounding one: with a label if a branch wants it. */
  splice(statements: Statements): void {
    if (statements.head === NONE) return;
    const { list, ir } = this;
    if (list.head === NONE) list.head = statements.head;
    else ir.link[list.tail] = statements.head;
    list.tail = statements.tail;
    list.previous = NONE;
  }

  // Branches

  /** Emits what a branch does: moves its values, and jumps. The stack stays as it is. */
  jump(to: Frame): void {
    const frame = to.dispatch === undefined ? to : this.dispatched(to);
    frame.used = true;
    if (frame.kind === "function") {
      this.returnValues();
      return;
    }
    const types = frame.kind === "loop" ? frame.params : frame.results;
    if (types.length > 0) this.landAll(frame.height, types);
    this.leaves(frame);
    this.statement(frame.kind === "loop" ? CONTINUE : BREAK, frame.label);
  }

  /** Where a jump to a loop arrives in the end, if the loop begins with a branch on what was just set, and the place is ahead. */
  private dispatched(to: Frame): Frame {
    const { ir, list } = this;
    const { dispatch } = to;
    if (dispatch === undefined || !this.writes(list.tail, dispatch.selector)) return to;
    const value = ir.y[list.tail]!;
    if (!this.isConstant(value)) return to;
    const { targets } = dispatch;
    const target = targets[Math.min(ir.x[value]! >>> 0, targets.length - 1)]!;
    return target.kind === "block" && target.results.length === 0 && this.frames.includes(target)
      ? target
      : to;
  }

  /** The statement that is all of a jump which carries no value; `NONE` for others. */
  jumpAlone(frame: Frame): number {
    const { kind, params, results } = frame;
    const isLoop = kind === "loop";
    if (kind === "function" || frame.dispatch !== undefined || (isLoop ? params : results).length > 0)
      return NONE;
    frame.used = true;
    this.leaves(frame);
    return this.ir.node(isLoop ? CONTINUE : BREAK, frame.label, NONE, NONE);
  }

  private leaves(frame: Frame): void {
    this.noteJump(frame);
    frame.kept = Math.min(frame.kept, this.loaded.mark);
  }

  /** Collects the statements that `emit` makes into a list of their own. */
  collect(emit: () => void): number {
    const { list } = this;
    this.list = emptyList();
    emit();
    const { head } = this.list;
    this.list = list;
    return head;
  }

  /** Before control divides: evaluates what must be, and brings the memory views up to date for `frame`. */
  beforeBranch(frame: Frame): void {
    if (this.staleCount > 0 && frame.kind !== "function") this.refresh();
    if (this.height > 0) this.settle(this.height, EFFECT, NONE);
    const count = frame.kind === "loop" ? frame.params.length : frame.results.length;
    for (let i = this.height - count; i < this.height; i++) this.force(i);
  }

  /** Before code is left for good: what the stack holds below the top `kept` values still happens. */
  leave(kept: number): void {
    if (this.height > kept) this.settle(this.height - kept, EFFECT, NONE);
  }

  /** Returns the function's results from the top of the stack: ARCHITECTURE.md says where the words go. */
  returnValues(): void {
    const { results } = this.functionType;
    const from = this.height - results.length;
    if (results.length === 0) this.statement(Ir.return, NONE);
    else if (results.length === 1 && results[0] !== I64)
      this.statement(Ir.return, this.integer(this.low[from]!));
    else this.returnWords(from, results);
  }

  private returnWords(from: number, results: readonly ValType[]): void {
    let word = 0;
    const single = results.length === 1;
    if (!single) for (let k = 0; k < results.length; k++) this.force(from + k);
    for (let k = 0; k < results.length; k++) {
      const kind = classOf(results[k]!);
      if (word > 0) this.statement(Ir.set, this.scratch(kind, word), this.integer(this.low[from + k]!));
      word++;
      if (results[k] !== I64) continue;
      this.statement(Ir.set, single ? this.highResult() : this.scratch(INT, word), this.high[from + k]!);
      word++;
    }
    this.statement(Ir.return, this.integer(this.low[from]!));
  }

  private readonly pseudo = new Map<string, number>();

  /** A variable that stands for a place outside the function. */
  place(text: string): number {
    let variable = this.pseudo.get(text);
    if (variable === undefined) {
      variable = this.declare(text, undefined, PLACE);
      this.pseudo.set(text, variable);
    }
    return variable;
  }

  newLabel(): number {
    return this.labels++;
  }

  private highResult(): number {
    const { highWord } = this.options;
    this.core.tree.add(highWord === "HI" ? "HI" : "S");
    if (!this.core.escaping.has(this.index) || highWord !== "HI") return this.place(highWord);
    this.core.tree.add("S");
    return this.place("S[1]=HI");
  }

  private scratch(kind: number, word: number): number {
    const array = scratchArray(kind);
    this.core.tree.add(array);
    return this.place(`${array}[${word}]`);
  }

  /** A segment becomes empty for good. */
  dropSegment(place: string, empty: string): void {
    this.settle(this.height, EFFECT, NONE);
    this.core.tree.add(empty);
    this.statement(Ir.set, this.place(place), this.text(empty, 15));
  }

  /** Pushes an i64 whose low word is `node` and whose high word is then to be found in a place. */
  pushPair(node: number, highText: string): void {
    const position = this.height;
    const low = this.slot(position, INT);
    const high = this.slot(position, HIGH);
    this.assign(low, node);
    this.core.tree.add(highText.replace(/\W.*/, ""));
    this.assign(high, this.text(highText, 15, READS_STATE));
    this.push(I64, this.variable(low), this.variable(high));
  }

  /** A call was made. It may have grown memories: their copies are stale until they are read again. */
  callMade(mayGrow = true): void {
    this.repeats = true;
    this.calls++;
    if (mayGrow) this.viewsAreStale();
  }

  /** When all is built: takes needless reloads out. What throws leaves a `try` anywhere, so there all are needed. */
  dropReloads(called: boolean): void {
    if (this.tries === 0 && this.options.optimizations.reloads) this.reloads.drop(this.ir, called);
  }

  /** Pops what decides a branch. A call in it must come before views are refreshed for the branch. */
  popCondition(): number {
    const top = this.height - 1;
    if (this.staleCount > 0 && this.ir.bits[this.low[top]!]! & EFFECT) this.force(top);
    return this.condition(this.popRaw());
  }
}

export const scratchArray = (kind: number): string => (kind === FLOAT ? "F" : kind === REF ? "X" : "S");

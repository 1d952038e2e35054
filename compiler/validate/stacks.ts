// The two stacks of the validation algorithm (spec, appendix): operand types in bytes, and open blocks as
// parallel arrays of numbers. Nothing here knows instructions.

import { FUNCREF, type FuncType, isRefType, Op, type ValType } from "../model/index.ts";
import { operandMissing, referenceExpected, typeMismatch, unknownLabel, valuesRemain } from "./errors.ts";
import { DEAD, frameOf, MANY, openerOf, RESULT, shortType } from "./frames.ts";
import { POPS_SHIFT, PUSHES_SHIFT, SECOND_SHIFT, TOP_SHIFT, TYPE_MASK } from "./shapes.ts";

/** The type of what unreachable code leaves on the stack: any. */
export const ANY = 0;

/** Height of the empty stack: as many operands can always be looked at, those of a call among them. */
const BOTTOM = 16;

const LOWEST_NUMERIC = 0x7b;

/** Types below are references, so far as one-byte types go. */
export const isNumeric = (type: ValType): boolean => type >= LOWEST_NUMERIC || type === ANY;

export class Stacks {
  /** Where the current instruction stands, for errors. */
  offset = 0;
  // These the loop of `bodies.ts` works on itself.
  operands = new Uint8Array(1024);
  height = BOTTOM;
  /** Height at which the innermost block began. */
  floor = BOTTOM;
  /** Index of the innermost block in `frames`; the function's own is 0. */
  depth = -1;
  /** Open blocks: a frame (see there) and a floor each. */
  frames = new Int32Array(1024);
  floors = new Int32Array(1024);
  /** The types of those whose frames say `MANY`. */
  private readonly types: FuncType[] = [];

  reset(): void {
    this.height = this.floor = BOTTOM;
    this.depth = -1;
  }

  push(type: ValType): void {
    if (this.height === this.operands.length) this.grow();
    this.operands[this.height++] = type;
  }

  /** Makes room for so many more operands. */
  reserve(count: number): void {
    if (this.height + count > this.operands.length) this.grow(count);
  }

  private grow(count = 0): void {
    const larger = new Uint8Array(this.operands.length * 2 + count);
    larger.set(this.operands);
    this.operands = larger;
  }

  /** Pops the operands and pushes the result of a shape; `mask` has the bits that name operands. */
  apply(shape: number, mask: number): void {
    const { height, operands } = this;
    const below = height - ((shape >> POPS_SHIFT) & 3);
    const found = (operands[height - 1]! << TOP_SHIFT) | (operands[height - 2]! << SECOND_SHIFT);
    // One branch, hardly ever taken: those on what an instruction has would be mispredicted all the time.
    if (below < this.floor || ((found ^ shape) & mask) !== 0 || height >= operands.length) {
      this.applySlowly(shape);
      return;
    }
    operands[below] = shape;
    this.height = below + ((shape >> PUSHES_SHIFT) & 1);
  }

  private applySlowly(shape: number): void {
    const pops = (shape >> POPS_SHIFT) & 3;
    if (pops > 0) this.pop((shape >> TOP_SHIFT) & TYPE_MASK);
    if (pops > 1) this.pop((shape >> SECOND_SHIFT) & TYPE_MASK);
    if ((shape >> PUSHES_SHIFT) & 1) this.push(shape & TYPE_MASK);
  }

  /** Pops an operand of a type. */
  pop(expected: ValType): void {
    if (this.height > this.floor && this.operands[this.height - 1] === expected) this.height--;
    else this.popOther(expected);
  }

  private popOther(expected: ValType): void {
    if (this.height > this.floor) {
      const found = this.operands[--this.height]!;
      if (found !== ANY) throw typeMismatch(expected, found, this.offset);
    } else if (!this.dead()) throw operandMissing(expected, this.offset);
  }

  /** Pops an operand of whatever type; `ANY` in unreachable code. */
  popAny(): ValType {
    if (this.height > this.floor) return this.operands[--this.height]!;
    if (!this.dead()) throw operandMissing(undefined, this.offset);
    return ANY;
  }

  popReference(): ValType {
    const type = this.popAny();
    if (type !== ANY && !isRefType(type)) throw referenceExpected(type, this.offset);
    return type === ANY ? FUNCREF : type;
  }

  popAll(types: readonly ValType[]): void {
    if (this.onTop(types)) this.height -= types.length;
    else for (let i = types.length - 1; i >= 0; i--) this.pop(types[i]!);
  }

  /** Whether exactly these types are on top: a plain loop, as blocks of a thousand parameters take three bytes. */
  private onTop(types: readonly ValType[]): boolean {
    const { operands } = this;
    const start = this.height - types.length;
    if (start < this.floor) return false;
    for (let i = types.length - 1; i >= 0; i--) if (operands[start + i] !== types[i]) return false;
    return true;
  }

  pushAll(types: readonly ValType[]): void {
    const end = this.height + types.length;
    while (end > this.operands.length) this.grow();
    const { operands, height } = this;
    for (let i = 0; i < types.length; i++) operands[height + i] = types[i]!;
    this.height = end;
  }

  /** Checks that the operands on top are of these types, and leaves them as they are. */
  peekAll(types: readonly ValType[]): void {
    const { height } = this;
    for (let i = types.length - 1; i >= 0 && this.height > this.floor; i--) this.pop(types[i]!);
    const missing = types.length - (height - this.floor);
    if (missing > 0 && !this.dead()) throw operandMissing(types[missing - 1], this.offset);
    this.height = height;
  }

  /** Opens the function's own block, of these results. */
  begin(type: FuncType): void {
    this.reset();
    this.open(Op["block"], { kind: "func", params: [], results: type.results });
  }

  /** Opens a block; its parameters are popped outside and pushed inside. */
  open(opcode: number, type: FuncType): void {
    const depth = ++this.depth;
    if (depth === this.frames.length) this.growFrames();
    const { params, results } = type;
    if (params.length > 0 || results.length > 1) {
      this.frames[depth] = frameOf(opcode, MANY);
      this.types[depth] = type;
    } else this.frames[depth] = frameOf(opcode, results[0] ?? 0);
    this.floors[depth] = this.floor = this.height;
  }

  private growFrames(): void {
    for (const rows of ["frames", "floors"] as const) {
      const larger = new Int32Array(this[rows].length * 2);
      larger.set(this[rows]);
      this[rows] = larger;
    }
  }

  /** Closes the innermost block, whose results must be all it leaves; they are not pushed outside. */
  close(): FuncType {
    const type = this.typeAt(this.depth);
    this.popAll(type.results);
    if (this.height !== this.floor) throw valuesRemain(this.height - this.floor, this.offset);
    this.floor = --this.depth < 0 ? BOTTOM : this.floors[this.depth]!;
    return type;
  }

  private typeAt(position: number): FuncType {
    const result = this.frames[position]! & RESULT;
    return result === MANY ? this.types[position]! : shortType(result);
  }

  /** The rest of the innermost block is unreachable. */
  die(): void {
    this.height = this.floor;
    this.frames[this.depth]! |= DEAD;
  }

  private dead(): boolean {
    return (this.frames[this.depth]! & DEAD) !== 0;
  }

  /** The opcode that opened the innermost block. */
  get opener(): number {
    return openerOf(this.frames[this.depth]!);
  }

  /** The opcode that opened the block of a label. */
  openerAt(label: number): number {
    return openerOf(this.frames[this.position(label)]!);
  }

  /** The types that a branch to a label passes. */
  labelTypes(label: number): readonly ValType[] {
    const position = this.position(label);
    const { params, results } = this.typeAt(position);
    return openerOf(this.frames[position]!) === Op["loop"] ? params : results;
  }

  private position(label: number): number {
    if (label > this.depth) throw unknownLabel(label, this.offset);
    return this.depth - label;
  }
}

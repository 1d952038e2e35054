// The two stacks of the validation algorithm (spec, appendix): operand types in bytes, and open blocks as
// parallel arrays. Nothing here knows instructions.

import { FUNCREF, type FuncType, isRefType, Op, type ValType } from "../model/index.ts";
import { operandMissing, referenceExpected, typeMismatch, unknownLabel, valuesRemain } from "./errors.ts";
import { POPS_SHIFT, PUSHES_SHIFT, SECOND_SHIFT, TOP_SHIFT, TYPE_MASK } from "./shapes.ts";

/** The type of what unreachable code leaves on the stack: any. */
export const ANY = 0;

/** Height of the empty stack: two operands can always be looked at. */
const BOTTOM = 2;

const LOWEST_NUMERIC = 0x7b;

/** Types below are references, so far as one-byte types go. */
export const isNumeric = (type: ValType): boolean => type >= LOWEST_NUMERIC || type === ANY;

export class Stacks {
  /** Where the current instruction stands, for errors. */
  offset = 0;
  // The three that the loop of `bodies.ts` works on itself.
  operands = new Uint8Array(1024);
  height = BOTTOM;
  /** Height at which the innermost block began, and whether the code there is unreachable. */
  floor = BOTTOM;
  private dead = false;
  /** Number of open blocks, the function's own included. */
  private depth = 0;
  // Open blocks, innermost at `depth - 1`: opcode, type, and the outer block's floor and dead.
  private readonly opcodes: number[] = [];
  private readonly types: FuncType[] = [];
  private readonly floors: number[] = [];
  private readonly deads: boolean[] = [];

  reset(): void {
    this.height = this.floor = BOTTOM;
    this.depth = 0;
    this.dead = false;
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
    } else if (!this.dead) throw operandMissing(expected, this.offset);
  }

  /** Pops an operand of whatever type; `ANY` in unreachable code. */
  popAny(): ValType {
    if (this.height > this.floor) return this.operands[--this.height]!;
    if (!this.dead) throw operandMissing(undefined, this.offset);
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
    if (missing > 0 && !this.dead) throw operandMissing(types[missing - 1], this.offset);
    this.height = height;
  }

  /** Opens a block; its parameters are popped outside and pushed inside. */
  open(opcode: number, type: FuncType): void {
    const { depth } = this;
    this.opcodes[depth] = opcode;
    this.types[depth] = type;
    this.floors[depth] = this.floor;
    this.deads[depth] = this.dead;
    this.depth = depth + 1;
    this.floor = this.height;
    this.dead = false;
  }

  /** Closes the innermost block, whose results must be all it leaves; they are not pushed outside. */
  close(): FuncType {
    const depth = this.depth - 1;
    const type = this.types[depth]!;
    if (type.results.length > 0) this.popAll(type.results);
    if (this.height !== this.floor) throw valuesRemain(this.height - this.floor, this.offset);
    this.depth = depth;
    this.floor = this.floors[depth]!;
    this.dead = this.deads[depth]!;
    return type;
  }

  /** The rest of the innermost block is unreachable. */
  die(): void {
    this.height = this.floor;
    this.dead = true;
  }

  /** The opcode that opened the innermost block. */
  get opener(): number {
    return this.opcodes[this.depth - 1]!;
  }

  /** The opcode that opened the block of a label. */
  openerAt(label: number): number {
    return this.opcodes[this.position(label)]!;
  }

  /** The types that a branch to a label passes. */
  labelTypes(label: number): readonly ValType[] {
    const position = this.position(label);
    const type = this.types[position]!;
    return this.opcodes[position] === Op["loop"] ? type.params : type.results;
  }

  private position(label: number): number {
    if (label >= this.depth) throw unknownLabel(label, this.offset);
    return this.depth - 1 - label;
  }
}

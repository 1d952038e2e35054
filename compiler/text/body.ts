// Instructions, flat and folded, to bytes. Iterative: open blocks and open parentheses are on an explicit stack, so
// that no nesting is too deep. A folded instruction's own bytes wait in `stash` until its operands are written.

import { Writer } from "../base/index.ts";
import { Op, opcodeAt, opcodeNamed } from "../model/index.ts";
import { A, atomOpcodes, HINT, LPAR, RPAR } from "./atoms.ts";
import type { Cursor } from "./cursor.ts";
import { badAnnotation, labelMismatch } from "./errors.ts";
import { blockType, type CodeContext, catches, selectTypes, WRITERS, writeLabel } from "./immediates.ts";
import { index } from "./indices.ts";
import type { ModuleScope } from "./scope.ts";
import { heapOf, isNullable, nameAnnotation, refType, writeHeapType } from "./types.ts";

// What is open. Flat blocks wait for `end`; the others for a closing parenthesis.
const FLAT_BLOCK = 0;
const FLAT_IF = 1;
const FLAT_TRY = 2;
const FLAT_CATCH_ALL = 3;
/** A folded block, loop or try_table: closing it writes `end`. */
const BLOCK = 4;
/** A folded instruction whose operands are being read; its bytes are in the stash. */
const PLAIN = 5;
/** A folded `if` whose condition is being read. */
const CONDITION = 6;
/** A folded `if` after `then`; `else` may follow. */
const AFTER_THEN = 7;
/** A folded `try` before `do`, after it, and after a `catch`. */
const BEFORE_DO = 8;
const AFTER_DO = 9;
const AFTER_CATCH = 10;
/** Nothing may follow. */
const COMPLETE = 11;
/** `(then …)`, `(else …)`, `(do …)`, `(catch …)`: instructions, and nothing to write at the end. */
const PART = 12;

const REF_TEST_NULL = opcodeNamed("ref.test_null")!.index - opcodeNamed("ref.test")!.index;

/** Instructions by opcode that the parser treats by itself. */
const SPECIAL = new Map<number, (body: BodyParser, op: number) => void>();

/** Code of each opcode, and the writer of its immediates. */
const writers = Array.from({ length: 0x600 }, (_, op) => WRITERS[opcodeAt(op)?.immediate ?? "none"]);
const codes = Array.from({ length: 0x600 }, (_, op) => opcodeAt(op)?.code ?? 0);
const widths = Array.from({ length: 0x600 }, (_, op) => opcodeAt(op)?.width ?? 0);

/** A branch hint of a function: the offset of the instruction in its body, and the value. */
export interface BranchHint {
  readonly offset: number;
  readonly value: Uint8Array;
}

export class BodyParser implements CodeContext {
  readonly cursor: Cursor;
  readonly scope: ModuleScope;
  readonly out = new Writer(1024);
  readonly locals = new Map<string, number>();
  readonly labels: (string | undefined)[] = [];
  /** Names of labels by the number of their block in the body. */
  labelNames: [block: number, name: string][] = [];
  hints: BranchHint[] = [];
  /** Blocks begun so far in this body. */
  private blocks = 0;
  private readonly frames: number[] = [];
  /** Where the stashed bytes of each open folded instruction begin. */
  private readonly stashed: number[] = [];
  private readonly stash = new Writer(256);
  private hint: Uint8Array | undefined;

  constructor(cursor: Cursor, scope: ModuleScope) {
    this.cursor = cursor;
    this.scope = scope;
  }

  /** Begins a new body or expression. */
  reset(): void {
    this.out.length = 0;
    this.locals.clear();
    this.labelNames = [];
    this.hints = [];
    this.blocks = 0;
  }

  /** Instructions up to a closing parenthesis that none of them opened; writes the final `end`. */
  instructions(): void {
    const { cursor, frames } = this;
    for (;;) {
      const { kind } = cursor;
      if (kind === LPAR) this.folded();
      else if (kind === RPAR) {
        if (frames.length === 0) break;
        this.closeParen();
      } else this.flat(kind);
    }
    this.noHint();
    this.out.u8(Op.end);
  }

  /** One folded instruction as an expression; writes the final `end`. */
  foldedExpression(): void {
    const { cursor, frames } = this;
    if (cursor.kind !== LPAR) throw cursor.unexpected("an instruction in parentheses");
    this.folded();
    while (frames.length > 0) {
      const { kind } = cursor;
      if (kind === LPAR) this.folded();
      else if (kind === RPAR) this.closeParen();
      else this.flat(kind);
    }
    this.out.u8(Op.end);
  }

  private get frame(): number {
    return this.frames.length === 0 ? PART : this.frames[this.frames.length - 1]!;
  }

  private set frame(kind: number) {
    this.frames[this.frames.length - 1] = kind;
  }

  private opcode(op: number): void {
    const code = codes[op]!;
    if (code < 0x100) this.out.u8(code);
    else if (code < 0x10000) this.out.u8(code >> 8).u32(code & 0xff);
    else this.out.u8(code >> 12).u32(code & 0xfff);
  }

  /** An instruction that is no block, after its name: opcode and immediates. */
  private plain(op: number): void {
    this.cursor.pos++;
    if (op !== Op.br_if) this.noHint();
    const special = SPECIAL.get(op);
    if (special !== undefined) special(this, op);
    else {
      this.opcode(op);
      writers[op]?.(this, widths[op]!);
    }
  }

  private isBlock(op: number): boolean {
    return (op >= Op.block && op <= Op.if) || op === Op.try || op === Op.try_table;
  }

  private flat(kind: number): void {
    const { frame } = this;
    if (kind === HINT) {
      this.readHint();
      return;
    }
    const op = atomOpcodes[kind]!;
    if (op < 0 || (frame >= PLAIN && frame <= COMPLETE)) throw this.cursor.unexpected("an instruction");
    if (this.isBlock(op)) this.flatBlock(op);
    else if (op === Op.end || op === Op.else || op === Op.delegate || op === Op.catch || op === Op.catch_all)
      this.continueBlock(op);
    else {
      const start = this.out.length;
      this.plain(op);
      this.placeHint(start);
    }
  }

  private label(id = this.cursor.id(), annotated = nameAnnotation(this.cursor)): string | undefined {
    const name = annotated ?? id;
    if (name !== undefined) this.labelNames.push([this.blocks, name]);
    this.blocks++;
    return id;
  }

  private flatBlock(op: number): void {
    this.cursor.pos++;
    const start = this.out.length;
    const name = this.label();
    this.blockHead(op);
    this.placeHint(start);
    this.frames.push(op === Op.if ? FLAT_IF : op === Op.try ? FLAT_TRY : FLAT_BLOCK);
    this.labels.push(name);
  }

  private blockHead(op: number): void {
    if (op !== Op.if) this.noHint();
    this.out.u8(op);
    blockType(this);
    if (op === Op.try_table) catches(this);
  }

  /** `end`, `else`, `catch`, `catch_all`, `delegate` of a flat block. */
  private continueBlock(op: number): void {
    const { cursor, frame, frames } = this;
    this.noHint();
    const fits =
      frames.length > 0 &&
      (op === Op.end ? frame <= FLAT_CATCH_ALL : op === Op.else ? frame === FLAT_IF : frame === FLAT_TRY);
    if (!fits) throw cursor.unexpected("an instruction that fits the open block");
    cursor.pos++;
    this.out.u8(op);
    if (op === Op.end || op === Op.else) this.repeatedLabel();
    if (op === Op.end || op === Op.delegate) {
      frames.pop();
      this.labels.pop();
    } else if (op === Op.else) this.frame = FLAT_BLOCK;
    else if (op === Op.catch_all) this.frame = FLAT_CATCH_ALL;
    if (op === Op.delegate) writeLabel(this);
    else if (op === Op.catch) this.tag();
  }

  private tag(): void {
    this.out.u32(index(this.cursor, this.scope, "tag"));
  }

  /** The identifier after `end` and `else` must be the block's. */
  private repeatedLabel(): void {
    const { cursor, labels } = this;
    const { offset } = cursor;
    const name = cursor.id();
    if (name !== undefined && name !== labels[labels.length - 1])
      throw labelMismatch(cursor.source, offset, name);
  }

  private folded(): void {
    const { cursor } = this;
    const kind = cursor.peek(1);
    const { frame } = this;
    if (frame >= CONDITION && frame <= COMPLETE && this.foldedPart(kind, frame)) return;
    if (frame > CONDITION && frame <= COMPLETE) throw cursor.unexpected(")");
    const op = atomOpcodes[kind]!;
    if (op < 0) {
      cursor.pos++;
      throw cursor.unexpected("an instruction");
    }
    if (op === Op.end || op === Op.else || op === Op.delegate || op === Op.catch || op === Op.catch_all)
      throw cursor.unexpected("an instruction");
    cursor.pos++;
    if (this.isBlock(op)) this.foldedBlock(op);
    else this.foldedPlain(op);
  }

  private foldedPlain(op: number): void {
    const { cursor, out } = this;
    const start = out.length;
    this.plain(op);
    if (cursor.kind === RPAR) {
      this.placeHint(start);
      cursor.pos++;
      return;
    }
    this.setAside(start, PLAIN);
  }

  /** Moves what was written since `start` to the stash, to be written when the operands are. */
  private setAside(start: number, frame: number): void {
    this.stashed.push(this.stash.length);
    this.stashedHints.push(this.hint);
    this.hint = undefined;
    this.out.moveTail(start, this.stash);
    this.frames.push(frame);
  }

  private readonly stashedHints: (Uint8Array | undefined)[] = [];

  private restore(): void {
    const start = this.out.length;
    this.noHint();
    this.hint = this.stashedHints.pop();
    this.stash.moveTail(this.stashed.pop()!, this.out);
    this.placeHint(start);
  }

  private foldedBlock(op: number): void {
    this.cursor.pos++;
    const { out } = this;
    const start = out.length;
    if (op === Op.if) {
      this.waiting.push([this.cursor.id(), nameAnnotation(this.cursor)]);
      this.blockHead(op);
      this.setAside(start, CONDITION);
      return;
    }
    const name = this.label();
    this.blockHead(op);
    this.frames.push(op === Op.try ? BEFORE_DO : BLOCK);
    this.labels.push(name);
  }

  /** Labels of folded `if`s whose condition is being read. */
  private readonly waiting: [id: string | undefined, annotated: string | undefined][] = [];

  /** `(then`, `(else`, `(do`, `(catch`, `(catch_all`, `(delegate` of a folded block, if one is next. */
  private foldedPart(kind: number, frame: number): boolean {
    const op = atomOpcodes[kind]!;
    if (frame === CONDITION && kind === A["then"]) {
      this.restore();
      const [id, annotated] = this.waiting.pop()!;
      if (id === undefined && annotated === undefined) this.blocks++;
      else this.label(id, annotated);
      this.labels.push(id);
      return this.beginPart(AFTER_THEN);
    }
    if (frame === AFTER_THEN && op === Op.else) {
      this.out.u8(op);
      return this.beginPart(COMPLETE);
    }
    if (frame === BEFORE_DO && kind === A["do"]) return this.beginPart(AFTER_DO);
    if (frame !== AFTER_DO && frame !== AFTER_CATCH) return false;
    if (op === Op.delegate && frame === AFTER_DO) return this.foldedDelegate();
    if (op !== Op.catch && op !== Op.catch_all) return false;
    this.out.u8(op);
    this.beginPart(op === Op.catch ? AFTER_CATCH : COMPLETE);
    if (op === Op.catch) this.tag();
    return true;
  }

  private beginPart(next: number): boolean {
    this.cursor.pos += 2;
    this.frame = next;
    this.frames.push(PART);
    return true;
  }

  private foldedDelegate(): boolean {
    const { cursor, labels } = this;
    cursor.pos += 2;
    this.out.u8(Op.delegate);
    const own = labels.pop();
    writeLabel(this);
    labels.push(own);
    cursor.close();
    cursor.close();
    this.frames.pop();
    labels.pop();
    return true;
  }

  private closeParen(): void {
    const { cursor, frames } = this;
    const { frame } = this;
    this.noHintUnless(frame);
    if (frame === PLAIN) this.restore();
    else if (frame === BLOCK || frame === AFTER_THEN || (frame >= AFTER_DO && frame <= COMPLETE)) {
      this.out.u8(Op.end);
      this.labels.pop();
    } else if (frame !== PART)
      throw cursor.unexpected(frame === CONDITION ? "(then" : frame === BEFORE_DO ? "(do" : "end");
    frames.pop();
    cursor.pos++;
  }

  private noHintUnless(frame: number): void {
    if (frame !== PLAIN) this.noHint();
  }

  private readHint(): void {
    const { cursor } = this;
    const { offset } = cursor;
    if (this.hint)
      throw badAnnotation(cursor.source, offset, "metadata.code.branch_hint", "duplicate annotation");
    cursor.pos++;
    this.hint = cursor.bytes();
    cursor.close();
  }

  private noHint(): void {
    if (this.hint)
      throw badAnnotation(
        this.cursor.source,
        this.cursor.offset,
        "metadata.code.branch_hint",
        "invalid target",
      );
  }

  private placeHint(offset: number): void {
    if (!this.hint) return;
    this.hints.push({ offset, value: this.hint });
    this.hint = undefined;
  }

  /** `select` with `(result …)` is another instruction. */
  select(): void {
    if (this.cursor.at(A["result"]!)) {
      this.out.u8(Op.select_t);
      selectTypes(this);
    } else this.out.u8(Op.select);
  }

  /** `ref.test` and `ref.cast` of a nullable type are other instructions. */
  refCast(op: number): void {
    const type = refType(this.cursor, this.scope);
    this.opcode(op + (isNullable(type) ? REF_TEST_NULL : 0));
    writeHeapType(this.out, heapOf(type));
  }
}

SPECIAL.set(Op.select, (body) => body.select());
for (const name of ["ref.test", "ref.cast"])
  SPECIAL.set(opcodeNamed(name)!.index, (body, op) => body.refCast(op));

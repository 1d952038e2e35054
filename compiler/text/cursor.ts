// A position in a token stream: what every parser of the room reads through. Knows tokens, not modules.

import { Writer } from "../base/index.ts";
import { END, ID, LPAR, NUMBER, RPAR, STRING, wordOf } from "./atoms.ts";
import { unexpectedToken } from "./errors.ts";
import { unsigned } from "./integers.ts";
import type { Tokens } from "./lexer.ts";
import { decodeName, writeString } from "./strings.ts";

export class Cursor {
  readonly tokens: Tokens;
  readonly source: string;
  readonly kinds: Uint16Array;
  /** The token to be read next. */
  pos: number;

  constructor(tokens: Tokens, pos = 0) {
    this.tokens = tokens;
    this.source = tokens.source;
    this.kinds = tokens.kind;
    this.pos = pos;
  }

  /** Kind of the next token. */
  get kind(): number {
    return this.kinds[this.pos]!;
  }

  peek(ahead: number): number {
    return this.kinds[this.pos + ahead]!;
  }

  /** Offset of the next token in the source. */
  get offset(): number {
    return this.tokens.start[this.pos]!;
  }

  /** The next token's text. */
  get word(): string {
    return this.text(this.pos);
  }

  text(token: number): string {
    const { start, end } = this.tokens;
    if (this.kinds[token] === LPAR) return "(";
    return this.source.slice(start[token], end[token]);
  }

  /** The token that closes the parenthesis at `token`. */
  closing(token: number): number {
    return this.tokens.end[token]!;
  }

  /** The error that something else was expected here. */
  unexpected(expected: string): Error {
    const found = this.kind === END ? "the end" : this.word;
    return unexpectedToken(
      this.source,
      this.offset,
      expected,
      found.length > 40 ? `${found.slice(0, 40)}…` : found,
    );
  }

  /** Whether the next tokens are `(` and a keyword. */
  at(keyword: number): boolean {
    return this.kinds[this.pos] === LPAR && this.kinds[this.pos + 1] === keyword;
  }

  /** Reads `(` and a keyword if they are next. */
  open(keyword: number): boolean {
    if (!this.at(keyword)) return false;
    this.pos += 2;
    return true;
  }

  take(kind: number): boolean {
    if (this.kinds[this.pos] !== kind) return false;
    this.pos++;
    return true;
  }

  expectOpen(keyword: number): void {
    if (!this.open(keyword)) throw this.unexpected(`(${wordOf(keyword)}`);
  }

  expect(kind: number): void {
    if (!this.take(kind)) throw this.unexpected(wordOf(kind));
  }

  close(): void {
    if (this.kinds[this.pos] !== RPAR) throw this.unexpected(")");
    this.pos++;
  }

  /** The identifier that is next, without its `$`; `undefined` if there is none. */
  id(): string | undefined {
    return this.kinds[this.pos] === ID ? this.takeId() : undefined;
  }

  takeId(): string {
    const { tokens, source } = this;
    const start = tokens.start[this.pos]! + 1;
    const end = tokens.end[this.pos]!;
    this.pos++;
    return source.charCodeAt(start) === 0x22 && end - start > 1
      ? decodeName(source, start, end)
      : source.slice(start, end);
  }

  /** The string that is next, as a name. */
  name(): string {
    if (this.kind !== STRING) throw this.unexpected("a string");
    const { start, end } = this.tokens;
    return decodeName(this.source, start[this.pos]!, end[this.pos++]!);
  }

  /** Appends the bytes of the strings that are next. */
  strings(out: Writer): void {
    for (; this.kind === STRING; this.pos++)
      writeString(this.source, this.tokens.start[this.pos]!, this.tokens.end[this.pos]!, out);
  }

  /** The bytes of the strings that are next. */
  bytes(): Uint8Array {
    const out = new Writer();
    this.strings(out);
    return out.finish();
  }

  u32(): number {
    if (this.kind !== NUMBER) throw this.unexpected("a number");
    const { start, end } = this.tokens;
    return Number(unsigned(this.source, start[this.pos]!, end[this.pos++]!, 32));
  }

  u64(): number | bigint {
    if (this.kind !== NUMBER) throw this.unexpected("a number");
    const { start, end } = this.tokens;
    return unsigned(this.source, start[this.pos]!, end[this.pos++]!, 64);
  }

  /** Jumps over the parenthesis that is next, with all that it holds. */
  skipParen(): void {
    this.pos = this.closing(this.pos) + 1;
  }
}

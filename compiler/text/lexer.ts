// Text to tokens: parallel arrays of kinds and offsets for the whole source, with every parenthesis matched. Annotations
// the parser has no use for are dropped here, as white space is. Strings are only delimited; strings.ts reads them.

import {
  A,
  ALIGN,
  atomAt,
  CUSTOM,
  DATA_COUNT,
  END,
  HINT,
  hashStep,
  ID,
  LPAR,
  NAME,
  NUMBER,
  OFFSET,
  RESERVED,
  RPAR,
  SECTION,
  STRING,
  WORD,
} from "./atoms.ts";
import { emptyAnnotation, emptyIdentifier, illegalCharacter, unclosed, unopened } from "./errors.ts";
import { decodeName } from "./strings.ts";

/** The tokens of a source. */
export interface Tokens {
  readonly source: string;
  readonly count: number;
  readonly kind: Uint16Array;
  readonly start: Uint32Array;
  /** Offset after the token; for an opening parenthesis, the token that closes it. */
  readonly end: Uint32Array;
  /** Opening parentheses of inline aliases, `(func $i "f")` and `(type outer $P $t)`, in order. */
  readonly sugar: readonly number[];
  /** The word `alias` is somewhere. */
  readonly hasAlias: boolean;
}

const ILLEGAL = 0;
const IDCHAR = 1;
const SPACE = 2;
const OPEN = 3;
const CLOSE = 4;
const QUOTE = 5;
const SEMICOLON = 6;
const PUNCTUATION = 7;

const classes = new Uint8Array(128);
for (let code = 0x21; code < 0x7f; code++) classes[code] = IDCHAR;
for (const char of " \t\n\r") classes[char.charCodeAt(0)] = SPACE;
for (const char of ",[]{}") classes[char.charCodeAt(0)] = PUNCTUATION;
classes[0x28] = OPEN;
classes[0x29] = CLOSE;
classes[0x22] = QUOTE;
classes[0x3b] = SEMICOLON;

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BACKSLASH = 0x5c;
const DOLLAR = 0x24;
const AT = 0x40;
const OUTER = A["outer"]!;
const ALIAS = A["alias"]!;

/** Annotations that the parser reads. */
const KEPT: Record<string, number> = {
  custom: CUSTOM,
  name: NAME,
  "metadata.code.branch_hint": HINT,
  datacount: DATA_COUNT,
  section: SECTION,
};

/** Words that can open an inline alias. */
const aliasable = new Set(
  ["func", "table", "memory", "global", "tag", "module", "instance", "type"].map((w) => A[w]!),
);

/**
 * Splits a source into tokens.
 * @throws MortiseError `illegal-character`, `unclosed`, `unopened`, `empty-identifier`, `empty-annotation`
 */
export function tokenize(source: string): Tokens {
  return new Lexer(source).run();
}

class Lexer {
  private readonly source: string;
  private at = 0;
  private count = 0;
  private kind: Uint16Array;
  private start: Uint32Array;
  private end: Uint32Array;
  private readonly sugar: number[] = [];
  private hasAlias = false;
  /** Open parentheses: token numbers, complemented for annotations to be dropped. */
  private readonly open: number[] = [];
  private dropping = 0;
  /** The parenthesis that was closed last. */
  private lastOpener = 0;

  constructor(source: string) {
    this.source = source;
    const capacity = (source.length >> 2) + 16;
    this.kind = new Uint16Array(capacity);
    this.start = new Uint32Array(capacity);
    this.end = new Uint32Array(capacity);
  }

  run(): Tokens {
    const { source } = this;
    const { length } = source;
    while (this.at < length) {
      const code = source.charCodeAt(this.at);
      switch (code < 128 ? classes[code] : ILLEGAL) {
        case SPACE:
          this.at++;
          break;
        case IDCHAR:
          this.word(code);
          break;
        case OPEN:
          this.opening();
          break;
        case CLOSE:
          this.closing();
          break;
        case QUOTE:
          this.string();
          break;
        case SEMICOLON:
          this.semicolon();
          break;
        case PUNCTUATION:
          this.push(RESERVED, this.at, ++this.at);
          break;
        default:
          throw illegalCharacter(source, this.at);
      }
    }
    return this.finish();
  }

  private finish(): Tokens {
    const { source, open } = this;
    if (open.length > 0) {
      const last = open[open.length - 1]!;
      throw unclosed(source, this.start[last < 0 ? ~last : last]!, "parenthesis");
    }
    this.push(END, source.length, source.length);
    const { count, kind, start, end, sugar, hasAlias } = this;
    return { source, count, kind, start, end, sugar, hasAlias };
  }

  private push(kind: number, start: number, end: number): void {
    const { count } = this;
    if (count === this.kind.length) this.grow();
    this.kind[count] = kind;
    this.start[count] = start;
    this.end[count] = end;
    this.count = count + 1;
  }

  private grow(): void {
    const capacity = this.kind.length * 2;
    const kind = new Uint16Array(capacity);
    const start = new Uint32Array(capacity);
    const end = new Uint32Array(capacity);
    kind.set(this.kind);
    start.set(this.start);
    end.set(this.end);
    Object.assign(this, { kind, start, end });
  }

  private opening(): void {
    const { source, at } = this;
    const next = source.charCodeAt(at + 1);
    if (next === 0x3b) this.blockComment();
    else if (next === AT && this.dropping === 0) this.annotation();
    else {
      this.open.push(this.count);
      this.push(LPAR, at, at + 1);
      this.at = at + 1;
    }
  }

  private closing(): void {
    const opener = this.open.pop();
    if (opener === undefined) throw unopened(this.source, this.at);
    this.lastOpener = opener;
    if (opener < 0) {
      this.count = ~opener;
      this.dropping--;
      this.at++;
      return;
    }
    this.end[opener] = this.count;
    this.push(RPAR, this.at, ++this.at);
  }

  private annotation(): void {
    const { source, at } = this;
    let end = at + 2;
    let name: string;
    if (source.charCodeAt(end) === 0x22) {
      end = this.stringEnd(end);
      name = decodeName(source, at + 2, end);
    } else {
      while (this.isIdChar(end)) end++;
      name = source.slice(at + 2, end);
    }
    if (name === "") throw emptyAnnotation(source, at);
    const kept = KEPT[name];
    this.open.push(kept === undefined ? ~this.count : this.count);
    if (kept === undefined) this.dropping++;
    this.push(kept ?? LPAR, at, end);
    this.at = end;
  }

  private isIdChar(at: number): boolean {
    const code = this.source.charCodeAt(at);
    return code < 128 && classes[code] === IDCHAR;
  }

  private word(first: number): void {
    const { source, at } = this;
    let end = at;
    let hash = 0;
    let code = first;
    do {
      hash = hashStep(hash, code);
      code = source.charCodeAt(++end);
    } while (code < 128 && classes[code] === IDCHAR);
    this.at = end;
    if (code === 0x22) {
      if (first === DOLLAR && end === at + 1) this.quotedId(at);
      else this.reserved(at);
    } else this.push(this.wordKind(first, at, end, hash), at, end);
    const kind = this.kind[this.count - 1];
    if (kind === OUTER) this.noteSugar(this.count - 3);
    else if (kind === ALIAS) this.hasAlias = true;
  }

  private wordKind(first: number, start: number, end: number, hash: number): number {
    if (first >= 0x61 && first <= 0x7a) {
      const kind = atomAt(this.source, start, end, hash);
      if (kind !== WORD) return kind;
      if (first === 0x6f && this.source.startsWith("offset=", start)) return OFFSET;
      if (first === 0x61 && this.source.startsWith("align=", start)) return ALIGN;
      return WORD;
    }
    if (first === DOLLAR) {
      if (end > start + 1) return ID;
      if (this.dropping === 0) throw emptyIdentifier(this.source, start);
      return RESERVED;
    }
    return (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d ? NUMBER : RESERVED;
  }

  private quotedId(start: number): void {
    const end = this.stringEnd(this.at);
    if (this.dropping === 0 && decodeName(this.source, start + 1, end) === "")
      throw emptyIdentifier(this.source, start);
    this.at = end;
    if (this.tokenGoesOn()) this.reserved(start);
    else this.push(ID, start, end);
  }

  private tokenGoesOn(): boolean {
    return this.source.charCodeAt(this.at) === 0x22 || this.isIdChar(this.at);
  }

  /** A run of words and strings without space between: reserved. */
  private reserved(start: number): void {
    while (this.tokenGoesOn()) this.at = this.isIdChar(this.at) ? this.at + 1 : this.stringEnd(this.at);
    this.push(RESERVED, start, this.at);
  }

  private string(): void {
    const start = this.at;
    this.at = this.stringEnd(start);
    if (this.tokenGoesOn()) {
      this.reserved(start);
      return;
    }
    this.push(STRING, start, this.at);
    const { count, kind } = this;
    const before = kind[count - 2];
    if (before === ID || before === NUMBER) this.noteSugar(count - 4);
    else if (before === RPAR && this.lastOpener > 1) this.noteOuterSugar(this.lastOpener - 2);
  }

  /** `(func (instance $i "a") "b")`: what is noted of the inner one is a part of the outer. */
  private noteOuterSugar(token: number): void {
    const { sugar } = this;
    if (this.kind[token] !== LPAR || !aliasable.has(this.kind[token + 1]!)) return;
    while (sugar.length > 0 && sugar[sugar.length - 1]! > token) sugar.pop();
    sugar.push(token);
  }

  /** Notes an opening parenthesis that, with the word after it, begins an inline alias. */
  private noteSugar(token: number): void {
    if (token >= 0 && this.kind[token] === LPAR && aliasable.has(this.kind[token + 1]!))
      this.sugar.push(token);
  }

  private stringEnd(start: number): number {
    const { source } = this;
    for (let at = start + 1; at < source.length; at++) {
      const code = source.charCodeAt(at);
      if (code === 0x22) return at + 1;
      if (code === BACKSLASH) at++;
      else if (code < 0x20 || code === 0x7f) {
        if (source.charCodeAt(start - 1) === DOLLAR) throw emptyIdentifier(source, start - 1);
        throw illegalCharacter(source, at);
      }
    }
    throw unclosed(source, start, "string");
  }

  private semicolon(): void {
    const { source, at } = this;
    if (source.charCodeAt(at + 1) !== 0x3b) {
      this.push(RESERVED, at, ++this.at);
      return;
    }
    let end = at;
    while (end < source.length) {
      const code = source.charCodeAt(end);
      if (code === NEWLINE || code === RETURN) break;
      end++;
    }
    this.at = end;
  }

  private blockComment(): void {
    const { source, at: start } = this;
    let depth = 1;
    let at = start + 2;
    while (depth > 0) {
      if (at >= source.length) throw unclosed(source, start, "comment");
      const code = source.charCodeAt(at);
      const next = source.charCodeAt(at + 1);
      if (code === 0x28 && next === 0x3b) depth++;
      else if (code === 0x3b && next === 0x29) depth--;
      else {
        at++;
        continue;
      }
      at += 2;
    }
    this.at = at;
  }
}

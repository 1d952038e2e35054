// The one error class of the compiler. Each room has an `errors.ts` of its own with a factory per error;
// this file only knows what all of them carry.

/** What sort of mistake an error reports. */
export type ErrorKind =
  /** The bytes are not a module (spec: binary format). */
  | "malformed"
  /** The module breaks a validation rule. */
  | "invalid"
  /** The module uses a feature that is switched off or not built yet. */
  | "unsupported"
  /** The module exceeds a limit of `limits.ts`. */
  | "limit"
  /** The text is not a module (spec: text format). */
  | "text";

/** What an error can say beyond its message. */
export interface ErrorDetails {
  /** Byte offset from the start of the root binary (or character offset, for text). */
  offset?: number;
  /** Where in the module tree: `root/module[2]/alias[0]`. */
  path?: string;
  expected?: string;
  found?: string;
  /** 1-based line and column, for text. */
  line?: number;
  column?: number;
}

/**
 * Every refusal of the compiler. `code` is stable across versions; `message` is for people and holds
 * the offset and the path when they are known.
 */
export class MortiseError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  /** The message without offset and path. */
  readonly reason: string;
  offset: number | undefined;
  path: string | undefined;
  readonly expected: string | undefined;
  readonly found: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(kind: ErrorKind, code: string, reason: string, details: ErrorDetails = {}) {
    super(reason);
    this.name = "MortiseError";
    this.kind = kind;
    this.code = code;
    this.reason = reason;
    this.offset = details.offset;
    this.path = details.path;
    this.expected = details.expected;
    this.found = details.found;
    this.line = details.line;
    this.column = details.column;
    this.message = this.describe();
  }

  /** Fills in the path (and the offset) where the thrower did not know them; returns the error to be rethrown. */
  locate(path: string, offset?: number): this {
    this.path ??= path;
    this.offset ??= offset;
    this.message = this.describe();
    return this;
  }

  private describe(): string {
    let text = this.reason;
    if (this.expected !== undefined && this.found !== undefined)
      text += `: expected ${this.expected}, found ${this.found}`;
    else if (this.expected !== undefined) text += `: expected ${this.expected}`;
    else if (this.found !== undefined) text += `: found ${this.found}`;
    if (this.line !== undefined) return `${text} (line ${this.line}, column ${this.column})`;
    if (this.offset !== undefined) text += ` at offset ${this.offset}`;
    if (this.path !== undefined && this.path !== "root") text += ` in ${this.path}`;
    return text;
  }
}

/** Makes a factory for errors of one kind; rooms build theirs from these four. */
const maker =
  (kind: ErrorKind) =>
  (code: string, reason: string, details?: ErrorDetails): MortiseError =>
    new MortiseError(kind, code, reason, details);

export const malformed = maker("malformed");
export const invalid = maker("invalid");
export const unsupported = maker("unsupported");
export const overLimit = maker("limit");
export const badText = maker("text");

// Errors of the reader, which every room above shares.

export const unexpectedEnd = (offset: number) => malformed("unexpected-end", "unexpected end", { offset });
export const integerTooLong = (offset: number) =>
  malformed("integer-too-long", "integer representation too long", { offset });
export const integerTooLarge = (offset: number) =>
  malformed("integer-too-large", "integer too large", { offset });
export const badUtf8 = (offset: number) => malformed("bad-utf8", "malformed UTF-8 encoding", { offset });

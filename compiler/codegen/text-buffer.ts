// Text in the making, as bytes: strings that grow by small pieces are ropes, and those are what printing would take.

import { asciiText } from "../base/index.ts";

/** Nearly all integers of a text are below: constants, offsets, positions. */
const SMALL = 1 << 10;
const smallIntegers: Uint8Array[] = [];

export class TextBuffer {
  private bytes: Uint8Array<ArrayBuffer>;
  private length = 0;

  /** Room for `capacity` bytes: it grows, but V8 gives up what it has optimised when it sees that for the first time. */
  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  private reserve(count: number): void {
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }

  /** The last character's code, or 0. */
  get last(): number {
    return this.length === 0 ? 0 : this.bytes[this.length - 1]!;
  }

  /** One ASCII character. */
  code(code: number): void {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length++] = code;
  }

  /** ASCII characters. */
  codes(codes: Uint8Array): void {
    const count = codes.length;
    const { length } = this;
    if (length + count > this.bytes.length) this.reserve(count);
    const { bytes } = this;
    for (let i = 0; i < count; i++) bytes[length + i] = codes[i]!;
    this.length = length + count;
  }

  /** Any text. What is not ASCII is written as an escape: it can only be in a name or a string. */
  write(text: string): void {
    const count = text.length;
    const { length } = this;
    if (length + count > this.bytes.length) this.reserve(count);
    const { bytes } = this;
    for (let i = 0; i < count; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) {
        this.write(escaped(text));
        return;
      }
      bytes[length + i] = code;
    }
    this.length = length + count;
  }

  /** A signed word, in decimal. */
  integer(value: number): void {
    if (value >>> 0 < SMALL) this.codes((smallIntegers[value] ??= codesOf(String(value))));
    else this.write(String(value));
  }

  /** Forgets what is left of a text that was not finished. */
  clear(): void {
    this.length = 0;
  }

  /** The text so far; the buffer is empty again. */
  take(): string {
    const text = asciiText(this.bytes, this.length);
    this.length = 0;
    return text;
  }
}

const escaped = (text: string): string =>
  text.replace(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The codes of an ASCII text. */
export const codesOf = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

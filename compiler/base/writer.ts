// A growing byte buffer with the encodings of spec 5.2; the mirror of reader.ts.

import { encodeUtf8 } from "./utf8.ts";

export class Writer {
  private buffer: Uint8Array;
  length = 0;

  constructor(capacity = 256) {
    this.buffer = new Uint8Array(capacity);
  }

  private reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(needed, this.buffer.length * 2));
    larger.set(this.buffer.subarray(0, this.length));
    this.buffer = larger;
  }

  u8(byte: number): this {
    this.reserve(1);
    this.buffer[this.length++] = byte;
    return this;
  }

  /** Unsigned LEB128, shortest form; exact for integers below 2^53. */
  u32(value: number): this {
    while (value > 0x7f) {
      this.u8((value % 128) | 0x80);
      value = Math.floor(value / 128);
    }
    return this.u8(value);
  }

  /** Signed LEB128, shortest form, of a 32-bit value. */
  s32(value: number): this {
    for (;;) {
      const byte = value & 0x7f;
      value >>= 7;
      if ((value === 0 && !(byte & 0x40)) || (value === -1 && byte & 0x40)) return this.u8(byte);
      this.u8(byte | 0x80);
    }
  }

  /** Signed LEB128 of a 64-bit value. */
  s64(value: bigint): this {
    for (;;) {
      const byte = Number(value & 0x7fn);
      value >>= 7n;
      if ((value === 0n && !(byte & 0x40)) || (value === -1n && byte & 0x40)) return this.u8(byte);
      this.u8(byte | 0x80);
    }
  }

  /** Four bytes, little-endian. */
  word(value: number): this {
    return this.u8(value & 0xff)
      .u8((value >> 8) & 0xff)
      .u8((value >> 16) & 0xff)
      .u8(value >>> 24);
  }

  raw(bytes: Uint8Array): this {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
    return this;
  }

  /** A length-prefixed run of bytes. */
  sized(bytes: Uint8Array): this {
    return this.u32(bytes.length).raw(bytes);
  }

  name(text: string): this {
    return this.shortAscii(text) ? this : this.sized(encodeUtf8(text));
  }

  /** Short ASCII names are most names, and for them a loop beats the encoder's set-up. */
  private shortAscii(text: string): boolean {
    const { length } = text;
    if (length > 64) return false;
    this.reserve(length + 1);
    const { buffer, length: at } = this;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) return false;
      buffer[at + 1 + i] = code;
    }
    buffer[at] = length;
    this.length = at + 1 + length;
    return true;
  }

  /** Takes the bytes from `start` on away and appends them to `to`. */
  moveTail(start: number, to: Writer): void {
    for (let i = start; i < this.length; i++) to.u8(this.buffer[i]!);
    this.length = start;
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }
}
